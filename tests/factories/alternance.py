"""A school with a learner in alternance: a contract, two stays at a company, a mission, and both tutors."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from tests.factories.account import Browser, make_account
from tests.factories.offering import make_campus, make_settings
from werkzeug.test import TestResponse

from maslak_companion.accounts.models import Account
from maslak_companion.app import create_app
from maslak_companion.logbooks.entries import Writing, write_entry
from maslak_companion.placements.missions import MissionText, agree, create_mission
from maslak_companion.placements.models import CompanyTutor
from maslak_companion.placements.periods import add_period
from maslak_companion.placements.services import Actor, create_placement, save_tutor
from maslak_companion.sign_offs.links import NewLink, make_link
from maslak_web.database import Database
from maslak_xblocks.logbook.port import EntryDraft, Target

AT = datetime(2027, 2, 10, 9, 30, tzinfo=UTC)
COMPETENCY = "MA-NUM.CYB.02"
TEXT = "Renouveler les accès du service comptable"


@dataclass
class Alternance:
    """What a test needs of such a school; `now` is the moment of its clock."""

    database: Database
    home: Path
    learner_id: uuid.UUID
    academic_id: uuid.UUID
    registrar_id: uuid.UUID
    tutor_id: uuid.UUID
    placement_id: uuid.UUID
    period_id: uuid.UUID
    mission_id: uuid.UUID
    now: datetime = AT
    app: Flask = field(init=False)

    def __post_init__(self) -> None:
        self.app = create_app(make_settings(self.home), database=self.database, clock=lambda: self.now)

    def give_link(self, *, expires_at: datetime = datetime(2027, 7, 1, tzinfo=UTC)) -> NewLink:
        """Give the company tutor a link."""
        with self.database.session() as session:
            return make_link(session, self.tutor_id, expires_at=expires_at, actor=Actor(self.registrar_id, self.now))

    def agree(self, *roles: str) -> None:
        """Let some of the three agree to the mission."""
        with self.database.session() as session:
            for role in roles:
                agree(session, self.placement_id, self.mission_id, role=role, revision=1, actor=Actor(self.learner_id, self.now))

    def write(self, task: str = "J’ai trié les comptes", **values: Any) -> uuid.UUID:
        """Write an entry as the learner does."""
        draft = EntryDraft(**({"done_on": date(2027, 2, 3), "task": task, "competencies": (COMPETENCY,)} | values))
        with self.database.session() as session:
            return write_entry(session, self.placement_id, draft, Writing(uuid.uuid4().hex, self.now.date(), self.now)).id

    def sign_in(self, account_id: uuid.UUID, language: str = "fr") -> Browser:
        """Return a browser in which an account is signed in."""
        with self.database.session(reading=True) as session:
            session_id = session.get_one(Account, account_id).get_id()
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = session_id, True
        client.set_cookie("maslak_lang", language)
        browser = Browser(client)
        browser.get("/account")
        return browser

    def open_phone(self, link: NewLink, language: str = "") -> Phone:
        """Return the telephone of whoever holds the link."""
        client = self.app.test_client()
        if language:
            client.set_cookie("maslak_lang", language)
        return Phone(client, f"/t/{link.token}", f"/t/{link.token}/{self.period_id}", link.code)


@dataclass
class Phone:
    """A telephone on which somebody opened a link: it signs with whatever code it is given."""

    client: FlaskClient
    home: str
    page: str
    code: str

    def open(self) -> TestResponse:
        """Open the page of the stay."""
        return self.client.get(self.page)

    def read_form(self) -> dict[str, str]:
        """Open the page and return the hidden fields of its form."""
        names = "csrf_token|digest|follows|request_key"
        return dict(re.findall(rf'type="hidden" name="({names})" value="([^"]*)"', self.open().text))

    def send(self, form: dict[str, str], kind: str = "signed", **changes: str) -> TestResponse:
        """Send the form with a button."""
        answers = {"seen": "often", f"rating-{COMPETENCY}": "N2", "remark": "Soigneuse", "code": self.code}
        return self.client.post(self.page, data={**answers, **form, "kind": kind, **changes})

    def sign(self, kind: str = "signed", **changes: str) -> TestResponse:
        """Open the page, answer and press a button."""
        return self.send(self.read_form(), kind, **changes)


def make_alternance(database: Database, home: Path, *, level: str = "N2", is_confidential: bool = False) -> Alternance:
    """Fill an empty database with a school whose learner is at a company."""
    campus = make_campus(database, learners=2)
    learner_id = campus.learner_ids[0]
    with database.session() as session:
        academic = make_account(session, "instructor", login="academic")
        registrar = make_account(session, "registrar", login="registrar")
        make_account(session, "student", login="learner", learner_id=learner_id)
        actor = Actor(registrar.id, AT)
        contact = {"name": "Rachid Amrani", "company": "Atlas Textile", "email": "r@atlas.example", "phone": "", "language": "fr"}
        tutor: CompanyTutor = save_tutor(session, contact, actor)
        values = {
            "company": "Atlas Textile", "tutor_id": tutor.id, "academic_tutor_id": academic.id, "starts_on": date(2027, 1, 4),
            "ends_on": date(2027, 6, 30), "academic_weeks": 2, "company_weeks": 2, "legal_frame": "alternance",
        }  # fmt: skip
        placement = create_placement(session, learner_id, values, actor)
        add_period(session, placement.id, kind="academic", starts_on=date(2027, 1, 4), ends_on=date(2027, 1, 31), actor=actor)
        period = add_period(session, placement.id, kind="company", starts_on=date(2027, 2, 1), ends_on=date(2027, 2, 14), actor=actor)
        text = MissionText(TEXT, (Target(COMPETENCY, level),), is_confidential)
        mission_id = create_mission(session, placement.id, text, Actor(academic.id, AT))
        ids = academic.id, registrar.id, tutor.id, placement.id, period.id, mission_id
    return Alternance(database, home, learner_id, *ids)
