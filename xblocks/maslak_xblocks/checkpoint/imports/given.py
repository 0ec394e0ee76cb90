"""Written answers of another system, words or numbers, sorted into what a question here can hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from maslak_xblocks.checkpoint.editing.item_draft import tidy_number

_FULL: Final = 99.9


@dataclass(frozen=True)
class Given:
    """One written answer: its plain text, what it is worth in percent, the HTML of what is said about it, and a number's tolerance."""

    text: str
    fraction: float
    feedback: str = ""
    tolerance: str = "0"

    @property
    def is_any(self) -> bool:
        """Whether it stands for every answer that no other one names."""
        return self.text.strip() in ("*", "")


@dataclass(frozen=True)
class Sorted:
    """The right answers, the wrong ones that something is said about, what is said about any other, and problems by code."""

    right: tuple[Given, ...]
    wrong: tuple[Given, ...]
    feedback: str
    other: str
    problems: tuple[tuple[str, str], ...]


def sort_given(answers: Sequence[Given], *, with_wildcards: bool = False) -> Sorted:
    """Sort written answers. One that earns a part of the points is wrong here, with what is said about it, and is named."""
    problems: list[tuple[str, str]] = []
    others = [each for each in answers if each.is_any]
    written = [each for each in answers if not each.is_any]
    if with_wildcards:
        problems += [("wildcard", each.text) for each in written if "*" in each.text]
        written = [each for each in written if "*" not in each.text]
    problems += [("wildcard", "*") for each in others if each.fraction > 0]
    right = [each for each in written if each.fraction >= _FULL]
    parts = [each for each in written if 0 < each.fraction < _FULL]
    if parts:
        problems.append(("weights", " · ".join(each.text for each in parts)))
    said = list(dict.fromkeys(each.feedback for each in right if each.feedback))
    if len(said) > 1:
        problems.append(("feedback_first", " · ".join(each.text for each in right if each.feedback not in ("", said[0]))))
    return Sorted(
        right=tuple(right),
        wrong=tuple(each for each in written if each.fraction < _FULL and each.feedback),
        feedback=said[0] if said else "",
        other=next((each.feedback for each in others if each.feedback and each.fraction <= 0), ""),
        problems=tuple(problems),
    )


def read_number(text: str) -> str | None:
    """Give a number as plain decimal text, whichever way it was written; None where it is none."""
    try:
        value = Decimal(tidy_number(text).replace(" ", "").replace("\u00a0", "").replace("\u202f", ""))
    except InvalidOperation:
        return None
    return f"{value:f}" if value.is_finite() and abs(value.adjusted()) < 30 else None


def read_span(text: str) -> tuple[str, str] | None:
    """Give the middle of ``low..high`` and how far either end lies from it; None where it is no range of numbers."""
    low, _, high = text.partition("..")
    first, last = read_number(low), read_number(high)
    if first is None or last is None:
        return None
    middle, half = (Decimal(first) + Decimal(last)) / 2, abs(Decimal(last) - Decimal(first)) / 2
    return f"{middle:f}", f"{half:f}"
