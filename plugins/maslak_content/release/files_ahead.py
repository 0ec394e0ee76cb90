"""Files of a course that are read once, for packing and for reading, and parsed without their texts by whoever has nothing else to do."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from maslak_content.course_files import MAX_FILE_BYTES, MAX_FILES, CourseFiles
from maslak_content.release.bare_tree import parse_bare
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element


class FilesAhead(CourseFiles):
    """Reads a tree whose files, `names` in order and no link among them, were listed already.

    A file is read and parsed when it is asked for. Both give up Python's lock, so that `parse_ahead`, in another thread, does it
    before, from the other end; a file that both take up at once is parsed twice, to the same effect.
    """

    def __init__(self, root: Path, names: Iterable[str]) -> None:
        super().__init__(root)
        self._names = list(names)
        self._known = frozenset(self._names)
        self._trees: dict[str, Element] = {}
        self._data: dict[str, bytes] = {}

    def load(self, name: str) -> bytes | None:
        """Give the bytes of a file, or None where there is none or where it is larger than any file of a course that is read."""
        data = self._data.get(name)
        if data is None and name in self._known:
            data = _read(f"{self._base}/{name}")
            if data is not None:
                # Whoever comes second goes on with what the first one read, so that what is packed is what is parsed.
                return self._data.setdefault(name, data)
        return data

    def load_text(self, name: str) -> bytes | None:
        """Give the bytes of a file that may be read as part of the course, and None for what learners see as it is."""
        return None if name.startswith("static/") else self.load(name)

    def look(self, name: str) -> Element | None:
        """Give the root of a file where it has one, without taking note of faults."""
        if name not in self._trees:
            data = self.load(name)
            if data is not None:
                with suppress(OLXError):
                    self._trees[name] = parse_bare(data)
        return self._trees.get(name)

    def parse_ahead(self) -> None:
        """Parse what nobody has asked for yet, the last first."""
        for name in reversed(self._names):
            if name.endswith(".xml"):
                self.look(name)

    def exists(self, name: str) -> bool:
        """Say whether a file is there."""
        return name in self._known

    def read(self, name: str) -> bytes | None:
        """Give a file's bytes, or None after noting why not."""
        data = self.load(name)
        return data if data is not None else super().read(name)

    def parse(self, name: str) -> Element | None:
        """Give the root of an XML file, or note why there is none and give None."""
        root = self.look(name)
        if root is None:
            return super().parse(name)
        self.note_code(name, self.load(name) or b"")
        self.parsed[name] = root
        return root

    def list_files(self, folder: str) -> list[str]:
        """Give the paths of the files under a folder, sorted, without hidden ones."""
        return [name for name in self._names if name.startswith(f"{folder}/")][:MAX_FILES]


def _read(path: str) -> bytes | None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        size = os.fstat(descriptor).st_size
        return os.read(descriptor, size) if size <= MAX_FILE_BYTES else None
    finally:
        os.close(descriptor)
