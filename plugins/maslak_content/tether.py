"""Running a command that ends when whoever started it ends, even when that was killed: `python -m maslak_content.tether COMMAND…`.

The starter holds the other end of standard input. It never writes; the system closes it with the starter, whatever became of that.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import NoReturn

_PATIENCE_SECONDS = 15


def main(words: list[str]) -> int:
    """Run a command until it ends or standard input does, and return its exit status."""
    signal.signal(signal.SIGTERM, _leave)
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL)  # noqa: S603 - the starter's own words
    try:
        threading.Thread(target=_follow, args=(process,), daemon=True).start()
        return process.wait()
    finally:
        _end(process)


def _follow(process: subprocess.Popen[bytes]) -> None:
    # Straight from the system: a buffer that another thread waits for cannot be taken down when this process ends.
    while os.read(sys.stdin.fileno(), 1):
        pass
    _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _leave(*_: object) -> NoReturn:
    raise SystemExit(128 + signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
