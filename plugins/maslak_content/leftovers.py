"""What a command leaves behind when it is killed: files and folders under names of its own, which the next run removes.

The name of whatever is not whole yet ends in the number of the process that writes it, so that nobody takes it for lost while
that process lives.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

# The process may run on another machine that shares the folder, where nobody can ask for it; no draft is left untouched for so long.
_SILENT_SECONDS: Final = 600
_DRAFT: Final = re.compile(r"\..*\.(\d+)\.draft")
_MEANT: Final = re.compile(r"\.(.+?)(?:\.import-\w+)?\.\d+\.draft")


def end_of_draft() -> str:
    """Return how the name of this process's drafts ends; such a name begins with a dot."""
    return f".{os.getpid()}.draft"


def name_meant(path: str) -> str:
    """Return the file or folder that a draft is to become, which is the name that a person knows; any other path as it is."""
    parts = Path(path).parts
    for number, part in enumerate(parts):
        if match := _MEANT.fullmatch(part):
            return str(Path(*parts[:number], match[1]))
    return path


def sweep_drafts(folder: Path, start: str) -> None:
    """Remove from a folder the drafts, with names that begin with `start`, whose processes are gone. What cannot be removed stays."""
    if os.name == "posix":
        for path in _list_lost(folder, start):
            if path.is_dir():
                import shutil

                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    path.unlink()


def _list_lost(folder: Path, start: str) -> Iterator[Path]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            match = _DRAFT.fullmatch(entry.name) if entry.name.startswith(start) else None
            if match and not entry.is_symlink() and _is_silent(entry.stat()) and not _is_alive(int(match[1])):
                yield Path(entry.path)


def _is_silent(state: os.stat_result) -> bool:
    return state.st_uid == os.getuid() and time.time() - state.st_mtime > _SILENT_SECONDS


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return True
