"""The fields of one question, whichever its type: drawn from the description of its parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from maslak_domain.language import LANGUAGES
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.checkpoint.editing.item_draft import ItemDraft, PartDraft
from maslak_xblocks.checkpoint.editing.kinds import KINDS, Parts, has_whole_feedback
from maslak_xblocks.checkpoint.items.item import ItemType
from maslak_xblocks.markup import Html, join, tag
from maslak_xblocks.olx import plain_text
from maslak_xblocks.references import refer_to_objective
from maslak_xblocks.studio_form import choice, grid, group, hidden, line, listing, tick
from maslak_xblocks.studio_text import states, trio

_PARTIAL: Final = frozenset({"multiple", "ordering", "matching", "classification", "table"})


def name_kinds(translate: Translator) -> Mapping[ItemType, str]:
    """Give the name of each type of question."""
    return {
        "single": translate("One right answer"),
        "multiple": translate("Several right answers"),
        "numeric": translate("A number"),
        "text": translate("A word or a command"),
        "ordering": translate("Steps to put in order"),
        "matching": translate("Pairs to match"),
        "classification": translate("Entries to classify"),
        "table": translate("Rows of a table or log"),
    }


def blank_item(kind: ItemType) -> ItemDraft:
    """Give a question with nothing in it but the fewest parts it needs."""
    few = {"single": 3, "multiple": 4, "ordering": 4, "matching": 3, "classification": 4, "table": 3}
    letters = "abcdefgh" if kind in ("single", "multiple") else ""
    parts = {
        each.name: tuple(
            _blank(each, letters[number] if letters else f"{each.prefix}{number + 1}") for number in range(few.get(kind, each.fewest))
        )
        for each in KINDS[kind]
        if each.fewest
    }
    if kind == "classification":
        parts["choices"] = parts["choices"][:2]
    return ItemDraft("", kind, {}, parts, {}, partial=kind in _PARTIAL - {"multiple"})


def _blank(parts: Parts, key: str = "") -> PartDraft:
    return PartDraft(key, dict.fromkeys(parts.values, ""))


def render_item(translate: Translator, item: ItemDraft, names: Mapping[str, str]) -> Html:
    """Give the fields of a question. ``names`` are the bank's misconceptions by id."""
    lists = [_list(translate, item, parts, names) for parts in KINDS[item.type]]
    own = {language: item.state.get(language, "translated") for language in item.languages if language in item.state}
    more = tag(
        "details",
        {"class": "mk-more"},
        tag("summary", {}, translate("Points and objective")),
        grid(
            line(translate("Points"), "points", item.points, inputmode="decimal"),
            refer_to_objective(translate, item.objective),
            tick(translate("A part of the answer earns a part of the points"), "partial", item.partial) if item.type in _PARTIAL else None,
        ),
    )
    return group(
        translate,
        item.id,
        hidden("type", item.type),
        trio(translate("Question"), "stem", item.stem),
        states(translate, "state", own),
        _key(translate, item),
        *lists,
        _whole(translate, item) if has_whole_feedback(item.type) else None,
        more,
        origin=item.origin,
        prefix="q",
        kind=name_kinds(translate)[item.type],
    )


def _key(translate: Translator, item: ItemDraft) -> Html | None:
    if item.type == "numeric":
        fields = grid(
            line(translate("Right number"), "value", item.value, inputmode="decimal"),
            line(translate("Tolerance"), "tolerance", item.tolerance, inputmode="decimal"),
        )
        return join(fields, trio(translate("Unit"), "unit", item.unit, kind="line"))
    if item.type == "text":
        ways = {
            "folded": translate("A word: case, accents and Arabic spelling do not count"),
            "exact": translate("Code: every sign counts"),
        }
        return choice(translate("How it is compared"), "match", item.match, ways)
    if item.type == "table":
        heads = trio(translate("Heads of the columns, one on each line"), "columns", item.columns, kind="area")
        return join(trio(translate("Title of the table"), "caption", item.caption, kind="line"), heads)
    return None


def _whole(translate: Translator, item: ItemDraft) -> Html:
    right = trio(translate("Feedback when right"), "right", item.whole.get("right", {}))
    return tag(
        "div", {"class": "mk-edit-pair"}, right, trio(translate("Feedback for any other answer"), "other", item.whole.get("other", {}))
    )


