"""The glossary of a course release: what its terms are called and mean, in three languages."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from lxml import etree

from maslak_companion.classroom.courses.olx import parse_olx
from maslak_domain.language import LANGUAGES, Language, LocalizedText
from maslak_xblocks.lesson.glossary import Term

GLOSSARY_FILE: Final = "glossary.xml"
_KEY: Final = re.compile(r"[a-z0-9-]{1,64}")


class ClassroomGlossaryRoom:
    """Answers `maslak_xblocks.lesson.glossary.GlossaryRoom` from the release that is being read."""

    def __init__(self, terms: Mapping[str, Term]) -> None:
        self._terms = terms

    def find(self, keys: Collection[str]) -> Mapping[str, Term]:
        """Return the terms that are known among those asked for."""
        return {key: self._terms[key] for key in keys if key in self._terms}

    def list_names(self) -> Mapping[str, LocalizedText]:
        """Return what every term is called."""
        return {key: term.names for key, term in self._terms.items()}


def read_glossary(files: Mapping[str, bytes]) -> Mapping[str, Term]:
    """Read `glossary.xml`: key → term; raises `CourseRefusedError` when the file cannot be read.

    An entry without a name or a meaning is left out: its term then stays plain text, as one that nobody has written yet.
    """
    if GLOSSARY_FILE not in files:
        return MappingProxyType({})
    found: dict[str, Term] = {}
    for node in parse_olx(files[GLOSSARY_FILE], GLOSSARY_FILE).iterchildren("term"):
        key, names, definitions = node.get("key", ""), _texts(node, "text"), _texts(node, "definition")
        if _KEY.fullmatch(key) and names and definitions:
            found.setdefault(key, Term(names, definitions))
    return MappingProxyType(found)


def _texts(node: etree._Element, name: str) -> LocalizedText:
    texts: dict[Language, str] = {}
    for child in node.iterchildren(name):
        language, text = child.get("lang", ""), " ".join("".join(child.itertext()).split())
        if language in LANGUAGES and text:
            texts.setdefault(language, text)
    return texts
