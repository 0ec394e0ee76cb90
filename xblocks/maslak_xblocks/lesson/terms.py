"""The terms of a page: a link at each place, and below the text the list to which it leads.

Without JavaScript the link leads to the list. With it, the link is a button that opens the entry beside the term; the entry is
taken from the list, so nothing is fetched and nothing is sent twice.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from maslak_domain.language import LANGUAGES, Language, direction, pick
from maslak_xblocks.frame import LANGUAGE_NAMES, ui
from maslak_xblocks.lesson.glossary import MARKED, Term
from maslak_xblocks.markup import Attributes, Html, tag

if TYPE_CHECKING:
    from maslak_xblocks.lesson.block import LessonBlock


def link_terms(block: LessonBlock, html: Html, terms: Mapping[str, Term]) -> Html:
    """Make a link of each term that is known; everything else stays as it is."""
    if not terms:
        return html
    place = _place(block)

    def link(match: re.Match[str]) -> str:
        key = match["key"]
        if key not in terms:
            return match[0]
        address: Attributes = {"class": "mk-term", "href": f"#{place}-{key}", "data-term": key}
        return tag("dfn", {}, tag("a", address, Html(match["text"])))

    return Html(MARKED.sub(link, html))


def render_terms(block: LessonBlock, terms: Mapping[str, Term]) -> Html | None:
    """Give the list of the page's terms: name and definition in the language being read, and the name in the others."""
    if not terms:
        return None
    translate, place = block.translator, _place(block)
    entries = [_entry(term, block.language, f"{place}-{key}", key) for key, term in terms.items()]
    title = tag("h3", {"id": f"{place}-words", **ui(block)}, translate("Words of this page"))
    words = {"data-close": translate("Close"), "aria-labelledby": f"{place}-words"}
    return tag("section", {"class": "mk-glossary", "data-glossary": True, **words}, title, tag("dl", {}, *entries))


def describe_terms(terms: Mapping[str, Term], language: Language) -> list[Mapping[str, object]]:
    """Give the terms to a client that draws for itself."""
    return [{"key": key, "names": term.names, "definition": pick(term.definitions, language)[0]} for key, term in terms.items()]


def _entry(term: Term, language: Language, place: str, key: str) -> Html:
    name, own = pick(term.names, language)
    meaning, spoken = pick(term.definitions, language)
    others = [_say_in(each, term.names[each]) for each in LANGUAGES if each != own and each in term.names]
    return tag(
        "div",
        {"class": "mk-entry", "id": place, "data-entry": key},
        tag("dt", _in(own, language), name),
        tag("dd", _in(spoken, language), meaning),
        tag("dd", {"class": "mk-term-names"}, *others) if others else None,
    )


def _say_in(language: Language, name: str) -> Html:
    """Give the name in another language, after what that language calls itself."""
    spoken = {"lang": language, "dir": direction(language)}
    return tag("span", spoken, tag("span", {"class": "mk-term-language"}, LANGUAGE_NAMES[language]), " ", name)


def _in(language: Language, around: Language) -> Attributes:
    return {} if language == around else {"lang": language, "dir": direction(language)}


def _place(block: LessonBlock) -> str:
    """Give the beginning of the names of this block's entries: two lessons of one page may mark the same term."""
    return f"mk-term-{hashlib.sha256(block.usage.encode()).hexdigest()[:6]}"
