"""Keeps the demo's processes running, one child each, and stops them all together.

A process that dies is started again, so that killing one shows what the system does and not what the demo lacks.
One that was stopped on purpose (a `.down` mark beside its process file) stays down until it is asked for again.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

POLL_SECONDS = 0.2
GRACE_SECONDS = 15.0
MAX_PAUSE_SECONDS = 10.0


@dataclass
class Child:
    """One supervised process: how to start it, and when it may be started again."""

    name: str
    arguments: Sequence[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    pause: float = 0.5
    not_before: float = 0.0
    started: float = field(default=0.0)


class Supervisor:
    """Runs children until told to stop; `run_dir` holds their process files, marks and logs."""

    def __init__(self, run_dir: Path, children: Sequence[Child], say: Callable[[str], None]) -> None:
        self.run_dir = run_dir
        self.children = children
        self.say = say
        self.stopping = False

    def run(self, once_started: Callable[[], None]) -> None:
        """Start every child, call `once_started`, and keep all running; return once a signal has asked to stop and all have ended."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._ask_to_stop)
        try:
            self._tend_all()
            once_started()
            while not self.stopping:
                self._tend_all()
                time.sleep(POLL_SECONDS)
        finally:
            self.stop_all()

    def _tend_all(self) -> None:
        for child in self.children:
            self._tend(child)

    def stop_all(self) -> None:
        """Ask every child to end, wait, and kill what has not ended within the grace time."""
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            process.terminate()
        for process in running:
            _end(process)
        for child in self.children:
            process_file(self.run_dir, child.name).unlink(missing_ok=True)

    def _ask_to_stop(self, *_: object) -> None:
        self.stopping = True

    def _tend(self, child: Child) -> None:
        down = down_mark(self.run_dir, child.name).exists()
        if child.process and child.process.poll() is None:
            if down:
                _end(child.process)
                child.process = None
                process_file(self.run_dir, child.name).unlink(missing_ok=True)
                self.say(f"{child.name} is stopped")
            return
        if down or self.stopping:
            return
        now = time.monotonic()
        if child.process:
            self.say(f"{child.name} ended with {child.process.returncode}; it is started again")
            lived_well = now - child.started > MAX_PAUSE_SECONDS
            child.pause = 0.5 if lived_well else min(MAX_PAUSE_SECONDS, child.pause * 2)
            child.not_before = now + child.pause
            child.process = None
        if now >= child.not_before:
            self._start(child, now)

    def _start(self, child: Child, now: float) -> None:
        # A session of its own keeps the terminal's Ctrl-C for the supervisor, which ends the children in order.
        with (self.run_dir / f"{child.name}.log").open("ab") as log:
            child.process = subprocess.Popen(child.arguments, env=child.environment, stdout=log, stderr=log, start_new_session=True)
        child.started = now
        process_file(self.run_dir, child.name).write_text(str(child.process.pid))


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def process_file(run_dir: Path, name: str) -> Path:
    """Return the file that holds the process id of a child."""
    return run_dir / f"{name}.pid"


def down_mark(run_dir: Path, name: str) -> Path:
    """Return the file whose presence keeps a child down."""
    return run_dir / f"{name}.down"


def end_leftovers(run_dir: Path) -> None:
    """End children whose supervisor was killed, so that their ports are free again."""
    for path in run_dir.glob("*.pid"):
        pid = int(path.read_text() or 0)
        if pid and _is_ours(pid):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGTERM)
                for _ in range(50):
                    time.sleep(0.1)
                    os.kill(pid, 0)
                os.killpg(pid, signal.SIGKILL)
        path.unlink(missing_ok=True)


def _is_ours(pid: int) -> bool:
    command = Path(f"/proc/{pid}/cmdline")
    try:
        return b"maslak_" in command.read_bytes()
    except OSError:
        # Without /proc there is no telling whose process it is, and another's must not be ended.
        return False
