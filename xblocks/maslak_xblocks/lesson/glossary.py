"""What a lesson asks of its host's glossary: the terms that its text marks, in three languages.

A host answers under the name ``glossary`` (:func:`maslak_xblocks.host.find_room`). Where it has none, or does not know a term,
the term stays the plain text that it is. Only the terms that a text marks are asked for, and so only they are sent.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from maslak_domain.language import LocalizedText

# Sanitised text writes an element in one way only. What a link or a summary holds cannot be a link again.
MARKED: Final = re.compile(
    r"<(?P<closed>a|summary)\b.*?</(?P=closed)>"
    r'|<dfn\b[^>]*\bdata-term="(?P<key>[a-z0-9-]{1,64})"[^>]*>(?P<text>(?:(?!</?(?:dfn|a|summary)\b).)*)</dfn>',
    re.DOTALL,
)


@dataclass(frozen=True)
class Term:
    """A term of the course: what it is called in each language, and what it means there, as plain text."""

    names: LocalizedText
    definitions: LocalizedText


class GlossaryRoom(Protocol):
    """The glossary of the course in which the block stands."""

    def find(self, keys: Collection[str]) -> Mapping[str, Term]:
        """Give the terms that are known among those asked for."""
        ...

    def list_names(self) -> Mapping[str, LocalizedText]:
        """Give what every term is called, by key, for authors to choose from."""
        ...


def list_marked(html: str) -> tuple[str, ...]:
    """Give the keys of the terms that a sanitised text marks, each once, in reading order."""
    return tuple(dict.fromkeys(match["key"] for match in MARKED.finditer(html) if match["key"]))
