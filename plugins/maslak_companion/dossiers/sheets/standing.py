"""How the marks of a stage stand for one marker: what a sheet is written from, and what one that comes back is held against."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from maslak_companion.accounts.models import Account
from maslak_companion.dossiers.double_marking.models import IndependentMark
from maslak_companion.dossiers.double_marking.services import describe_state, list_seats
from maslak_companion.dossiers.marking.access import Work, list_works
from maslak_companion.dossiers.marking.models import Marking, PublishedMark
from maslak_companion.dossiers.models import Dossier, DossierRound, DossierStage
from maslak_companion.dossiers.projects import Project, Stage
from maslak_companion.offerings.models import Offering


@dataclass(frozen=True, slots=True)
class Place:
    """The stage that a sheet is about."""

    offering: Offering
    project: Project
    stage: Stage


@dataclass(frozen=True, slots=True)
class Standing:
    """A round's mark as this marker may change it; version 0 before anybody took it. `held_by` names whoever else has it until when.

    Between two markers it is the reader's own mark, settled once both are done.
    """

    work: Work
    version: int = 0
    state: str = "waiting"
    body: Mapping[str, Any] = field(default_factory=dict)
    held_by: str = ""
    held_until: datetime | None = None


def list_open(session: Session, account: Account, place: Place, at: datetime) -> list[Standing]:
    """Return the rounds of a stage whose mark is not published, by the number under which the marker knows their dossier."""
    query = (
        select(DossierRound.id)
        .join(DossierStage, DossierStage.id == DossierRound.stage_id)
        .join(Dossier, Dossier.id == DossierStage.dossier_id)
        .where(Dossier.offering_id == place.offering.id, Dossier.usage_key == place.project.usage_key)
        .where(DossierStage.stage == place.stage.id, ~exists().where(PublishedMark.round_id == DossierRound.id))
    )
    round_ids = list(session.scalars(query))
    found = find_standings(session, account, place, round_ids, at)
    # Where two others mark, or both marks are done, nothing is left to fill for this one.
    shown = sorted(found.values(), key=lambda each: (each.work.number, each.work.round.number))
    return [each for each in shown if not each.work.rule.is_double or not (each.held_by or each.state == "settled")]


def find_standings(
    session: Session, account: Account, place: Place, round_ids: Collection[UUID], at: datetime
) -> dict[UUID, Standing]:  # fmt: skip
    """Return how these rounds stand, as far as they belong to the stage."""
    works = {
        round_id: work
        for round_id, work in list_works(session, place.offering, round_ids).items()
        if work.dossier.usage_key == place.project.usage_key and work.stage_row.stage == place.stage.id
    }
    query = select(Marking, Account.display_name).join(Account, Account.id == Marking.marker_id).where(Marking.round_id.in_(works))
    markings = {row.round_id: (row, name) for row, name in session.execute(query.execution_options(populate_existing=True))}
    told = set(session.scalars(select(PublishedMark.round_id).where(PublishedMark.round_id.in_(works))))
    found = _find_double(session, account, works)
    for round_id, work in works.items():
        if round_id in found and round_id not in markings:
            continue
        row, name = markings.get(round_id, (None, ""))
        if row is None:
            found[round_id] = Standing(work)
            continue
        is_held = row.marker_id != account.id and row.held_until > at
        state = "published" if round_id in told else row.state
        found[round_id] = Standing(work, row.version, state, row.body, name if is_held else "", row.held_until if is_held else None)
    return found


def _find_double(session: Session, account: Account, works: Mapping[UUID, Work]) -> dict[UUID, Standing]:
    double = {round_id: work for round_id, work in works.items() if work.rule.is_double}
    if not double:
        return {}
    query = select(IndependentMark).where(IndependentMark.round_id.in_(double), IndependentMark.account_id == account.id)
    own = {row.round_id: row for row in session.scalars(query.execution_options(populate_existing=True))}
    found = {}
    for round_id, seats in list_seats(session, double).items():
        state, row = describe_state(seats, account.id), own.get(round_id)
        if row is not None:
            found[round_id] = Standing(double[round_id], row.version, "settled" if state == "compare" else row.state, row.body)
        elif state != "waiting":
            found[round_id] = Standing(double[round_id], held_by=" · ".join(each.name for each in seats))
    return found
