"""Archives of courses, unpacked in memory."""

from __future__ import annotations

import tarfile
from pathlib import Path


def unpack(archive: Path, top: str = "course") -> dict[str, bytes]:
    """Return the files of an archive by their name under its top folder."""
    files: dict[str, bytes] = {}
    with tarfile.open(archive) as opened:
        for member in opened:
            stream = opened.extractfile(member)
            if stream is not None:
                files[member.name.removeprefix(f"{top}/")] = stream.read()
    return files
