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
    begun: list[tuple[Path, Path, Path | None]] = []
    try:
        for number, (source, goal) in enumerate(moves):
            goal.parent.mkdir(parents=True, exist_ok=True)
            before = _keep(goal, aside / str(number)) if goal.exists() else None
            begun.append((source, goal, before))
            os.replace(source, goal)
    except BaseException:
        # A person who stops it is no Exception, and what is raised goes on from here.
        for source, goal, before in reversed(begun):
            if not source.exists():
                _take_back(goal, before)
            elif before is None:
                _drop_empty_folders(goal)
        raise


def _keep(goal: Path, before: Path) -> Path:
    try:
        os.link(goal, before)
    except OSError:  # a file system without hard links
        shutil.copy2(goal, before)
    return before


def _take_back(goal: Path, before: Path | None) -> None:
    if before is None:
        goal.unlink(missing_ok=True)
        _drop_empty_folders(goal)
        return
    try:
        os.replace(before, goal)
    except OSError:
        # The last road: what was there is swept with the staging folder.
        with suppress(OSError):
            shutil.copy2(before, goal)


def _drop_empty_folders(goal: Path) -> None:
    with suppress(OSError):  # as far up as there is nothing else
        for folder in goal.parents:
            folder.rmdir()
