"""What a logbook's OLX means: how much of it is shown, which competencies the course is about, and guidance in each language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, cast

from maslak_domain.language import Language
from maslak_xblocks.dress import dress
from maslak_xblocks.errors import OLXError
from maslak_xblocks.markup import Html
from maslak_xblocks.olx import Element, inner_html, line_of, parse_source, plain_text, require
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.variants import Status, Variant, is_stale, read_variants

Show = Literal["current", "all"]
Purpose = Literal["entry", "synthesis"]
SHOWS: Final[tuple[Show, ...]] = ("current", "all")
PURPOSES: Final[tuple[Purpose, ...]] = ("entry", "synthesis")
_COMPETENCY: Final = re.compile(r"[A-Z]{2}-[A-Z]{3}\.[A-Z]{2,3}\.[0-9]{2}")
_NOT_TEXT: Final = frozenset({"prompt"})


@dataclass(frozen=True)
class Prompt:
    """A question that helps to write an entry or the synthesis of a period."""

    id: str
    purpose: Purpose
    html: Html


@dataclass(frozen=True)
class LogbookText:
    """One language of the block: a title, what a good entry says, and the guiding questions."""

    title: str
    html: Html
    prompts: tuple[Prompt, ...]
    plain: str

    def questions(self, purpose: Purpose) -> tuple[Prompt, ...]:
        """Give the questions for one purpose, in the author's order."""
        return tuple(each for each in self.prompts if each.purpose == purpose)


@dataclass(frozen=True)
class LogbookDocument:
    """A logbook in a course. ``competencies`` are those that the course wants to see practised at the company."""

    show: Show
    competencies: tuple[str, ...]
    variants: Mapping[Language, Variant[LogbookText]]
    source: Language

    @property
    def competency(self) -> str:
        """What gives the block its hue: the domain, where all its competencies are of one."""
        domains = {each.split(".")[1] for each in self.competencies}
        return self.competencies[0] if len(domains) == 1 else ""

    def title(self, language: Language) -> str:
        """Give the title in a language, else in the source's."""
        return (self.variants.get(language) or self.variants[self.source]).body.title

    def is_stale(self, language: Language) -> bool:
        """Say whether a translation is older than its source."""
        return self.variants[language].stale

    def search_texts(self) -> Mapping[Language, str]:
        """Give the plain text of every language."""
        return {language: variant.body.plain for language, variant in self.variants.items()}


@lru_cache(maxsize=64)
def load_logbook(source: str) -> LogbookDocument:
    """Read a logbook's source text. Raises OLXError."""
    return read_logbook(parse_source(source))


def read_logbook(node: Element) -> LogbookDocument:
    """Read a logbook's element. Raises OLXError."""
    show, competencies = node.get("show", "current"), tuple(dict.fromkeys(node.get("competencies", "").split()))
    if show not in SHOWS:
        raise OLXError(f'show="{show}" is not one of {", ".join(SHOWS)}', line_of(node))
    for competency in competencies:
        if not _COMPETENCY.fullmatch(competency):
            raise OLXError(f'"{competency}" is not the id of a competency, such as MA-NUM.CYB.03', line_of(node))
    elements = read_variants(node)
    source = next(iter(elements))
    variants = {
        language: Variant(language, cast(Status, element.get("status")), is_stale(element, elements[source]), _read_text(element, language))
        for language, element in elements.items()
    }
    return LogbookDocument(cast(Show, show), competencies, variants, source)


def _read_text(node: Element, language: Language) -> LogbookText:
    html = sanitise(inner_html(node, _NOT_TEXT))
    prompts = tuple(_read_prompt(child) for child in node.findall("prompt"))
    for index, prompt in enumerate(prompts):
        if prompt.id in {each.id for each in prompts[:index]}:
            raise OLXError(f'<prompt id="{prompt.id}"> is given twice', line_of(node.findall("prompt")[index]))
    plain = " ".join(filter(None, (plain_text(html), *(plain_text(each.html) for each in prompts))))
    return LogbookText(require(node, "title"), dress(html, language), prompts, plain)


def _read_prompt(node: Element) -> Prompt:
    purpose, html = node.get("for", "entry"), sanitise(inner_html(node))
    if purpose not in PURPOSES:
        raise OLXError(f'<prompt for="{purpose}"> is not for one of {", ".join(PURPOSES)}', line_of(node))
    if not plain_text(html):
        raise OLXError("a <prompt> asks nothing", line_of(node))
    return Prompt(require(node, "id"), cast(Purpose, purpose), Html(html))
