"""Reading and marking a number or a text. Pure; runs on the server only."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from maslak_domain.language import Language, fold_answer
from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.lab.errors import EmptyAnswerError
from maslak_xblocks.lab.generators.dataset import Fact
from maslak_xblocks.lab.task import Task
from maslak_xblocks.lab.verdict import Verdict
from maslak_xblocks.quantity import read_quantity

LONGEST_ANSWER: Final = 200
_LONGEST_NUMBER: Final = 60


def read_answer(task: Task, given: object, language: Language) -> str:
    """Give a written answer in its stored form: a number as plain decimal digits, a text with single spaces.

    Raises InvalidPayloadError, EmptyAnswerError and InvalidNumberError.
    """
    text = given[0] if isinstance(given, list) and len(given) == 1 else given
    longest = _LONGEST_NUMBER if task.type == "number" else LONGEST_ANSWER
    if not isinstance(text, str) or len(text) > longest or "\x00" in text:
        raise InvalidPayloadError(f"response must be a text of at most {longest} characters", field="response")
    if not (plain := " ".join(text.split())):
        raise EmptyAnswerError("nothing was written")
    return _read_number(task, plain, language) if task.type == "number" else plain


def _read_number(task: Task, text: str, language: Language) -> str:
    if not (number := read_quantity(text, task.units, language)):
        raise EmptyAnswerError("nothing but a unit was written")
    return number


def mark_answer(task: Task, response: str, facts: Mapping[str, Fact]) -> Verdict:
    """Mark a stored answer against the learner's own data; a wrong value that is known is recognised."""
    if _holds(task, response, facts[task.fact]):
        return Verdict(Decimal(1), "right")
    for wrong in task.wrong:
        if _holds(task, response, facts[wrong.fact]):
            return Verdict(Decimal(0), wrong.id, wrong.misconception)
    return Verdict(Decimal(0), "other")


def _holds(task: Task, response: str, fact: Fact) -> bool:
    if isinstance(fact, Decimal):
        try:
            return abs(Decimal(response) - fact) <= task.tolerance
        except InvalidOperation:
            return False
    if isinstance(fact, tuple):
        return fold_answer(response) in {fold_answer(spelling) for spelling in fact}
    return False
