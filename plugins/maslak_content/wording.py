"""The tool's own words in the language of the person who reads them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from maslak_content.errors import ContentError
from maslak_content.findings import Finding
from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.catalogue import Catalogue, read_catalogue

TRANSLATIONS: Final = Path(__file__).with_name("translations")
_FROM_LEFT, _FROM_FIRST, _END, _RIGHT_MARK = "\u2066", "\u2068", "\u2069", "\u200f"
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
# What a terminal gives no column of its own.
_WIDTHLESS: Final = frozenset({_FROM_LEFT, _FROM_FIRST, _END, _RIGHT_MARK})


def N_(message: str) -> str:
    """Mark a sentence that is translated where it is said, not where it stands."""
    return message


def choose_language(environment: Mapping[str, str]) -> Language:
    """Return the language in which a terminal wants to be spoken to; English for every one that the tool does not speak."""
    wanted = next((value for name in ("MASLAK_LANG", "LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")
    known = {str(language): language for language in LANGUAGES}
    return known.get(re.split(r"[_.@-]", wanted.lower())[0], "en")


@lru_cache(maxsize=3)
def load_words(language: Language) -> Catalogue:
    """Give the catalogue of a language; English is the source and has none."""
    if language == "en":
        return Catalogue()
    texts = [path.read_text("utf-8") for path in (TRANSLATIONS / language / "LC_MESSAGES").glob("*.po")]
    return read_catalogue("\n\n".join(texts).splitlines())


def say(message: str, language: Language, params: Mapping[str, object] | None = None) -> str:
    """Translate a sentence and fill its ``{names}``, each of which keeps its own direction inside an Arabic sentence."""
    texts = load_words(language).texts
    text = texts.get(message, [message])[0]
    # What blocks and rules say in English of their own comes as a `detail`, and is translated where the sentence is known.
    known = {name: texts[str(value)][0] if name == "detail" and str(value) in texts else value for name, value in (params or {}).items()}
    return text.format(**{name: isolate(value, language) for name, value in known.items()}) if params else text


# Sentences of the blocks' loader, of the release's own rules, and of the operating system about files.
DETAILS: Final = (
    N_("No such file or directory"),
    N_("Permission denied"),
    N_("Is a directory"),
    N_("Not a directory"),
    N_("File exists"),
    N_("No space left on device"),
    N_("Read-only file system"),
    N_("the block is too large"),
    N_("not well-formed XML"),
    N_("a document type is not allowed"),
    N_("an entity is not allowed"),
    N_("an object is expected"),
)


def isolate(value: object, language: Language) -> str:
    """Return a path, code or name so that it reads from its own side within an Arabic line, brackets and slashes included."""
    text = str(value)
    if language != "ar" or isinstance(value, int) or not text:
        return text
    return f"{_FROM_FIRST if _ARABIC.search(text) else _FROM_LEFT}{text}{_END}"


def align(cells: list[str], widths: list[int], language: Language) -> str:
    """Return a row of a table; a negative width puts the cell at the end of its column. An Arabic table begins on the right."""
    row = "  ".join(_pad(cell, width) for cell, width in zip(cells, widths, strict=True)).rstrip()
    return _RIGHT_MARK + row if language == "ar" else row


def _pad(cell: str, width: int) -> str:
    seen = sum(char not in _WIDTHLESS and not unicodedata.combining(char) for char in cell)
    space = " " * max(0, abs(width) - seen)
    return space + cell if width < 0 else cell + space


def describe(finding: Finding, language: Language) -> tuple[str, str]:
    """Give what is wrong and what to do, in words."""
    return say(finding.message, language, finding.params), say(finding.advice, language, finding.params)


def explain(error: ContentError, language: Language) -> str:
    """Say why a command was refused, after the file that is at fault where there is one, and what was found in it below."""
    said = say(error.message, language, error.params)
    path = getattr(error, "path", "")
    lines = [f"{isolate(path, language)}: {said}" if path else said]
    for finding in getattr(error, "findings", ()):
        place = isolate(f"{finding.file}:{finding.line or 1}: {finding.code}", language)
        lines.append(f"  {place}: {describe(finding, language)[0]}")
    return "\n".join(lines)
