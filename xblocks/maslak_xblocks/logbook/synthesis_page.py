"""The synthesis of a period: a draft as long as its learner wants, then handed in and no longer changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maslak_xblocks.frame import form, hidden_field
from maslak_xblocks.logbook.anchors import anchor_of
from maslak_xblocks.logbook.entry_form import kept_line
from maslak_xblocks.logbook.guidance import render_questions
from maslak_xblocks.logbook.port import LONGEST_SYNTHESIS, Placement, Synthesis
from maslak_xblocks.logbook.wording import day, moment, period_name, written
from maslak_xblocks.markup import Attributes, Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.logbook.block import LogbookBlock
    from maslak_xblocks.logbook.timeline import Stay


def render_syntheses(block: LogbookBlock, placement: Placement, stays: tuple[Stay, ...], *, anchor: str) -> Html | None:
    """Give the syntheses of the periods that are shown; nothing where none asks for one."""
    parts = [_one(block, placement, each, each.synthesis) for each in stays if each.synthesis]
    if not parts:
        return None
    title = tag("h3", {"tabindex": "-1"}, block.translator("Synthesis of the period"))
    return tag("section", {"class": "mk-part", "id": f"{anchor}-synthesis"}, title, *parts)


def _one(block: LogbookBlock, placement: Placement, stay: Stay, synthesis: Synthesis) -> Html:
    heading = tag("h4", {}, period_name(block, stay.period)) if stay.period else None
    state = tag("p", {"class": "mk-told"}, _state(block, synthesis))
    if synthesis.state == "submitted" or not placement.can_write:
        return tag("div", {"class": "mk-synthesis"}, heading, state, written(synthesis.text) if synthesis.text else None)
    place = anchor_of(block, placement.key, synthesis.period)
    return tag("div", {"class": "mk-synthesis"}, heading, state, _form(block, placement, synthesis, place))


def _state(block: LogbookBlock, synthesis: Synthesis) -> str:
    translate = block.translator
    if synthesis.state == "submitted" and synthesis.submitted_at:
        return translate("Handed in on {moment}. Your tutors read it as it is.", moment=moment(block, synthesis.submitted_at))
    due = translate("Due on {day}.", day=day(block, synthesis.due_on)) if synthesis.due_on else ""
    if synthesis.saved_at:
        kept = translate("Draft received on {moment}; only you read it.", moment=moment(block, synthesis.saved_at))
        return f"{kept} {due}".strip()
    return f"{translate('Not written yet.')} {due}".strip()


def _form(block: LogbookBlock, placement: Placement, synthesis: Synthesis, place: str) -> Html:
    translate = block.translator
    area: Attributes = {
        "name": "text",
        "id": f"{place}-text",
        "rows": 8,
        "required": True,
        "dir": "auto",
        "maxlength": LONGEST_SYNTHESIS,
    }
    told = translate("Handing in is final: your tutors then read this text, and it can no longer be changed.")
    hand_in: Attributes = {
        "class": "mk-button mk-quiet",
        "formaction": block.runtime.handler_url(block, "submit_synthesis"),
        "data-as": "submit_synthesis",
    }
    return form(
        block,
        "save_synthesis",
        {"class": "mk-entry-form", "data-draft": f"synthesis-{synthesis.period}", "data-revision": synthesis.revision},
        hidden_field("placement", placement.key),
        hidden_field("period", synthesis.period),
        hidden_field("revision", synthesis.revision),
        render_questions(block, "synthesis"),
        tag(
            "div",
            {"class": "mk-f"},
            tag("label", {"for": f"{place}-text"}, translate("My synthesis")),
            tag("textarea", area, synthesis.text),
        ),
        _other_text(block),
        kept_line(),
        tag("p", {"class": "mk-soft"}, told),
        tag(
            "div",
            {"class": "mk-acts"},
            tag("button", {"class": "mk-button"}, translate("Keep the draft")),
            tag("button", hand_in, translate("Hand it in")),
        ),
    )


def _other_text(block: LogbookBlock) -> Html:
    """Offer what stands on this phone where the server has a newer text: nobody's words are overwritten unseen."""
    translate = block.translator
    words = translate("Another text of yours is on this device. The newer one from the server is shown above.")
    buttons = [
        tag("button", {"type": "button", "class": "mk-link", "data-other": "use"}, translate("Show the text of this device")),
        tag("button", {"type": "button", "class": "mk-link", "data-other": "drop"}, translate("Delete it from this device")),
    ]
    return tag("div", {"class": "mk-other", "data-other-text": True, "hidden": True}, tag("p", {}, words), join(*buttons))
