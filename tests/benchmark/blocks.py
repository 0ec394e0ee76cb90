"""What a view of each block costs beside a trivial block, and what its files weigh: ratios measured in one run."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tests.factories.xblock import LESSON, BareRuntime, make_checkpoint_olx, make_host
from web_fragments.fragment import Fragment
from xblock.core import XBlock

import maslak_xblocks

_KILOBYTES_ALLOWED = 12


class TrivialBlock(XBlock):
    """The least a block can be: one line of text and one resource."""

    def student_view(self, context: Any = None) -> Fragment:
        """Give the line."""
        fragment = Fragment("<p>trivial</p>")
        fragment.add_javascript_url("/trivial.js")
        return fragment


class _Runtime(BareRuntime):
    """The bare runtime with the trivial block installed."""

    def load_block_type(self, block_type: str) -> Any:
        return TrivialBlock if block_type == "trivial" else super().load_block_type(block_type)


def run(quick: bool) -> Iterable[dict[str, Any]]:
    """Yield one line for each view and each block's weight."""
    rounds = 60 if quick else 600
    runtime = _Runtime(host=make_host())
    usages = {
        "trivial": runtime.parse_xml_string("<trivial/>"),
        "lesson": runtime.parse_xml_string(LESSON.encode()),
        "checkpoint": runtime.parse_xml_string(make_checkpoint_olx().encode()),
    }
    seconds = {name: _cpu_seconds(runtime, usage, rounds) for name, usage in usages.items()}
    for name in ("lesson", "checkpoint"):
        extra = (seconds[name] - seconds["trivial"]) * 1000
        yield {
            "name": f"view_{name}",
            "ratio": round(seconds[name] / seconds["trivial"], 2),
            "goal": None,
            "better": "lower",
            "baseline": "student_view of a trivial block in the same runtime",
            "detail": f"{extra:.2f} ms CPU over the trivial block, {rounds} renders, a fresh block each time",
        }
    yield from _weights()


def _cpu_seconds(runtime: BareRuntime, usage: Any, rounds: int) -> float:
    """Give the CPU time of one render: the best of five groups, so that a busy neighbour does not count."""
    for _ in range(5):
        runtime.render(runtime.get_block(usage), "student_view")
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for _ in range(max(1, rounds // 5)):
            runtime.render(runtime.get_block(usage), "student_view")
        best = min(best, (time.process_time() - start) / max(1, rounds // 5))
    return best


def _weights() -> Iterator[dict[str, Any]]:
    root = Path(maslak_xblocks.__file__).parent
    for name in ("lesson", "checkpoint"):
        files = [root / name / "public" / file for file in ("frame.css", "frame.js", f"{name}.css", f"{name}.js")]
        kilobytes = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1000
        yield {
            "name": f"weight_kb_{name}",
            "ratio": round(kilobytes, 1),
            "goal": _KILOBYTES_ALLOWED,
            "better": "lower",
            "baseline": "kilobytes of the block's own JavaScript and CSS, each file gzipped",
            "detail": ", ".join(file.name for file in files),
        }
