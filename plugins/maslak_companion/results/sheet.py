"""The jury page as values: one row for each learner, with what is known, what was typed and what is odd or wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.classroom.desk import current_settings, current_shelf
from maslak_companion.classroom.frameworks import read_framework
from maslak_companion.cohorts.services import CoursePlan, Standing, find_course, list_standings, make_plan
from maslak_companion.people.models import Learner
from maslak_companion.results.decisions import find_oddity
from maslak_companion.results.drafts import JuryOf
from maslak_companion.results.forms import JuryForm
from maslak_domain.mastery import Rating


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One learner on the jury page."""

    learner_id: UUID
    name_ar: str
    name_latin: str
    student_number: str
    units_done: int
    units_all: int
    # From which blocks of the plan the learner is excused; None stands for the whole course.
    excused: Sequence[str | None]
    ratings: Sequence[Rating]
    mark: str
    mark_error: str
    decision: str
    decision_error: str
    oddity: str | None

    @property
    def acquired(self) -> int:
        """How many of the course's competencies are acquired."""
        return sum(rating is Rating.ACQUIRED for rating in self.ratings)


def read_plan(session: Session, of: JuryOf) -> CoursePlan:
    """Return what can be done and earned in the offering's course; empty before a release is installed."""
    return make_plan(find_course(session, current_shelf(), of.offering), read_framework(current_settings().courses))


def list_rows(session: Session, of: JuryOf, learners: Sequence[Learner], plan: CoursePlan, form: JuryForm, now: datetime) -> list[SheetRow]:
    """Return the rows of the jury page in the order of the learners."""
    standings = {each.learner_id: each for each in list_standings(session, plan, of.offering, [each.id for each in learners], now)}
    return [_make_row(of, learner, standings[learner.id], plan, form) for learner in learners]


def _make_row(of: JuryOf, learner: Learner, standing: Standing, plan: CoursePlan, form: JuryForm) -> SheetRow:
    mark, decision = f"mark-{learner.id}", f"decision-{learner.id}"
    line = form.draft.lines.get(learner.id)
    readable = line is not None and mark not in form.errors
    return SheetRow(
        learner_id=learner.id,
        name_ar=learner.name_ar,
        name_latin=learner.name_latin,
        student_number=learner.student_number,
        units_done=standing.units_done,
        units_all=standing.count_units(plan),
        excused=[each for each in standing.excused if each is None or each in plan.titles],
        ratings=standing.ratings,
        mark=form.texts.get(mark, ""),
        mark_error=form.errors.get(mark, ""),
        decision=form.texts.get(decision, ""),
        decision_error=form.errors.get(decision, ""),
        oddity=find_oddity(line.decision, line.mark, of.offering.pass_mark) if line is not None and readable else None,
    )


def count_decisions(rows: Sequence[SheetRow]) -> Mapping[str, int]:
    """Return how many learners have each decision, in the order of their first appearance."""
    counts: dict[str, int] = {}
    for row in rows:
        if row.decision:
            counts[row.decision] = counts.get(row.decision, 0) + 1
    return counts
