"""A team's dossier as its members may see it: only their own, and of marks only what was published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.dossiers.contents import get_content
from maslak_companion.dossiers.dates import Dates
from maslak_companion.dossiers.marking.services import Seen, list_seen_stages
from maslak_companion.dossiers.models import DossierFile, DossierRound, DossierStage
from maslak_companion.dossiers.teams import Team
from maslak_xblocks.project import port
from maslak_xblocks.project.assignment import Assignment, StageRule
from maslak_xblocks.project.errors import UnknownFileError


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Who looks at which team's dossier, and when; `names` are the members' names in the language of the page."""

    team: Team
    names: Mapping[UUID, str]
    learner_id: UUID
    assignment: Assignment
    dates: Dates
    at: datetime
    team_name: str = ""


def describe_dossier(session: Session, view: View) -> port.Dossier:
    """Return the dossier of the team."""
    rows: dict[str, DossierStage] = {}
    rounds: dict[UUID, list[Seen]] = defaultdict(list)
    for row, seen in list_seen_stages(session, view.team.dossier_id):
        rows[row.stage] = row
        rounds[row.id] += seen
    files = _list_files(session, view) if rows else {}
    return port.Dossier(
        stages=tuple(_describe_stage(rule, rows.get(rule.id), files, rounds, view) for rule in view.assignment.stages),
        members=tuple(port.Member(view.names[each.learner_id], each.learner_id == view.learner_id) for each in view.team.members),
        team_name=view.team_name,
    )


def describe_untouched(assignment: Assignment, dates: Dates, at: datetime, *, name: str, has_team: bool) -> port.Dossier:
    """Return the dossier of a learner who has none yet: alone on a project for one, or waiting for a team."""
    stages = tuple(
        port.StageWork(
            rule.id, can_change=has_team and dates.is_open(rule, at),
            opens_at=dates.opens_at, due_at=dates.find_due(rule), closes_at=dates.find_close(rule),
        )
        for rule in assignment.stages
    )  # fmt: skip
    return port.Dossier(stages=stages, members=(port.Member(name, is_you=True),) if has_team else (), has_team=has_team)


def read_own_file(session: Session, dossier_id: UUID, file: str) -> port.FileContent:
    """Return a file of this dossier; raises UnknownFileError, for a file of another team as for one that does not exist."""
    try:
        file_id = UUID(file)
    except ValueError as error:
        raise UnknownFileError("there is no such file") from error
    own = select(DossierStage.id).where(DossierStage.dossier_id == dossier_id)
    row = session.scalar(select(DossierFile).where(DossierFile.id == file_id, DossierFile.stage_id.in_(own)))
    if row is None:
        raise UnknownFileError("there is no such file")
    return port.FileContent(row.name, row.media_type, get_content(session, row.digest))


def _list_files(session: Session, view: View) -> dict[str, port.StoredFile]:
    own = select(DossierStage.id).where(DossierStage.dossier_id == view.team.dossier_id)
    query = select(DossierFile).where(DossierFile.stage_id.in_(own)).order_by(DossierFile.added_at, DossierFile.id)
    return {
        str(row.id): port.StoredFile(
            str(row.id), row.deliverable, row.name, row.media_type, row.size, row.added_at, view.names.get(row.added_by, "")
        )
        for row in session.scalars(query)
    }


def _describe_stage(
    rule: StageRule, row: DossierStage | None, files: Mapping[str, port.StoredFile], rounds: Mapping[UUID, list[Seen]], view: View
) -> port.StageWork:
    done = rounds.get(row.id, []) if row else []
    dates, state = view.dates, row.state if row else "not_begun"
    has_round_left = len(done) < view.assignment.rounds
    return port.StageWork(
        rule.id,
        state=cast(port.StageState, "marking" if state == "submitted" and done and done[-1].is_opened else state),
        revision=row.version if row else 0,
        can_change=state in ("not_begun", "draft", "returned") and has_round_left and dates.is_open(rule, view.at),
        opens_at=dates.opens_at,
        due_at=dates.find_due(rule),
        closes_at=dates.find_close(rule),
        draft=_describe_draft(row, files, view) if row and state in ("draft", "returned") else port.Draft(),
        rounds=tuple(_describe_round(seen, files, view) for seen in done),
    )


def _describe_draft(row: DossierStage, files: Mapping[str, port.StoredFile], view: View) -> port.Draft:
    return port.Draft(dict(row.texts), _pick(row.files, files), row.saved_at, view.names.get(row.saved_by, "") if row.saved_by else "")


def _describe_round(seen: Seen, files: Mapping[str, port.StoredFile], view: View) -> port.Round:
    row: DossierRound = seen.row
    published = seen.published
    state = published.outcome if published else ("marking" if seen.is_opened else "submitted")
    return port.Round(
        number=row.number,
        state=cast(port.RoundState, state),
        submitted_at=row.submitted_at,
        texts=dict(row.texts),
        files=_pick(row.files, files),
        submitted_by=view.names.get(row.submitted_by, ""),
        is_late=row.is_late,
        mark=_describe_mark(seen, files) if published else None,
    )


def _describe_mark(seen: Seen, files: Mapping[str, port.StoredFile]) -> port.PublishedMark | None:
    published = seen.published
    if published is None:
        return None
    body: Mapping[str, Any] = published.body
    bands, comments = body.get("bands", {}), body.get("comments", {})
    return port.PublishedMark(
        published_at=published.published_at,
        remark="\n\n".join(text for text in (_say_corrected(published.reason), body.get("remark", "")) if text),
        criteria=tuple(port.CriterionMark(name, int(band), comments.get(name, "")) for name, band in bands.items()),
        comments=tuple(
            port.FileComment(
                deliverable=files[place].deliverable if place in files else place, text=text, file=place if place in files else "",
                by=published.marker_name, at=published.published_at,
            )
            for place, text in body.get("remarks", {}).items()
        ),
        by=published.marker_name,
        score=published.score,
    )  # fmt: skip


def _say_corrected(reason: str) -> str:
    return str(gettext("Corrected: %(reason)s", reason=reason)) if reason else ""


def _pick(ids: Iterable[str], files: Mapping[str, port.StoredFile]) -> tuple[port.StoredFile, ...]:
    return tuple(files[each] for each in ids if each in files)
