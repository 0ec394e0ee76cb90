"""What the structural check of the shared core costs beside reading the same XML with lxml: a ratio measured in one run."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from lxml import etree

from maslak_content.check import STRUCTURAL, check_course
from maslak_content.course import read_course

COURSE = Path(__file__).resolve().parents[2] / "course_content" / "shared_core"


def run(quick: bool) -> Iterable[dict[str, Any]]:
    """Yield the figure: CPU time of reading and checking the course, over that of parsing its files with lxml."""
    rounds = 20 if quick else 100
    paths = [str(COURSE / name) for name in read_course(COURSE).files]
    base, own = _measure(rounds, lambda: [etree.parse(path) for path in paths], lambda: check_course(read_course(COURSE), STRUCTURAL))
    whole = _measure(1, lambda: None, lambda: check_course(read_course(COURSE)))[1]
    yield {
        "name": "content_check",
        "ratio": round(own / base, 2),
        "goal": 2.0,
        "better": "lower",
        "baseline": "lxml.etree.parse of the same files",
        "detail": f"{len(paths)} files, structure, references, contracts: {own * 1000:.1f} ms CPU; with every rule {whole * 1000:.0f} ms",
    }


def _measure(rounds: int, *calls: Callable[[], object]) -> list[float]:
    """Give the least CPU seconds of each call; the calls take turns, so that a busy machine is equally unfair to each."""
    best = [float("inf")] * len(calls)
    for _ in range(rounds):
        for number, call in enumerate(calls):
            start = time.process_time()
            call()
            best[number] = min(best[number], time.process_time() - start)
    return best
