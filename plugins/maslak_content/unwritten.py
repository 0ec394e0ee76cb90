"""Pages that still hold words with which a unit, an item or a lab was begun: the check has nothing against them, learners would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

_SCAFFOLDS: Final = Path(__file__).with_name("scaffolding") / "scaffolds"
# What an author is asked to write; up to the first place that was filled.
_ASKED: Final = re.compile(r"<(?:p|hint|feedback)\b[^>]*>([^<$]+)")
# Shorter ones might be somebody's own words; and what introduces a practice may well stay.
_SHORTEST: Final = 20
_STAYS: Final = "practice.xml"


def list_unwritten(root: Path) -> list[str]:
    """Return the pages of a course, by their path in its folder, of which something stands as it was begun."""
    marks = _list_marks()
    pages = sorted(path for path in (root / "vertical").glob("*.xml") if path.is_file() and not path.is_symlink())
    return [f"vertical/{path.name}" for path in pages if _holds(path, marks)]


def _holds(page: Path, marks: frozenset[bytes]) -> bool:
    try:
        data = page.read_bytes()
    except OSError:
        # Whoever reads the course says so.
        return False
    return any(mark in data for mark in marks)


@cache
def _list_marks() -> frozenset[bytes]:
    """Give how the texts of new pages begin, each after the tag that opens it."""
    templates = [path for path in _SCAFFOLDS.rglob("*.xml") if path.name != _STAYS]
    texts = [text for path in templates for text in _read(path.read_text("utf-8"))]
    return frozenset(f">{text}".encode() for text in texts)


def _read(template: str) -> Iterator[str]:
    return (text for each in _ASKED.findall(template) if len(text := each.rstrip()) >= _SHORTEST)
