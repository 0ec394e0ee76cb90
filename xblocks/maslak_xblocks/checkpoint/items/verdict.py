"""What an answer is worth, and what can be said about it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, TypeAlias

from maslak_domain.errors import InvalidError

_PLACES: Final = Decimal("0.0001")

# Stored answers: ids that were chosen, sorted; steps in their order; the choice for each entry; or a text (a number: plain decimal).
Response: TypeAlias = list[str] | dict[str, str] | str


class EmptyAnswerError(InvalidError):
    """Raised when nothing was chosen or written."""

    code = "empty_answer"


class IncompleteAnswerError(InvalidError):
    """Raised when a step has no place of its own, or an entry no choice."""

    code = "incomplete_answer"


@dataclass(frozen=True)
class Remark:
    """One thing to say about an answer: the key of its feedback, the option, entry or row it is about, the misconception shown.

    ``right`` says that it speaks of something right, for which the feedback on other answers cannot stand in.
    """

    key: str
    about: str = ""
    misconception: str = ""
    right: bool = False


@dataclass(frozen=True)
class Verdict:
    """The score of one answer, 0 to 1, and what there is to say about it."""

    score: Decimal
    remarks: tuple[Remark, ...]

    @property
    def right(self) -> bool:
        """Whether the answer is wholly right."""
        return self.score == 1

    @property
    def feedback(self) -> tuple[str, ...]:
        """The keys of the feedback that belongs to the answer."""
        return tuple(remark.key for remark in self.remarks)

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """The misconceptions that the answer shows, in the order of the remarks."""
        return tuple(remark.misconception for remark in self.remarks if remark.misconception)


def share(part: int, whole: int) -> Decimal:
    """Give a score from what was earned, which may be below nothing, out of what there was."""
    return round_score(max(Decimal(0), Decimal(part) / whole))


def round_score(value: Decimal) -> Decimal:
    """Give a score with four places at most."""
    return value.quantize(_PLACES, rounding=ROUND_HALF_UP).normalize() + 0
