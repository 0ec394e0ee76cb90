"""A school with one small course, its learners and its web application, on a real database."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
from flask import Flask
from flask.testing import FlaskClient
from tests.factories.course import CHECKPOINT, COURSE_KEY, LESSON, write_course
from tests.factories.tables import make_tables
from werkzeug.test import TestResponse

from maslak_companion.accounts.models import Account
from maslak_companion.app import create_app
from maslak_companion.base import Base
from maslak_companion.classroom.courses.shelf import CourseShelf
from maslak_companion.classroom.models import Release
from maslak_companion.classroom.services import install_release
from maslak_companion.offerings.models import Group, Offering, OfferingGroup, Period, Programme
from maslak_companion.offerings.services import enrol
from maslak_companion.people.services import create_learner
from maslak_companion.settings import Settings
from maslak_web.database import Database
from maslak_web.keys import create_key

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Pupil:
    """A signed-in learner with a browser's cookies and the token of its forms."""

    client: FlaskClient
    learner_id: uuid.UUID
    token: str

    def call(self, usage: str, handler: str, payload: Any, course: str = COURSE_KEY, **headers: str) -> TestResponse:
        """Call a block's handler as its script does."""
        address = f"/learn/{course}/blocks/{usage}/handler/{handler}"
        return self.client.post(address, json=payload, headers={"X-CSRFToken": self.token, **headers})

    def state(self, usage: str = CHECKPOINT) -> dict[str, Any]:
        """Return the checkpoint's state."""
        answer = self.call(usage, "state", {})
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())

    def answer(self, item: str, option: str, revision: int, usage: str = CHECKPOINT, key: str | None = None) -> TestResponse:
        """Answer one item of a checkpoint with the option that its author named so."""
        chosen = [self.name(item, option, usage)]
        payload = {"revision": revision, "idempotency_key": key or uuid.uuid4().hex, "item": item, "response": chosen}
        return self.call(usage, "answer", payload)

    def name(self, item: str, option: str, usage: str = CHECKPOINT) -> str:
        """Return the name under which this learner was sent an option of the small course, where there is an attempt to choose in."""
        state = self.call(usage, "state", {}).get_json()
        shown = next((each for each in (state.get("attempt") or {"items": []})["items"] if each["id"] == item), {"options": []})
        word = {"a": "right", "b": "wrong"}.get(option, option)
        return next((each["id"] for each in shown["options"] if each["html"].startswith(word)), option)

    def begin(self, usage: str = CHECKPOINT) -> dict[str, Any]:
        """Begin the next attempt."""
        revision = self.state(usage)["revision"]
        answer = self.call(usage, "begin_attempt", {"revision": revision, "idempotency_key": uuid.uuid4().hex})
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())


class School:
    """One companion with one offering of a course."""

    def __init__(
        self, database: Database, home: Path, *, course: Path | None = None, course_key: str = COURSE_KEY, items: int = 3,
        changes: Mapping[str, str | bytes | None] | None = None, registry: Callable[[httpx.Request], httpx.Response] | None = None,
    ) -> None:  # fmt: skip
        self.database, self.home, self.now = database, home, AT
        for name, kind in (("session", "secret"), ("sync", "ed25519")):
            create_key(home / "keys" / f"{name}.{'key' if kind == 'secret' else 'jwk'}", kind)  # type: ignore[arg-type]
        self.settings = Settings(
            home=home, institution="ensam-rabat", institution_did="did:web:ensam-rabat.maslak.example",
            public_base_url="http://127.0.0.1:8201", registry_url="http://127.0.0.1:1", registry_key=home / "registry.jwk",
            courses=ROOT / "course_content", secure_cookies=False,
        )  # fmt: skip
        self.app: Flask = create_app(self.settings, database=database, clock=lambda: self.now)
        self.app.extensions["maslak_registry_transport"] = httpx.MockTransport(registry or (lambda _request: httpx.Response(503)))
        make_tables(database, Base.metadata)
        self.shelf = CourseShelf(home / "releases")
        self.course_key = course_key
        self.offering_id = self._open(course or write_course(home / "course", changes, items=items))

    def _open(self, course: Path) -> uuid.UUID:
        with self.database.session() as session:
            release = install_release(session, self.shelf, course, course_key=self.course_key, at=AT)
            self.release_id, self.block_map = release.id, release.block_map
            programme = Programme(key="core", version=1, titles={"fr": "Tronc commun"})
            period = Period(
                key="2026-S1", titles={"fr": "S1"}, starts_on=date(2026, 9, 1), ends_on=date(2027, 1, 31)
            )  # fmt: skip
            group = Group(key="g1", titles={"fr": "Groupe 1"})
            session.add_all([programme, period, group])
            session.flush()
            offering = Offering(
                key="core-2026", titles={"fr": "Tronc commun", "ar": "الجذع المشترك"}, course_key=self.course_key,
                release_id=release.id, period_id=period.id,
            )  # fmt: skip
            session.add(offering)
            session.flush()
            session.add(OfferingGroup(offering_id=offering.id, group_id=group.id))
            return offering.id

    def add_learner(self, *, enrolled: bool = True) -> uuid.UUID:
        """Add a learner, with an account, and enrol them."""
        with self.database.session() as session:
            number = uuid.uuid4().hex[:12]
            learner = create_learner(session, name_ar="سلمى", name_latin="Salma", student_number=number, at=AT)
            session.add(Account(login=number, roles=["student"], language="fr", display_name="Salma", learner_id=learner.id))
            if enrolled:
                programme, group = session.query(Programme).one(), session.query(Group).one()
                enrol(session, learner_id=learner.id, programme=programme, year="2026-2027", group=group, at=AT)
            return learner.id

    def change_offering(self, **values: Any) -> None:
        """Change the offering."""
        with self.database.session() as session:
            offering = session.get_one(Offering, self.offering_id)
            for name, value in values.items():
                setattr(offering, name, value)

    def find_release(self) -> Release:
        """Return the installed release."""
        with self.database.session() as session:
            return session.get_one(Release, self.release_id)

    def sign_in(self, learner_id: uuid.UUID, language: str = "fr") -> Pupil:
        """Return a browser in which the learner is signed in."""
        client = self.app.test_client()
        with self.database.session(reading=True) as session:
            account = session.query(Account).filter(Account.learner_id == learner_id).one()
            account_id = account.get_id()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = account_id, True
        client.set_cookie("maslak_lang", language)
        page = client.get("/")
        match = re.search(r'name="csrf-token" content="([^"]+)"', page.text)
        assert match, page.text[:2000]
        return Pupil(client, learner_id, match[1])

    def enter(self, language: str = "fr") -> Pupil:
        """Add a learner and sign them in."""
        return self.sign_in(self.add_learner(), language)


__all__ = ["AT", "CHECKPOINT", "LESSON", "Pupil", "School"]
