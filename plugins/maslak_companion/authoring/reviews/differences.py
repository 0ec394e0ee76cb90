"""What changed between two texts of a block, as a person reads it: words language by language, then what marks and rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from lxml import etree

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.olx import Element, parse_source

Kind = Literal["same", "added", "removed"]
_INLINE: Final = frozenset(
    ("a", "abbr", "b", "bdi", "br", "cite", "code", "del", "dfn", "em", "i", "img", "ins", "kbd", "mark", "q", "s", "samp", "small")
    + ("span", "strong", "sub", "sup", "u", "var")
)
_BREAKING: Final = re.compile(r"[ \t\r\n]+")
_NAMING: Final = ("id", "option", "for", "key", "lang", "item")
# What the editors keep beside a translation for themselves, and what is shown among the words already.
_UNSEEN: Final = frozenset({"basis", "title", "lang", "alt"})


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One rule of a block, before and after; "" where it was or is not there."""

    place: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that came: its name among the files of the course, and what it says to those who do not see it."""

    name: str
    alt: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs. `texts` holds the changed paragraphs of each language that has any."""

    texts: dict[Language, list[Sequence[Piece]]]
    settings: list[Setting]
    is_form_only: bool
    pictures: tuple[Picture, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs at all."""
        return not (self.texts or self.settings or self.is_form_only)


def compare(before: str, after: str) -> Difference:
    """Compare two texts of one block. Raises OLXError when one cannot be read."""
    if before == after:
        return Difference({}, [], False)
    old, new = parse_source(before), parse_source(after)
    texts = {language: changed for language in LANGUAGES if (changed := _compare_lines(_lines(old, language), _lines(new, language)))}
    settings = _compare_settings(_settings(old), _settings(new))
    return Difference(texts, settings, is_form_only=not texts and not settings, pictures=_find_new_pictures(old, new))


def _find_new_pictures(before: Element, after: Element) -> tuple[Picture, ...]:
    """Give each picture once, with the first words that some language has for it."""
    known, found = _pictures(before), _pictures(after)
    return tuple(Picture(name, next(filter(None, words), "")) for name, words in found.items() if name not in known)


def _pictures(root: Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in root.iter("img"):
        if name := node.get("src", "").partition("static/")[2]:
            found.setdefault(name, []).append(node.get("alt", ""))
    return found


def _compare_lines(before: list[str], after: list[str]) -> list[Sequence[Piece]]:
    changed: list[Sequence[Piece]] = []
    for name, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if name == "equal":
            continue
        paired = min(i2 - i1, j2 - j1)
        changed += [_compare_words(before[i1 + at], after[j1 + at]) for at in range(paired)]
        changed += [(Piece("removed", line),) for line in before[i1 + paired : i2]]
        changed += [(Piece("added", line),) for line in after[j1 + paired : j2]]
    return changed


def _compare_words(before: str, after: str) -> Sequence[Piece]:
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    for name, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if name == "equal":
            pieces.append(Piece("same", " ".join(old[i1:i2])))
            continue
        pieces += [Piece("removed", " ".join(old[i1:i2]))] if i2 > i1 else []
        pieces += [Piece("added", " ".join(new[j1:j2]))] if j2 > j1 else []
    return pieces


def _lines(root: Element, language: Language) -> list[str]:
    """Give what a reader of a language meets, a paragraph a line, titles included."""
    found: list[str] = []
    for node in root.iter(etree.Element):
        if node.get("lang") == language and not any(above.get("lang") for above in node.iterancestors()):
            found += [title] if (title := node.get("title")) else []
            found += _paragraphs(node)
    return found


def _paragraphs(node: Element) -> list[str]:
    lines: list[str] = [""]
    for text, breaks in _walk(node):
        if breaks:
            lines.append("")
        lines[-1] += text
    return [squeezed for line in lines if (squeezed := " ".join(_words(line)))]


def _words(text: str) -> list[str]:
    """Split at spaces that may break a line: narrow and unbreakable ones are part of French words and their marks."""
    return [word for word in _BREAKING.split(text) if word.strip()]


def _walk(node: Element) -> Iterator[tuple[str, bool]]:
    if not isinstance(node.tag, str):
        return
    breaks = node.tag not in _INLINE
    yield (node.get("alt", "") + (node.text or ""), breaks)
    for child in node:
        yield from _walk(child)
        yield (child.tail or "", isinstance(child.tag, str) and child.tag not in _INLINE)


def _settings(root: Element) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for node in root.iter(etree.Element):
        place = " › ".join(_name(each) for each in (*reversed(list(node.iterancestors())), node) if each is not root) or _name(root)
        found += [(f"{place} · {name}", value) for name, value in sorted(node.attrib.items()) if name not in _UNSEEN]
        names = [child.get("id", "") for child in node if isinstance(child.tag, str)]
        found += [(f"{place} · 1, 2, 3…", " ".join(filter(None, names)))] if sum(map(bool, names)) > 1 else []
        in_language = any(each.get("lang") for each in (node, *node.iterancestors()))
        found += [(place, text)] if not in_language and (text := " ".join((node.text or "").split())) else []
    return found


def _name(node: Element) -> str:
    """Name an element by its tag and by what its author calls it."""
    named = next((value for name in _NAMING if (value := node.get(name))), "")
    return f"{node.tag!s} {named}".strip()


def _compare_settings(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> list[Setting]:
    changed: list[Setting] = []
    for name, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if name != "equal":
            changed += _pair(before[i1:i2], after[j1:j2])
    return changed


def _pair(before: list[tuple[str, str]], after: list[tuple[str, str]]) -> list[Setting]:
    """Put what a place said and says side by side."""
    left = list(after)
    pairs: list[Setting] = []
    for place, value in before:
        match = next((each for each in left if each[0] == place), None)
        if match is not None:
            left.remove(match)
        pairs.append(Setting(place, value, match[1] if match else ""))
    return pairs + [Setting(place, "", value) for place, value in left]
