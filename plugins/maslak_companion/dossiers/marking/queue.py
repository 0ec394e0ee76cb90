"""What waits for a marker, in all their courses: the oldest first, by course, stage and state."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from maslak_companion.accounts.models import Account
from maslak_companion.dossiers.double_marking.services import Seat, describe_state, is_in_state, list_seats, waits_for_others
from maslak_companion.dossiers.marking.access import list_marked_offerings, read_release
from maslak_companion.dossiers.marking.hiding import hides_names, number_stage
from maslak_companion.dossiers.marking.models import Marking, MarkingRule, PublishedMark
from maslak_companion.dossiers.models import Dossier, DossierRound, DossierStage
from maslak_companion.dossiers.projects import Project, find_project, list_projects
from maslak_companion.dossiers.teams import Team, list_teams_by_id
from maslak_companion.offerings.facts import OfferingFacts, describe_offering
from maslak_companion.offerings.models import Offering
from maslak_domain.language import LocalizedText
from maslak_web.pagination import SortKey, list_page

# In the order of the work; without a choice everything that is not published shows.
STATES = ("waiting", "marking", "second", "compare", "ready", "returned", "marked")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a marker asked to see: an offering's key, a usage key with a stage (`usage#stage`), a state; empty for all."""

    course: str = ""
    stage: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One round in the queue. `team` is None where names are hidden; `project` where the release no longer has it."""

    round_id: UUID
    offering: OfferingFacts
    usage_key: str
    project: Project | None
    stage_id: str
    stage_titles: LocalizedText
    team_number: int
    team: Team | None
    number: int
    submitted_at: datetime
    is_late: bool
    state: str
    marker: str
    is_mine: bool
    days: int


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue, and how much there is behind the whole of it."""

    lines: Sequence[Line]
    to_mark: int
    ready: Sequence[tuple[OfferingFacts, int]]
    stages: Sequence[tuple[str, OfferingFacts, Project, LocalizedText]]
    offerings: Sequence[OfferingFacts]
    next: str | None
    previous: str | None


def count_to_mark(session: Session, account: Account) -> int:
    """Return how many rounds wait for a mark, begun or not, in all the courses in which the account marks."""
    counts = _count(session, account, [each.id for each in list_marked_offerings(session, account)])
    return sum(number for (_, is_ready), number in counts.items() if not is_ready)


def read_queue(session: Session, account: Account, wish: Wish, *, at: datetime, position: str | None = None) -> Queue:
    """Return a page of what waits. Raises InvalidPageError."""
    offerings = {each.id: each for each in list_marked_offerings(session, account)}
    maps = {key: (release.block_map if (release := read_release(session, each)) else {}) for key, each in offerings.items()}
    wanted = [key for key, each in offerings.items() if wish.course in ("", each.key)]
    order = [SortKey(DossierRound.submitted_at), SortKey(DossierRound.id)]
    page = list_page(session, _select_rounds(account, wanted, wish), order, at=position)
    counts = _count(session, account, list(offerings))
    return Queue(
        lines=_make_lines(session, account, offerings, maps, page.rows, at),
        to_mark=sum(number for (_, is_ready), number in counts.items() if not is_ready),
        ready=[(describe_offering(offerings[key]), number) for (key, is_ready), number in counts.items() if is_ready],
        stages=[
            (f"{project.usage_key}#{stage.id}", describe_offering(offerings[key]), project, stage.titles)
            for key in wanted
            for project in list_projects(maps[key])
            for stage in project.stages
        ],
        offerings=[describe_offering(each) for each in offerings.values()],
        next=page.next,
        previous=page.previous,
    )


def _select_rounds(account: Account, offering_ids: Collection[UUID], wish: Wish) -> Select[Any]:
    query = _open_rounds(offering_ids) if wish.state not in ("returned", "marked") else _told_rounds(offering_ids, wish.state)
    usage_key, _, stage = wish.stage.rpartition("#")
    if stage:
        query = query.where(Dossier.usage_key == usage_key, DossierStage.stage == stage)
    marking = exists().where(Marking.round_id == DossierRound.id)
    if wish.state in ("waiting", "second", "compare"):
        query = query.where(~marking, is_in_state(wish.state, account.id))
    elif wish.state == "marking":
        query = query.where(or_(marking.where(Marking.state == "draft"), ~marking & is_in_state("marking", account.id)))
    elif wish.state == "ready":
        query = query.where(marking.where(Marking.state == "ready"))
    return query


def _rounds(offering_ids: Collection[UUID]) -> Select[Any]:
    joined = select(DossierRound).join(DossierStage, DossierStage.id == DossierRound.stage_id)
    return joined.join(Dossier, Dossier.id == DossierStage.dossier_id).where(Dossier.offering_id.in_(offering_ids))


