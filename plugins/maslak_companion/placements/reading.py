"""A placement as plain values: the same for the logbook block and for the pages of the staff. Rows never leave this room."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from maslak_companion.follow_ups.facts import describe_defence, describe_hours, describe_visit
from maslak_companion.logbooks.entries import EntryFacts
from maslak_companion.logbooks.steps import choose_step
from maslak_companion.people.models import Learner
from maslak_companion.placements.alerts import REVIEW_WITHIN, list_alerts
from maslak_companion.placements.gathering import Gathered, Stay, gather
from maslak_companion.placements.missions import MissionFacts
from maslak_companion.placements.models import ROLES, PlacementPeriod
from maslak_companion.placements.periods import find_period_on
from maslak_companion.placements.services import state_of
from maslak_companion.sign_offs.models import Countersignature, SignOff
from maslak_domain.language import LocalizedText
from maslak_xblocks.logbook import port

MOST_ENTRIES = 60


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a proof is given, by file, and where the paper of a stay is made, by placement and period."""

    file: Callable[[UUID], str]
    paper: Callable[[UUID, UUID], str]


@dataclass(frozen=True, slots=True)
class Reader:
    """From where placements are read: the school's names, the day where people work, and where its pages lead."""

    institution: LocalizedText
    today: date
    addresses: Addresses


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """One placement with everything that happened under it, and whose it is. `tutor_left` asks for another tutor."""

    placement: port.Placement
    learner: Learner
    tutor_id: UUID | None
    academic_tutor_id: UUID
    tutor_left: bool
    version: int
    # The latest answer of each period by the period's key, and what the academic tutor said to it by its id.
    sign_offs: Mapping[str, SignOff]
    countersignatures: Mapping[UUID, Countersignature]


def read_placements(
    session: Session, which: ColumnElement[bool], reader: Reader, *, most_entries: int = MOST_ENTRIES
) -> list[PlacementFacts]:
    """Return the placements that `which` names, the latest first; `most_entries` of each, the newest days first."""
    return [_read_one(found, reader, most_entries) for found in gather(session, which, most_entries=most_entries)]


def _read_one(found: Gathered, reader: Reader, most_entries: int) -> PlacementFacts:
    row, today, tutor = found.row, reader.today, found.tutor
    names = {"learner": found.learner.name_latin, "company_tutor": tutor.name if tutor else "", "academic_tutor": found.academic}
    answered = [each for each in found.stays if each.answer is not None and each.answer.kind != "no_longer_tutor"]
    reviewed = {each.period.id for each in answered}
    syntheses = tuple(_to_synthesis(each) for each in found.stays if each.period.kind == "company" and each.period.starts_on <= today)
    reviews = [review for each in answered for review in _list_reviews(each)]
    told = tuple(_to_mission(each, names) for each in found.missions)
    observed = {each.competency for each in reviews if each.rating != "not_observed"}
    alerts = list_alerts(
        row, found.periods, found.missions, last_entry_on=found.shelf.last_on, reviewed=reviewed, today=today, observed=observed
    )
    placement = port.Placement(
        key=row.id.hex, company=row.company, institution_names=reader.institution, company_tutor=names["company_tutor"],
        academic_tutor=found.academic, starts_on=row.starts_on, ends_on=row.ends_on, state=state_of(row, today),
        academic_weeks=row.academic_weeks, company_weeks=row.company_weeks,
        can_write=row.broken_on is None and row.starts_on <= today,
        periods=tuple(_to_period(each, reader, is_asked=row.broken_on is None) for each in found.stays), missions=told,
        entries=tuple(_to_entry(each, found.periods, reader.addresses) for each in found.shelf.entries),
        older_entries=max(found.shelf.count - len(found.shelf.entries), 0) if most_entries else 0,
        reviews=tuple(reviews), syntheses=syntheses, alerts=tuple(alerts),
        step=choose_step(
            row, told, syntheses, reviews, alerts, today, found.shelf.last_on, is_at_company=_is_at_company(found.periods, today)
        ),
        visits=_list_visits(found),
        defence=describe_defence(found.defence) if found.defence else None,
    )  # fmt: skip
    return PlacementFacts(
        placement, found.learner, row.tutor_id, row.academic_tutor_id, row.tutor_left_at is not None, row.version,
        {each.period.id.hex: each.answer for each in found.stays if each.answer is not None},
        {each.said.sign_off_id: each.said for each in found.stays if each.said is not None},
    )  # fmt: skip


def _is_at_company(periods: Sequence[PlacementPeriod], today: date) -> bool:
    period = find_period_on(periods, today)
    return period is not None and period.kind == "company"


def _list_visits(found: Gathered) -> tuple[port.Visit, ...]:
    """Return the visits that were not called off, by the day on which they were held or will be."""
    visits = (describe_visit(each) for each in found.visits if each.cancelled_at is None)
    return tuple(sorted(visits, key=lambda each: each.held_on or each.planned_on))


def _to_period(each: Stay, reader: Reader, *, is_asked: bool) -> port.Period:
    row, begun = each.period, each.period.starts_on <= reader.today
    waits = is_asked and row.kind == "company" and begun and (each.said is None or not each.said.is_countersigned)
    return port.Period(
        row.id.hex, cast(port.PeriodKind, row.kind), row.starts_on, row.ends_on, begun and reader.today <= row.ends_on,
        paper_url=reader.addresses.paper(row.placement_id, row.id) if waits else "",
        hours=describe_hours(each.hours) if each.hours else None,
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


def _list_reviews(stay: Stay) -> list[port.Review]:
    answer = stay.answer
    if answer is None:
        return []
    return [
        port.Review(
            key=f"{answer.id.hex}-{competency}",
            competency=competency,
            rating=cast(port.Rating, rating),
            name=answer.tutor_name,
            at=answer.signed_at,
            period=stay.period.id.hex,
            comment=answer.remark,
            countersignature=_to_countersignature(stay.said, competency, answer.kind) if stay.said else None,
        )
        for competency, rating in answer.ratings.items()
    ]


def _to_countersignature(row: Countersignature, competency: str, kind: str) -> port.Countersignature:
    """Tell what the academic tutor said; where nothing was observed there is nothing to differ about."""
    rating = row.ratings.get(competency, "not_observed") if row.is_countersigned else "not_observed"
    agrees = row.is_countersigned or kind == "not_observed"
    return port.Countersignature(row.name, row.at, agrees, cast(port.Rating, rating), row.reason)


def _to_synthesis(stay: Stay) -> port.Synthesis:
    period, row = stay.period, stay.synthesis
    due_on = period.ends_on + REVIEW_WITHIN
    if row is None:
        return port.Synthesis(period.id.hex, due_on=due_on)
    state: port.SynthesisState = "submitted" if row.submitted_at else "draft"
    return port.Synthesis(period.id.hex, row.text, state, row.revision, row.saved_at, row.submitted_at, due_on)
