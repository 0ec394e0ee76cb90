"""A checkpoint or a lab that is taken as an exam, with a time limit as a rule; the test sets its clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.factories.lab import make_lab_olx
from tests.factories.xblock import Classroom, make_checkpoint_olx, make_host

from maslak_xblocks.host import HostArrangement
from maslak_xblocks.workbench.host import Memory

RIGHT = {"q1": ["a"], "q1s": ["b"], "q2": ["a", "b"], "q3": "12,5"}


class Exam(Classroom):
    """A block with a time limit, whose clock a test sets."""

    def __init__(self, kind: str, *, purpose: str = "practice", language: Any = "en", **granted: Any) -> None:
        self.kind, self.memory = kind, Memory()
        olx = make_checkpoint_olx(purpose) if kind == "checkpoint" else make_lab_olx(purpose)
        super().__init__(olx, make_host(self.memory, language=language))
        self.grant(**{"minutes": 60, "exam_mode": True, **granted})

    def grant(self, **granted: Any) -> None:
        self.memory.arrangements[str(self.usage)] = HostArrangement(**granted)

    def wait(self, **time: float) -> None:
        self.memory.clock_offset += timedelta(**time)

    def state(self) -> Any:
        return self.post("state", {})[1]

    def begin(self) -> Any:
        status, begun = self.post("begin_attempt", {"revision": self.block.revision, "idempotency_key": f"b{self.block.revision}"})
        assert status == 200, begun
        return begun

    def give(self, number: int = 0, **more: Any) -> tuple[int, Any]:
        """Answer one of the questions."""
        known = self.block.revision
        payload = {"revision": known, "idempotency_key": f"k{number}", **more}
        if self.kind == "lab":
            task = ("total", "city")[number]
            return self.post("answer", {**payload, "task": task, "response": ("5", "Rabat")[number], "language": "fr"})
        item = self.block.attempts[-1]["items"][number]
        return self.post("answer", {**payload, "item": item, "response": self.name(item, RIGHT[item])})
