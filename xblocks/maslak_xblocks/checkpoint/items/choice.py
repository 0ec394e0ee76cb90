"""Choosing one option, or several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from maslak_domain.language import Language
from maslak_xblocks.attributes import refuse_repeats
from maslak_xblocks.checkpoint.items.reading import is_partial, take_names
from maslak_xblocks.checkpoint.items.task import Shuffle
from maslak_xblocks.checkpoint.items.verdict import Remark, Response, Verdict, share
from maslak_xblocks.errors import InvalidPayloadError, OLXError
from maslak_xblocks.olx import Element, line_of, require


@dataclass(frozen=True)
class Option:
    """One option of a choice item."""

    id: str
    correct: bool
    misconception: str


@dataclass(frozen=True)
class ChoiceTask:
    """Options of which one is right (``single``), or any number."""

    options: tuple[Option, ...]
    single: bool
    partial: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of the options."""
        return tuple(option.id for option in self.options)

    def show(self, shuffle: Shuffle) -> Sequence[str]:
        """Give the options in an order of the learner's own."""
        return shuffle(self.names)

    def read_response(self, given: object, known: Mapping[str, str], language: Language) -> Response:
        """Give the chosen options, sorted. Raises InvalidPayloadError and EmptyAnswerError."""
        ids = sorted(set(take_names(given, known, len(self.options))))
        if self.single and len(ids) != 1:
            raise InvalidPayloadError("response must name one option", field="response")
        return ids

    def mark(self, response: Response) -> Verdict:
        """Give all or nothing; with partial scoring, right choices less wrong ones, over the number of right options."""
        return mark_options(self.options, response, self.partial and not self.single)

    def right_response(self) -> Response:
        """Give the right options."""
        return sorted(option.id for option in self.options if option.correct)


def mark_options(options: Sequence[Option], response: Response, partial: bool) -> Verdict:
    """Mark chosen options, and say something about each of them."""
    chosen = frozenset(response if isinstance(response, list) else ())
    key = frozenset(option.id for option in options if option.correct)
    hits, slips = len(key & chosen), len(chosen - key)
    score = share(hits - slips, len(key)) if partial else Decimal(int(hits == len(key) and not slips))
    said = (Remark(option.id, option.id, option.misconception, option.correct) for option in options if option.id in chosen)
    return Verdict(score, tuple(said))


def read_choice(node: Element) -> ChoiceTask:
    """Read the key of a choice. Raises OLXError."""
    options = tuple(
        Option(require(child, "id"), child.get("correct") == "true", child.get("misconception", "")) for child in node.findall("option")
    )
    refuse_repeats([option.id for option in options], "option", node)
    name, single = node.get("id"), node.get("type") == "single"
    if len(options) < 2:
        raise OLXError(f'the item "{name}" needs at least two options', line_of(node))
    right = sum(option.correct for option in options)
    if not right or (single and right > 1):
        wanted = "exactly one" if single else "at least one"
        raise OLXError(f'the item "{name}" needs {wanted} option with correct="true"', line_of(node))
    return ChoiceTask(options, single, is_partial(node))
