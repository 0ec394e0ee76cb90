"""What a client is told after an answer: facts for every client, and for a page the parts to put into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from maslak_xblocks.checkpoint.card import draw_card, render_card
from maslak_xblocks.checkpoint.contract import Situation, describe_item, describe_progress
from maslak_xblocks.checkpoint.document import Item
from maslak_xblocks.checkpoint.page import render_result, render_track
from maslak_xblocks.figures import clock_time
from maslak_xblocks.host import HostRating

if TYPE_CHECKING:
    from maslak_xblocks.checkpoint.block import CheckpointBlock


def describe_outcome(
    block: CheckpointBlock, situation: Situation, item: Item, ratings: Sequence[HostRating], *, is_drawn: bool
) -> Mapping[str, Any]:
    """Give the answer's item, the attempt and the ratings; ``html`` only for a client that does not draw for itself."""
    assert situation.attempt is not None
    at = situation.attempt.answers[item.id].at
    # In an exam a rating that moved, or did not, would tell how the answer was marked.
    shown = ratings if situation.feedback_shown else ()
    seen = describe_item(situation, item)
    facts = {
        "revision": block.revision,
        "received_at": at.isoformat(),
        "note": block.translator("Received {time}", time=clock_time(block, at)),
        "item": seen,
        "attempt": describe_progress(situation),
        "ratings": [{"competency": each.competency, "level": each.level, "rating": each.rating, "changed": each.changed} for each in shown],
    }
    return {**facts, "html": _draw(block, situation, seen, shown)} if is_drawn else facts


def _draw(block: CheckpointBlock, situation: Situation, seen: Mapping[str, Any], ratings: Sequence[HostRating]) -> Mapping[str, Any]:
    item = situation.document.find_item(seen["id"])
    assert item is not None
    finished = situation.items() if situation.attempt and situation.attempt.finished else ()
    return {
        "card": block.with_addresses(draw_card(block, situation, item, seen)),
        "track": render_track(block, situation),
        "result": block.with_addresses(render_result(block, situation, ratings)),
        "cards": {other.id: block.with_addresses(render_card(block, situation, other)) for other in finished},
    }
