"""Putting changed titles into the file that holds those of the whole course: every byte around them stays as it was."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from maslak_companion.authoring.editions.spans import find_span
from maslak_companion.authoring.titles.texts import FILE, parse_titles
from maslak_companion.classroom.courses.olx import parse_olx, read_titles
from maslak_domain.language import LANGUAGES

_EMPTY = b"<titles>\n</titles>\n"
_END = b"</titles>"


def replace_titles(files: Mapping[str, bytes], source: str) -> dict[str, bytes]:
    """Return the files with the titles of a text in them; a title that says the same keeps its bytes."""
    known, data = read_titles(files), files.get(FILE, _EMPTY)
    for name, words in parse_titles(source).items():
        if known.get(name) != words:
            data = _write(data, name, words)
    return {**files, FILE: data}


def _write(data: bytes, name: str, words: Mapping[str, str]) -> bytes:
    if span := find_span(data, "title", "for", name):
        start, end = span
        return data[:start] + _retitle(parse_olx(data[start:end], FILE), words) + data[end:]
    before, end_tag, after = (data if _END in data else _EMPTY).rpartition(_END)
    return before + b"  " + _retitle(etree.Element("title", {"for": name}), words) + b"\n" + end_tag + after


def _retitle(title: etree._Element, words: Mapping[str, str]) -> bytes:
    """Write the words of one title; whatever else its authors put there stays."""
    texts = {text.get("lang", ""): text for text in title.iterchildren("text")}
    for language in LANGUAGES:
        if text := words.get(language):
            node = texts[language] if language in texts else etree.SubElement(title, "text", lang=language)
            node.text = text
        elif language in texts:
            title.remove(texts[language])
    etree.indent(title, "  ", level=1)
    return etree.tostring(title, encoding="utf-8", with_tail=False)
