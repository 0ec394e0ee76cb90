"""What every way of asking has in common, so that a checkpoint need not know which one it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeAlias

from maslak_domain.language import Language
from maslak_xblocks.checkpoint.items.verdict import Response, Verdict

Shuffle: TypeAlias = Callable[[Sequence[str]], Sequence[str]]


class Task(Protocol):
    """The key of one item, without any of its texts."""

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of everything that the learner sees by a text of its own: options, steps, entries and choices, rows."""
        ...

    def show(self, shuffle: Shuffle) -> Sequence[str]:
        """Give the names in the order in which one learner sees them; it tells nothing of the key."""
        ...

    def read_response(self, given: object, known: Mapping[str, str], language: Language) -> Response:
        """Give an answer in its stored form; ``known`` maps every name that an answer may use to its id.

        Raises InvalidPayloadError, EmptyAnswerError, IncompleteAnswerError and InvalidNumberError.
        """
        ...

    def mark(self, response: Response) -> Verdict:
        """Mark a stored answer; one that the newest release can no longer understand is worth nothing."""
        ...

    def right_response(self) -> Response:
        """Give a wholly right answer in its stored form."""
        ...
