"""How far each language of a block is: written first, translated, read by somebody else, left behind by its source, or missing."""

from __future__ import annotations

from functools import lru_cache

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, parse_source
from maslak_xblocks.variants import is_stale, read_variants

# From what needs an author most to what needs one least.
_RANKS = ("missing", "stale", "translated", "reviewed", "source")


@lru_cache(maxsize=1024)
def read_language_states(source: str) -> dict[Language, str]:
    """Return the state of each language, the weakest of its parts; empty for a block that cannot be read."""
    root = parse_source(source)
    parents = {id(parent): parent for node in root.iter("variant") if (parent := node.getparent()) is not None}
    found: dict[Language, set[str]] = {language: set() for language in LANGUAGES}
    try:
        for parent in parents.values():
            for language, state in _read_states(parent).items():
                found[language].add(state)
    except OLXError:
        return {}
    return {language: min(states, key=_RANKS.index) for language, states in found.items() if states}


def _read_states(parent: Element) -> dict[Language, str]:
    variants = read_variants(parent)
    source = next(iter(variants.values()))
    states = {language: "stale" if is_stale(node, source) else node.get("status", "") for language, node in variants.items()}
    return {language: states.get(language, "missing") for language in LANGUAGES}
