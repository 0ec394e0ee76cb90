"""The blocks' own words in three languages, read from the catalogues inside the package: one for what all share, one for each block.

The runtime's i18n service is asked first, so that a school can override a word. Where it gives nothing (a bare runtime, the
workbench, a platform without our domain), the package's ``.po`` file answers: read directly, so that a source checkout and a
wheel behave alike.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import c2py
from pathlib import Path
from typing import Any

from maslak_domain.language import Language

_LINE = re.compile(r'(msgctxt|msgid|msgid_plural|msgstr|msgstr\[(\d)\])?\s*(".*")\s*$')


@dataclass
class Catalogue:
    """One language's messages: a text for each id, or the list of its plural forms."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    plural: Callable[[int], int] = field(default=lambda n: int(n != 1))


def read_catalogue(lines: list[str]) -> Catalogue:
    """Read the lines of a ``.po`` file. Entries marked fuzzy are left out."""
    catalogue, current, fuzzy = Catalogue(), "", False
    entry: dict[str, str] = {}
    for line in [*lines, ""]:
        if line.startswith("#, ") and "fuzzy" in line:
            fuzzy = True
        match = _LINE.match(line)
        if match:
            current = match[1] or current
            # Most lines are words alone, with nothing that only Python can read.
            said = match[3][1:-1]
            entry[current] = entry.get(current, "") + (ast.literal_eval(match[3]) if "\\" in said or '"' in said else said)
        elif not line.strip() and entry:
            _keep(catalogue, entry, fuzzy)
            entry, fuzzy = {}, False
    return catalogue


def _keep(catalogue: Catalogue, entry: dict[str, str], fuzzy: bool) -> None:
    forms = [text for key, text in sorted(entry.items()) if key.startswith("msgstr")]
    if entry.get("msgid"):
        if all(forms) and not fuzzy:
            catalogue.texts[entry["msgid"]] = forms
    elif rule := re.search(r"plural=([^;\\]+);", forms[0]):
        catalogue.plural = c2py(rule[1])


@lru_cache(maxsize=8)
def load_catalogue(language: Language) -> Catalogue:
    """Give the catalogue of a language: the words that all blocks share, then those of each block."""
    root = Path(__file__).parent
    whole = Catalogue()
    for room in (root, *sorted((child for child in root.iterdir() if child.is_dir()), key=lambda child: child.name)):
        path = room.joinpath("translations", language, "LC_MESSAGES", "text.po")
        if path.is_file():
            found = read_catalogue(path.read_text("utf-8").splitlines())
            whole.texts.update(found.texts)
            whole.plural = found.plural
    return whole


class Translator:
    """Turns English source texts into the language of the interface."""

    def __init__(self, language: Language, service: Any = None) -> None:
        self.language = language
        # Some services look the method up in another object each time, and a page asks for some hundred words.
        self._ask = service.gettext if service else None
        self._catalogue = load_catalogue(language)

    def __call__(self, message: str, **values: object) -> str:
        """Translate a text and fill its ``{names}``."""
        text = self._ask(message) if self._ask else message
        if text == message:
            text = self._catalogue.texts.get(message, [message])[0]
        return text.format(**values) if values else text

    def count(self, singular: str, plural: str, number: int, **values: object) -> str:
        """Translate a text with a number, in the plural form that the language wants."""
        forms = self._catalogue.texts.get(singular)
        text = forms[self._catalogue.plural(number)] if forms else (singular if number == 1 else plural)
        return text.format(number=number, **values)
