"""What all workers of one run share: the first that wants it makes it, the others find it made, the last one removes it."""

from __future__ import annotations

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

T = TypeVar("T")


@contextmanager
def share(
    factory: pytest.TempPathFactory, name: str, make: Callable[[Path], T], forget: Callable[[T], Any] = lambda made: None
) -> Iterator[T]:
    """Yield what `make` made under this name, in a folder of its own, for whichever worker was first; nobody may change it."""
    own = factory.getbasetemp()
    home = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / f"shared-{name}"
    kept, holders = home.with_suffix(".pickle"), home.with_suffix(".holders")
    with alone(home):
        if not kept.exists():
            shutil.rmtree(home, ignore_errors=True)
            home.mkdir()
            kept.write_bytes(pickle.dumps(make(home)))
        made: T = pickle.loads(kept.read_bytes())
        _count(holders, 1)
    try:
        yield made
    finally:
        with alone(home):
            if _count(holders, -1) == 0:
                kept.unlink()
                forget(made)


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Wait until no other worker is at this folder. The system lets go of the lock of a worker that dies."""
    with home.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _count(holders: Path, change: int) -> int:
    number = (int(holders.read_text()) if holders.exists() else 0) + change
    holders.write_text(str(number))
    return number
