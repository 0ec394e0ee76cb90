"""A passport block while it is being edited: what the editor shows, and what its form sends back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.olx import Element, inner_html
from maslak_xblocks.passport.document import SHOWS, Show
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.studio_form import LONGEST_LINE, take_form, take_line, take_states, take_texts, take_tick
from maslak_xblocks.variants import is_stale, read_variants
from maslak_xblocks.written import is_blank

# The framework's domains, in its order. What else an author wrote by hand is kept.
DOMAINS: Final = ("TC", "CYB", "DAT", "AIA", "CLD", "DVO", "TST")


@dataclass(frozen=True)
class PassportDraft:
    """A passport block as its form holds it; a language in which nothing is written is absent from the mappings."""

    source: Language
    show: Show
    domains: tuple[str, ...]
    title: Mapping[Language, str]
    state: Mapping[Language, str]
    html: Mapping[Language, str]

    @property
    def languages(self) -> tuple[Language, ...]:
        """Give the languages in which something is written, and the source."""
        return tuple(each for each in LANGUAGES if each == self.source or self.title.get(each) or self.html.get(each))

    def mended(self) -> PassportDraft:
        """Give the draft with what is still missing filled in, so that it can be looked at while it is written."""
        titles = {language: self.title.get(language) or "…" for language in self.languages}
        return replace(self, title=titles, show=self.show if self.domains else "all")


def read_draft(root: Element) -> PassportDraft:
    """Give the draft of a passport's element."""
    variants = read_variants(root)
    source = next(iter(variants))
    return PassportDraft(
        source=source,
        show=cast(Show, root.get("show", "all")),
        domains=tuple(each for each in DOMAINS if each in root.get("domains", "").split()),
        title={language: node.get("title", "") for language, node in variants.items()},
        state={
            language: "stale" if is_stale(node, variants[source]) else node.get("status", "")
            for language, node in variants.items()
            if language != source
        },
        html={language: html for language, node in variants.items() if not is_blank(html := sanitise(inner_html(node)))},
    )


def take_draft(payload: Mapping[str, Any], source: Language) -> PassportDraft:
    """Give the draft that a form holds. Raises InvalidPayloadError."""
    form = take_form(payload)
    show = take_line(form, "show", longest=10)
    if show not in SHOWS:
        raise InvalidPayloadError("show must be all or course", field="show")
    return PassportDraft(
        source=source,
        show=cast(Show, show),
        domains=tuple(each for each in DOMAINS if take_tick(form, f"domain_{each}")),
        title=take_texts(form, "title", longest=LONGEST_LINE),
        state=take_states(form),
        html={language: text for language, text in take_texts(form, "html").items() if not is_blank(text)},
    )
