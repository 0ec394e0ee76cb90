"""The marking page as values: what was handed in, what was said before, the rubric, and what is typed so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.accounts.models import Account
from maslak_companion.dossiers.marking.access import Work, name_files
from maslak_companion.dossiers.marking.drafts import find_marking
from maslak_companion.dossiers.marking.models import PublishedMark
from maslak_companion.dossiers.marking.publishing import may_correct
from maslak_companion.dossiers.marking.time_left import has_time_left
from maslak_companion.dossiers.marking.wording import criterion_titles
from maslak_companion.dossiers.models import DossierFile, DossierRound
from maslak_companion.dossiers.teams import Team, list_teams_by_id
from maslak_companion.offerings.facts import OfferingFacts, describe_offering
from maslak_domain.language import LocalizedText

_SAFE = ("https", "http")


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file of a round."""

    id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Piece:
    """What was handed in under one name: a text, a link with its host, or files."""

    id: str
    labels: LocalizedText
    kind: str
    text: str = ""
    host: str = ""
    files: tuple[ShownFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a team was told about a round."""

    outcome: str
    body: Mapping[str, Any]
    score: Decimal | None
    by: str
    at: datetime
    revision: int
    reason: str


@dataclass(frozen=True, slots=True)
class ShownRound:
    """One round with its pieces, and what its team was told, in its latest form."""

    number: int
    submitted_at: datetime
    is_late: bool
    pieces: tuple[Piece, ...]
    told: Told | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the rubric: `bands` are its four sentences, the first for a criterion that is not shown yet."""

    id: str
    titles: LocalizedText
    weight: int
    bands: tuple[LocalizedText, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the round, until when nobody else may take it, and whether it is the reader."""

    name: str
    until: datetime
    is_mine: bool
    is_free: bool
    state: str
    version: int


@dataclass(frozen=True, slots=True)
class MarkPage:
    """Everything that the marking page shows."""

    round_id: UUID
    offering: OfferingFacts
    project_titles: LocalizedText
    stage_titles: LocalizedText
    team_size: int
    team_number: int
    team: Team | None
    round: ShownRound
    before: Sequence[ShownRound]
    rubric: Sequence[Row]
    holder: Holder | None
    rounds: int
    # Whether the team could still hand in another round.
    can_return: bool
    # Whether a further revision may follow what the team was told.
    can_correct: bool


def describe_work(session: Session, account: Account, work: Work, at: datetime) -> MarkPage:
    """Return the page of a round."""
    rows = session.scalars(
        select(DossierRound)
        .where(DossierRound.stage_id == work.round.stage_id, DossierRound.number <= work.round.number)
        .order_by(DossierRound.number)
    ).all()
    files = _list_files(session, work.round.stage_id)
    names = name_files(session, work.stage_row, is_anonymous=work.rule.is_anonymous)
    told = list_told(session, [row.id for row in rows])
    shown = [
        ShownRound(row.number, row.submitted_at, row.is_late, _list_pieces(work, row, files, names), told.get(row.id)) for row in rows
    ]  # fmt: skip
    teams = list_teams_by_id(session, [work.dossier.id])
    return MarkPage(
        round_id=work.round.id,
        offering=describe_offering(work.offering),
        project_titles=work.project.titles if work.project else {},
        stage_titles=work.stage.titles if work.stage else {},
        team_size=work.project.team if work.project else 1,
        team_number=work.number,
        team=None if work.hides_names else teams[work.dossier.id],
        round=shown[-1],
        before=shown[:-1],
        rubric=list_rows(work),
        holder=_find_holder(session, account, work, at),
        rounds=work.project.rounds if work.project else 0,
        can_return=work.project is not None and work.round.number < work.project.rounds and has_time_left(session, work, at),
        can_correct=shown[-1].told is not None and may_correct(session, work, shown[-1].told.outcome),
    )


def list_rows(work: Work) -> list[Row]:
    """Return the rubric of the round's stage."""
    if work.project is None or work.stage is None:
        return []
    return [Row(each.id, criterion_titles(each), each.weight, each.bands) for each in work.project.criteria_of(work.stage)]


def list_told(session: Session, round_ids: Sequence[UUID]) -> dict[UUID, Told]:
    """Return what was published about each round, in its latest revision."""
    query = select(PublishedMark).where(PublishedMark.round_id.in_(round_ids)).order_by(PublishedMark.revision)
    return {
        row.round_id: Told(row.outcome, row.body, row.score, row.marker_name, row.published_at, row.revision, row.reason)
        for row in session.scalars(query)
    }


def _list_files(session: Session, stage_id: UUID) -> dict[str, DossierFile]:
    return {str(row.id): row for row in session.scalars(select(DossierFile).where(DossierFile.stage_id == stage_id))}


def _list_pieces(work: Work, row: DossierRound, files: Mapping[str, DossierFile], file_names: Mapping[str, str]) -> tuple[Piece, ...]:
    """Return what was handed in, in the order of the stage; what a later release no longer asks for stands at the end."""
    asked = {each.id: each for each in work.stage.deliverables} if work.stage else {}
    own = [files[each] for each in row.files if each in files]
    names = [*asked, *(name for name in [*row.texts, *(file.deliverable for file in own)] if name not in asked)]
    pieces = []
    for name in dict.fromkeys(names):
        labels: LocalizedText = asked[name].labels if name in asked else {"en": name}
        shown = tuple(ShownFile(str(file.id), file_names[str(file.id)], file.size) for file in own if file.deliverable == name)
        text = str(row.texts.get(name, ""))
        kind = asked[name].kind if name in asked else ("file" if shown else "text")
        pieces.append(Piece(name, labels, kind, text, _host_of(text) if kind == "link" else "", shown))
    return tuple(pieces)


def _host_of(address: str) -> str:
    """Return where a link leads; empty for what is no address of the web, which is then shown as the text it is."""
    try:
        parts = urlsplit(address)
        return parts.hostname or "" if parts.scheme in _SAFE else ""
    except ValueError:
        return ""


def _find_holder(session: Session, account: Account, work: Work, at: datetime) -> Holder | None:
    row = find_marking(session, work.round.id)
    if row is None:
        return None
    marker = session.get(Account, row.marker_id)
    name = marker.display_name if marker else ""
    return Holder(name, row.held_until, row.marker_id == account.id, row.held_until <= at, row.state, row.version)
