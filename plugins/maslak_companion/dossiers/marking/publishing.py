"""Publishing together: every chosen mark, the evidence of each member and their rating in one transaction, or nothing."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.accounts.models import Account
from maslak_companion.classroom.services import record_completion, record_mark
from maslak_companion.dossiers.handing_in import count_rounds
from maslak_companion.dossiers.marking.access import Work, list_works, read_release
from maslak_companion.dossiers.marking.drafts import Act, list_unmarked, make_published
from maslak_companion.dossiers.marking.errors import (
    IncompleteMarkError,
    MarkingStateError,
    NoReasonError,
    NothingChosenError,
    StaleMarkingError,
)
from maslak_companion.dossiers.marking.models import Marking, PublishedMark
from maslak_companion.dossiers.models import Dossier, DossierRound, DossierStage
from maslak_companion.dossiers.projects import Project
from maslak_companion.dossiers.teams import list_teams_by_id
from maslak_companion.offerings.models import Offering
from maslak_companion.progress.services import EvidenceContext, record_evidence
from maslak_domain.evidence import WHOLE_ATTEMPT
from maslak_xblocks.project.scoring import score_project

_WHOLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a marker saw of a whole project, as progress expects it."""

    attempt: int
    score: Decimal
    response: str
    item: str = WHOLE_ATTEMPT


def publish_together(session: Session, offering: Offering, chosen: Mapping[UUID, int], act: Act, *, issuer: str) -> list[UUID]:
    """Publish the chosen ready markings, given by id with the version that was read, and return the learners who got a mark.

    A mark that is published already is left as it is: sent twice, nothing happens twice. Raises NothingChosenError, and
    StaleMarkingError where one of them changed since the page was opened; then none is published.
    """
    if not chosen:
        raise NothingChosenError("nothing was chosen")
    rows = session.scalars(
        select(Marking).where(Marking.id.in_(chosen)).order_by(Marking.id).with_for_update().execution_options(populate_existing=True)
    ).all()
    waiting = [row for row in rows if row.state != "published"]
    if len(rows) != len(chosen) or any(row.state != "ready" or row.version != chosen[row.id] for row in waiting):
        raise StaleMarkingError("one of the marks changed since the page was opened")
    works = list_works(session, offering, [row.round_id for row in waiting])
    if len(works) != len(waiting):
        raise StaleMarkingError("one of the marks belongs to another offering")
    for row in waiting:
        _publish_one(session, row, works[row.round_id], act)
    return _finish_projects(session, {work.dossier.id: work for work in works.values()}, act, issuer)


def correct_mark(
    session: Session, work: Work, act: Act, body: Mapping[str, Any], *, reason: str, issuer: str
) -> None:  # fmt: skip
    """Publish a final mark once more, as its next revision; `act.version` is the revision that was read.

    The first one stays, with its date. A round that was sent back and never came again is marked as it stands in the same way.
    Raises MarkingStateError for anything else, StaleMarkingError where somebody else corrected it meanwhile, IncompleteMarkError,
    and NoReasonError.
    """
    # Whoever corrects next, or hands in at this moment, waits for the stage, and then sees this revision.
    stage = session.get_one(DossierStage, work.stage_row.id, with_for_update=True, populate_existing=True)
    query = select(PublishedMark).where(PublishedMark.round_id == work.round.id).order_by(PublishedMark.revision.desc()).limit(1)
    latest = session.scalar(query.execution_options(populate_existing=True))
    if latest is None or not may_correct(session, work, latest.outcome):
        raise MarkingStateError("only a final mark is corrected", state=latest.outcome if latest else "open")
    if latest.revision != act.version:
        raise StaleMarkingError("somebody else corrected the mark meanwhile")
    missing = list_unmarked(work.stage, body)
    if missing:
        raise IncompleteMarkError("a criterion has no band", missing=missing)
    if not reason.strip():
        raise NoReasonError("a correction needs a reason")
    session.add(make_published(work, act, body, "marked", revision=latest.revision + 1, reason=reason.strip()))
    stage.state, stage.changed_at = "marked", act.at
    session.flush()
    finish_project(session, work, act, issuer=issuer)


