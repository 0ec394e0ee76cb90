"""The cells of an Excel file, read with nothing but its zip and its XML, and never more of them than a person fills.

A workbook comes from anywhere: what its directory says about sizes is not believed, no entity is resolved, and no formula is
calculated. Format: ECMA-376 (transitional and strict), parts 1 and 2.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, refuse_entities

MOST_ENTRIES: Final = 500
LARGEST_PART: Final = 8 * 1024 * 1024
LARGEST_WHOLE: Final = 16 * 1024 * 1024
MOST_RATIO: Final = 200  # a sheet of text shrinks thirty times; a bomb a thousand
MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 40
LONGEST_CELL: Final = 20_000
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})  # formats that need no definition
_DATE_SIGNS: Final = re.compile(r"[dmyhs]", re.IGNORECASE)
_TRUTHS: Final = frozenset({"TRUE()", "FALSE()"})
_OPEN_DOCUMENT: Final = b"application/vnd.oasis.opendocument"
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class WorkbookError(Exception):
    """Raised when a file is no workbook that can be read here; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; ``fault`` says why it cannot be taken: it is a formula, an error, a date, or too long."""

    text: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Sheet:
    """The cells of the first sheet that is shown, by row and column, both from 1; empty cells are not kept."""

    rows: Mapping[int, Mapping[int, Cell]] = field(default_factory=dict)
    is_cut: bool = False


def is_workbook(raw: bytes) -> bool:
    """Say whether a file begins as a zip or as what Excel wrote before, and still writes for a password."""
    return raw.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"))


def has_macros(raw: bytes) -> bool:
    """Say whether a workbook brings a program along; what is no zip brings none. Nothing is unpacked for it."""
    try:
        with ZipFile(BytesIO(raw)) as archive:
            return any(posixpath.basename(name).lower() == "vbaproject.bin" for name in archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def read_workbook(raw: bytes) -> Sheet:
    """Give the cells of the first sheet. Raises WorkbookError."""
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise WorkbookError("old_workbook")
    try:
        with ZipFile(BytesIO(raw)) as archive:
            return _Reader(archive).read_sheet()
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, OverflowError) as error:
        raise WorkbookError("not_workbook") from error


class _Reader:
    """Reads the parts of one archive, within what all of them together may hold."""

    def __init__(self, archive: ZipFile) -> None:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES:
            raise WorkbookError("workbook_too_large")
        self._archive = archive
        self._entries: dict[str, ZipInfo] = {entry.filename.lstrip("/"): entry for entry in entries}
        self._left = LARGEST_WHOLE
        if self._read("mimetype").startswith(_OPEN_DOCUMENT):
            raise WorkbookError("open_document")

    def read_sheet(self) -> Sheet:
        path = self._find_sheet()
        strings = [_join_runs(node) for node in self._children("xl/sharedStrings.xml", "si")]
        dates = self._list_date_styles()
        rows: dict[int, dict[int, Cell]] = {}
        at = 0
        for row in self._rows(path):
            at = _number(row.get("r")) or at + 1
            if at > MOST_ROWS:
                return Sheet(rows, is_cut=True)
            cells = _read_row(row, strings, dates)
            if cells:
                rows[at] = cells
        return Sheet(rows)

    def _read(self, path: str) -> bytes:
        entry = self._entries.get(path)
        if entry is None:
            return b""
        if entry.flag_bits & 0x1:
            raise WorkbookError("old_workbook")
        most = min(LARGEST_PART, self._left)
        if entry.file_size > most or entry.file_size > MOST_RATIO * max(entry.compress_size, 1024):
            raise WorkbookError("workbook_too_large")
        with self._archive.open(entry) as stream:
            data = stream.read(most + 1)
        if len(data) > most:
            raise WorkbookError("workbook_too_large")
        self._left -= len(data)
        return data

    def _parse(self, path: str) -> Element | None:
        data = self._read(path)
        if not data:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
        try:
            root = etree.fromstring(data, parser)
            refuse_entities(root)
        except (etree.XMLSyntaxError, OLXError) as error:
            raise WorkbookError("not_workbook") from error
        return root

    def _children(self, path: str, name: str) -> Iterator[Element]:
        root = self._parse(path)
        return iter(()) if root is None else (node for node in root if _name(node) == name)

    def _rows(self, path: str) -> Iterator[Element]:
        root = self._parse(path)
        if root is None:
            raise WorkbookError("not_workbook")
        return (row for data in root if _name(data) == "sheetData" for row in data if _name(row) == "row")

    def _find_sheet(self) -> str:
        """Give the part of the first sheet that is not hidden."""
        root = self._parse("xl/workbook.xml")
        if root is None:
            raise WorkbookError("not_workbook")
        targets = {node.get("Id"): node.get("Target", "") for node in self._children("xl/_rels/workbook.xml.rels", "Relationship")}
        for node in (each for sheets in root if _name(sheets) == "sheets" for each in sheets):
            named = next((value for name, value in node.attrib.items() if str(name).endswith("}id")), None)
            target = targets.get(named, "")
            if target and node.get("state", "visible") == "visible":
                return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        raise WorkbookError("not_workbook")

    def _list_date_styles(self) -> frozenset[int]:
        """Give the styles that show a number as a date: Excel makes one of 1/2, and nobody meant it."""
        root = self._parse("xl/styles.xml")
        if root is None:
            return frozenset()
        own = {
            _number(node.get("numFmtId"))
            for node in root.iter("{*}numFmt")
            if _DATE_SIGNS.search(_QUOTED.sub("", node.get("formatCode", ""))) and node.get("formatCode", "").lower() != "general"
        }
        listed = (node for cells in root if _name(cells) == "cellXfs" for node in cells)
        return frozenset(place for place, node in enumerate(listed) if _number(node.get("numFmtId")) in own | _DATES)


def _read_row(row: Element, strings: list[str], dates: frozenset[int]) -> dict[int, Cell]:
    cells: dict[int, Cell] = {}
    column = 0
    for node in row:
        if _name(node) != "c":
            continue
        place = _REFERENCE.fullmatch(node.get("r", ""))
        column = name_to_number(place[1]) if place else column + 1
        cell = _read_cell(node, strings, dates)
        if column <= MOST_COLUMNS and (cell.text or cell.fault):
            cells[column] = cell
    return cells


def _read_cell(node: Element, strings: list[str], dates: frozenset[int]) -> Cell:
    parts = {_name(child): child for child in node}
    kind = node.get("t", "n")
    # LibreOffice writes a plain TRUE as a formula.
    if "f" in parts and not (kind == "b" and "".join(parts["f"].itertext()).strip().upper() in _TRUTHS):
        return Cell("".join(parts["f"].itertext())[:80], "formula")
    if kind == "inlineStr":
        return _as_text(_join_runs(parts["is"])) if "is" in parts else Cell()
    value = "".join(parts["v"].itertext()).strip() if "v" in parts else ""
    if not value:
        return Cell()
    if kind == "s":
        place = _number(value)
        return _as_text(strings[place]) if value.isascii() and value.isdigit() and place < len(strings) else Cell(value[:80], "broken")
    if kind in ("e", "d"):
        return Cell(value[:80], "broken" if kind == "e" else "date")
    if kind == "b":
        return Cell("TRUE" if value == "1" else "FALSE")
    if kind == "n":
        return Cell(value, "date") if _number(node.get("s")) in dates else Cell(_show_number(value))
    return _as_text(value)


def _as_text(text: str) -> Cell:
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return Cell(text[:80], "long") if len(text) > LONGEST_CELL else Cell(text)


def _show_number(value: str) -> str:
    """Give a number as its author typed it: Excel keeps 0.1 as 0.10000000000000001."""
    try:
        return f"{float(value):.15g}" if "e" not in f"{float(value):.15g}" else value
    except ValueError:
        return value[:80]


def _join_runs(node: Element) -> str:
    """Give the text of a string, without what is written above it to be read aloud (phonetics)."""
    texts = []
    for child in node:
        if _name(child) == "t":
            texts.append(child.text or "")
        elif _name(child) == "r":
            texts += [each.text or "" for each in child if _name(each) == "t"]
    # Excel writes a control character as _x000D_ and the like.
    return re.sub(r"_x([0-9A-Fa-f]{4})_", _control, "".join(texts))


def _control(match: re.Match[str]) -> str:
    sign = chr(int(match[1], 16))
    return sign if sign in "\n\r\t_" else " " if ord(sign) < 32 else match[0]


def _name(node: Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def name_to_number(name: str) -> int:
    """Give the number of a column: A is 1, AA is 27."""
    number = 0
    for sign in name:
        number = number * 26 + ord(sign) - 64
    return number


def number_to_name(number: int) -> str:
    """Give the name of a column: 1 is A, 27 is AA."""
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name
