"""What a view and a handler of each block cost beside Open edX's own best, and what its files weigh: ratios measured in one run.

The peers are `drag-and-drop-v2`, the most accessible of the interactive blocks, and `done`, the smallest block with a handler,
which keeps one yes or no and answers with it. `marking_…` is measured beside the handler of `drag-and-drop-v2`, which marks as
ours do and draws nothing (decision 0009), `handler_json_…` beside `done`; both are the answer to a client that draws for itself
(`html: false`). `handler_…` is the answer to the block's own page, with the parts of it that changed, for information.
Where they are not installed (the tests' environment), the lines say so and carry no goal.
"""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
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
_VIEW_GOAL, _MARKING_GOAL, _HANDLER_GOAL = 0.6, 0.6, 1.0
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
    has_peers = prepare_peers()
    trivial = _view_seconds(Sample("<trivial/>"), rounds)
    view_peer = _view_seconds(Sample(f"<{VIEW_PEER}/>"), rounds) - trivial if has_peers else None
    peer = Sample(f"<{HANDLER_PEER}/>", "toggle_button", {"done": True}) if has_peers else Sample("<trivial/>", "answer", {})
    marking_peer = _MARKING_PEER if has_peers else peer
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
            plain = replace(sample, payload={**sample.payload, "html": False})
            handler_peer, marking_peer_seconds, seconds, drawn_seconds = _handler_seconds((peer, marking_peer, plain, sample), rounds)
            drawn_detail, detail = (_tell(sample.handler, each, handler_peer, rounds) for each in (drawn_seconds, seconds))
            goal, marking_goal = (_HANDLER_GOAL, _MARKING_GOAL) if has_peers else (None, None)
            yield _line(f"handler_json_{name}", seconds / handler_peer, goal, handler_words, detail)
            yield _line(f"handler_{name}", drawn_seconds / handler_peer, None, f"{handler_words}, which draws nothing", drawn_detail)
            marking_detail = _tell(sample.handler, seconds, marking_peer_seconds, rounds)
            yield _line(f"marking_{name}", seconds / marking_peer_seconds, marking_goal, marking_words, marking_detail)
        yield _weigh(name)


def _tell(handler: str, seconds: float, peer: float, rounds: int) -> str:
    return f"{handler} in {seconds * 1000:.2f} ms CPU, the peer in {peer * 1000:.2f} ms; {rounds} learners, one call each"


def _line(name: str, ratio: float, goal: float | None, baseline: str, detail: str) -> dict[str, Any]:
    return {"name": name, "ratio": round(ratio, 2), "goal": goal, "better": "lower", "baseline": baseline, "detail": detail}


def prepare_peers() -> bool:
    """Say whether the peers are installed; their templates, and all of XBlock's reference services, want a configured Django."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}])
        django.setup()
    return {VIEW_PEER, HANDLER_PEER} <= {entry.name for entry in entry_points(group="xblock.v1")}


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


def _handler_seconds(samples: Sequence[Sample], rounds: int) -> list[float]:
    """Give the CPU time of one call of each by a learner who has no state yet: the best of five groups of learners.

    They take turns group by group, so that a machine that is busier for a while is so for all that are compared.
    """
    best, learners = [float("inf")] * len(samples), max(1, rounds // _GROUPS)
    for group in range(_GROUPS + 1):
        for at, sample in enumerate(samples):
            spent = sum(_one_call(sample, f"learner-{group}-{number}") for number in range(learners))
            if group:  # the first group only warms up
                best[at] = min(best[at], spent / learners)
    return best


def _one_call(sample: Sample, learner: str) -> float:
    runtime = _Runtime(user=learner, host=make_host(key=learner))
    usage = runtime.parse_xml_string(sample.olx.encode())
    if sample.asked:
        # The fake host makes its own sample when it is first asked; a real one has it before the call.
        getattr(runtime.get_block(usage), sample.asked)
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