def may_correct(session: Session, work: Work, outcome: str) -> bool:
    """Tell whether a further revision may follow what a team was told last: a mark, or a return after which nothing came."""
    if outcome == "marked":
        return True
    return work.stage_row.state == "returned" and work.round.number == count_rounds(session, work.stage_row.id)


def finish_project(session: Session, work: Work, act: Act, *, issuer: str) -> None:
    """Record the score of a whole project for each member once its last stage is marked and every criterion was judged.

    A score that changed through a correction is a further attempt: evidence is never edited.
    """
    project, release = work.project, read_release(session, work.offering)
    bands = list_final_bands(session, work.dossier.id)
    if project is None or release is None or project.stages[-1].id not in bands:
        return
    score = score_project(project.weights, [bands[stage.id] for stage in project.stages if stage.id in bands])
    dossier = session.get_one(Dossier, work.dossier.id, with_for_update=True, populate_existing=True)
    if score is None or score == dossier.score:
        return
    dossier.score, dossier.attempts = score, dossier.attempts + 1
    seen = Judged(dossier.attempts, score, _write_bands(project, bands))
    context = EvidenceContext(
        issuer=issuer, source="project", observer=str(act.account_id), conditions="supervised", identity_check="staff"
    )  # fmt: skip
    for learner_id in list_teams_by_id(session, [dossier.id])[dossier.id].learner_ids:
        record_evidence(session, learner_id, release, project.usage_key, [seen], context=context, at=act.at)
        record_completion(session, learner_id, release.course_key, project.usage_key, fraction=_WHOLE, at=act.at)
        record_mark(
            session, learner_id, release.course_key, project.usage_key, value=score, max_value=_WHOLE, only_if_higher=False, at=act.at
        )  # fmt: skip


def list_final_bands(session: Session, dossier_id: UUID) -> Mapping[str, Mapping[str, int]]:
    """Return the published bands of each finished stage, as the latest revision says them."""
    query = (
        select(DossierStage.stage, PublishedMark.body)
        .join(DossierRound, DossierRound.stage_id == DossierStage.id)
        .join(PublishedMark, PublishedMark.round_id == DossierRound.id)
        .where(DossierStage.dossier_id == dossier_id, PublishedMark.outcome == "marked")
        .order_by(PublishedMark.revision)
    )
    return {stage: {name: int(band) for name, band in body.get("bands", {}).items()} for stage, body in session.execute(query)}


def list_ready(session: Session, offering_ids: Collection[UUID]) -> list[Marking]:
    """Return the markings that wait to be published in these offerings, the longest waiting work first."""
    query = (
        select(Marking)
        .join(DossierRound, DossierRound.id == Marking.round_id)
        .join(DossierStage, DossierStage.id == DossierRound.stage_id)
        .join(Dossier, Dossier.id == DossierStage.dossier_id)
        .where(Dossier.offering_id.in_(offering_ids), Marking.state == "ready")
        .order_by(DossierRound.submitted_at, DossierRound.id)
    )
    return list(session.scalars(query))


def _publish_one(session: Session, row: Marking, work: Work, act: Act) -> None:
    marker = session.get(Account, row.marker_id)
    by_marker = Act(row.marker_id, row.signed_as or (marker.display_name if marker else ""), act.at)
    published = make_published(work, by_marker, row.body, "marked", revision=1)
    published.published_by = act.account_id
    session.add(published)
    row.state, row.changed_at = "published", act.at
    row.version += 1
    stage = session.get_one(DossierStage, work.stage_row.id, with_for_update=True, populate_existing=True)
    stage.state, stage.changed_at = "marked", act.at
    session.flush()


def _finish_projects(session: Session, works: Mapping[UUID, Work], act: Act, issuer: str) -> list[UUID]:
    teams = list_teams_by_id(session, works)
    for dossier_id in sorted(works):
        finish_project(session, works[dossier_id], act, issuer=issuer)
    return sorted({learner for team in teams.values() for learner in team.learner_ids})


def _write_bands(project: Project, bands: Mapping[str, Mapping[str, int]]) -> str:
    latest: dict[str, int] = {}
    for stage in project.stages:
        latest.update(bands.get(stage.id, {}))
    return json.dumps(latest, sort_keys=True, separators=(",", ":"))
