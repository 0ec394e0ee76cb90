"""What the author says to whoever writes: what a good entry tells, and the questions that help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maslak_domain.language import direction
from maslak_xblocks.frame import ui
from maslak_xblocks.markup import Attributes, Html, tag

if TYPE_CHECKING:
    from maslak_xblocks.logbook.block import LogbookBlock
    from maslak_xblocks.logbook.document import Purpose


def render_guidance(block: LogbookBlock, *, is_open: bool) -> Html | None:
    """Give the author's text, folded away for those who have read it."""
    html = block.document.variants[block.language].body.html
    if not html:
        return None
    summary = tag("summary", ui(block), block.translator("What a good entry says"))
    return tag("details", {"class": "mk-guidance", "open": is_open}, summary, tag("div", {"class": "mk-text"}, html))


def render_questions(block: LogbookBlock, purpose: Purpose) -> Html | None:
    """Give the guiding questions for an entry or a synthesis; nothing where the author asks none."""
    prompts = block.document.variants[block.language].body.questions(purpose)
    if not prompts:
        return None
    return tag("ul", {"class": "mk-questions", **content(block)}, *(tag("li", {}, each.html) for each in prompts))


def content(block: LogbookBlock) -> Attributes:
    """Give ``lang`` and ``dir`` for the author's words inside words of the interface, where the two differ."""
    return {"lang": block.language, "dir": direction(block.language)} if ui(block) else {}
