"""What a piece of work costs: the least of several rounds in which all that is compared takes turns."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds: the least that passed, and the least that the processors worked, in one round."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall * 1000:.0f} ms ({self.cpu * 1000:.0f} ms CPU)"


def describe_machine() -> str:
    """Say how many cores there are and how many processes want one: what uses two loses more than what uses one on a busy machine."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"


def measure(rounds: int, *works: Callable[[], object]) -> list[Cost]:
    """Give the least cost of each work; they take turns, so that a busy machine is equally unfair to each."""
    walls: list[list[float]] = [[] for _ in works]
    processors: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for number, work in enumerate(works):
            wall, processor = time.perf_counter(), time.process_time()
            work()
            walls[number].append(time.perf_counter() - wall)
            processors[number].append(time.process_time() - processor)
    return [Cost(min(wall), min(processor)) for wall, processor in zip(walls, processors, strict=True)]
