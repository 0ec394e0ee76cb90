"""Where an element stands in a file, to the byte."""

from __future__ import annotations

from xml.parsers import expat


def find_span(data: bytes, tag: str, attribute: str, value: str) -> tuple[int, int] | None:
    """Return where the bytes of an element begin and end, or None where it does not stand; no attribute means the file's root."""
    reader = _SpanReader(tag, attribute, value)
    reader.read(data)
    if reader.start < 0:
        return None
    return reader.start, reader.end if reader.end >= 0 else len(data)


class _SpanReader:
    """Walks one file that was read before and is known to be harmless."""

    def __init__(self, tag: str, attribute: str, value: str) -> None:
        self._tag, self._attribute, self._value = tag, attribute, value
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
        is_it = name == self._tag and (attributes.get(self._attribute) == self._value if self._attribute else self._depth == 1)
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