def _open_rounds(offering_ids: Collection[UUID]) -> Select[Any]:
    return _rounds(offering_ids).where(~exists().where(PublishedMark.round_id == DossierRound.id))


def _told_rounds(offering_ids: Collection[UUID], outcome: str) -> Select[Any]:
    """Return the rounds about which this is what their team was told last."""
    last = select(PublishedMark.outcome).where(PublishedMark.round_id == DossierRound.id).order_by(PublishedMark.revision.desc()).limit(1)
    return _rounds(offering_ids).where(last.scalar_subquery() == outcome)


def _count(session: Session, account: Account, offering_ids: Collection[UUID]) -> dict[tuple[UUID, bool], int]:
    """Return how many open rounds there are in each offering, apart for those whose mark is ready to be published.

    A round on which two others are at work, or where the second of two is missing, does not wait for this marker.
    """
    is_ready = exists().where(Marking.round_id == DossierRound.id, Marking.state == "ready")
    found = _open_rounds(offering_ids).with_only_columns(Dossier.offering_id, is_ready, func.count())
    found = found.where(or_(is_ready, ~waits_for_others(account.id)))
    rows = session.execute(found.group_by(Dossier.offering_id, is_ready).order_by(Dossier.offering_id))
    return {(offering_id, bool(ready)): number for offering_id, ready, number in rows}


def _make_lines(
    session: Session,
    account: Account,
    offerings: Mapping[UUID, Offering],
    maps: Mapping[UUID, Mapping[str, Any]],
    rounds: Sequence[DossierRound],
    at: datetime,
) -> list[Line]:
    stages = {
        row.id: (row, dossier)
        for row, dossier in session.execute(
            select(DossierStage, Dossier)
            .join(Dossier, Dossier.id == DossierStage.dossier_id)
            .where(DossierStage.id.in_({each.stage_id for each in rounds}))
        )
    }
    teams = list_teams_by_id(session, {dossier.id for _, dossier in stages.values()})
    states = _read_states(session, account, [each.id for each in rounds])
    hidden = _list_anonymous(session, offerings)
    lines = []
    for row in rounds:
        stage_row, dossier = stages[row.stage_id]
        project = find_project(maps[dossier.offering_id], dossier.usage_key)
        stage = project.find_stage(stage_row.stage) if project else None
        state, is_mine, marker = states.get(row.id, ("waiting", False, ""))
        names_hidden = hides_names(stage_row, is_anonymous=(dossier.offering_id, dossier.usage_key) in hidden)
        number = number_stage(stage_row.id) if names_hidden else dossier.number
        lines.append(
            Line(
                row.id, describe_offering(offerings[dossier.offering_id]), dossier.usage_key, project, stage_row.stage,
                stage.titles if stage else {}, number, None if names_hidden else teams[dossier.id], row.number,
                row.submitted_at, row.is_late, state, marker, is_mine, max((at - row.submitted_at).days, 0),
            )
        )  # fmt: skip
    return lines


def _read_states(session: Session, account: Account, round_ids: Collection[UUID]) -> dict[UUID, tuple[str, bool, str]]:
    """Return what became of each round that somebody took: its state, whether it is the reader's, and whose it is."""
    found = {
        round_id: (describe_state(seats, account.id), account.id in {each.account_id for each in seats}, _name_seats(seats, account))
        for round_id, seats in list_seats(session, round_ids).items()
    }
    columns = (Marking.round_id, Marking.state, Account.id, Account.display_name, Marking.signed_as)
    query = select(*columns).join(Account, Account.id == Marking.marker_id).where(Marking.round_id.in_(round_ids))
    for round_id, state, marker_id, name, signed_as in session.execute(query):
        is_mine = marker_id == account.id and not signed_as
        found[round_id] = ("marking" if state == "draft" else state, is_mine, signed_as or name)
    told = select(PublishedMark.round_id, PublishedMark.outcome).where(PublishedMark.round_id.in_(round_ids))
    for round_id, outcome in session.execute(told.order_by(PublishedMark.revision)):
        found[round_id] = (outcome, found[round_id][1], found[round_id][2])
    return found


def _name_seats(seats: Collection[Seat], account: Account) -> str:
    """Name the colleagues at a round between two; whoever reads it knows of themselves."""
    return " · ".join(each.name for each in seats if each.account_id != account.id)


def _list_anonymous(session: Session, offerings: Mapping[UUID, Offering]) -> set[tuple[UUID, str]]:
    query = select(MarkingRule.offering_id, MarkingRule.usage_key).where(
        MarkingRule.offering_id.in_(offerings), MarkingRule.is_anonymous.is_(True)
    )
    return {(offering_id, usage_key) for offering_id, usage_key in session.execute(query)}
