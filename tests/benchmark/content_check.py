"""What the structural check of the shared core costs beside reading the same XML with lxml: a ratio measured in one run."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lxml import etree
from tests.benchmark.costs import measure

from maslak_content.check import STRUCTURAL, check_course
from maslak_content.course import read_course

COURSE = Path(__file__).resolve().parents[2] / "course_content" / "shared_core"


def run(quick: bool) -> Iterable[dict[str, Any]]:
    """Yield the figure: CPU time of reading and checking the course, over that of parsing its files with lxml."""
    rounds = 20 if quick else 100
    paths = [str(COURSE / name) for name in read_course(COURSE).files]
    base, own = measure(rounds, lambda: [etree.parse(path) for path in paths], lambda: check_course(read_course(COURSE), STRUCTURAL))
    (whole,) = measure(1 if quick else 3, lambda: check_course(read_course(COURSE)))
    yield {
        "name": "content_check",
        "ratio": round(own.cpu / base.cpu, 2),
        "goal": 2.0,
        "better": "lower",
        "baseline": "lxml.etree.parse of the same files",
        "detail": f"{len(paths)} files, structure, references, contracts: {own} against {base}; with every rule {whole}",
    }
