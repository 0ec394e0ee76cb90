"""A lesson while it is being edited: what the editor shows, what its form sends back, what notes are taken of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.lesson.document import LEVELS, LONGEST_MINUTES
from maslak_xblocks.olx import Element, inner_html
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.studio_form import take_form, take_groups, take_id, take_line, take_states, take_texts
from maslak_xblocks.variants import is_stale, read_variants
from maslak_xblocks.written import is_blank

NOT_TEXT: Final = frozenset({"objective"})
_LONGEST_TEXT: Final = 400_000
# Narrow and unbreakable spaces are part of French text.
_SPACES: Final = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True)
class ObjectiveDraft:
    """One objective: a competency, a level, a verb, and its words in each language."""

    id: str
    competency: str
    level: str
    verb: str
    text: Mapping[Language, str]


@dataclass(frozen=True)
class LessonDraft:
    """A lesson as its form holds it; a language in which nothing is written is absent from the mappings."""

    source: Language
    title: Mapping[Language, str]
    state: Mapping[Language, str]
    html: Mapping[Language, str]
    objectives: tuple[ObjectiveDraft, ...]
    minutes: str = ""

    @property
    def has_known_minutes(self) -> bool:
        """Say whether the minutes can be read: nothing, where the lesson is to be read only, or a whole number."""
        text = self.minutes
        return not text or (text.isascii() and text.isdigit() and int(text) <= LONGEST_MINUTES)

    @property
    def languages(self) -> tuple[Language, ...]:
        """Give the languages in which something is written, and the source."""
        return tuple(each for each in LANGUAGES if each == self.source or self.title.get(each) or self.html.get(each))

    def mended(self) -> LessonDraft:
        """Give the draft with what is still missing filled in, so that it can be looked at while it is written."""
        titles = {language: self.title.get(language) or "…" for language in self.languages}
        objectives = tuple(each for each in self.objectives if each.competency)
        return replace(self, title=titles, objectives=objectives, minutes=self.minutes if self.has_known_minutes else "")


def read_draft(root: Element) -> LessonDraft:
    """Give the draft of a lesson's element."""
    variants = read_variants(root)
    source = next(iter(variants))
    words = {
        language: {each.get("ref", ""): sanitise(inner_html(each)) for each in node.findall("objective")}
        for language, node in variants.items()
    }
    return LessonDraft(
        source=source,
        title={language: node.get("title", "") for language, node in variants.items()},
        state={
            language: "stale" if is_stale(node, variants[source]) else node.get("status", "")
            for language, node in variants.items()
            if language != source
        },
        html={language: sanitise(inner_html(node, NOT_TEXT)) for language, node in variants.items()},
        objectives=tuple(_read_objective(each, words) for each in root.findall("objective")),
        minutes=root.get("minutes", ""),
    )


def _read_objective(node: Element, words: Mapping[Language, Mapping[str, str]]) -> ObjectiveDraft:
    key = node.get("id", "")
    text = {language: found[key] for language, found in words.items() if found.get(key)}
    return ObjectiveDraft(key, node.get("competency", ""), node.get("level", "N1"), node.get("verb", ""), text)


def take_draft(payload: Mapping[str, Any], source: Language) -> LessonDraft:
    """Give the draft that a form holds. Raises InvalidPayloadError."""
    form = take_form(payload)
    html = {language: text for language, text in take_texts(form, "html", longest=_LONGEST_TEXT).items() if not is_blank(text)}
    objectives = tuple(_take_objective(group) for group in take_groups(form, "objectives"))
    titles, minutes = _lines(take_texts(form, "title", longest=300)), take_line(form, "minutes", longest=60)
    return LessonDraft(source, titles, take_states(form), html, objectives, minutes)


def _take_objective(group: Mapping[str, Any]) -> ObjectiveDraft:
    level = take_line(group, "level", longest=2) or "N1"
    if level not in LEVELS:
        raise InvalidPayloadError("level is unknown", field="level")
    text = {language: words for language, words in take_texts(group, "text", longest=2_000).items() if not is_blank(words)}
    return ObjectiveDraft(
        take_id(group, "o"), take_line(group, "competency", longest=60), level, take_line(group, "verb", longest=60), text
    )


def _lines(texts: Mapping[Language, str]) -> dict[Language, str]:
    return {language: _SPACES.sub(" ", text).strip() for language, text in texts.items()}
