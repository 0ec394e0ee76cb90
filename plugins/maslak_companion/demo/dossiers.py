"""Dossiers that invented teams handed in for the team project: one waits, one came back once, one is marked and not yet published.

They go through the services that real ones go through. The first team has handed in nothing, so that whoever watches the demo
hands in themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.accounts.models import Account
from maslak_companion.classroom.courses.release import CourseRelease
from maslak_companion.demo.dossier_texts import DATA, LATER, PLAN, QUESTIONS, REMARK, SENTENCES
from maslak_companion.dossiers.dates import Dates
from maslak_companion.dossiers.handing_in import Act, add_file, save_draft, submit
from maslak_companion.dossiers.marking import drafts
from maslak_companion.dossiers.marking.access import Work, get_work
from maslak_companion.dossiers.marking.sentences import keep_sentence
from maslak_companion.dossiers.models import DossierRound, DossierStage
from maslak_companion.dossiers.teams import create_team, list_teams
from maslak_companion.offerings.models import Arrangement, Group, Offering
from maslak_xblocks.project.assignment import Assignment
from maslak_xblocks.project.document import load_project
from maslak_xblocks.project.port import Upload

_TEAM = 3
_STAGE = "question"
_DELIVERABLES = frozenset({"question", "data", "plan"})


def seed_dossiers(
    session: Session, course: CourseRelease, offering: Offering, group: Group, learner_ids: Sequence[UUID], marker: Account, at: datetime
) -> None:
    """Make teams of three and let all but the first hand in; does nothing a second time, or in a course without the project."""
    assignment = _find_assignment(course)
    if assignment is None or list_teams(session, offering.id, assignment.usage):
        return
    _set_dates(session, offering, group, assignment.usage, marker, at)
    teams = [learner_ids[first : first + _TEAM] for first in range(0, len(learner_ids), _TEAM)]
    dossiers = [create_team(session, offering.id, assignment.usage, members, at - timedelta(days=20)) for members in teams]
    works = zip(dossiers[1:], teams[1:], QUESTIONS, (4, 9, 2), strict=False)
    for place, (dossier_id, members, question, days) in enumerate(works):
        handed_in = at - timedelta(days=days, hours=place)
        _hand_in(session, assignment, dossier_id, members[0], question, handed_in, revision=0)
        if place == 1:
            _return(session, marker, dossier_id, at - timedelta(days=5))
            _hand_in(session, assignment, dossier_id, members[-1], LATER, at - timedelta(days=1), revision=None)
        elif place == 2:
            _call_ready(session, marker, dossier_id, at - timedelta(hours=20))
    for sentence in SENTENCES:
        keep_sentence(session, marker.id, sentence, at)


def _find_assignment(course: CourseRelease) -> Assignment | None:
    """Return the first project that asks for what the demo has to give."""
    for node in course.nodes.values():
        if node.block_type == "maslak_project":
            assignment = load_project(node.xml.decode()).assignment(node.usage_key)
            stage = next((each for each in assignment.stages if each.id == _STAGE), None)
            if assignment.team_size == _TEAM and stage and {each.id for each in stage.deliverables} == _DELIVERABLES:
                return assignment
    return None


def _set_dates(session: Session, offering: Offering, group: Group, usage_key: str, marker: Account, at: datetime) -> None:
    """Let the project of this group begin in the weeks before the demo was made, whatever the calendar of the semester says."""
    session.add(
        Arrangement(
            offering_id=offering.id, group_id=group.id, usage_key=usage_key, closes_at=at + timedelta(days=28),
            private_reason="Le projet commence après les premiers chapitres.", granted_by=marker.id, granted_at=at,
        )
    )  # fmt: skip
    session.flush()


def _hand_in(
    session: Session, assignment: Assignment, dossier_id: UUID, learner_id: UUID, question: str, at: datetime, *, revision: int | None
) -> None:  # fmt: skip
    """Save the texts, add the plan where the draft has none yet, and hand in."""
    row = session.scalar(select(DossierStage).where(DossierStage.dossier_id == dossier_id, DossierStage.stage == _STAGE))
    number = revision if revision is not None else (row.version if row else 0)

    def act(step: int) -> Act:
        return Act(
            dossier_id=dossier_id, learner_id=learner_id, assignment=assignment, stage=_STAGE, revision=number + step,
            dates=Dates(None, None), at=at,
        )  # fmt: skip

    save_draft(session, act(0), {"question": question, "data": DATA})
    has_plan = row is not None and bool(row.files)
    if not has_plan:
        add_file(session, act(1), Upload("plan", "plan-et-risques.md", "text/markdown", PLAN.encode()), f"plan-{number}")
    submit(session, act(1 if has_plan else 2), f"round-{number}")


def _return(session: Session, marker: Account, dossier_id: UUID, at: datetime) -> None:
    work, act = _take(session, marker, dossier_id, at)
    drafts.return_round(session, work, act, {"bands": _bands(work, 2), "comments": {}, "remarks": {}, "remark": REMARK})


def _call_ready(session: Session, marker: Account, dossier_id: UUID, at: datetime) -> None:
    work, act = _take(session, marker, dossier_id, at)
    drafts.call_ready(session, work, act, {"bands": _bands(work, 3), "comments": {}, "remarks": {}, "remark": SENTENCES[0]})


def _take(session: Session, marker: Account, dossier_id: UUID, at: datetime) -> tuple[Work, drafts.Act]:
    latest = (
        select(DossierRound.id)
        .join(DossierStage, DossierStage.id == DossierRound.stage_id)
        .where(DossierStage.dossier_id == dossier_id)
        .order_by(DossierRound.number.desc())
    )
    work = get_work(session, marker, session.scalars(latest).first() or dossier_id)
    taken = drafts.take(session, work, drafts.Act(marker.id, marker.display_name, at))
    return work, drafts.Act(marker.id, marker.display_name, at, taken.version)


def _bands(work: Work, band: int) -> dict[str, int]:
    return dict.fromkeys(work.stage.criteria if work.stage else (), band)
