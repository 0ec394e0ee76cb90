"""What stands in place of a logbook, or beside one that takes no entries; and the sentences that the script says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maslak_xblocks.frame import star, ui
from maslak_xblocks.logbook.wording import isolated
from maslak_xblocks.markup import Attributes, Html, tag

if TYPE_CHECKING:
    from maslak_xblocks.logbook.block import LogbookBlock
    from maslak_xblocks.logbook.port import Logbook, Placement


def render_notice(block: LogbookBlock, *sentences: str) -> Html:
    """Give sentences in place of a logbook: why there is none, and what to do."""
    return tag("div", {"class": "mk-empty", **ui(block)}, star("none"), tag("div", {}, *(tag("p", {}, each) for each in sentences)))


def render_closed(block: LogbookBlock, placement: Placement) -> Html | None:
    """Say why there is no form."""
    translate = block.translator
    if placement.can_write:
        return None
    words = {
        "planned": translate("You can write from the first day of your contract."),
        "finished": translate("The contract is over. What you wrote stays readable, and nothing more is added."),
        "broken": translate("The contract ended early. What you wrote stays readable; speak to your institution about what follows."),
    }.get(placement.state, translate("No entry is accepted just now. What you wrote stays readable."))
    return tag("p", {"class": "mk-banner"}, words)


def list_empty_sentences(block: LogbookBlock, logbook: Logbook) -> tuple[str, str]:
    """Say to whoever has no contract what will appear, and whom to ask."""
    translate = block.translator
    will = translate(
        "You have no logbook yet. When your institution has recorded your contract, you find here your periods and missions, "
        "a form for each day, and what your tutors say."
    )
    if logbook.contact:
        return will, translate("You have signed a contract already? Ask {contact}.", contact=isolated(logbook.contact))
    return will, translate("You have signed a contract already? Ask the person in charge of alternance at your institution.")


def script_words(block: LogbookBlock) -> Attributes:
    """Give the sentences that the script says; a script brings no text of its own."""
    translate = block.translator
    return {
        **ui(block),
        "data-here": translate("On this device only, not received yet."),
        "data-sending": translate("Sending…"),
        "data-waiting": translate("Nobody answered. It is kept on this device and sent again by itself as soon as there is a network."),
        "data-file-again": translate("Nobody answered. Your text is kept on this device; choose the file again before you send."),
        "data-too-large": translate("This file is too large. Take a smaller photo or give a link instead."),
        "data-signed-out": translate("You are signed out. Your text is kept on this device: sign in, then come back to this page."),
        "data-away": translate("Nobody answered. Nothing was changed; try again in a moment."),
    }
