"""A school that awards badges: a database, keys on disk, one learner, the framework of the courses."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from tests.factories.tables import make_tables

import maslak_companion.accounts.models
import maslak_companion.badges.models
import maslak_companion.outbox.models
import maslak_companion.people.models
import maslak_companion.trust.models  # noqa: F401 - the tables must be known before they are made
from maslak_companion.badges.issuing import Workshop, issue_pending
from maslak_companion.badges.models import CredentialRow
from maslak_companion.badges.services import award_competency_badge
from maslak_companion.badges.views import blueprint
from maslak_companion.base import Base
from maslak_companion.people.services import create_learner
from maslak_companion.settings import Settings
from maslak_web.app_frame import make_frame
from maslak_web.database import Database
from maslak_web.i18n import find_translation_directories
from maslak_web.keys import create_key, load_signer, public_jwk

ROOT = Path(__file__).resolve().parents[2]
START = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
COMPETENCY = "MA-NUM.TC.06"


class BadgeSchool:
    """Everything that the badges room needs around it, and a clock that moves when told."""

    def __init__(self, database: Database, home: Path) -> None:
        self.database = database
        self.now = START
        self.settings = _make_settings(home)
        self.workshop = Workshop(database, self.settings, load_signer(home / "keys" / "credentials.jwk"), lambda: self.now)
        make_tables(database, Base.metadata)
        with database.session() as session:
            learner = create_learner(session, name_ar="سلمى بناني", name_latin="Salma Bennani", student_number="R1", at=self.now)
            self.learner_id = learner.id

    def award(self, level: str = "N1") -> uuid.UUID:
        """Award a badge to the learner and return its identifier."""
        with self.database.session() as session:
            award_competency_badge(session, self.learner_id, COMPETENCY, level, self.now)
            query = select(CredentialRow.id).where(CredentialRow.achievement_key == f"{COMPETENCY}-{level}")
            return session.scalars(query.where(CredentialRow.learner_id == self.learner_id)).one()

    def issue(self) -> int:
        """Let the worker sign what waits."""
        return issue_pending(self.workshop)

    def pass_time(self, **amount: float) -> None:
        """Move the clock."""
        self.now += timedelta(**amount)

    def make_app(self) -> Flask:
        """The companion's frame with the badges room in it."""
        translations = find_translation_directories(ROOT / "plugins" / "maslak_companion")
        return make_frame(
            "maslak_companion", self.settings, self.database, features=[blueprint], translations=translations, clock=lambda: self.now
        )


def _make_settings(home: Path) -> Settings:
    keys = home / "keys"
    create_key(keys / "credentials.jwk", "ed25519")
    create_key(keys / "session.key", "secret")
    create_key(keys / "receipts.jwk", "ed25519")
    (home / "registry.jwk").write_text(json.dumps(public_jwk(load_signer(keys / "receipts.jwk"))))
    return Settings(
        home=home,
        institution="ensam-rabat",
        institution_did="did:web:ensam-rabat.maslak.example",
        public_base_url="http://127.0.0.1:8201",
        registry_url="http://127.0.0.1:8100",
        registry_key=home / "registry.jwk",
        institution_name_ar="المدرسة الوطنية العليا للفنون والمهن بالرباط",
        institution_name_fr="ENSAM, campus de Rabat",
        institution_name_en="ENSAM, Rabat campus",
        courses=ROOT / "course_content",
        secure_cookies=False,
    )
