"""What runs on a tether ends with whoever holds it, and tells its end to nobody else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

TETHER = [sys.executable, "-m", "maslak_content.tether"]
# Writes its own number, then does something that takes longer than any test.
WORK = "import os, pathlib, sys, time; pathlib.Path(sys.argv[1]).write_text(str(os.getpid())); time.sleep(600)"
# Holds a tether and then does something else.
HOLD = "import subprocess, sys, time; held = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE); time.sleep(600)"


def wait_for_number(note: Path) -> int:
    deadline = time.monotonic() + 60
    while not (note.exists() and note.read_text()):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return int(note.read_text())


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    # One that nobody has waited for yet keeps its number.
    return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def wait_until_over(number: int) -> None:
    deadline = time.monotonic() + 60
    while is_alive(number):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_work_ends_when_its_starter_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "number"
    starter = subprocess.Popen([sys.executable, "-c", HOLD, *TETHER, sys.executable, "-c", WORK, str(note)])
    number = wait_for_number(note)
    starter.kill()
    starter.wait()
    wait_until_over(number)


@pytest.mark.parametrize("lets_go", [True, False])
def test_work_ends_when_it_is_let_go_and_when_the_tether_is_told_to_end(tmp_path: Path, lets_go: bool) -> None:
    note = tmp_path / "number"
    with subprocess.Popen([*TETHER, sys.executable, "-c", WORK, str(note)], stdin=subprocess.PIPE) as held:
        number = wait_for_number(note)
        assert held.poll() is None
        if lets_go:
            held.communicate(timeout=60)
        else:
            held.send_signal(signal.SIGTERM)
        held.wait(60)
    assert not is_alive(number)


def test_exit_status_is_that_of_the_work() -> None:
    with subprocess.Popen([*TETHER, sys.executable, "-c", "raise SystemExit(7)"], stdin=subprocess.PIPE) as held:
        assert held.wait(60) == 7
