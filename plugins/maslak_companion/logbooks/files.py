"""Files that prove an entry: what they are is read from their bytes, and they are only ever given to be kept."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.logbooks.errors import LogbookFileNotFoundError
from maslak_companion.logbooks.models import LogbookFile
from maslak_xblocks.logbook.errors import EvidenceTooLargeError, EvidenceTypeError
from maslak_xblocks.logbook.port import LARGEST_FILE, Upload

_LONGEST_NAME: Final = 120
_MOST_MEMBERS: Final = 2_000
_BY_FIRST_BYTES: Final[Mapping[bytes, tuple[str, str]]] = {
    b"%PDF-": ("application/pdf", "pdf"),
    b"\x89PNG\r\n\x1a\n": ("image/png", "png"),
    b"\xff\xd8\xff": ("image/jpeg", "jpg"),
}
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_BY_MEMBER: Final[Mapping[str, tuple[str, str]]] = {
    "word/document.xml": (f"{_OFFICE}.wordprocessingml.document", "docx"),
    "xl/workbook.xml": (f"{_OFFICE}.spreadsheetml.sheet", "xlsx"),
    "ppt/presentation.xml": (f"{_OFFICE}.presentationml.presentation", "pptx"),
}


def keep_file(session: Session, placement_id: UUID, upload: Upload) -> LogbookFile:
    """Keep a file with a placement; raises EvidenceTooLargeError, EvidenceTypeError."""
    if len(upload.content) > LARGEST_FILE:
        raise EvidenceTooLargeError("the file is too large", largest=LARGEST_FILE)
    content_type, extension = recognise(upload.content)
    row = LogbookFile(
        placement_id=placement_id,
        name=name_file(upload.name, extension),
        content_type=content_type,
        size=len(upload.content),
        digest=hashlib.sha256(upload.content).hexdigest(),
        content=upload.content,
    )
    session.add(row)
    session.flush()
    return row


def get_file(session: Session, file_id: UUID) -> LogbookFile:
    """Return a file; whoever asks must be allowed to read its placement. Raises LogbookFileNotFoundError."""
    row = session.get(LogbookFile, file_id)
    if row is None:
        raise LogbookFileNotFoundError("there is no such file")
    return row


def recognise(content: bytes) -> tuple[str, str]:
    """Return the media type and the usual extension of a file that is accepted; raises EvidenceTypeError for any other."""
    for start, found in _BY_FIRST_BYTES.items():
        if content.startswith(start):
            return found
    if content.startswith(b"PK\x03\x04"):
        return _recognise_document(content)
    raise EvidenceTypeError("a proof is a PDF, a picture or an office document", field="file")


def _recognise_document(content: bytes) -> tuple[str, str]:
    """Look only at the list of the archive: nothing in it is ever unpacked here."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise EvidenceTypeError("the document cannot be read", field="file") from error
    if len(names) > _MOST_MEMBERS or any(name.rpartition("/")[2].lower() == "vbaproject.bin" for name in names):
        raise EvidenceTypeError("the document holds a program, or far too much", field="file")
    found = next((kind for member, kind in _BY_MEMBER.items() if member in names), None)
    if found is None:
        raise EvidenceTypeError("a proof is a PDF, a picture or an office document", field="file")
    return found


def name_file(given: str, extension: str) -> str:
    """Return the sender's name with the extension of the content, without any path or control character in it."""
    base = given.replace("\\", "/").rpartition("/")[2]
    stem, _, end = base.rpartition(".")
    plain = "".join(character for character in (stem or end) if character.isprintable()).strip(" .")[:_LONGEST_NAME]
    return f"{plain or 'file'}.{extension}"
