"""Fitting a course to what Studio can read: titles in one language, and Maslak's blocks inline in their page.

Every change is a piece of text put in place of another and is kept beside the result, so that the import can take it back
and the tree comes out as it went in, byte for byte. Nothing is parsed or decoded here but the catalogue of titles: whether the files
are well-formed text is found out by who reads the course, meanwhile.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from maslak_domain.language import LANGUAGES, Language, LocalizedText, pick
from maslak_xblocks.olx import Element, escape_text

Titles: TypeAlias = Mapping[str, LocalizedText]
# From where to where, and what stands there in Studio.
_Span: TypeAlias = "tuple[int, int, bytes]"

_CONTAINERS: Final = frozenset({"course", "chapter", "sequential", "vertical"})
_ATTRIBUTES: Final = rb"""(?=[\s/>])(?:[^>"']|"[^"]*"|'[^']*')*>"""
# Comments and CDATA are matched first, so that a tag inside them is never taken for one.
_SKIPPED: Final = rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>"
CONTAINER_START: Final = re.compile(_SKIPPED + rb"|<(course|chapter|sequential|vertical)" + _ATTRIBUTES, re.DOTALL)
_POINTER: Final = re.compile(_SKIPPED + rb"|<(maslak_[a-z_]+)(?=\s)(?:[^>\"'/]|\"[^\"]*\"|'[^']*')*(?:/>|></\1>)", re.DOTALL)
_ANY_START: Final = re.compile(_SKIPPED + rb"|<(\w+)" + _ATTRIBUTES, re.DOTALL)
DISPLAY_NAME: Final = re.compile(rb"""(\sdisplay_name\s*=\s*)("[^"]*"|'[^']*')""")
_LANGUAGE: Final = re.compile(rb"""(\slanguage\s*=\s*)("[^"]*"|'[^']*')""")
# Unbreakable spaces are part of a French title.
_SPACES: Final = re.compile(r"[ \t\r\n]+")
_URL_NAME: Final = re.compile(rb"""\surl_name\s*=\s*["']([^"']*)["']""")


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to a file: the first place that reads `before` then reads `after`."""

    path: str
    before: str
    after: str

    def apply(self, data: bytes) -> bytes:
        """Return the file with the change made."""
        return data.replace(self.before.encode(), self.after.encode(), 1)

    def revert(self, data: bytes) -> bytes:
        """Return the file with the change taken back."""
        return data.replace(self.after.encode(), self.before.encode(), 1)


def read_titles(root: Element) -> Titles:
    """Return the catalogue of titles by `url_name` from the root of `titles.xml`."""
    return {node.get("for", ""): _read_texts(node) for node in root.iterchildren("title")}


def is_edited(name: str) -> bool:
    """Say whether a file of a course may read otherwise in Studio."""
    folder, _, rest = name.partition("/")
    if name.endswith(".xml"):
        return folder in _CONTAINERS or folder.startswith("maslak_")
    return folder == "policies" and rest.rpartition("/")[2] == "policy.json"


def list_edits(texts: Mapping[str, bytes], titles: Titles, run: str, language: Language) -> list[Edit]:
    """Return the changes that make a course speak one language in Studio; `texts` holds the files for which `is_edited` says yes.

    Raises UnicodeDecodeError where one of them is not UTF-8.
    """
    edits: list[Edit] = []
    # Hardly any course keeps blocks in files of their own, and then no page need be searched for pointers to them.
    has_files = any(name.startswith("maslak_") for name in texts)
    for name, text in texts.items():
        folder = name.split("/", 1)[0]
        spans: list[_Span] = []
        if folder in _CONTAINERS:
            spans += _retitle(name, text, titles, run, language)
        if has_files and folder in {"sequential", "vertical"}:
            spans += _inline(text, texts)
        if spans:
            edits += _as_edits(name, text, sorted(spans))
    return edits + _change_policy(texts, titles, run, language)


def _as_edits(name: str, text: bytes, spans: list[_Span]) -> list[Edit]:
    """Write places as text; a file in which the same text stands elsewhere too is kept whole, so that nothing is mistaken."""
    edits = [Edit(name, text[start:end].decode(), new.decode()) for start, end, new in spans]
    wanted, at = b"", 0
    for start, end, new in spans:
        wanted += text[at:start] + new
        at = end
    wanted += text[at:]
    there, back = text, wanted
    for edit in edits:
        there = edit.apply(there)
    for edit in reversed(edits):
        back = edit.revert(back)
    return edits if (there, back) == (wanted, text) else [Edit(name, text.decode(), wanted.decode())]


def _retitle(name: str, text: bytes, titles: Titles, run: str, language: Language) -> Iterator[_Span]:
    root = name.rpartition("/")[2].removesuffix(".xml")
    for match in CONTAINER_START.finditer(text):
        start = match[0]
        if match[1] is None:
            continue
        named = root or _name_in(start)
        # A pointer that gets any attribute more is no pointer any longer for Studio.
        if root or DISPLAY_NAME.search(start):
            changed = _with_title(start, titles.get(named, {}), language)
            if match[1] == b"course" and named == run:
                changed = _with_attribute(changed, _LANGUAGE, b"language", language)
            if changed != start:
                yield match.start(), match.end(), changed
        root = ""
        if match[1] == b"vertical" and name.startswith("vertical/"):
            # Blocks follow, and no part with a title of its own.
            return


def _with_title(start: bytes, title: LocalizedText, language: Language) -> bytes:
    return _with_attribute(start, DISPLAY_NAME, b"display_name", pick(title, language)[0]) if title else start


def _inline(text: bytes, texts: Mapping[str, bytes]) -> Iterator[_Span]:
    """Studio imports a pointer to one of our blocks as an empty block."""
    for match in _POINTER.finditer(text):
        body = texts.get(f"{match[1].decode()}/{_name_in(match[0])}.xml") if match[1] else None
        if body is not None:
            yield match.start(), match.end(), _with_name(body, _name_in(match[0]))


def _with_name(body: bytes, url_name: str) -> bytes:
    alone = re.sub(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>\s*", b"", body).strip()
    start = next(match for match in _ANY_START.finditer(alone) if match[1])
    return alone if _URL_NAME.search(start[0]) else alone[: start.end(1)] + f' url_name="{url_name}"'.encode() + alone[start.end(1) :]


def _change_policy(texts: Mapping[str, bytes], titles: Titles, run: str, language: Language) -> list[Edit]:
    path, key = f"policies/{run}/policy.json", f"course/{run}"
    try:
        document = json.loads(texts.get(path, b"{}"))
    except ValueError:
        return []
    own = document.get(key) if isinstance(document, dict) else None
    if not isinstance(own, dict):
        return []
    title = titles.get(run)
    changed = own | {"language": language} | ({"display_name": pick(title, language)[0]} if title else {})
    text = json.dumps(document | {key: changed}, ensure_ascii=False, indent=2) + "\n"
    return [Edit(path, texts[path].decode(), text)] if changed != own else []


def _read_texts(node: Element) -> LocalizedText:
    nodes = node.iterchildren("text")
    texts = {each.get("lang", ""): ("".join(each.itertext()) if len(each) else each.text or "").strip() for each in nodes}
    return {language: texts[language] for language in LANGUAGES if texts.get(language)}


def _name_in(start: bytes) -> str:
    found = _URL_NAME.search(start)
    return found[1].decode() if found else ""


def _with_attribute(start: bytes, pattern: re.Pattern[bytes], name: bytes, value: str) -> bytes:
    words = escape_text(_SPACES.sub(" ", value)).replace('"', "&quot;")
    literal = f'"{words}"'.encode()
    if b" %b=%b" % (name, literal) in start:
        return start
    if pattern.search(start):
        return pattern.sub(lambda match: match[1] + literal, start, count=1)
    return re.sub(rb"(?=[\s/>])", lambda _: b" " + name + b"=" + literal, start, count=1)
