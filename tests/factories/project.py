"""A project for tests: two stages, a rubric of two rows, handed in alone or by a team; and a school that gives it."""

from __future__ import annotations

import io
import re
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from tests.factories.account import Browser, sign_in
from tests.factories.classroom import Pupil, School
from tests.factories.course import COMPETENCY, PREFIX
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from maslak_companion.accounts.models import Account
from maslak_companion.offerings.models import Offering
from maslak_web.database import Database

PROJECT = f"{PREFIX}+type@maslak_project+block@p1"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
BANDS = ("Rien à voir", "On voit une partie", "On voit tout", "On voit mieux encore")
_LANGUAGES = (("fr", "source"), ("ar", "translated"), ("en", "translated"))


def make_project(team: int = 1, rounds: int = 3, purpose: str = "mastery") -> str:
    """Return the OLX of a project whose first stage asks for a text and a link, and whose second for files."""
    variants, stage = _make_variants("Projet"), _make_variants("Étape")
    facts = f'level="N2" purpose="{purpose}" pass_mark="0.5" team="{team}" rounds="{rounds}"'
    return (
        f'<maslak_project url_name="p1" competency="{COMPETENCY}" {facts}>{variants}'
        f'<stage id="plan" due_days="30" criteria="c1">{stage}'
        '<deliverable id="question" type="text" required="true"><label lang="fr">La question</label></deliverable>'
        '<deliverable id="depot" type="link"><label lang="fr">Le dépôt</label></deliverable></stage>'
        f'<stage id="report">{stage}'
        '<deliverable id="paper" type="file" accept="pdf,md" max_mb="1" required="true"><label lang="fr">Le rapport</label></deliverable>'
        "</stage>"
        f"<rubric>{_make_criterion('c1', 'knowledge', 1)}{_make_criterion('c2', 'communication', 2)}</rubric></maslak_project>"
    )


def _make_variants(title: str) -> str:
    return "".join(f'<variant lang="{lang}" status="{status}" title="{title} {lang}"><p>x</p></variant>' for lang, status in _LANGUAGES)


def _make_criterion(name: str, descriptor: str, weight: int) -> str:
    bands = "".join(f'<band level="{level}"><text lang="fr">{text}</text></band>' for level, text in enumerate(BANDS, start=1))
    return f'<criterion id="{name}" descriptor="{descriptor}" weight="{weight}"><label lang="fr">Critère {name}</label>{bands}</criterion>'


class ProjectSchool(School):
    """A school whose small course holds the project, led by an instructor."""

    def __init__(self, database: Database, home: Path, **options: Any) -> None:
        page = f'<vertical display_name="Projet">{make_project(**options)}</vertical>'
        super().__init__(database, home, changes={"vertical/u1-more.xml": page})
        self.instructor = self.add_staff("instructor")
        with database.session() as session:
            session.scalars(select(Offering)).one().lead_account_id = self.find_account(self.instructor)

    def add_staff(self, *roles: str, language: str = "fr") -> Browser:
        """Return the browser of somebody who works here."""
        return sign_in(self.app, self.database, *roles, language=language)

    def find_account(self, browser: Browser) -> uuid.UUID:
        """Return the account that a browser is signed in with."""
        with browser.client.session_transaction() as cookie:
            return uuid.UUID(str(cookie["_user_id"]).partition(":")[0])

    def login_of(self, browser: Browser) -> str:
        """Return the login of the account that a browser is signed in with."""
        with self.database.session(reading=True) as session:
            return session.get_one(Account, self.find_account(browser)).login


@dataclass
class Author:
    """A learner at work on the project, as the block's script works."""

    pupil: Pupil

    def state(self, stage: str = "plan") -> dict[str, Any]:
        """Return the state of a stage."""
        answer = self.pupil.call(PROJECT, "state", {})
        assert answer.status_code == 200, answer.text
        return next(each for each in answer.get_json()["dossier"]["stages"] if each["id"] == stage)

    def save(self, stage: str = "plan", revision: int | None = None, **texts: str) -> TestResponse:
        """Save the texts of a stage."""
        revision = self.state(stage)["revision"] if revision is None else revision
        return self.pupil.call(PROJECT, "save_draft", {"stage": stage, "revision": revision, "texts": texts})

    def submit(self, stage: str = "plan", revision: int | None = None, key: str | None = None) -> TestResponse:
        """Hand in a stage."""
        revision = self.state(stage)["revision"] if revision is None else revision
        return self.pupil.call(PROJECT, "submit", {"stage": stage, "revision": revision, "idempotency_key": key or uuid.uuid4().hex})

    def upload(
        self, name: str = "rapport.pdf", content: bytes = PDF, *, stage: str = "report", deliverable: str = "paper",
        revision: int | None = None, key: str | None = None,
    ) -> TestResponse:  # fmt: skip
        """Send a file."""
        revision = self.state(stage)["revision"] if revision is None else revision
        fields = {
            "stage": stage, "deliverable": deliverable, "idempotency_key": key or uuid.uuid4().hex, "revision": str(revision),
            "file": FileStorage(io.BytesIO(content), filename=name),
        }  # fmt: skip
        # In memory: for a large form the test client would open a temporary file and leave it open.
        boundary, body = encode_multipart(fields)
        return self.pupil.client.post(
            self._address("add_file"), data=body, content_type=f"multipart/form-data; boundary={boundary}",
            headers={"X-CSRFToken": self.pupil.token},
        )  # fmt: skip

    def download(self, file: str) -> TestResponse:
        """Ask for a file."""
        return self.pupil.client.get(f"{self._address('file')}/{file}")

    def hand_in(self, stage: str = "plan", **texts: str) -> None:
        """Save and hand in a stage of texts."""
        for answer in (self.save(stage, **(texts or {"question": "Combien coûte l'eau ?"})), self.submit(stage)):
            assert answer.status_code == 200, answer.text

    @staticmethod
    def _address(handler: str) -> str:
        return f"/learn/tiny/blocks/{PROJECT}/handler/{handler}"


@dataclass
class Marker:
    """Somebody of the staff at work on the queue."""

    browser: Browser

    def find_rounds(self, **wish: str) -> list[str]:
        """Return the rounds that the queue shows, in its order."""
        page = self.browser.client.get("/to-mark", query_string=wish).text
        return re.findall(r'href="/to-mark/([0-9a-f-]{36})"', page)

    def take(self, round_id: str) -> TestResponse:
        """Take a round."""
        return self.browser.post(f"/to-mark/{round_id}/take", {})

    def open(self, round_id: str) -> str:
        """Return the marking page."""
        return self.browser.get(f"/to-mark/{round_id}").text

    def mark(self, round_id: str, action: str, version: str | None = None, **fields: str) -> TestResponse:
        """Send the form of the marking page."""
        found = re.search(r'name="version" value="(-?\d+)"', self.open(round_id)) if version is None else None
        typed = {re.sub("^(band|comment|on)_", r"\1-", name): value for name, value in fields.items()}
        return self.browser.post(f"/to-mark/{round_id}", {"version": version or (found[1] if found else "0"), "action": action, **typed})

    def publish(self, offering: str = "core-2026") -> TestResponse:
        """Publish everything that is ready."""
        page = self.browser.get(f"/to-mark/publish/{offering}").text
        chosen = dict(re.findall(r'name="(mark-[0-9a-f-]{36})" value="(\d+)"', page))
        return self.browser.post(f"/to-mark/publish/{offering}", chosen)
