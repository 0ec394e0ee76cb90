"""Files of a course, read without trusting them: confined to its folder, capped in size, with no entity and no network."""

from __future__ import annotations

import errno
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from maslak_content.findings import Finding, Kind, error, warning
from maslak_content.xml_faults import explain_fault
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, parse_source

MAX_FILE_BYTES = 2_000_000
MAX_FILES = 20_000
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")

FILE_MISSING = error("file_missing", "The file {target} is named here but is not in the course.", "Add the file or take the reference out.")
FILE_TOO_LARGE = error("file_too_large", "The file is larger than {limit} bytes.", "Split the file: one page is one file.")
PATH_OUTSIDE = error("path_outside", "The path leads outside the course.", "Use names without slashes, and no links to other folders.")
NOT_UTF8 = error("not_utf8", "This file is not written in UTF-8.", "Save it as UTF-8: a release holds nothing else.")
MARK_LEFT = warning("mark_left", "This file begins with a byte order mark.", "Save it as UTF-8 without a mark (BOM).")
LINE_ENDS = warning("line_ends", "This file has the line ends of Windows.", "Save it with those of Unix (LF): else every line differs.")
JSON_REFUSED = error("json_refused", "This file is not the JSON of a policy: {detail}.", "Mend the JSON at this line.")

_OTHER_CODE = re.compile(rb"""<\?xml[^>]*encoding=["'](?!utf-?8["']|(?:us-)?ascii["'])""", re.IGNORECASE)


class CourseFiles:
    """Reads files of one folder; faults are collected in ``findings`` instead of ending the reading."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self._base = str(self.root)
        self._inside: dict[str, bool] = {}
        self.findings: list[Finding] = []
        self.parsed: dict[str, Element] = {}

    def note(self, kind: Kind, file: str, where: Element | int | None, **params: str | int) -> None:
        """Keep a finding."""
        self.findings.append(kind.at(file, where, **params))

    def exists(self, name: str) -> bool:
        """Say whether a file is there."""
        return os.path.isfile(os.path.join(self._base, name))

    def read(self, name: str) -> bytes | None:
        """Give a file's bytes, or None after noting why not."""
        path = os.path.join(self._base, name)
        if not self._is_inside(os.path.dirname(path)):
            self.note(PATH_OUTSIDE, name, None)
            return None
        try:
            # A link is not followed, and no buffer is set up for a file that is read once.
            with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb", buffering=0) as file:
                data = file.read(MAX_FILE_BYTES + 1) or b""
        except OSError as fault:
            kind = PATH_OUTSIDE if fault.errno == errno.ELOOP else FILE_MISSING
            self.note(kind, name, None, **({"target": name} if kind is FILE_MISSING else {}))
            return None
        if len(data) > MAX_FILE_BYTES:
            self.note(FILE_TOO_LARGE, name, None, limit=MAX_FILE_BYTES)
            return None
        return data

    def _is_inside(self, folder: str) -> bool:
        if folder not in self._inside:
            real = os.path.realpath(folder)
            self._inside[folder] = real == self._base or real.startswith(self._base + os.sep)
        return self._inside[folder]

    def parse(self, name: str) -> Element | None:
        """Parse an XML file, or note why not and give None."""
        data = self.read(name)
        if data is None:
            return None
        try:
            root = parse_source(data)
        except OLXError as fault:
            self.findings.append(explain_fault(name, data, fault))
            return None
        self.parsed[name] = root
        self._note_bytes(name, data)
        return root

    def _note_bytes(self, name: str, data: bytes) -> None:
        """Note what an editor did to a file that reads well all the same."""
        if not self.note_code(name, data) and data.startswith(b"\xef\xbb\xbf"):
            self.note(MARK_LEFT, name, 1)
        if b"\r" in data:
            self.note(LINE_ENDS, name, 1)

    def note_code(self, name: str, data: bytes) -> bool:
        """Note a file whose letters are not those of UTF-8, and say whether it is one."""
        is_foreign = data.startswith((b"\xff\xfe", b"\xfe\xff")) or _OTHER_CODE.match(data) is not None
        if is_foreign:
            self.note(NOT_UTF8, name, 1)
        return is_foreign

    def read_json(self, name: str) -> Mapping[str, Any]:
        """Read a JSON object, or note why not and give an empty one."""
        data = self.read(name)
        try:
            value = json.loads(data, object_pairs_hook=_read_pairs) if data is not None else {}
        except ValueError as fault:
            self.note(JSON_REFUSED, name, getattr(fault, "lineno", None), detail=str(fault))
            return {}
        if not isinstance(value, dict):
            self.note(JSON_REFUSED, name, 1, detail="an object is expected")
            return {}
        return value

    def list_files(self, folder: str) -> list[str]:
        """Give the paths of the files under a folder, sorted, without hidden ones."""
        found = sorted(path for path in (self.root / folder).rglob("*") if path.is_file() and not path.name.startswith("."))
        return [path.relative_to(self.root).as_posix() for path in found[:MAX_FILES]]


def _read_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Read an object of which no name stands twice: readers differ on which of two counts."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)
