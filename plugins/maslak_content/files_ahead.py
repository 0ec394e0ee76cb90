"""Files of a course that are read once, for packing and for reading, and parsed on every core meanwhile."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from pathlib import Path

from maslak_content.course_files import MAX_FILE_BYTES, MAX_FILES, XML_REFUSED, CourseFiles
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, parse_source


class FilesAhead(CourseFiles):
    """Reads a tree whose files, `names` in order and no link among them, were listed already; `pool` helps with the parsing.

    Parsing gives up Python's lock, so that threads parse side by side. `parse_rest` takes part in it as soon as its caller
    has nothing else to do.
    """

    def __init__(self, root: Path, names: Iterable[str], pool: Executor) -> None:
        super().__init__(root)
        self._names = list(names)
        self._known = frozenset(self._names)
        self.data: Mapping[str, bytes] = {name: self._load(name) for name in self._names if not name.startswith("static/")}
        self._waiting = deque(name for name, data in self.data.items() if name.endswith(".xml") and len(data) <= MAX_FILE_BYTES)
        self._trees: dict[str, Element | OLXError] = {}
        self._help = pool.submit(self._parse_waiting)

    def parse_rest(self) -> None:
        """Parse what nobody has parsed yet; everything is parsed when this returns."""
        self._parse_waiting()
        self._help.result()

    def look(self, name: str) -> Element | None:
        """Give the root of a file where it has one, without taking note of faults."""
        found = self._trees[name] if name in self._trees else self._parse_now(name) if name in self.data else None
        return None if isinstance(found, OLXError) else found

    def exists(self, name: str) -> bool:
        """Say whether a file is there."""
        return name in self._known

    def read(self, name: str) -> bytes | None:
        """Give a file's bytes, or None after noting why not."""
        data = self.data.get(name)
        return data if data is not None and len(data) <= MAX_FILE_BYTES else super().read(name)

    def parse(self, name: str) -> Element | None:
        """Give the root of an XML file, or note why there is none and give None."""
        found = self._trees.get(name)
        if found is None:
            return super().parse(name)
        if isinstance(found, OLXError):
            self.note(XML_REFUSED, name, found.line, detail=found.detail.rstrip("."))
            return None
        self.parsed[name] = found
        return found

    def list_files(self, folder: str) -> list[str]:
        """Give the paths of the files under a folder, sorted, without hidden ones."""
        return [name for name in self._names if name.startswith(f"{folder}/")][:MAX_FILES]

    def _load(self, name: str) -> bytes:
        with open(f"{self._base}/{name}", "rb", buffering=0) as file:
            return file.read()

    def _parse_waiting(self) -> None:
        while self._waiting:
            try:
                name = self._waiting.popleft()
            except IndexError:
                # The other thread was quicker.
                return
            if name not in self._trees:
                self._parse_now(name)

    def _parse_now(self, name: str) -> Element | OLXError:
        try:
            found: Element | OLXError = parse_source(self.data[name])
        except OLXError as fault:
            found = fault
        self._trees[name] = found
        return found
