"""Writing a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from maslak_domain.language import Language
from maslak_xblocks.attributes import read_decimal
from maslak_xblocks.checkpoint.items.task import Shuffle
from maslak_xblocks.checkpoint.items.verdict import EmptyAnswerError, Remark, Response, Verdict
from maslak_xblocks.errors import InvalidPayloadError, OLXError
from maslak_xblocks.olx import Element, line_of, require
from maslak_xblocks.quantity import read_quantity

_LONGEST: Final = 60


@dataclass(frozen=True)
class NumericKey:
    """A number that an answer is compared with: the right one, or a wrong one that shows a misconception."""

    id: str
    value: Decimal
    tolerance: Decimal
    misconception: str = ""

    def holds(self, value: Decimal) -> bool:
        """Say whether a number lies within the tolerance."""
        return abs(value - self.value) <= self.tolerance


@dataclass(frozen=True)
class NumberTask:
    """The right number, and wrong ones that are known. ``units`` are the ways in which any language writes the unit."""

    answer: NumericKey
    wrong: tuple[NumericKey, ...]
    unit: str
    units: frozenset[str]

    @property
    def names(self) -> tuple[str, ...]:
        """Nothing is chosen by name."""
        return ()

    def show(self, shuffle: Shuffle) -> Sequence[str]:
        """Give nothing: there is nothing to choose from."""
        return ()

    def read_response(self, given: object, known: Mapping[str, str], language: Language) -> Response:
        """Give the number as plain decimal text; its unit may be written beside it.

        Raises InvalidPayloadError, EmptyAnswerError and InvalidNumberError.
        """
        text = given[0] if isinstance(given, list) and len(given) == 1 else given
        if not isinstance(text, str) or len(text) > _LONGEST:
            raise InvalidPayloadError("response must be the text of a number", field="response")
        if not (number := read_quantity(text, self.units, language)):
            raise EmptyAnswerError("nothing was written")
        return number

    def mark(self, response: Response) -> Verdict:
        """Give the point for a number within the tolerance, and recognise the wrong ones that are known."""
        try:
            value = Decimal(response if isinstance(response, str) else "")
        except InvalidOperation:
            return Verdict(Decimal(0), (Remark("other"),))
        if self.answer.holds(value):
            return Verdict(Decimal(1), (Remark("right", right=True),))
        for wrong in self.wrong:
            if wrong.holds(value):
                return Verdict(Decimal(0), (Remark(wrong.id, misconception=wrong.misconception),))
        return Verdict(Decimal(0), (Remark("other"),))

    def right_response(self) -> Response:
        """Give the right number."""
        return format(self.answer.value, "f")


def read_number(node: Element) -> NumberTask:
    """Read the key of a number. Raises OLXError."""
    answer = node.find("answer")
    if answer is None:
        raise OLXError(f'the numeric item "{node.get("id")}" needs an <answer value="…"/>', line_of(node))
    unit = answer.get("unit", "")
    written = {(variant.findtext("unit") or "").strip() for variant in node.findall("variant")}
    return NumberTask(
        answer=_read_key(answer, "right"),
        wrong=tuple(_read_key(child, require(child, "id")) for child in node.findall("wrong")),
        unit=unit,
        units=frozenset({unit, *written} - {""}),
    )


def _read_key(node: Element, name: str) -> NumericKey:
    value, tolerance = read_decimal(node, "value"), read_decimal(node, "tolerance", "0")
    if tolerance < 0:
        raise OLXError("tolerance must not be negative", line_of(node))
    return NumericKey(name, value, tolerance, node.get("misconception", ""))
