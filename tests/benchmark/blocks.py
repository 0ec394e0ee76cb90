"""What a view and a handler of each block cost beside Open edX's own best, and what its files weigh: ratios measured in one run.

The peers are `drag-and-drop-v2`, the most accessible of the interactive blocks, and `done`, the smallest block with a handler,
which keeps one yes or no. For information the handlers also stand beside that of `drag-and-drop-v2`, which marks as ours do.
Where they are not installed (the tests' environment), the lines say so and carry no goal.
"""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from tests.benchmark.block_samples import SAMPLES, Sample
from tests.factories.xblock import BareRuntime, make_host
from web_fragments.fragment import Fragment
from webob import Request
from xblock.core import XBlock

import maslak_xblocks

VIEW_PEER, HANDLER_PEER = "drag-and-drop-v2", "done"
_VIEW_GOAL, _HANDLER_GOAL = 0.6, 1.0
_MARKING_PEER = Sample(f"<{VIEW_PEER}/>", "drop_item", {"val": 0, "zone": "top", "x_percent": "33%", "y_percent": "11%"})
_GROUPS = 5


class TrivialBlock(XBlock):
    """The least a block can be: one line of text, one resource, and a handler that only answers."""

    def student_view(self, context: Any = None) -> Fragment:
        """Give the line."""
        fragment = Fragment("<p>trivial</p>")
        fragment.add_javascript_url("/trivial.js")
        return fragment

    @XBlock.json_handler
    def answer(self, data: Any, suffix: str = "") -> dict[str, bool]:
        """Answer without doing anything."""
        return {"done": True}


class _Runtime(BareRuntime):
    """The bare runtime with the trivial block installed."""

    def load_block_type(self, block_type: str) -> Any:
        return TrivialBlock if block_type == "trivial" else super().load_block_type(block_type)


def run(quick: bool) -> Iterable[dict[str, Any]]:
    """Yield for each block the cost of its view, of its handler, and its weight."""
    rounds = 60 if quick else 600
    has_peers = _prepare_peers()
    trivial = _view_seconds(Sample("<trivial/>"), rounds)
    view_peer = _view_seconds(Sample(f"<{VIEW_PEER}/>"), rounds) - trivial if has_peers else None
    peer = Sample(f"<{HANDLER_PEER}/>", "toggle_button", {"done": True}) if has_peers else Sample("<trivial/>", "answer", {})
    handler_peer = _handler_seconds(peer, rounds)
    marking_peer = _handler_seconds(_MARKING_PEER, rounds) if has_peers else handler_peer
    view_words = f"student_view of {VIEW_PEER}, each over a trivial block" if has_peers else "student_view of a trivial block: no peer here"
    handler_words = f"handler toggle_button of {HANDLER_PEER}" if has_peers else "a handler that only answers: no peer here"
    marking_words = f"handler drop_item of {VIEW_PEER}, which marks, too" if has_peers else handler_words
    for name, sample in SAMPLES.items():
        own = _view_seconds(sample, rounds) - trivial
        yield _line(
            f"view_{name}",
            own / (view_peer or trivial),
            _VIEW_GOAL if has_peers else None,
            view_words,
            f"{own * 1000:.2f} ms CPU over the trivial block, {rounds} renders, a fresh block each time",
        )
        if sample.handler:
            seconds = _handler_seconds(sample, rounds)
            yield _line(
                f"handler_{name}",
                seconds / handler_peer,
                _HANDLER_GOAL if has_peers else None,
                handler_words,
                f"{sample.handler} in {seconds * 1000:.2f} ms CPU, {rounds} learners, one call each",
            )
            yield _line(f"marking_{name}", seconds / marking_peer, None, marking_words, f"{sample.handler} in {seconds * 1000:.2f} ms CPU")
        yield _weigh(name)


def _line(name: str, ratio: float, goal: float | None, baseline: str, detail: str) -> dict[str, Any]:
    return {"name": name, "ratio": round(ratio, 2), "goal": goal, "better": "lower", "baseline": baseline, "detail": detail}


def _prepare_peers() -> bool:
    """Say whether the peers are installed; their templates want a configured Django."""
    installed = {entry.name for entry in entry_points(group="xblock.v1")}
    if not {VIEW_PEER, HANDLER_PEER} <= installed:
        return False
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}])
        django.setup()
    return True


def _view_seconds(sample: Sample, rounds: int) -> float:
    """Give the CPU time of one render: the best of five groups, so that a busy neighbour does not count."""
    runtime = _Runtime(host=make_host())
    usage = runtime.parse_xml_string(sample.olx.encode())
    for _ in range(_GROUPS):
        runtime.render(runtime.get_block(usage), "student_view")
    best = float("inf")
    for _ in range(_GROUPS):
        start = time.process_time()
        for _ in range(max(1, rounds // _GROUPS)):
            runtime.render(runtime.get_block(usage), "student_view")
        best = min(best, (time.process_time() - start) / max(1, rounds // _GROUPS))
    return best


def _handler_seconds(sample: Sample, rounds: int) -> float:
    """Give the CPU time of one call by a learner who has no state yet: the best of five groups of learners."""
    best = float("inf")
    for group in range(_GROUPS + 1):
        spent, learners = 0.0, max(1, rounds // _GROUPS)
        for number in range(learners):
            spent += _one_call(sample, f"learner-{group}-{number}")
        if group:  # the first group only warms up
            best = min(best, spent / learners)
    return best


def _one_call(sample: Sample, learner: str) -> float:
    runtime = _Runtime(user=learner, host=make_host(key=learner))
    usage = runtime.parse_xml_string(sample.olx.encode())
    body = json.dumps(sample.payload).encode()
    start = time.process_time()
    request = Request.blank("/handler", method="POST", content_type="application/json", body=body)
    response = runtime.handle(runtime.get_block(usage), sample.handler, request)
    spent = time.process_time() - start
    if response.status_int != 200:
        raise RuntimeError(f"{sample.handler} answered {response.status_int}: {response.text[:300]}")
    return spent


def _weigh(name: str) -> dict[str, Any]:
    root = Path(maslak_xblocks.__file__).parent
    public = root / name / "public"
    files = [public / file for file in ("frame.css", "frame.js", "timer.js", f"{name}.css", f"{name}.js") if (public / file).exists()]
    kilobytes = sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1000
    baseline = "kilobytes of the block's own JavaScript and CSS, each file gzipped"
    return _line(f"weight_kb_{name}", kilobytes, SAMPLES[name].kilobytes, baseline, ", ".join(file.name for file in files))
