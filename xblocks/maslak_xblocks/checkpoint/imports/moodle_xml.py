"""Moodle's own XML. Format: docs.moodle.org, "Moodle XML format"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from html import escape
from typing import Final

from maslak_domain.language import Language
from maslak_xblocks.checkpoint.editing.item_draft import ItemDraft
from maslak_xblocks.checkpoint.imports.gift import TRUE, read_gap
from maslak_xblocks.checkpoint.imports.given import Given, read_number
from maslak_xblocks.checkpoint.imports.keeping import Place, judge_choice, judge_number, judge_words, keep, read_plain
from maslak_xblocks.checkpoint.imports.markup import list_losses, to_html
from maslak_xblocks.checkpoint.imports.pictures import take_named
from maslak_xblocks.checkpoint.imports.result import Answer, Imported, make_choice, make_matching, make_ordering
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, inner_html, parse_source

_FORMS: Final = {"html": "html", "plain_text": "plain", "markdown": "markdown"}
_WHOLE: Final = {"correctfeedback": "right", "incorrectfeedback": "other"}
_COMBINED: Final = (*_WHOLE, "partiallycorrectfeedback")
# What Moodle writes there by itself, which a learner reads here in any case.
_USUAL: Final = re.compile(
    r"your answer is (partially )?(in)?correct\.?|(votre|la) réponse est (partiellement )?(in)?correcte\.?"
    r"|إجابتك (صحيحة( جزئيا)?|خاطئة|غير صحيحة)\.?",
    re.IGNORECASE,
)


def read_moodle_xml(raw: bytes, language: Language) -> Imported:
    """Read an export of a question bank whose texts are in one language."""
    found = Imported()
    try:
        root = parse_source(raw.lstrip())
    except OLXError as error:
        found.note("not_xml", error.line or 1, error.detail)
        return found
    for node in root.iter("question"):
        _read_question(node, Place(node.sourceline or 0, language, found))
    if not found.items and not found.problems:
        found.note("empty", 1)
    return found


def _read_question(node: Element, place: Place) -> None:
    kind = node.get("type", "")
    if kind == "category":
        place.note("category", node.findtext("category/text") or "")
        return
    take_named(node, place.found)
    stem = _html(node.find("questiontext"))
    if kind in ("description", "essay"):
        place.note(kind, read_plain(stem) or node.findtext("name/text") or "")
    elif kind not in _READERS:
        place.note("kind", f"{kind}: {node.findtext('name/text') or ''}")
    else:
        item = _READERS[kind](node, stem, place)
        keep(place, _add_whole(_add_points(item, node, place), node, place) if item else None, _html(node.find("generalfeedback")))
        for code, detail in _list_losses(node):
            place.note(code, detail)


def _add_points(item: ItemDraft, node: Element, place: Place) -> ItemDraft:
    """Give the question the points that it is worth, unless they are none."""
    written = node.findtext("defaultgrade") or node.findtext("defaultmark") or "1"
    points = read_number(written)
    if points is None or Decimal(points) <= 0:
        place.note("points", written.strip())
        return item
    return replace(item, points=f"{Decimal(points).normalize():f}")


def _add_whole(item: ItemDraft, node: Element, place: Place) -> ItemDraft:
    """Give the question what is said about a whole answer, where it has a place for that."""
    for name in _COMBINED:
        said = _html(node.find(name))
        if not read_plain(said) or _USUAL.fullmatch(read_plain(said)):
            continue
        if item.type in ("single", "multiple") or name not in _WHOLE:
            place.note("combined_feedback", read_plain(said))
        else:
            item = replace(item, whole={**item.whole, _WHOLE[name]: {place.language: said}})
    return item


def _list_losses(node: Element) -> Iterator[tuple[str, str]]:
    """Yield what of a question that was taken over has no place here."""
    files = ", ".join(dict.fromkeys(each.get("name") or "?" for each in node.iter("file")))
    if image := (node.findtext("image") or "").strip():
        files = ", ".join(filter(None, (files, image)))
    if files:
        yield "file", files
    losses = [
        loss for each in node.iter("questiontext", "answer", "subquestion", "feedback", "generalfeedback", *_COMBINED)
        for loss in list_losses(_raw(each), _FORMS.get(each.get("format", "html"), ""))
    ]  # fmt: skip
    yield from dict.fromkeys(losses)
    if hints := [said for each in node.findall("hint") if (said := read_plain(_html(each)))]:
        yield "hints", " · ".join(hints)


def _raw(node: Element) -> str:
    """Give what stands in an element's text, also where its author forgot to guard the tags inside."""
    text = node.find("text")
    if text is None:
        return node.text or "" if not len(node) else ""
    return inner_html(text) if len(text) else text.text or ""


