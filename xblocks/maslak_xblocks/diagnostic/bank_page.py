"""The whole diagnostic for its author: topics in their order, and every question with its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maslak_domain.language import direction, format_decimal
from maslak_xblocks.diagnostic.document import Node
from maslak_xblocks.diagnostic.item import Item
from maslak_xblocks.diagnostic.wording import said
from maslak_xblocks.frame import legend, star, ui
from maslak_xblocks.markup import Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.diagnostic.block import DiagnosticBlock


def render_author(block: DiagnosticBlock) -> Html:
    """Give every topic with its questions and their right answers."""
    translate, document = block.translator, block.document
    text = document.variants[block.language].body
    facts = legend(
        translate.count("{number} topic", "{number} topics", len(document.nodes)),
        translate.count("{number} question", "{number} questions", len(document.items)),
        translate.count("at most {number} question", "at most {number} questions", document.most),
    )
    return join(
        tag("h2", {"class": "mk-title"}, text.title),
        tag("div", ui(block), facts),
        tag("div", {"class": "mk-text"}, text.html),
        *(_topic(block, node) for node in document.nodes),
    )


def _topic(block: DiagnosticBlock, node: Node) -> Html:
    translate, document = block.translator, block.document
    names = {each.id: each.names for each in document.nodes}
    before = [said(block, names[each]) for each in node.after]
    told = join(translate("Builds on: "), *(part for name in before for part in (name, " ")))
    facts = [
        tag("bdi", {"dir": "ltr"}, node.competency),
        told if before else None,
        tag("bdi", {"dir": "ltr"}, " ".join(node.units)) if node.units else None,
    ]
    questions = [_question(block, item) for item in document.items if item.topic == node.id]
    return tag(
        "section",
        {"class": "mk-part"},
        tag("h3", {}, said(block, node.names)),
        tag("div", ui(block), tag("p", {"class": "mk-soft mk-line"}, *(tag("span", {}, fact) for fact in facts if fact))),
        tag("ol", {"class": "mk-bank"}, *questions),
    )


def _question(block: DiagnosticBlock, item: Item) -> Html:
    text, language = item.text(block.language)
    own = {"lang": language, "dir": direction(language)}
    if item.type == "numeric":
        key = tag(
            "p",
            {"class": "mk-key"},
            star("full"),
            " ",
            tag("bdi", {"dir": "ltr"}, f"{format_decimal(item.number, language)} {text.unit}".strip()),
        )
        return tag("li", own, tag("div", {"class": "mk-text"}, text.stem), key)
    options = [
        tag(
            "li",
            {"class": "mk-key" if name == item.right else None},
            star("full" if name == item.right else "none"),
            " ",
            tag("span", {}, text.options[name]),
            tag("small", ui(block), " · ", block.translator("right answer")) if name == item.right else None,
        )
        for name in item.options
    ]
    return tag("li", own, tag("div", {"class": "mk-text"}, text.stem), tag("ul", {"class": "mk-options-key"}, *options))
