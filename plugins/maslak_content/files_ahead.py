"""Files of a course that are read once, for packing and for reading, and parsed by whoever has nothing else to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from io import FileIO
from pathlib import Path

from lxml import etree

from maslak_content.course_files import MAX_FILE_BYTES, MAX_FILES, CourseFiles
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, parse_source


class FilesAhead(CourseFiles):
    """Reads a tree whose files, `names` in order and no link among them, were listed already.

    A file is parsed when it is asked for. Parsing gives up Python's lock, so that `parse_ahead`, in another thread, begins at the
    other end meanwhile.
    """

    def __init__(self, root: Path, names: Iterable[str]) -> None:
        super().__init__(root)
        self._names = list(names)
        self._known = frozenset(self._names)
        self._trees: dict[str, Element] = {}
        self.data: Mapping[str, bytes] = {name: self._load(name) for name in self._names if not name.startswith("static/")}

    def look(self, name: str) -> Element | None:
        """Give the root of a file where it has one, without taking note of faults."""
        data = self.data.get(name)
        if data is not None and name not in self._trees:
            with suppress(OLXError):
                self._trees[name] = _parse(data)
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
        data = self.data.get(name)
        return data if data is not None and len(data) <= MAX_FILE_BYTES else super().read(name)

    def parse(self, name: str) -> Element | None:
        """Give the root of an XML file, or note why there is none and give None."""
        root = self.look(name)
        if root is None:
            return super().parse(name)
        self.parsed[name] = root
        return root

    def list_files(self, folder: str) -> list[str]:
        """Give the paths of the files under a folder, sorted, without hidden ones."""
        return [name for name in self._names if name.startswith(f"{folder}/")][:MAX_FILES]

    def _load(self, name: str) -> bytes:
        with FileIO(f"{self._base}/{name}") as file:
            return file.readall()


def _parse(data: bytes) -> Element:
    root = parse_source(data)
    # Texts are nine tenths of a tree, and a release describes none but a project's: given back at once, their memory serves the next.
    if b"<maslak_project" not in data:
        etree.strip_elements(root, "variant")
    return root
