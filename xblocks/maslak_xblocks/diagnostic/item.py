"""One question of a diagnostic: a choice with one right option, or a number. It has no feedback: nothing is told before the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, Literal, TypeAlias

from maslak_domain.language import Language
from maslak_xblocks.attributes import read_decimal
from maslak_xblocks.diagnostic.errors import EmptyAnswerError
from maslak_xblocks.dress import dress
from maslak_xblocks.errors import InvalidPayloadError, OLXError
from maslak_xblocks.markup import Html
from maslak_xblocks.olx import Element, inner_html, line_of, plain_text, require
from maslak_xblocks.quantity import read_quantity
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.variants import Variant, choose, is_stale, read_variants

ItemType: TypeAlias = Literal["single", "numeric"]
ITEM_TYPES: Final[tuple[ItemType, ...]] = ("single", "numeric")
# A number is seldom hit by chance; what is allowed for is copying, luck and numbers that stand in the question.
NUMBER_GUESS: Final = 0.05
_LONGEST: Final = 60


@dataclass(frozen=True)
class ItemText:
    """One language of a question. ``options`` are by option id."""

    stem: Html
    options: Mapping[str, Html]
    unit: str


@dataclass(frozen=True)
class Item:
    """One question. ``options`` are ids; ``right`` is the id of the right option, or the text of the right number."""

    id: str
    topic: str
    type: ItemType
    options: tuple[str, ...]
    right: str
    tolerance: Decimal
    variants: Mapping[Language, Variant[ItemText]]
    line: int | None

    @property
    def guess(self) -> float:
        """The chance that somebody who does not know answers right."""
        return 1 / len(self.options) if self.options else NUMBER_GUESS

    @property
    def number(self) -> Decimal:
        """The right number of a numeric question."""
        return Decimal(self.right)

    def text(self, language: Language) -> tuple[ItemText, Language]:
        """Give the nearest text to a language, and the language it is in."""
        found = choose(self.variants, language, next(iter(self.variants)))
        return self.variants[found].body, found

    def read_response(self, given: object, tokens: Mapping[str, str], language: Language) -> str:
        """Give an answer in its stored form: an option's id, or plain decimal text. A plain form sends a list of one.

        Raises InvalidPayloadError, EmptyAnswerError and InvalidNumberError.
        """
        chosen = given[0] if isinstance(given, list) and len(given) == 1 else given
        if chosen in ("", None, []):
            raise EmptyAnswerError("nothing was chosen or written")
        if not isinstance(chosen, str) or len(chosen) > _LONGEST:
            raise InvalidPayloadError("response must be a short text", field="response")
        if self.type == "numeric":
            return self._read_number(chosen, language)
        if chosen not in tokens:
            raise InvalidPayloadError("response names an unknown option", field="response")
        return tokens[chosen]

    def is_right(self, response: str) -> bool:
        """Mark a stored answer."""
        if self.type == "single":
            return response == self.right
        try:
            return abs(Decimal(response) - self.number) <= self.tolerance
        except InvalidOperation:
            return False

    def search_text(self, language: Language) -> str:
        """Give the question without its options, which would tell the answer."""
        return plain_text(self.variants[language].body.stem)

    def _read_number(self, written: str, language: Language) -> str:
        units = {variant.body.unit for variant in self.variants.values()}
        if not (number := read_quantity(written, units, language)):
            raise EmptyAnswerError("nothing was written")
        return number


def read_item(node: Element) -> Item:
    """Read a question's element. Raises OLXError."""
    name, kind = require(node, "id"), node.get("type", "single")
    if kind not in ITEM_TYPES:
        raise OLXError(f'the item "{name}" has the unknown type "{kind}"; it can be {", ".join(ITEM_TYPES)}', line_of(node))
    options, right = _read_options(node, name) if kind == "single" else ((), str(read_decimal(_answer_of(node, name), "value")))
    tolerance = Decimal(0) if kind == "single" else read_decimal(_answer_of(node, name), "tolerance", "0")
    if tolerance < 0:
        raise OLXError("tolerance must not be negative", line_of(_answer_of(node, name)))
    elements = read_variants(node)
    source = elements[next(iter(elements))]
    variants = {
        language: Variant(language, element.get("status"), is_stale(element, source), _read_text(element, name, options, language))  # type: ignore[arg-type]
        for language, element in elements.items()
    }
    return Item(name, require(node, "node"), kind, options, right, tolerance, variants, line_of(node))


def _read_options(node: Element, name: str) -> tuple[tuple[str, ...], str]:
    options = [require(child, "id") for child in node.findall("option")]
    right = [child.get("id", "") for child in node.findall("option") if child.get("correct") == "true"]
    if len(set(options)) != len(options):
        raise OLXError(f'two options of the item "{name}" have one id', line_of(node))
    if len(options) < 2 or len(right) != 1:
        raise OLXError(f'the item "{name}" needs at least two options, exactly one with correct="true"', line_of(node))
    return tuple(options), right[0]


def _answer_of(node: Element, name: str) -> Element:
    answer = node.find("answer")
    if answer is None:
        raise OLXError(f'the numeric item "{name}" needs an <answer value="…"/>', line_of(node))
    return answer


def _read_text(node: Element, name: str, options: Sequence[str], language: Language) -> ItemText:
    """Read one language of a question: its options must be those of the key, each said once."""
    stem = node.find("stem")
    if stem is None:
        raise OLXError(f'the item "{name}" asks nothing in "{language}": <stem> is missing', line_of(node))
    said = [require(child, "option") for child in node.findall("text")]
    if sorted(said) != sorted(options):
        raise OLXError(f'the item "{name}" must say each of its options once in "{language}"', line_of(node))
    texts = {child.get("option", ""): Html(sanitise(inner_html(child))) for child in node.findall("text")}
    return ItemText(dress(sanitise(inner_html(stem)), language), texts, (node.findtext("unit") or "").strip())
