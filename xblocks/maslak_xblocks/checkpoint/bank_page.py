"""The bank as an author reads it, with every key."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from maslak_domain.language import Language, direction, format_decimal
from maslak_xblocks.checkpoint.document import Item, ItemText
from maslak_xblocks.checkpoint.items.number import NumberTask
from maslak_xblocks.checkpoint.items.ordering import OrderingTask
from maslak_xblocks.checkpoint.items.pairing import PairingTask
from maslak_xblocks.checkpoint.items.table import TableTask
from maslak_xblocks.checkpoint.items.text import TextTask
from maslak_xblocks.figures import percent
from maslak_xblocks.frame import LANGUAGE_NAMES, legend, star, ui
from maslak_xblocks.markup import Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.checkpoint.block import CheckpointBlock


def render_author(block: CheckpointBlock) -> Html:
    """Give the bank as an author reads it: every item with its key, its misconceptions and the languages it has."""
    translate, document, language = block.translator, block.document, block.language
    facts = legend(
        translate("decides the rating") if document.purpose == "mastery" else translate("practice"),
        translate.count("{number} question", "{number} questions", len(document.items)),
        translate("pass mark {mark}", mark=percent(document.pass_mark, translate.language)),
        *[LANGUAGE_NAMES[found] for found in document.variants],
    )
    cards = [author_item(block, item, language) for item in document.items]
    return join(tag("h2", {"class": "mk-title"}, document.title(language)), facts, tag("ol", {"class": "mk-bank"}, *cards))


class KeyRow(NamedTuple):
    """One thing that may be answered: whether it is right, and what is said to it."""

    is_right: bool
    shown: Html
    feedback: Html | None


def author_item(block: CheckpointBlock, item: Item, language: Language) -> Html:
    """Give one item with its key and feedback."""
    text, shown_in = item.text(language)
    key = list_key(item, text, language)
    # Where everything that is listed is right, there is nothing to tell apart.
    word = block.translator("right answer") if not all(row.is_right for row in key) else None
    own = {"lang": shown_in, "dir": direction(shown_in)}
    stale = tag("p", {"class": "mk-banner"}, block.translator("older than the source")) if item.variants[shown_in].stale else None
    return tag(
        "li",
        {"class": "mk-card", **own},
        stale,
        tag("div", {"class": "mk-text"}, text.stem),
        tag("ul", {"class": "mk-sort"}, *(_render_row(block, row, word) for row in key)),
    )


def list_key(item: Item, text: ItemText, language: Language) -> list[KeyRow]:
    """Give what is right and what is known to be wrong, each with its feedback."""
    task, said = item.task, text.feedback
    if isinstance(task, NumberTask):
        value = (
            f"{format_decimal(task.answer.value, language)} ± {format_decimal(task.answer.tolerance, language)} {text.unit or item.unit}"
        )
        return [KeyRow(True, tag("bdi", {"dir": "ltr"}, value), said.get("right"))]
    if isinstance(task, TextTask):
        keys = [(key in task.accepted, key) for key in (*task.accepted, *task.wrong)]
        return [KeyRow(is_right, tag("bdi", {}, " · ".join(key.wordings())), said.get(key.id)) for is_right, key in keys]
    if isinstance(task, OrderingTask):
        return [KeyRow(True, tag("span", {}, f"{step.place}. ", text.options[step.id]), None) for step in task.steps]
    if isinstance(task, PairingTask):
        entries = [
            KeyRow(True, tag("span", {}, text.options[entry.id], " · ", tag("bdi", {}, text.options[entry.choice])), said.get(entry.id))
            for entry in task.entries
        ]
        used = {entry.choice for entry in task.entries}
        return entries + [KeyRow(False, text.options[choice], None) for choice in task.choice_names if choice not in used]
    if isinstance(task, TableTask):
        cells = {name: join(*[part for cell in row for part in (" · ", cell)][1:]) for name, row in text.cells.items()}
        own = {"dir": "ltr"} if task.is_code else {}
        return [KeyRow(row.correct, tag("bdi", own, cells[row.id]), said.get(row.id)) for row in task.rows]
    return [KeyRow(option.correct, text.options[option.id], said.get(option.id)) for option in item.options]


def _render_row(block: CheckpointBlock, row: KeyRow, word: str | None) -> Html:
    feedback = tag("div", {"class": "mk-hint"}, row.feedback) if row.feedback else None
    mark = tag("span", {"class": "mk-mark mk-mark-right", **ui(block)}, word) if word and row.is_right else None
    return tag(
        "li", {"class": "mk-step"}, star("full" if row.is_right else "none"), tag("div", {"class": "mk-text"}, row.shown, feedback), mark
    )
