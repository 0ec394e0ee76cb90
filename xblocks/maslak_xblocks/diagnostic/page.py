"""The diagnostic as a learner sees it: the start, one question, or the map at the end."""

from __future__ import annotations

import math
import secrets
from typing import TYPE_CHECKING

from maslak_xblocks.diagnostic.contract import Situation
from maslak_xblocks.diagnostic.question_page import render_question
from maslak_xblocks.diagnostic.result_page import render_result
from maslak_xblocks.figures import day_time
from maslak_xblocks.frame import banner, bar, form, hidden_field, legend, ui
from maslak_xblocks.markup import Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.diagnostic.block import DiagnosticBlock

_MINUTES_A_QUESTION = 0.6


def render_diagnostic(block: DiagnosticBlock, situation: Situation) -> Html:
    """Give the block in the language being read. The live region stands outside what a script replaces, so that it is heard."""
    return join(
        bar(block),
        banner(block),
        _words(block),
        tag("div", {"class": "mk-place", "data-diagnostic": True}, render_content(block, situation)),
    )


def render_content(block: DiagnosticBlock, situation: Situation) -> Html:
    """Give what a script replaces after each answer."""
    translate = block.translator
    intro = tag("div", {"class": "mk-text mk-intro"}, block.document.variants[block.language].body.html)
    if not block.learner.key:
        return join(intro, tag("p", {"class": "mk-banner", **ui(block)}, translate("Sign in to answer the questions.")))
    if not situation.document.items:
        return join(intro, tag("p", {"class": "mk-banner", **ui(block)}, translate("There is no question here yet.")))
    if situation.phase == "question":
        return render_question(block, situation)
    if situation.phase == "result":
        again = begin_form(block, situation, translate("Take it again"), quiet=True)
        return tag("div", {"class": "mk-result", **ui(block)}, render_result(block, situation), again)
    return join(intro, _start(block, situation))


def _start(block: DiagnosticBlock, situation: Situation) -> Html:
    """Say how long it is, what it is for and what it does not do, then offer to begin."""
    translate, document = block.translator, situation.document
    most = min(document.most, len(document.items))
    facts = legend(
        translate.count("at most {number} question", "at most {number} questions", most),
        translate.count("about {number} minute", "about {number} minutes", math.ceil(most * _MINUTES_A_QUESTION)),
    )
    points = [
        translate("It finds what you know already, so that you study what you still need."),
        translate("It counts for no mark and shows no competency: nobody grades it."),
        translate("“I don’t know yet” is a good answer: guessing makes the advice worse."),
        translate("You cannot go back to a question. You may leave at any time and go on later."),
    ]
    return tag(
        "div",
        {"class": "mk-start", **ui(block)},
        facts,
        tag("ul", {"class": "mk-points"}, *(tag("li", {}, point) for point in points)),
        begin_form(block, situation, translate("Begin")),
    )


def begin_form(block: DiagnosticBlock, situation: Situation, label: str, *, quiet: bool = False) -> Html:
    """Give the button that begins an attempt, or the reason why there is none now."""
    translate, arrangement = block.translator, situation.arrangement
    if arrangement.opens_at and situation.now < arrangement.opens_at:
        return tag("p", {"class": "mk-banner"}, translate("Opens on {time}.", time=day_time(block, arrangement.opens_at)))
    if arrangement.closes_at and situation.now > arrangement.closes_at:
        return tag("p", {"class": "mk-banner"}, translate("Closed since {time}.", time=day_time(block, arrangement.closes_at)))
    if situation.available_at:
        again = translate("Study first: you can take it again from {time}.", time=day_time(block, situation.available_at))
        return tag("p", {"class": "mk-later"}, again)
    return form(
        block,
        "begin_attempt",
        {"class": "mk-begin"},
        hidden_field("revision", block.revision),
        hidden_field("idempotency_key", secrets.token_hex(12)),
        tag("button", {"class": "mk-button mk-quiet" if quiet else "mk-button"}, label),
    )


def _words(block: DiagnosticBlock) -> Html:
    """Give the script the interface's words; a script brings no text of its own."""
    translate = block.translator
    return tag(
        "p",
        {
            "class": "mk-alert",
            "role": "status",
            "data-note": True,
            "data-phone": translate("On this device. It will be sent when the connection is back."),
            "data-sending": translate("Sending…"),
            "data-signin": translate("On this device. Sign in again to send it."),
            "data-empty": translate("Choose or write an answer first, or say that you don’t know yet."),
            "data-away": translate("Nobody answered. Nothing was changed; try again in a moment."),
            **ui(block),
        },
    )
