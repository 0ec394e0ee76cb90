"""Files that are written whole or not at all, by one command at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from maslak_content.leftovers import end_of_draft, sweep_drafts


def write_whole(files: Mapping[Path, bytes]) -> None:
    """Write files once there is room for all of them, else everything stays as it was; they take their places in the order given.

    Raises OSError.
    """
    drafts = {path: path.with_name(f".{path.name}{end_of_draft()}") for path in files}
    try:
        for path, draft in drafts.items():
            sweep_drafts(path.parent, ".")
            draft.write_bytes(files[path])
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


@contextmanager
def take_turn(folder: Path) -> Iterator[None]:
    """Wait until no other command changes what is in a folder: each reads what the one before has written.

    Where the system or the disk knows no such turns, nobody waits.
    """
    descriptor = _take_hold(folder)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)


def _take_hold(folder: Path) -> int | None:
    if os.name != "posix":
        return None
    import fcntl

    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        # Whoever reads the folder says what is wrong with it.
        return None
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor
