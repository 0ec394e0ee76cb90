"""A logbook block while it is being edited: what the editor shows, and what its form sends back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.logbook.document import PURPOSES, SHOWS, Purpose, Show
from maslak_xblocks.olx import Element, inner_html
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.studio_form import take_form, take_groups, take_id, take_line, take_states, take_texts
from maslak_xblocks.variants import is_stale, read_variants
from maslak_xblocks.written import is_blank

NOT_TEXT: Final = frozenset({"prompt"})
# Narrow and unbreakable spaces are part of French text.
_SPACES: Final = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True)
class PromptDraft:
    """One guiding question with its words in each language."""

    id: str
    purpose: Purpose
    text: Mapping[Language, str]


@dataclass(frozen=True)
class LogbookDraft:
    """A logbook block as its form holds it; a language in which nothing is written is absent from the mappings."""

    source: Language
    show: Show
    competencies: tuple[str, ...]  # as the form has them: one may be blank or there twice
    title: Mapping[Language, str]
    state: Mapping[Language, str]
    html: Mapping[Language, str]
    prompts: tuple[PromptDraft, ...]

    @property
    def languages(self) -> tuple[Language, ...]:
        """Give the languages in which something is written, and the source."""
        return tuple(each for each in LANGUAGES if each == self.source or self.title.get(each) or self.html.get(each))

    def mended(self) -> LogbookDraft:
        """Give the draft with what is still missing filled in, so that it can be looked at while it is written."""
        titles = {language: self.title.get(language) or "…" for language in self.languages}
        unique = {each.id: each for each in self.prompts}
        return replace(self, title=titles, prompts=tuple(unique.values()))


def read_draft(root: Element) -> LogbookDraft:
    """Give the draft of a logbook's element."""
    variants = read_variants(root)
    source = next(iter(variants))
    return LogbookDraft(
        source=source,
        show=cast(Show, root.get("show", "current")),
        competencies=tuple(root.get("competencies", "").split()),
        title={language: node.get("title", "") for language, node in variants.items()},
        state={
            language: "stale" if is_stale(node, variants[source]) else node.get("status", "")
            for language, node in variants.items()
            if language != source
        },
        html={language: html for language, node in variants.items() if not is_blank(html := sanitise(inner_html(node, NOT_TEXT)))},
        prompts=tuple(_read_prompts(variants)),
    )


def take_draft(payload: Mapping[str, Any], source: Language) -> LogbookDraft:
    """Give the draft that a form holds. Raises InvalidPayloadError."""
    form = take_form(payload)
    show = take_line(form, "show", longest=10)
    if show not in SHOWS:
        raise InvalidPayloadError("show must be current or all", field="show")
    return LogbookDraft(
        source=source,
        show=cast(Show, show),
        competencies=tuple(take_line(each, "competency", longest=64) for each in take_groups(form, "competencies")),
        title={language: _SPACES.sub(" ", text).strip() for language, text in take_texts(form, "title", longest=300).items()},
        state=take_states(form),
        html={language: text for language, text in take_texts(form, "html").items() if not is_blank(text)},
        prompts=tuple(_take_prompt(group) for group in take_groups(form, "prompts")),
    )


def _read_prompts(variants: Mapping[Language, Element]) -> list[PromptDraft]:
    """Give the questions by their id, in the source's order; a purpose is that of the first language that names it."""
    found: dict[str, PromptDraft] = {}
    for language, node in variants.items():
        for child in node.findall("prompt"):
            key, words = child.get("id", ""), sanitise(inner_html(child))
            known = found.get(key) or PromptDraft(key, cast(Purpose, child.get("for", "entry")), {})
            found[key] = replace(known, text={**known.text, language: words})
    return list(found.values())


def _take_prompt(group: Mapping[str, Any]) -> PromptDraft:
    purpose = take_line(group, "purpose", longest=10) or "entry"
    if purpose not in PURPOSES:
        raise InvalidPayloadError("a question is for an entry or for the synthesis", field="purpose")
    text = {language: words for language, words in take_texts(group, "text", longest=2_000).items() if not is_blank(words)}
    return PromptDraft(take_id(group, "p"), cast(Purpose, purpose), text)
