"""What every kind of field is drawn from, and the words beside an answer that was given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from maslak_domain.language import direction
from maslak_xblocks.frame import ui
from maslak_xblocks.markup import Attributes, Html, tag
from maslak_xblocks.olx import plain_text

if TYPE_CHECKING:
    from maslak_xblocks.checkpoint.block import CheckpointBlock

# A list of choices shows text alone: what reads from left to right is set apart by marks instead of by elements.
_FIXED: Final = re.compile(r"<(code|kbd|samp|var|bdi)\b[^>]*>(.*?)</\1>", re.DOTALL)


@dataclass(frozen=True)
class Sheet:
    """One item as it may be seen, the names of its elements, and the ``lang`` and ``dir`` of its texts."""

    block: CheckpointBlock
    seen: Mapping[str, Any]
    name: str
    own: Attributes

    @property
    def answer(self) -> Mapping[str, Any]:
        """The answer, empty while there is none."""
        return self.seen["answer"] or {}

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer."""
        return self.seen["answer"] is not None

    def interface(self) -> Attributes:
        """Give ``lang`` and ``dir`` for the interface's words inside a text of fixed direction."""
        language = self.block.translator.language
        return {"lang": language, "dir": direction(language)}

    def text(self, html: str) -> Html:
        """Give a text of the item."""
        return tag("span", {"class": "mk-text", **self.own}, html)

    def hint(self, text: str, **attributes: str) -> Html:
        """Give a line that says how to answer."""
        return tag("p", {"class": "mk-hint", **attributes, **ui(self.block)}, text)

    def key(self, label: str, *answers: Html) -> Html:
        """Give the right answer under a name."""
        return tag("div", {"class": "mk-key"}, tag("p", {"class": "mk-mark mk-mark-right", **ui(self.block)}, label), *answers)

    def mark(self, chosen: bool, right: bool | None, attributes: Attributes | None = None) -> Html | None:
        """Say what was chosen and what is right; ``right`` is None while it may not be seen."""
        translate = self.block.translator
        if right:
            text, state = (translate("your answer, right") if chosen else translate("right answer")), "right"
        elif chosen:
            text, state = translate("your answer"), "chosen" if right is None else "wrong"
        else:
            return None
        return tag("span", {"class": f"mk-mark mk-mark-{state}", **(ui(self.block) if attributes is None else attributes)}, text)


def as_choice(html: str) -> str:
    """Give a text of the course as the plain text of one choice in a list."""
    return plain_text(_FIXED.sub("\u2066\\2\u2069", html))
