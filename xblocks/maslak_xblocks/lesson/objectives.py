"""The objectives of a lesson without its text: what other editors offer, and what a school's room lists of a whole chapter."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from maslak_domain.language import Language, LocalizedText
from maslak_xblocks.olx import parse_source
from maslak_xblocks.variants import read_variants


@lru_cache(maxsize=512)
def list_objectives(source: str) -> Mapping[str, LocalizedText]:
    """Give what each objective of a lesson says in each language, by id; one without words is there all the same. Raises OLXError."""
    root = parse_source(source)
    found: dict[str, dict[Language, str]] = {node.get("id", ""): {} for node in root.findall("objective")}
    for language, variant in read_variants(root).items():
        for node in variant.findall("objective"):
            words, key = " ".join("".join(node.itertext()).split()), node.get("ref", "")
            if words and key in found:
                found[key][language] = words
    return MappingProxyType({key: words for key, words in found.items() if key})
