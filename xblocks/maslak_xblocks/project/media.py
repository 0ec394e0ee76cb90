"""Which files a project takes, told by their content: a name or a browser's word for it proves nothing.

Every type here is inert where it is kept: it is given back as an attachment, never shown as a page. Types that can carry a
script into a browser (HTML, SVG, XML) and office files with macros are not among them.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping
from typing import Final

_ZIP: Final = b"PK\x03\x04"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"
# The end of a file name, and the type under which such a file is kept.
MEDIA_TYPES: Final[Mapping[str, str]] = {
    "pdf": "application/pdf",
    "zip": "application/zip",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": f"{_OPEN}.text",
    "ods": f"{_OPEN}.spreadsheet",
    "odp": f"{_OPEN}.presentation",
    "md": "text/markdown",
    "txt": "text/plain",
    "csv": "text/csv",
    "py": "text/x-python",
    "json": "application/json",
    "ipynb": "application/x-ipynb+json",
}
_STARTS: Final[Mapping[str, tuple[bytes, ...]]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
}
_PARTS: Final[Mapping[str, str]] = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
# What no text holds: control characters other than those that lay it out.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_PAGES: Final = ("<!doctype", "<html", "<svg", "<?xml", "<script", "<body", "<iframe", "%pdf-")


def find_media_type(ending: str, content: bytes) -> str | None:
    """Give the type of a file whose content is what its ending says, else None."""
    matches = _TESTS.get(ending)
    return MEDIA_TYPES[ending] if matches and matches(ending, content) else None


def _starts_right(ending: str, content: bytes) -> bool:
    return content.startswith(_STARTS[ending])


def _is_webp(ending: str, content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _is_mp4(ending: str, content: bytes) -> bool:
    return content[4:8] == b"ftyp"


def _is_zip(ending: str, content: bytes) -> bool:
    return _list_names(content) is not None


def _is_office(ending: str, content: bytes) -> bool:
    names = _list_names(content)
    return names is not None and _PARTS[ending] in names and not any("vbaproject" in name.lower() for name in names)


def _is_open_document(ending: str, content: bytes) -> bool:
    # The format keeps its own type as the first member, uncompressed, so that it can be read without unpacking.
    names = _list_names(content)
    return names is not None and content[30 : 38 + len(MEDIA_TYPES[ending])] == b"mimetype" + MEDIA_TYPES[ending].encode()


def _list_names(content: bytes) -> set[str] | None:
    """List what an archive holds, unpacking nothing; None where it is no archive."""
    if not content.startswith(_ZIP):
        return None
    # Whoever only reads what a project asks for opens no archive.
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None


def _is_text(ending: str, content: bytes) -> bool:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(text) and not text.lstrip().lower().startswith(_PAGES)


def _is_json(ending: str, content: bytes) -> bool:
    try:
        json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return True


_TESTS: Final[Mapping[str, Callable[[str, bytes], bool]]] = {
    **dict.fromkeys(_STARTS, _starts_right),
    **dict.fromkeys(_PARTS, _is_office),
    **dict.fromkeys(("odt", "ods", "odp"), _is_open_document),
    **dict.fromkeys(("md", "txt", "csv", "py"), _is_text),
    **dict.fromkeys(("json", "ipynb"), _is_json),
    "zip": _is_zip,
    "webp": _is_webp,
    "mp4": _is_mp4,
}