def _list(translate: Translator, item: ItemDraft, parts: Parts, names: Mapping[str, str]) -> Html:
    title, add = _titles(translate, item.type, parts)
    found = [_part(translate, item, parts, part, names) for part in item.list(parts.name)]
    made = listing(translate, parts.name, found, _part(translate, item, parts, _blank(parts), names), add)
    if parts.fewest:
        return tag("div", {"class": "mk-parts"}, tag("p", {"class": "mk-parts-name"}, title), made)
    return tag("details", {"class": "mk-more", "open": bool(found)}, tag("summary", {}, title), made)


def _titles(translate: Translator, kind: str, parts: Parts) -> tuple[str, str]:
    if parts.name == "wrong":
        return translate("Wrong answers that are known"), translate("Add a wrong answer")
    if parts.name == "choices":
        return (
            (translate("Categories"), translate("Add a category"))
            if kind == "classification"
            else (translate("What they are matched with"), translate("Add a choice"))
        )
    return {
        "text": (translate("Accepted answers"), translate("Add an accepted answer")),
        "ordering": (translate("Steps, in their right order"), translate("Add a step")),
        "matching": (translate("Entries"), translate("Add an entry")),
        "classification": (translate("Entries"), translate("Add an entry")),
        "table": (translate("Rows"), translate("Add a row")),
    }.get(kind, (translate("Options"), translate("Add an option")))


def _part(translate: Translator, item: ItemDraft, parts: Parts, part: PartDraft, names: Mapping[str, str]) -> Html:
    labels = {
        "correct": translate("Right"),
        "tie": translate("May also stand before the one above"),
        "distractor": translate("Right for none"),
        "value": translate("Number") if item.type == "numeric" else translate("In every language"),
        "tolerance": translate("Tolerance"),
        "misconception": translate("Misconception"),
        "choice": translate("Matched with"),
        "category": translate("Belongs to"),
        "left": translate("This entry"),
        "entry": translate("This entry"),
        "first": translate("This step"),
        "then": translate("put before this one"),
    }
    if parts.name == "wrong":
        labels |= {"choice": translate("given this"), "category": translate("given this")}
    ticks = [_tick(labels[name], name, name in part.ticks, item.type) for name in parts.ticks]
    refers = {**(parts.refers or {}), "misconception": "misconceptions"}
    values = [
        _reference(translate, labels[name], name, part.values.get(name, ""), refers[name], _offers(item, refers[name], names))
        if name in refers
        else line(labels[name], name, part.values.get(name, ""), dir="auto" if item.type == "text" else "ltr")
        for name in parts.values
    ]
    words = _words(translate, item, parts, part)
    feedback = trio(translate("Feedback"), "feedback", part.feedback) if parts.feedback else None
    pair = tag("div", {"class": "mk-edit-pair"}, words, feedback) if words and feedback else join(words, feedback)
    return group(translate, part.id, *ticks, pair, grid(*values) if values else None, prefix=parts.prefix)


def _words(translate: Translator, item: ItemDraft, parts: Parts, part: PartDraft) -> Html | None:
    if parts.words == "rich":
        return trio(_titles(translate, item.type, parts)[0] if parts.tag != "option" else translate("Option"), "text", part.text)
    if parts.words == "line":
        return trio(translate("Only in this language"), "text", part.text, kind="line")
    if parts.words == "cells":
        label = tag("span", {}, translate("Cells, one on each line; the same in every language"))
        shared = tag("label", {"class": "mk-field"}, label, tag("textarea", {"rows": 2, "data-field": "shared", "dir": "ltr"}, part.shared))
        return join(shared, trio(translate("Cells, one on each line"), "text", part.text, kind="area"))
    return None


def _tick(label: str, name: str, ticked: bool, kind: str) -> Html:
    if kind != "single":
        return tick(label, name, ticked)
    box = tag("input", {"type": "radio", "data-field": name, "checked": ticked})
    return tag("label", {"class": "mk-correct"}, box, tag("span", {}, label))


def _reference(translate: Translator, label: str, name: str, value: str, to: str, offers: Mapping[str, str]) -> Html:
    """Give a choice among the parts of another list; the script keeps its words up to date while they are written."""
    known = {"": translate("none"), **offers}
    if value not in known:
        known[value] = value
    options = [tag("option", {"value": key, "selected": key == value}, text) for key, text in known.items()]
    return tag("label", {"class": "mk-field"}, tag("span", {}, label), tag("select", {"data-field": name, "data-refers": to}, *options))


def _offers(item: ItemDraft, to: str, names: Mapping[str, str]) -> Mapping[str, str]:
    if to == "misconceptions":
        return names
    offers = {}
    for number, part in enumerate(item.list(to), 1):
        words = next((part.text[language] for language in LANGUAGES if part.text.get(language)), "")
        offers[part.id] = f"{number}. {plain_text(words)[:60]}"
    return offers
