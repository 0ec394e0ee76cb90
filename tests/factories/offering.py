"""An offering with a group and enrolled learners, and the companion that serves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy.orm import Session
from tests.factories.learner import AT, make_learner
from tests.factories.tables import make_tables

from maslak_companion.app import create_app
from maslak_companion.offerings.models import Group, Offering, OfferingGroup, Period, Programme
from maslak_companion.offerings.services import enrol
from maslak_companion.settings import Settings
from maslak_companion.tables import METADATA
from maslak_web.database import Database
from maslak_web.keys import create_key

ROOT = Path(__file__).resolve().parents[2]


def make_programme(session: Session, key: str = "shared-core") -> Programme:
    """Add a programme version."""
    programme = Programme(key=key, version=1, titles={"fr": "Tronc commun"})
    session.add(programme)
    session.flush()
    return programme


def make_group(session: Session, key: str = "GI-1A") -> Group:
    """Add a group."""
    group = Group(key=key, titles={"fr": "Génie industriel"})
    session.add(group)
    session.flush()
    return group


def make_offering(session: Session, group: Group, key: str = "NUM-100", **values: Any) -> Offering:
    """Add an offering of the shared core that `group` takes."""
    period = Period(key=f"{key}-S1", titles={"fr": "Semestre 1"}, starts_on=date(2026, 9, 14), ends_on=date(2027, 2, 6))
    titles = {"fr": "Tronc commun numérique", "ar": "الجذع المشترك"}
    offering = Offering(
        **{"key": key, "titles": titles, "course_key": "shared_core", "period": period, "rounding": Decimal("0.25")} | values
    )
    session.add(offering)
    session.flush()
    session.add(OfferingGroup(offering_id=offering.id, group_id=group.id))
    session.flush()
    return offering


@dataclass
class Campus:
    """An institution with one offering and the learners enrolled in it."""

    database: Database
    learner_ids: list[UUID]


def make_campus(database: Database, learners: int = 3) -> Campus:
    """Fill an empty database with tables, an offering, a group and enrolled learners."""
    make_tables(database, METADATA)
    with database.session() as session:
        group, programme = make_group(session), make_programme(session)
        make_offering(session, group)
        made = [make_learner(session, name_latin=f"Learner {number:02d}") for number in range(learners)]
        for learner in made:
            enrol(session, learner_id=learner.id, programme=programme, year="2026-2027", group=group, at=AT)
        return Campus(database, [learner.id for learner in made])


def make_settings(home: Path, **values: Any) -> Settings:
    """Return the settings of a companion under `home`, with its session key made."""
    key = home / "keys" / "session.key"
    if not key.exists():
        create_key(key, "secret")
    wanted = {
        "home": home, "institution": "ensam-rabat", "institution_did": "did:web:ensam-rabat.maslak.example",
        "public_base_url": "http://127.0.0.1:8201", "registry_url": "http://127.0.0.1:1", "registry_key": home / "registry.jwk",
        "courses": ROOT / "course_content", "secure_cookies": False,
    }  # fmt: skip
    return Settings(**(wanted | values))


def make_companion(database: Database, home: Path) -> Flask:
    """Return the web application on `database`, at a fixed moment."""
    return create_app(make_settings(home), database=database, clock=lambda: AT)
