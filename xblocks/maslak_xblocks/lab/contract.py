"""The state of a lab as a client may know it: what the page shows, and what a phone or a test reads as JSON.

What is right for a learner's data is told when the attempt is handed in, and never before: the next one draws other data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from maslak_domain.language import Language, format_decimal
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.clock_page import describe_time
from maslak_xblocks.lab.attempt import Attempt, Rules, TaskState, attempts_left, next_begins_at, score_attempt, tries_left
from maslak_xblocks.lab.document import LabDocument
from maslak_xblocks.lab.generators import DataPlan
from maslak_xblocks.lab.generators.dataset import DataSet, Fact
from maslak_xblocks.lab.generators.writing import list_forms
from maslak_xblocks.lab.task import Task
from maslak_xblocks.lab.wording import say_remark


@dataclass(frozen=True)
class Situation:
    """Everything the description of a lab depends on. ``plan`` is there once an attempt has begun."""

    document: LabDocument
    language: Language
    translate: Translator
    history: tuple[Attempt, ...]
    plan: DataPlan | None
    rules: Rules
    now: datetime
    revision: int

    @property
    def attempt(self) -> Attempt | None:
        """The newest attempt, running or handed in."""
        return self.history[-1] if self.history else None

    @property
    def data(self) -> DataSet | None:
        """The data of the newest attempt, made when they are asked for: many answers need none of them."""
        return self.plan.make() if self.plan else None

    @property
    def feedback_shown(self) -> bool:
        """Whether scores and feedback may be seen now: at once, but in an exam only at the end."""
        return not self.rules.arrangement.exam_mode or bool(self.attempt and self.attempt.finished)

    @property
    def best(self) -> Decimal | None:
        """The best score of any attempt that was handed in."""
        return max((past.score for past in self.history if past.score is not None), default=None)

    @property
    def weights(self) -> dict[str, Decimal]:
        """What each task counts."""
        return {task.id: task.weight for task in self.document.tasks}

    @property
    def passed(self) -> bool | None:
        """Whether the newest attempt reached the pass mark; None while it runs."""
        score = self.attempt.score if self.attempt else None
        return None if score is None else score >= self.document.pass_mark


def describe_state(situation: Situation) -> dict[str, Any]:
    """Give the whole state."""
    document, history, attempt = situation.document, situation.history, situation.attempt
    available_at = next_begins_at(history, situation.rules)
    forms = [form.name for form in list_forms(document.maker)] if attempt else []
    return {
        "revision": situation.revision,
        "language": situation.language,
        "purpose": document.purpose,
        "pass_mark": document.pass_mark,
        "exam": situation.rules.arrangement.exam_mode,
        "best": situation.best,
        "attempts_left": attempts_left(history, situation.rules),
        "available_at": available_at.isoformat() if available_at and available_at > situation.now else None,
        **describe_time(attempt, situation.rules.arrangement, situation.now),
        "attempt": None
        if attempt is None
        else {**describe_progress(situation), "forms": forms, "tasks": [describe_task(situation, task) for task in document.tasks]},
    }


def describe_progress(situation: Situation) -> dict[str, Any]:
    """Give where the attempt stands. The score so far is told only where feedback is."""
    attempt = situation.attempt
    assert attempt is not None
    return {
        "number": attempt.number,
        "answered": sum(attempt.task(task.id).answered for task in situation.document.tasks),
        "total": len(situation.document.tasks),
        "finished": attempt.finished,
        "score": attempt.score,
        "score_now": score_attempt(attempt, situation.weights) if situation.feedback_shown else None,
        "passed": situation.passed,
    }


def describe_task(situation: Situation, task: Task) -> dict[str, Any]:
    """Give one task as it is shown now."""
    attempt = situation.attempt
    assert attempt is not None
    state, (text, shown_in) = attempt.task(task.id), task.text(situation.language)
    described: dict[str, Any] = {
        "id": task.id,
        "type": task.type,
        "objective": task.objective,
        "language": shown_in,
        "stem": text.stem,
        "unit": text.unit or task.unit,
        "weight": task.weight,
        "tolerance": task.tolerance if task.type == "number" else None,
        "hints": [
            {"id": hint.id, "cost": hint.cost, "html": text.hints.get(hint.id, "") if hint.id in state.hints else None}
            for hint in task.hints
        ],
        "tries_left": None if attempt.finished else tries_left(state, situation.rules),
        "best": state.best if situation.feedback_shown and state.answered else None,
        "answer": describe_answer(situation, task, state) if state.answered else None,
    }
    if attempt.finished and situation.plan is not None:
        described["right"] = show_fact(situation.plan.make().facts[task.fact], situation.language)
    return described


def describe_answer(situation: Situation, task: Task, state: TaskState) -> dict[str, Any]:
    """Give the last answer and, where it may be seen, what it was worth and why."""
    response = state.response or ""
    described: dict[str, Any] = {
        "response": format_decimal(Decimal(response), situation.language) if task.type == "number" else response,
        "received_at": state.at.isoformat() if state.at else None,
    }
    if situation.feedback_shown:
        text, _ = task.text(situation.language)
        fallback = "" if state.feedback == "right" else text.feedback.get("other", "")
        described |= {
            "score": state.score,
            "feedback": text.feedback.get(state.feedback) or fallback,
            "misconception": situation.document.name_misconception(state.misconception, situation.language),
            "remarks": [say_remark(situation.translate, code, values) for code, values in state.remarks],
        }
    return described


def show_fact(fact: Fact, language: Language) -> Any:
    """Give a right answer for people: a number as the language writes it, a text, or the rows of a table."""
    if isinstance(fact, Decimal):
        return format_decimal(fact, language)
    if isinstance(fact, tuple):
        return fact[0]
    return {"columns": list(fact.columns), "rows": [[_show_cell(cell, language) for cell in row] for row in fact.rows]}


def _show_cell(cell: object, language: Language) -> str:
    return format_decimal(cell, language) if isinstance(cell, Decimal) else str(cell)


def describe_column(translate: Translator, column: Any) -> Mapping[str, str]:
    """Give a column's name, kind and meaning."""
    return {"name": column.name, "kind": column.kind, "about": translate(column.about)}
