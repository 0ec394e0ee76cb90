from __future__ import annotations

import threading
import time
import uuid

import pytest

from maslak_web import identifiers
from maslak_web.identifiers import new_id


def test_identifiers_are_version_seven_with_the_time_in_front() -> None:
    before = time.time_ns() // 1_000_000
    made = new_id()
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert before <= made.int >> 80 <= before + 5000


def test_identifiers_ascend_within_a_millisecond_and_when_the_clock_steps_back(monkeypatch: pytest.MonkeyPatch) -> None:
    first = [new_id() for _ in range(1000)]
    monkeypatch.setattr(identifiers.time, "time_ns", lambda: 1_000_000_000)
    made = first + [new_id() for _ in range(1000)]
    assert made == sorted(set(made))


def test_threads_never_make_the_same_identifier() -> None:
    made: list[uuid.UUID] = []
    threads = [threading.Thread(target=lambda: made.extend(new_id() for _ in range(500))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 2000
