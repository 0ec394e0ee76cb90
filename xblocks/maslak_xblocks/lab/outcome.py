"""What a handler answers a client: the state that changed, and the parts of the page that must be drawn anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from maslak_xblocks.figures import clock_time
from maslak_xblocks.host import HostOutcome
from maslak_xblocks.lab.contract import Situation, describe_column, describe_progress, describe_task
from maslak_xblocks.lab.page import render_end, render_result, render_track
from maslak_xblocks.lab.task import Task
from maslak_xblocks.lab.task_card import render_task

if TYPE_CHECKING:
    from maslak_xblocks.lab.block import LabBlock


def describe_outcome(
    block: LabBlock, situation: Situation, task: Task, outcome: HostOutcome, *, is_drawn: bool
) -> Mapping[str, Any]:  # fmt: skip
    """Give what an answer or a hint did; ``html`` only for a client that does not draw for itself."""
    assert situation.attempt is not None
    at = situation.attempt.task(task.id).at
    facts = {
        "revision": block.revision,
        "received_at": at.isoformat() if at else None,
        "note": block.translator("Received {time}", time=clock_time(block, at)) if at else "",
        "task": describe_task(situation, task),
        "attempt": describe_progress(situation),
        "ratings": [
            {"competency": each.competency, "level": each.level, "rating": each.rating, "changed": each.changed} for each in outcome.ratings
        ],
    }
    return {**facts, "html": _draw(block, situation, task, outcome)} if is_drawn else facts


def _draw(block: LabBlock, situation: Situation, task: Task, outcome: HostOutcome) -> Mapping[str, Any]:
    """Draw what changed. When the attempt ended, every task is drawn anew: each now shows what is right."""
    is_over = situation.attempt is not None and situation.attempt.finished
    redrawn = situation.document.tasks if is_over else (task,)
    return {
        "track": render_track(block, situation),
        "result": block.with_addresses(render_result(block, situation, outcome.ratings)),
        "end": render_end(block, situation),
        "tasks": {each.id: block.with_addresses(render_task(block, situation, each)) for each in redrawn},
    }


def describe_lab(block: LabBlock) -> dict[str, Any]:
    """Give what is the same for every learner."""
    document, language = block.document, block.language
    return {
        "title": document.title(language),
        "language": language,
        "languages": list(document.variants),
        "stale": document.is_stale(language),
        "intro": block.with_addresses(document.variants[language].body.html),
        "purpose": document.purpose,
        "competency": document.competency,
        "level": document.level,
        "needs": document.needs,
        "minutes": document.minutes,
        "rows": document.rows,
        "columns": [describe_column(block.translator, column) for column in document.maker.COLUMNS],
        "tasks": len(document.tasks),
        "attempts": document.attempts,
        "tries": document.tries,
        "pass_mark": str(document.pass_mark),
    }
