"""One ordinary sample of each block for the measurements: its OLX, and what a learner's client sends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.factories.diagnostic import make_diagnostic_olx
from tests.factories.lab import make_lab_olx
from tests.factories.xblock import LESSON, LOGBOOK, make_checkpoint_olx

from maslak_xblocks.workbench.scenarios.project import PROJECT

_ENTRY = {
    "request_key": "benchmark-1",
    "placement": "contract-1",
    "done_on": "2026-11-12",
    "task": "J’ai relu 40 alertes.",
    "competencies": ["MA-NUM.CYB.03"],
}
_LEARNER = {"revision": 0, "idempotency_key": "benchmark-1"}


@dataclass(frozen=True)
class Sample:
    """A block to measure; ``kilobytes`` is what its files may weigh, gzipped, ``asked`` the property by which it asks the host."""

    olx: str
    handler: str = ""
    payload: Mapping[str, Any] = field(default_factory=dict)
    kilobytes: float = 12
    asked: str = ""


SAMPLES: Final[Mapping[str, Sample]] = {
    "lesson": Sample(LESSON, "read", {"fraction": 0.5}),
    "checkpoint": Sample(make_checkpoint_olx(), "answer", {**_LEARNER, "item": "q3", "response": "12,5"}),
    "lab": Sample(make_lab_olx(), "begin_attempt", _LEARNER),
    "logbook": Sample(LOGBOOK, "add_entry", {**_ENTRY, "parts": "yes"}, kilobytes=25, asked="logbook"),
    "diagnostic": Sample(make_diagnostic_olx(), "begin_attempt", _LEARNER),
    "project": Sample(
        PROJECT,
        "save_draft",
        {**_LEARNER, "stage": "plan", "texts": {"plan": "Une question."}},
        kilobytes=25,
        asked="found",
    ),
}
