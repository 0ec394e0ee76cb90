"""The bank as an author reads it, with every key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maslak_domain.language import Language, direction, format_decimal
from maslak_xblocks.checkpoint.document import Item
from maslak_xblocks.checkpoint.figures import percent
from maslak_xblocks.frame import LANGUAGE_NAMES, legend, star
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


def author_item(block: CheckpointBlock, item: Item, language: Language) -> Html:
    """Give one item with its key and feedback."""
    text, shown_in = item.text(language)
    rows = [
        tag("li", {}, star("full" if option.correct else "none"), tag("div", {}, text.options[option.id], text.feedback.get(option.id)))
        for option in item.options
    ]
    if item.answer is not None:
        value = (
            f"{format_decimal(item.answer.value, language)} ± {format_decimal(item.answer.tolerance, language)} {text.unit or item.unit}"
        )
        rows.append(tag("li", {}, star("full"), tag("div", {}, tag("bdi", {"dir": "ltr"}, value), text.feedback.get("right"))))
    own = {"lang": shown_in, "dir": direction(shown_in)}
    stale = tag("p", {"class": "mk-banner"}, block.translator("older than the source")) if item.variants[shown_in].stale else None
    return tag(
        "li",
        {"class": "mk-card", **own},
        stale,
        tag("div", {"class": "mk-text"}, text.stem),
        tag("ul", {"class": "mk-author-options"}, *rows),
    )
