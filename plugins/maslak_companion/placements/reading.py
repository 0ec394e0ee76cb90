"""A placement as plain values: the same for the logbook block and for the pages of the staff. Rows never leave this room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.accounts.services import list_account_names
from maslak_companion.logbooks.entries import EntryFacts, count_entries, find_last_days, list_entries
from maslak_companion.logbooks.models import Synthesis
from maslak_companion.logbooks.steps import choose_step
from maslak_companion.logbooks.syntheses import list_syntheses
from maslak_companion.people.models import Learner
from maslak_companion.people.services import list_learners_by_id
from maslak_companion.placements.alerts import REVIEW_WITHIN, list_alerts
from maslak_companion.placements.missions import MissionFacts, list_missions
from maslak_companion.placements.models import ROLES, CompanyTutor, Placement, PlacementPeriod
from maslak_companion.placements.periods import find_period_on, list_periods
from maslak_companion.placements.services import list_tutors, state_of
from maslak_companion.sign_offs.models import Countersignature, SignOff
from maslak_companion.sign_offs.services import list_countersignatures, list_latest
from maslak_domain.language import LocalizedText
from maslak_xblocks.logbook import port

MOST_ENTRIES = 60


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a proof is given, by file, and where the paper of a stay is made, by placement and period."""

    file: Callable[[UUID], str]
    paper: Callable[[UUID, UUID], str]


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """One placement with everything that happened under it, and whose it is. `tutor_left` asks for another tutor."""

    placement: port.Placement
    learner: Learner
    tutor_id: UUID | None
    academic_tutor_id: UUID
    tutor_left: bool
    version: int
    sign_offs: Mapping[str, SignOff]
    countersignatures: Mapping[UUID, Countersignature]


