"""The form of an entry, new or corrected: short enough for a phone at the workplace, complete without a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maslak_xblocks.frame import form, hidden_field, ui
from maslak_xblocks.logbook.anchors import anchor_of
from maslak_xblocks.logbook.entry_fields import render_fields
from maslak_xblocks.logbook.guidance import render_questions
from maslak_xblocks.logbook.wording import day
from maslak_xblocks.markup import Attributes, Html, tag

if TYPE_CHECKING:
    from maslak_xblocks.logbook.block import LogbookBlock
    from maslak_xblocks.logbook.port import Entry, Logbook, Placement


def render_new_entry(block: LogbookBlock, logbook: Logbook, placement: Placement, *, anchor: str) -> Html | None:
    """Give today's form; nothing where the contract takes no entries now."""
    translate = block.translator
    if not placement.can_write:
        return None
    return tag(
        "section",
        {"class": "mk-new", "id": f"{anchor}-new", "data-part": f"{anchor}-new", **ui(block)},
        tag("h3", {"tabindex": "-1"}, translate("Today’s entry")),
        render_questions(block, "entry"),
        form(
            block,
            "add_entry",
            {**_posting(f"new-{placement.key}")},
            hidden_field("placement", placement.key),
            *render_fields(block, logbook, placement, None, f"{anchor}-new"),
            kept_line(),
            tag("button", {"class": "mk-button"}, translate("Add to my logbook")),
        ),
    )


def render_correction(block: LogbookBlock, logbook: Logbook, placement: Placement, entry: Entry) -> Html:
    """Give the way to correct an entry; what it said before stays visible, and the form says so beforehand."""
    translate, place = block.translator, anchor_of(block, entry.key)
    heard = tag("span", {"class": "mk-heard"}, f" {day(block, entry.done_on)}")
    told = translate("The correction is a new entry. What you wrote first stays in the logbook, marked as corrected.")
    return tag(
        "details",
        {"class": "mk-correct-entry"},
        tag("summary", {}, translate("Correct this entry"), heard),
        tag("p", {"class": "mk-told"}, told),
        form(
            block,
            "correct_entry",
            {**_posting(f"correct-{entry.key}")},
            hidden_field("entry", entry.key),
            *render_fields(block, logbook, placement, entry, place),
            kept_line(),
            tag("button", {"class": "mk-button mk-quiet"}, translate("Record the correction")),
        ),
    )


def _posting(name: str) -> Attributes:
    return {"class": "mk-entry-form", "enctype": "multipart/form-data", "data-draft": name}


def kept_line() -> Html:
    """Give the place that says where this text is: on this phone, on its way, received. It is there before it speaks."""
    return tag("p", {"class": "mk-kept", "role": "status", "data-kept": True})