def _html(node: Element | None) -> str:
    return "" if node is None else to_html(_raw(node), _FORMS.get(node.get("format", "html"), ""))


def _answers(node: Element) -> list[Answer]:
    return [Answer(_html(each), _fraction(each), _html(each.find("feedback"))) for each in node.findall("answer")]


def _fraction(node: Element) -> float:
    try:
        return float(node.get("fraction", "0").replace(",", "."))
    except ValueError:
        return 0.0


def _read_choice(node: Element, stem: str, place: Place) -> ItemDraft:
    single = (node.findtext("single") or "true").strip().lower() in ("true", "1", "yes")
    return judge_choice(place, stem, _answers(node), single=single)


def _read_all_or_nothing(node: Element, stem: str, place: Place) -> ItemDraft:
    return replace(make_choice(stem, _answers(node), place.language, single=False), partial=False)


def _read_boolean(node: Element, stem: str, place: Place) -> ItemDraft:
    given = {_raw(each).strip().lower(): each for each in node.findall("answer")}
    answers = [
        Answer(name, _fraction(given[key]) if key in given else 0, _html(given[key].find("feedback")) if key in given else "")
        for key, name in zip(("true", "false"), TRUE[place.language], strict=True)
    ]
    return make_choice(stem, answers, place.language, single=True)


def _read_number(node: Element, stem: str, place: Place) -> ItemDraft | None:
    given = []
    for each in node.findall("answer"):
        text = _raw(each).strip()
        value, tolerance = read_number(text), read_number(each.findtext("tolerance") or "0")
        if text not in ("", "*") and (value is None or tolerance is None):
            place.note("number", text)
            return None
        given.append(Given(value or "*", _fraction(each), _html(each.find("feedback")), tolerance or "0"))
    return judge_number(place, stem, given, _read_unit(node, place))


def _read_unit(node: Element, place: Place) -> str:
    """Give the unit in which the right number is; of others, only their names can be told."""
    units = [(unit.findtext("multiplier") or "1", (unit.findtext("unit_name") or "").strip()) for unit in node.findall("units/unit")]
    own = next((name for factor, name in units if read_number(factor) and Decimal(read_number(factor) or 0) == 1), "")
    if others := [name for _, name in units if name and name != own]:
        place.note("units", ", ".join(others))
    return own


def _read_text(node: Element, stem: str, place: Place) -> ItemDraft:
    given = [Given(" ".join(_raw(each).split()), _fraction(each), _html(each.find("feedback"))) for each in node.findall("answer")]
    return judge_words(place, stem, given, exact=(node.findtext("usecase") or "0").strip() in ("1", "true"))


def _read_matching(node: Element, stem: str, place: Place) -> ItemDraft:
    pairs = []
    for each in node.findall("subquestion"):
        answer = each.find("answer")
        left, right = _html(each), (_answer_html(answer) if answer is not None else "")
        if right:
            pairs.append((left, right))
        elif read_plain(left):
            place.note("pair_missing", read_plain(left))
    return make_matching(stem, pairs, place.language)


def _answer_html(answer: Element) -> str:
    # What is matched is plain text, but where another kind of question says that it is not.
    return _html(answer) if answer.get("format") else escape(_raw(answer).strip(), quote=False)


def _read_ordering(node: Element, stem: str, place: Place) -> ItemDraft:
    answers = sorted(_answers(node), key=lambda answer: answer.fraction)
    if said := [read_plain(answer.feedback) for answer in answers if read_plain(answer.feedback)]:
        place.note("combined_feedback", " · ".join(said))
    return make_ordering(stem, [answer.html for answer in answers], place.language)


def _read_gaps(node: Element, stem: str, place: Place) -> ItemDraft | None:
    return read_gap(stem, place)


_READERS: Final[Mapping[str, Callable[[Element, str, Place], ItemDraft | None]]] = {
    "multichoice": _read_choice,
    "multichoiceset": _read_all_or_nothing,
    "oumultiresponse": _read_all_or_nothing,
    "truefalse": _read_boolean,
    "numerical": _read_number,
    "shortanswer": _read_text,
    "matching": _read_matching,
    "ddmatch": _read_matching,
    "ordering": _read_ordering,
    "cloze": _read_gaps,
    "multianswer": _read_gaps,
}
