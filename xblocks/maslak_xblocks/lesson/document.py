"""What a lesson's OLX means: objectives and one readable text for each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from maslak_domain.language import Language
from maslak_xblocks.attributes import read_count
from maslak_xblocks.dress import dress
from maslak_xblocks.errors import OLXError
from maslak_xblocks.lesson.glossary import list_marked
from maslak_xblocks.markup import Html
from maslak_xblocks.olx import Element, inner_html, line_of, parse_source, plain_text, require
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.variants import Variant, is_stale, read_variants

LEVELS: Final = ("N1", "N2", "N3", "N4")
# A longer work is a project.
LONGEST_MINUTES: Final = 600
_NOT_TEXT: Final = frozenset({"objective"})


@dataclass(frozen=True)
class Objective:
    """What a learner will be able to do: one competency, one level, one verb."""

    id: str
    competency: str
    level: str
    verb: str


@dataclass(frozen=True)
class LessonText:
    """One language of a lesson, ready to be shown: sanitised HTML and the objectives in words."""

    title: str
    html: Html
    objectives: Mapping[str, Html]
    plain: str
    terms: tuple[str, ...] = ()  # keys of the glossary, in reading order

    @cached_property
    def words(self) -> int:
        """Count the words, for the reading time."""
        return len(self.plain.split())


@dataclass(frozen=True)
class LessonDocument:
    """A lesson; `minutes` is what its work takes beyond reading, as its author declares it, 0 where it is to be read only."""

    level: str
    minutes: int
    objectives: tuple[Objective, ...]
    variants: Mapping[Language, Variant[LessonText]]
    source: Language

    @property
    def competency(self) -> str:
        """The competency of the first objective: it gives the lesson its hue."""
        return self.objectives[0].competency if self.objectives else ""

    def title(self, language: Language) -> str:
        """Give the title in a language, else in the source's."""
        return (self.variants.get(language) or self.variants[self.source]).body.title

    def is_stale(self, language: Language) -> bool:
        """Say whether a translation is older than its source."""
        return self.variants[language].stale

    def search_texts(self) -> Mapping[Language, str]:
        """Give the plain text of every language."""
        return {language: variant.body.plain for language, variant in self.variants.items()}


@lru_cache(maxsize=512)
def load_lesson(source: str) -> LessonDocument:
    """Read a lesson's source text. Raises OLXError."""
    return read_lesson(parse_source(source))


def read_lesson(node: Element) -> LessonDocument:
    """Read a lesson's element. Raises OLXError."""
    objectives = tuple(_read_objective(child) for child in node.findall("objective"))
    known = {objective.id for objective in objectives}
    if len(known) != len(objectives):
        raise OLXError("two objectives have the same id", line_of(node))
    elements = read_variants(node)
    source = next(iter(elements))
    variants = {
        language: Variant(language, element.get("status"), is_stale(element, elements[source]), _read_text(element, language, known))  # type: ignore[arg-type]
        for language, element in elements.items()
    }
    return LessonDocument(node.get("level", "N1"), read_count(node, "minutes", most=LONGEST_MINUTES), objectives, variants, source)


def _read_objective(node: Element) -> Objective:
    level = node.get("level", "N1")
    if level not in LEVELS:
        raise OLXError(f'the level "{level}" is not one of {", ".join(LEVELS)}', line_of(node))
    return Objective(require(node, "id"), require(node, "competency"), level, node.get("verb", ""))


def _read_text(node: Element, language: Language, known: set[str]) -> LessonText:
    objectives: dict[str, Html] = {}
    for child in node.findall("objective"):
        reference = require(child, "ref")
        if reference not in known:
            raise OLXError(f'<objective ref="{reference}"> is not declared in the lesson', line_of(child))
        objectives[reference] = Html(sanitise(inner_html(child)))
    html = sanitise(inner_html(node, _NOT_TEXT))
    return LessonText(require(node, "title"), dress(html, language), objectives, plain_text(html), list_marked(html))
