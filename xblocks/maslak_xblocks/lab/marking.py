"""From an answer as it arrived to the task's new state: what it earned, what is best now, what there is to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from maslak_domain.language import Language
from maslak_xblocks.lab.answers import mark_answer, read_answer
from maslak_xblocks.lab.attempt import Attempt, TaskState
from maslak_xblocks.lab.comparing import compare_tables
from maslak_xblocks.lab.generators.dataset import DataSet, TableFact
from maslak_xblocks.lab.given import take_file
from maslak_xblocks.lab.task import Task
from maslak_xblocks.lab.uploads import UploadedTable, read_upload
from maslak_xblocks.lab.verdict import Verdict, take_hints_off


def mark_task(task: Task, before: TaskState, payload: Mapping[str, Any], data: DataSet, language: Language) -> TaskState:
    """Give a task's state after an answer. What was earned before stays where it was more.

    Raises InvalidPayloadError, EmptyAnswerError, InvalidNumberError and UploadRefusedError; none of them costs a try.
    """
    if task.type == "file":
        given = take_file(payload)
        response, verdict = given.name, _mark_file(task, read_upload(given.raw), data)
    else:
        response = read_answer(task, payload.get("response", ""), language)
        verdict = mark_answer(task, response, data.facts)
    costs = [hint.cost for hint in task.hints if hint.id in before.hints]
    return replace(
        before,
        best=max(before.best, take_hints_off(verdict.score, costs)),
        tries=before.tries + 1,
        response=response,
        score=verdict.score,
        feedback=verdict.key,
        first=before.first if before.tries else verdict.key,
        misconception=verdict.misconception,
        remarks=tuple((remark.code, remark.values) for remark in verdict.remarks),
    )


def _mark_file(task: Task, sent: UploadedTable, data: DataSet) -> Verdict:
    """Mark a table; where it is a wrong one that the generator knows, say so."""
    expected = data.facts[task.fact]
    assert isinstance(expected, TableFact)
    verdict = compare_tables(sent, expected, task.tolerance)
    if verdict.score < 1:
        for wrong in task.wrong:
            known = data.facts[wrong.fact]
            if isinstance(known, TableFact) and compare_tables(sent, known, task.tolerance).score == 1:
                return replace(verdict, key=wrong.id, misconception=wrong.misconception)
    return verdict


def was_received(attempt: Attempt, task: Task, key: str) -> bool:
    """Say whether an answer to the task came with this idempotency key before."""
    return key in attempt.task(task.id).keys