def read_placements(
    session: Session, rows: Sequence[Placement], *, institution: LocalizedText, today: date, addresses: Addresses,
    most_entries: int = MOST_ENTRIES,
) -> list[PlacementFacts]:  # fmt: skip
    """Return placements in the order of their rows; `most_entries` of each, the newest days first."""
    ids = [row.id for row in rows]
    known = _Known(
        periods=_by_placement(list_periods(session, ids)),
        missions=_by_placement(list_missions(session, ids)),
        last_days=find_last_days(session, ids),
        sign_offs=list_latest(session, ids),
        countersignatures=list_countersignatures(session, ids),
        tutors={each.id: each for each in list_tutors(session)},
        names=list_account_names(session, [row.academic_tutor_id for row in rows]),
        learners={each.id: each for each in list_learners_by_id(session, [row.learner_id for row in rows])},
        today=today,
        institution=institution,
    )
    return [_read_one(session, row, known, addresses, most_entries) for row in rows]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read for all of them at once."""

    periods: Mapping[UUID, list[PlacementPeriod]]
    missions: Mapping[UUID, list[MissionFacts]]
    last_days: Mapping[UUID, date]
    sign_offs: Mapping[UUID, SignOff]
    countersignatures: Mapping[UUID, Countersignature]
    tutors: Mapping[UUID, CompanyTutor]
    names: Mapping[UUID, str]
    learners: Mapping[UUID, Learner]
    today: date
    institution: LocalizedText


def _read_one(session: Session, row: Placement, known: _Known, addresses: Addresses, most_entries: int) -> PlacementFacts:
    periods, missions = known.periods.get(row.id, []), known.missions.get(row.id, [])
    tutor = known.tutors.get(row.tutor_id) if row.tutor_id and row.tutor_left_at is None else None
    learner, academic = known.learners[row.learner_id], known.names.get(row.academic_tutor_id, "")
    names = {"learner": learner.name_latin, "company_tutor": tutor.name if tutor else "", "academic_tutor": academic}
    reviewed = {period_id for period_id, each in known.sign_offs.items() if each.placement_id == row.id and each.kind != "no_longer_tutor"}
    last_on = known.last_days.get(row.id)
    entries = list_entries(session, row.id, limit=most_entries) if most_entries else []
    syntheses = _list_syntheses(list_syntheses(session, [each.id for each in periods]), periods, known.today)
    reviews = [review for each in periods if each.id in reviewed for review in _list_reviews(known, each)]
    told = tuple(_to_mission(each, names) for each in missions)
    alerts = list_alerts(row, periods, missions, last_entry_on=last_on, reviewed=reviewed, today=known.today)
    placement = port.Placement(
        key=row.id.hex, company=row.company, institution_names=known.institution, company_tutor=tutor.name if tutor else "",
        academic_tutor=academic, starts_on=row.starts_on, ends_on=row.ends_on, state=state_of(row, known.today),
        academic_weeks=row.academic_weeks, company_weeks=row.company_weeks,
        can_write=row.broken_on is None and row.starts_on <= known.today,
        periods=tuple(_to_period(each, known, addresses if row.broken_on is None else None) for each in periods), missions=told,
        entries=tuple(_to_entry(each, periods, addresses) for each in entries),
        older_entries=max(count_entries(session, row.id) - len(entries), 0) if most_entries else 0,
        reviews=tuple(reviews), syntheses=syntheses, alerts=tuple(alerts),
        step=choose_step(row, told, syntheses, reviews, alerts, known.today, last_on),
    )  # fmt: skip
    own = {period_id.hex: each for period_id, each in known.sign_offs.items() if each.placement_id == row.id}
    left = row.tutor_left_at is not None
    return PlacementFacts(placement, learner, row.tutor_id, row.academic_tutor_id, left, row.version, own, known.countersignatures)


def _by_placement(rows: Sequence[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row.placement_id, []).append(row)
    return found


def _to_period(row: PlacementPeriod, known: _Known, addresses: Addresses | None) -> port.Period:
    answer = known.sign_offs.get(row.id)
    is_asked = row.kind == "company" and row.starts_on <= known.today and (answer is None or answer.id not in known.countersignatures)
    return port.Period(
        row.id.hex, cast(port.PeriodKind, row.kind), row.starts_on, row.ends_on, row.starts_on <= known.today <= row.ends_on,
        paper_url=addresses.paper(row.placement_id, row.id) if addresses and is_asked else "",
    )  # fmt: skip


def _to_mission(each: MissionFacts, names: Mapping[str, str]) -> port.Mission:
    return port.Mission(
        key=each.id.hex,
        period=each.period_id.hex if each.period_id else "",
        text=each.text,
        targets=each.targets,
        agreements=tuple(port.Agreement(cast(port.Role, role), names[role], each.agreements.get(role)) for role in ROLES),
        is_confidential=each.is_confidential,
        revision=each.revision,
    )


def _to_entry(each: EntryFacts, periods: Sequence[PlacementPeriod], addresses: Addresses) -> port.Entry:
    row, period = each.row, find_period_on(periods, each.row.done_on)
    return port.Entry(
        key=row.id.hex,
        done_on=row.done_on,
        task=row.task,
        competencies=tuple(row.competencies),
        received_at=row.received_at,
        period=period.id.hex if period else "",
        link=row.link,
        file=port.EvidenceFile(each.file.name, each.file.size, addresses.file(each.file.id)) if each.file else None,
        is_confidential=row.is_confidential,
        supersedes=row.supersedes.hex if row.supersedes else "",
        superseded_by=each.superseded_by.hex if each.superseded_by else "",
    )


def _list_reviews(known: _Known, period: PlacementPeriod) -> list[port.Review]:
    sign_off = known.sign_offs[period.id]
    answered = known.countersignatures.get(sign_off.id)
    return [
        port.Review(
            key=f"{sign_off.id.hex}-{competency}",
            competency=competency,
            rating=cast(port.Rating, rating),
            name=sign_off.tutor_name,
            at=sign_off.signed_at,
            period=period.id.hex,
            comment=sign_off.remark,
            countersignature=_to_countersignature(answered, competency, rating) if answered else None,
        )
        for competency, rating in sign_off.ratings.items()
    ]


def _to_countersignature(row: Countersignature, competency: str, said: str) -> port.Countersignature:
    rating = row.ratings.get(competency, "not_observed") if row.is_countersigned else "not_observed"
    agrees = row.is_countersigned and rating == said
    return port.Countersignature(row.name, row.at, agrees, cast(port.Rating, rating), row.reason)


def _list_syntheses(written: Mapping[UUID, Synthesis], periods: Sequence[PlacementPeriod], today: date) -> tuple[port.Synthesis, ...]:
    """Return one synthesis for each stay at the company that has begun."""
    return tuple(_to_synthesis(each, written.get(each.id)) for each in periods if each.kind == "company" and each.starts_on <= today)


def _to_synthesis(period: PlacementPeriod, row: Synthesis | None) -> port.Synthesis:
    due_on = period.ends_on + REVIEW_WITHIN
    if row is None:
        return port.Synthesis(period.id.hex, due_on=due_on)
    state: port.SynthesisState = "submitted" if row.submitted_at else "draft"
    return port.Synthesis(period.id.hex, row.text, state, row.revision, row.saved_at, row.submitted_at, due_on)
