"""Moodle's own XML. Format: docs.moodle.org, "Moodle XML format"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Final

from maslak_domain.language import Language
from maslak_xblocks.checkpoint.editing.item_draft import tidy_number
from maslak_xblocks.checkpoint.imports.result import Answer, Imported, make_choice, make_matching, make_number, make_text
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, parse_source, plain_text

_TRUE: Final[dict[Language, tuple[str, str]]] = {"ar": ("صحيح", "خطأ"), "fr": ("Vrai", "Faux"), "en": ("True", "False")}


def read_moodle_xml(raw: bytes, language: Language) -> Imported:
    """Read an export of a question bank whose texts are in one language."""
    found = Imported()
    try:
        root = parse_source(raw)
    except OLXError as error:
        found.note("not_xml", error.line or 1, error.detail)
        return found
    for node in root.iter("question"):
        kind, line = node.get("type", ""), node.sourceline or 0
        if kind == "category":
            found.note("category", line, node.findtext("category/text") or "")
        elif kind not in _READERS:
            found.note("kind", line, f"{kind}: {node.findtext('name/text') or ''}")
        else:
            _READERS[kind](node, _html(node.find("questiontext")), language, found)
            if node.find(".//file") is not None:
                found.note("file", line, ", ".join(each.get("name", "?") for each in node.iter("file")))
            if plain_text(_html(node.find("generalfeedback"))):
                found.note("general_feedback", line, plain_text(_html(node.find("generalfeedback"))))
    if not found.items and not found.problems:
        found.note("empty", 1)
    return found


def _html(node: Element | None) -> str:
    if node is None:
        return ""
    text = node.findtext("text") or ""
    is_html = node.get("format", "html") in ("html", "moodle_auto_format")
    return text.strip() if is_html else escape(text.strip(), quote=False).replace("\n", "<br>")


def _answers(node: Element) -> list[Answer]:
    return [Answer(_html(each), _fraction(each), _html(each.find("feedback"))) for each in node.findall("answer")]


def _fraction(node: Element) -> float:
    try:
        return float(node.get("fraction", "0"))
    except ValueError:
        return 0.0


def _read_choice(node: Element, stem: str, language: Language, found: Imported) -> None:
    answers = _answers(node)
    if any(answer.fraction not in (0, 100) for answer in answers):
        found.note("weights", node.sourceline or 0, plain_text(stem))
    found.add(make_choice(stem, answers, language, single=(node.findtext("single") or "true").strip() in ("true", "1")), node.sourceline)


def _read_boolean(node: Element, stem: str, language: Language, found: Imported) -> None:
    given = {(each.findtext("text") or "").strip().lower(): each for each in node.findall("answer")}
    answers = [
        Answer(name, _fraction(given[key]) if key in given else 0, _html(given[key].find("feedback")) if key in given else "")
        for key, name in zip(("true", "false"), _TRUE[language], strict=True)
    ]
    found.add(make_choice(stem, answers, language, single=True), node.sourceline)


def _read_number(node: Element, stem: str, language: Language, found: Imported) -> None:
    right = [each for each in node.findall("answer") if _fraction(each) >= 100]
    if not right:
        found.note("number", node.sourceline or 0, plain_text(stem))
        return
    if len(node.findall("answer")) > 1:
        found.note("more_numbers", node.sourceline or 0, plain_text(stem))
    value, tolerance = tidy_number(right[0].findtext("text") or ""), tidy_number(right[0].findtext("tolerance") or "0")
    found.add(make_number(stem, value, tolerance or "0", language, {"right": _html(right[0].find("feedback"))}), node.sourceline)


def _read_text(node: Element, stem: str, language: Language, found: Imported) -> None:
    right = [each for each in node.findall("answer") if _fraction(each) >= 100]
    if len(right) < len(node.findall("answer")):
        found.note("weights", node.sourceline or 0, plain_text(stem))
    words = [text for each in right if (text := " ".join((each.findtext("text") or "").split()))]
    found.add(make_text(stem, words, language, _html(right[0].find("feedback")) if right else ""), node.sourceline)


def _read_matching(node: Element, stem: str, language: Language, found: Imported) -> None:
    pairs = [(_html(each), escape((each.findtext("answer/text") or "").strip(), quote=False)) for each in node.findall("subquestion")]
    found.add(make_matching(stem, [pair for pair in pairs if pair[1]], language), node.sourceline)


_READERS: Final[Mapping[str, Callable[[Element, str, Language, Imported], None]]] = {
    "multichoice": _read_choice,
    "truefalse": _read_boolean,
    "numerical": _read_number,
    "shortanswer": _read_text,
    "matching": _read_matching,
}
