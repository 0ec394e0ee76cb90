"""Names of places on a page that may hold several blocks, made from keys whose characters are the host's business."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from maslak_xblocks.logbook.block import LogbookBlock


def anchor_of(block: LogbookBlock, *keys: str) -> str:
    """Name the place of an entry, mission or placement: the same on every page and after every change."""
    return "mk-" + hashlib.sha256("\n".join((block.usage, *keys)).encode()).hexdigest()[:10]
