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
    """A round's mark as this marker may change it; version 0 before anybody took it. `held_by` names whoever else has it until when."""

    work: Work
    version: int = 0
    state: str = "waiting"
    body: Mapping[str, Any] = field(default_factory=dict)
    held_by: str = ""
    held_until: datetime | None = None


def list_open(session: Session, account: Account, place: Place, at: datetime) -> list[Standing]:
    """Return the rounds of a stage whose mark is not published, by the number of their dossier."""
    query = (
        select(DossierRound.id)
        .join(DossierStage, DossierStage.id == DossierRound.stage_id)
        .join(Dossier, Dossier.id == DossierStage.dossier_id)
        .where(Dossier.offering_id == place.offering.id, Dossier.usage_key == place.project.usage_key)
        .where(DossierStage.stage == place.stage.id, ~exists().where(PublishedMark.round_id == DossierRound.id))
        .order_by(Dossier.number, DossierRound.number)
    )
    round_ids = list(session.scalars(query))
    found = find_standings(session, account, place, round_ids, at)
    return [found[each] for each in round_ids if each in found]


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
    found = {}
    for round_id, work in works.items():
        row, name = markings.get(round_id, (None, ""))
        if row is None:
            found[round_id] = Standing(work)
            continue
        is_held = row.marker_id != account.id and row.held_until > at
        state = "published" if round_id in told else row.state
        found[round_id] = Standing(work, row.version, state, row.body, name if is_held else "", row.held_until if is_held else None)
    return found
