"""Files on their way from the staging folder into the tree: all of them, or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path


def move_files(moves: Sequence[tuple[Path, Path]], aside: Path) -> None:
    """Move each file onto its goal; where one of them cannot be moved, or a person stops it, the tree is as it was before.

    What a goal held waits in the new folder `aside`, on the same file system, until all are moved. Only a process that is killed
    between two files leaves some new and some old, each of them whole; the same import again completes it. Raises OSError.
    """
    aside.mkdir()
    moved: list[tuple[Path, Path | None]] = []
    try:
        for number, (source, goal) in enumerate(moves):
            goal.parent.mkdir(parents=True, exist_ok=True)
            before = _keep(goal, aside / str(number)) if goal.exists() else None
            moved.append((goal, before))
            os.replace(source, goal)
    except BaseException:
        for goal, before in reversed(moved):
            _take_back(goal, before)
        raise


def _keep(goal: Path, before: Path) -> Path:
    try:
        os.link(goal, before)
    except OSError:  # a file system without hard links
        shutil.copy2(goal, before)
    return before


def _take_back(goal: Path, before: Path | None) -> None:
    if before is not None:
        os.replace(before, goal)
        return
    goal.unlink(missing_ok=True)
    with suppress(OSError):  # as far up as there is nothing else
        for folder in goal.parents:
            folder.rmdir()
