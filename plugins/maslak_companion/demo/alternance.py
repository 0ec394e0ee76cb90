"""Two learners in alternance: one whose logbook is kept and waits for the tutor's three questions, one that fell silent.

What the tutor is given is made from the demo's own secret, so that the same link works however often the demo is seeded.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.follow_ups.attendance import Hours, record_hours
from maslak_companion.follow_ups.visits import VisitFacts, plan_visit
from maslak_companion.logbooks.entries import Writing, write_entry
from maslak_companion.placements.missions import MissionText, agree, create_mission
from maslak_companion.placements.models import CompanyTutor, Placement, PlacementPeriod
from maslak_companion.placements.periods import lay_out_periods, list_periods
from maslak_companion.placements.services import Actor, create_placement, save_tutor
from maslak_companion.settings import Settings
from maslak_companion.sign_offs.links import Secrets, find_link, make_link
from maslak_web.i18n import TIME_ZONE
from maslak_web.keys import load_secret
from maslak_xblocks.logbook.port import EntryDraft, Target

_TUTOR = {
    "name": "Rachid Amrani", "company": "Atlas Textile", "email": "r.amrani@atlas-textile.example", "phone": "+212 600 00 00 00",
    "language": "fr",
}  # fmt: skip
_MISSION = MissionText(
    "Tenir l’inventaire des accès du service comptable, en accord avec le responsable, et proposer ceux à fermer.",
    (Target("MA-NUM.CYB.02", "N2"),),
)
_SECOND_MISSION = MissionText("مرافقة فريق الشبكة في جرد التجهيزات.", (Target("MA-NUM.CLD.01", "N2"),))
_DAYS = (
    (3, "Inventaire des comptes du service comptable : 42 comptes, dont 7 sans titulaire. J’ai proposé une liste à fermer."),
    (2, "راجعت صلاحيات المجلدات المشتركة مع مسؤول المصلحة، وأعددت جدولا بالاستثناءات."),
    (1, "Fermeture des 7 comptes orphelins, après accord écrit du responsable."),
)


def seed_alternance(
    session: Session, settings: Settings, learner_ids: Sequence[UUID], staff: Mapping[str, UUID], at: datetime
) -> dict[str, Any]:
    """Seed both placements once, and return the company tutor's link: `{"path", "code", "name"}`."""
    secrets = _make_secrets(settings)
    link = find_link(session, secrets.token)
    if link is None:
        actor = Actor(staff["registrar"], at)
        tutor = save_tutor(session, _TUTOR, actor)
        for number, learner_id in enumerate(learner_ids):
            _seed_placement(session, learner_id, tutor, staff["instructor"], is_kept=number == 0, actor=actor)
        expires_at = datetime.combine(at.date() + timedelta(days=400), time(0), TIME_ZONE)
        make_link(session, tutor.id, expires_at=expires_at, actor=actor, secrets_given=secrets)
    return {"path": f"/t/{secrets.token}", "code": secrets.code, "name": _TUTOR["name"]}


def _make_secrets(settings: Settings) -> Secrets:
    secret = load_secret(settings.secret or settings.keys / "session.key")
    digest = hmac.digest(secret, b"the demo's company tutor", hashlib.sha256)
    return Secrets(token=digest.hex(), code=f"{int.from_bytes(digest[:4], 'big') % 10**6:06d}")


def _seed_placement(session: Session, learner_id: UUID, tutor: CompanyTutor, instructor: UUID, *, is_kept: bool, actor: Actor) -> None:
    today = actor.at.astimezone(TIME_ZONE).date()
    # Today is the third day of the second week at the company for the one, the end of a silent stay for the other.
    first = today - timedelta(weeks=4 if is_kept else 5, days=2)
    values = {
        "company": tutor.company, "tutor_id": tutor.id, "academic_tutor_id": instructor, "starts_on": first,
        "ends_on": first + timedelta(weeks=40), "academic_weeks": 3, "company_weeks": 3, "legal_frame": "alternance",
        "expected": ["MA-NUM.CLD.01", "MA-NUM.CYB.02"],
    }  # fmt: skip
    placement = create_placement(session, learner_id, values, actor)
    lay_out_periods(session, placement.id, actor)
    teacher = Actor(instructor, actor.at)
    mission_id = create_mission(session, placement.id, _MISSION if is_kept else _SECOND_MISSION, teacher)
    if is_kept:
        _seed_follow_up(session, placement, today, teacher)
        agree(session, placement.id, mission_id, role="learner", revision=1, actor=Actor(learner_id, actor.at))
        _write_days(session, placement, _find_stay(session, placement, today), actor.at)


def _seed_follow_up(session: Session, placement: Placement, today: date, teacher: Actor) -> None:
    """Note the hours of the first weeks at school, and plan a visit to the company."""
    school = list_periods(session, [placement.id])[0]
    hours = Hours(planned=Decimal(90), present=Decimal("85.5"), excused=Decimal("4.5"), unexcused=Decimal(0))
    record_hours(session, placement.id, school.id, hours, teacher, version=0)
    visit = VisitFacts(planned_on=today + timedelta(days=8), mode="company", visitor="Salma Idrissi")
    plan_visit(session, placement.id, visit, teacher)


def _find_stay(session: Session, placement: Placement, today: date) -> PlacementPeriod:
    return next(each for each in list_periods(session, [placement.id]) if each.starts_on <= today <= each.ends_on)


def _write_days(session: Session, placement: Placement, stay: PlacementPeriod, at: datetime) -> None:
    today = at.astimezone(TIME_ZONE).date()
    for days, task in _DAYS:
        done_on = max(stay.starts_on, today - timedelta(days=days))
        draft = EntryDraft(done_on=done_on, task=task, competencies=("MA-NUM.CYB.02",))
        write_entry(session, placement.id, draft, Writing(f"demo-{days}", today, at))
