"""Scenarios of the project. In which state it is follows the student: add ``?student=`` and one of ``project_seeds.STATES``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).with_suffix(".xml").read_text("utf-8").strip()

SCENARIOS: list[tuple[str, str]] = [
    ("Project in two stages (students: new, draft, waiting, returned, marked, closed, early, teamless, forming)", PROJECT),
]
