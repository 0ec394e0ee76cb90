"""What a passport's OLX means: which part of the map it shows, and one introduction for each language."""

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

Show = Literal["all", "course"]
SHOWS: Final[tuple[Show, ...]] = ("all", "course")
_DOMAIN: Final = re.compile(r"[A-Z]{2,4}")


@dataclass(frozen=True)
class PassportText:
    """One language of the block: a title and an introduction."""

    title: str
    html: Html
    plain: str


@dataclass(frozen=True)
class PassportDocument:
    """A passport in a course. ``domains`` narrows the map where ``show`` is ``course``."""

    show: Show
    domains: tuple[str, ...]
    variants: Mapping[Language, Variant[PassportText]]
    source: Language

    @property
    def competency(self) -> str:
        """What gives the block its hue: the domain, where it shows one alone."""
        return f"MA-NUM.{self.domains[0]}.01" if self.show == "course" and len(self.domains) == 1 else ""

    @property
    def shown_domains(self) -> tuple[str, ...]:
        """The domains of the map; none means all of them."""
        return self.domains if self.show == "course" else ()

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
def load_passport(source: str) -> PassportDocument:
    """Read a passport's source text. Raises OLXError."""
    return read_passport(parse_source(source))


def read_passport(node: Element) -> PassportDocument:
    """Read a passport's element. Raises OLXError."""
    show, domains = node.get("show", "all"), tuple(dict.fromkeys(node.get("domains", "").split()))
    if show not in SHOWS:
        raise OLXError(f'show="{show}" is not one of {", ".join(SHOWS)}', line_of(node))
    for domain in domains:
        if not _DOMAIN.fullmatch(domain):
            raise OLXError(f'"{domain}" is not the key of a domain, such as TC or CYB', line_of(node))
    if show == "course" and not domains:
        raise OLXError('show="course" needs the attribute domains', line_of(node))
    elements = read_variants(node)
    source = next(iter(elements))
    variants = {
        language: Variant(language, cast(Status, element.get("status")), is_stale(element, elements[source]), _read_text(element, language))
        for language, element in elements.items()
    }
    return PassportDocument(cast(Show, show), domains, variants, source)


def _read_text(node: Element, language: Language) -> PassportText:
    html = sanitise(inner_html(node))
    return PassportText(require(node, "title"), dress(html, language), plain_text(html))
