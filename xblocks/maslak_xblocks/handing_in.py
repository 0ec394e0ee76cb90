"""Handing in: an attempt is ended by its learner, who first reads what has no answer yet, and is asked once."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from maslak_xblocks.frame import element_name, form, hidden_field, ui
from maslak_xblocks.markup import Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.base import MaslakBlock


@dataclass(frozen=True)
class OpenQuestion:
    """A question without an answer: its id, its number on the page, and the name of the element where it begins."""

    id: str
    number: int
    name: str


@dataclass(frozen=True)
class HandInWords:
    """What is offered, the button that does it, and what it means."""

    offer: str
    confirm: str
    told: str


def render_hand_in(block: MaslakBlock, attempt: int, left: Sequence[OpenQuestion], words: HandInWords) -> Html:
    """Offer to end an attempt, by its number. What opens asks before it does anything, without a script too.

    A screen reader says the name of what has the focus, not what is in it: so the question is a group that is named by its own words.
    The script moves the focus to the question, goes back with Escape, and says when something was filled in and not sent.
    """
    translate, name = block.translator, element_name(block, "hand-in")
    unsent = translate("What you filled in without sending it is handed in too.")
    asks = tag(
        "div",
        {"tabindex": "-1", "role": "group", "aria-labelledby": f"{name}-left {name}-told"},
        tag("p", {"id": f"{name}-left"}, _say_open(block, left)),
        tag("p", {"id": f"{name}-told"}, words.told),
        tag("p", {"data-unsent": True, "hidden": True}, unsent),
    )
    answers = tag(
        "div",
        {"class": "mk-actions"},
        tag("button", {"class": "mk-button"}, words.confirm),
        tag("button", {"type": "button", "class": "mk-button mk-quiet", "data-back": True, "hidden": True}, translate("Go on answering")),
    )
    keys = (
        hidden_field("attempt", attempt),
        hidden_field("revision", block.revision),
        hidden_field("idempotency_key", secrets.token_hex(12)),
    )
    return tag(
        "details",
        {"class": "mk-finish", "data-hand-in": True, **ui(block)},
        tag("summary", {"class": "mk-button mk-quiet"}, words.offer),
        form(block, "finish", {}, *keys, asks, answers),
    )


def _say_open(block: MaslakBlock, left: Sequence[OpenQuestion]) -> Html:
    """Name what has no answer; each number leads to its question."""
    translate = block.translator
    if not left:
        return join(translate("Every question has an answer."))
    told = translate.count("{number} question without an answer:", "{number} questions without an answer:", len(left))
    links = [tag("a", {"href": f"#{each.name}", "data-goto": each.id}, str(each.number)) for each in left]
    comma = translate(", ")
    return join(told, " ", links[0], *(part for link in links[1:] for part in (comma, link)), ".")
