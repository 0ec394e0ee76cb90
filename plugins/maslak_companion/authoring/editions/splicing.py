"""Putting a block's new text into the files of a course: every byte around it stays as it was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.parsers import expat

from maslak_companion.classroom.course_files import refuse
from maslak_companion.classroom.release import CourseNode


def replace_blocks(files: Mapping[str, bytes], changed: Iterable[tuple[CourseNode, str]]) -> dict[str, bytes]:
    """Return the files with each block's element replaced; raises `CourseRefusedError` where it does not stand any more."""
    found = dict(files)
    for node, source in changed:
        start, end = _find_span(found[node.file], node)
        found[node.file] = found[node.file][:start] + source.encode() + found[node.file][end:]
    return found


def _find_span(data: bytes, node: CourseNode) -> tuple[int, int]:
    """Return where the bytes of a block's element begin and end in its file."""
    reader = _SpanReader(node)
    reader.read(data)
    if reader.start < 0:
        raise refuse("missing_block", node.file, f"holds no <{node.block_type}> {node.url_name}")
    return reader.start, reader.end if reader.end >= 0 else len(data)


class _SpanReader:
    """Walks one file that was read before and is known to be harmless."""

    def __init__(self, node: CourseNode) -> None:
        self._node = node
        self._is_own = node.file == f"{node.block_type}/{node.url_name}.xml"
        self._depth = 0
        self._inside = 0  # the depth at which the element stands, 0 outside
        self._is_over = False
        self.start = self.end = -1

    def read(self, data: bytes) -> None:
        """Note where the element begins, and where whatever follows it begins."""
        # UTF-8 whatever the file says of itself: the new text is written in it.
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._open
        self._parser.EndElementHandler = self._close
        self._parser.DefaultHandler = self._pass
        self._parser.Parse(data, True)

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self._pass("")
        self._depth += 1
        is_it = name == self._node.block_type and (self._depth == 1 if self._is_own else attributes.get("url_name") == self._node.url_name)
        if is_it and self.start < 0:
            self.start, self._inside = self._parser.CurrentByteIndex, self._depth

    def _close(self, name: str) -> None:
        self._pass("")
        if self._depth == self._inside:
            self._is_over, self._inside = True, 0
        self._depth -= 1

    def _pass(self, _data: str) -> None:
        if self._is_over and self.end < 0:
            self.end = self._parser.CurrentByteIndex
