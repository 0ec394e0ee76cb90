from __future__ import annotations

from pathlib import Path

import pytest

from maslak_web.jobs import make_queue


def test_a_task_waits_in_the_file_until_a_worker_of_another_process_takes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MASLAK_REDIS_URL", raising=False)
    done: list[int] = []
    sender = make_queue(tmp_path, "companion")
    sender.task(name="record")(done.append)(7)
    worker = make_queue(tmp_path, "companion")
    worker.task(name="record")(done.append)
    taken = worker.dequeue()
    assert (done, len(worker)) == ([], 0)
    worker.execute(taken)
    assert done == [7]
