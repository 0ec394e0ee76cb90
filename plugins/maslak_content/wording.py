"""The tool's own words in the language of the person who reads them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from maslak_content.findings import Finding
from maslak_domain.language import Language
from maslak_xblocks.catalogue import Catalogue, read_catalogue


@lru_cache(maxsize=3)
def load_words(language: Language) -> Catalogue:
    """Give the catalogue of a language; English is the source and has none."""
    if language == "en":
        return Catalogue()
    folder = files("maslak_content").joinpath("translations", language, "LC_MESSAGES")
    texts = [path.read_text("utf-8") for path in folder.iterdir() if path.name.endswith(".po")]
    return read_catalogue("\n\n".join(texts).splitlines())


def say(message: str, language: Language, params: Mapping[str, object] | None = None) -> str:
    """Translate a sentence and fill its ``{names}``."""
    text = load_words(language).texts.get(message, [message])[0]
    return text.format(**params) if params else text


def describe(finding: Finding, language: Language) -> tuple[str, str]:
    """Give what is wrong and what to do, in words."""
    return say(finding.message, language, finding.params), say(finding.advice, language, finding.params)
