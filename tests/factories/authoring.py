"""A school whose instructors write: who leads the course, a colleague who reads, and the addresses of their pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import UUID

from tests.factories.account import Browser, sign_in
from tests.factories.classroom import LESSON, School
from werkzeug.test import TestResponse

from maslak_companion.offerings.models import Offering
from maslak_web.database import Database
from maslak_web.keys import create_key

COURSE = "/authoring/courses/core-2026"
NEW_TEXT = "<section><h2>Leçon</h2><p>Bonjour à toute la classe.</p></section>"


class WritingSchool(School):
    """A school with the key for its own releases."""

    def __init__(self, database: Database, home: Path, **options: Any) -> None:
        super().__init__(database, home, **options)
        create_key(home / "keys" / "releases.jwk", "ed25519")

    def hire(self, *, leads: bool = False) -> Writer:
        """Return the browser of a new instructor, who leads the offering or not."""
        browser = sign_in(self.app, self.database, "instructor")
        writer = Writer(browser.client, browser.token)
        if leads:
            self.change_offering(lead_account_id=writer.account_id)
        return writer

    def find_offering(self) -> Offering:
        """Return the offering as it is now."""
        with self.database.session(reading=True) as session:
            return session.get_one(Offering, self.offering_id)


class Writer(Browser):
    """An instructor at the pages of authoring."""

    @property
    def account_id(self) -> UUID:
        """Whose browser it is."""
        with self.client.session_transaction() as cookie:
            return UUID(cookie["_user_id"].partition(":")[0])

    def call(self, handler: str, payload: Any, opened: int, usage: str = LESSON) -> TestResponse:
        """Call a handler of the editor as its script does."""
        address = f"{COURSE}/blocks/{usage}/handler/{handler}?opened={opened}"
        return self.client.post(address, json=payload, headers={"X-CSRFToken": self.token})

    def newest(self, usage: str = LESSON) -> dict[str, Any]:
        """Return the newest revision's number and the digest of its text."""
        return dict(self.get(f"{COURSE}/blocks/{usage}/newest").get_json())

    def write(self, html: str, opened: int = 0, *, base: str = "", **more: Any) -> TestResponse:
        """Save the French text of the lesson."""
        form = lesson_form(html) | more
        return self.call("studio_save", {"form": form, "base": base or self.newest()["base"]}, opened)

    def hand_in(self, opened: int, usage: str = LESSON) -> TestResponse:
        """Ask for a review."""
        return self.post(f"{COURSE}/blocks/{usage}/hand-in", {"opened": opened})

    def list_reviews(self) -> list[str]:
        """Return the addresses of what waits for a reader."""
        return re.findall(r'href="(/authoring/reviews/[0-9a-f-]+)"', self.get("/authoring").text)

    def decide(self, review: str, number: int, verdict: str = "accept", comment: str = "") -> TestResponse:
        """Accept or give back."""
        return self.post(f"{review}/decide", {"number": number, "verdict": verdict, "comment": comment})


def lesson_form(html: str) -> dict[str, Any]:
    """Return what the lesson's editor sends when its French text reads `html`."""
    others = {"ar": ("درس", "أهلا بكم في الدرس."), "en": ("Lesson", "Hello course.")}
    texts = {"fr": html} | {lang: f"<section><h2>{title}</h2><p>{text}</p></section>" for lang, (title, text) in others.items()}
    return {
        "title": {"fr": "Leçon", "ar": "درس", "en": "Lesson"},
        "html": texts,
        "objectives": [{"id": "o1", "competency": "MA-NUM.TC.06", "level": "N1", "verb": "recognise", "text": {}}],
        "state": {"ar": "translated", "en": "translated"},
    }


def accept_one(school: WritingSchool, html: str = NEW_TEXT) -> tuple[Writer, Writer]:
    """Let one instructor write and another accept."""
    author, colleague = school.hire(leads=True), school.hire()
    answer = author.write(html)
    assert answer.status_code == 200, answer.text
    assert author.hand_in(1).status_code == 303
    [review] = colleague.list_reviews()
    assert colleague.decide(review, 1).status_code == 303
    return author, colleague


__all__ = ["COURSE", "NEW_TEXT", "Writer", "WritingSchool", "accept_one", "lesson_form"]
