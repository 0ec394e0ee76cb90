"""What a learner sends, made plain: an entry, its evidence, a synthesis. Shapes and sizes here; the contract is the room's to check."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.logbook.errors import EmptyEvidenceError, EvidenceTooLargeError, UnsafeLinkError
from maslak_xblocks.logbook.port import LARGEST_FILE, LONGEST_LINK, LONGEST_SYNTHESIS, LONGEST_TASK, MOST_COMPETENCIES, EntryDraft, Upload
from maslak_xblocks.payload import take_text

# A whole request: the file, and the fields around it.
ENTRY_CAP: Final = LARGEST_FILE + 64 * 1024
LONGEST_KEY: Final = 64
LONGEST_NAME: Final = 120
_FIELD: Final = "competency."
_REQUEST_KEY: Final = re.compile(r"[A-Za-z0-9_-]{8,64}")
_HOST: Final = re.compile(r"[A-Za-z0-9.-]+\.[A-Za-z0-9-]+(:[0-9]{1,5})?")
# What no writer means to type: controls, and the marks by which text is made to look like other text.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def take_draft(payload: Mapping[str, Any]) -> EntryDraft:
    """Give the entry of a payload. A form sends a tick ``competency.ID`` for each competency, JSON a list ``competencies``.

    Whether the day has come, the room says, for it knows where people work. Raises InvalidPayloadError, UnsafeLinkError,
    EmptyEvidenceError and EvidenceTooLargeError.
    """
    return EntryDraft(
        take_day(payload, "done_on"),
        take_prose(payload, "task", LONGEST_TASK),
        _take_competencies(payload),
        take_link(payload, "link"),
        take_upload(payload, "file"),
        take_switch(payload, "is_confidential"),
    )


def take_request_key(payload: Mapping[str, Any]) -> str:
    """Give the key that makes a request safe to repeat. Raises InvalidPayloadError."""
    key = take_text(payload, "request_key", LONGEST_KEY)
    if not _REQUEST_KEY.fullmatch(key):
        raise InvalidPayloadError("request_key is made of 8 to 64 letters, digits, hyphens and underscores", field="request_key")
    return key


def take_synthesis(payload: Mapping[str, Any]) -> str:
    """Give the text of a synthesis. Raises InvalidPayloadError."""
    return take_prose(payload, "text", LONGEST_SYNTHESIS)


def take_prose(payload: Mapping[str, Any], name: str, longest: int) -> str:
    """Give a text of several lines, with one kind of line end and no controls. Raises InvalidPayloadError."""
    value = payload.get(name)
    if not isinstance(value, str) or len(value) > 2 * longest:
        raise InvalidPayloadError(f"{name} must be a text of 1 to {longest} characters", field=name)
    text = _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not 0 < len(text) <= longest:
        raise InvalidPayloadError(f"{name} must be a text of 1 to {longest} characters", field=name)
    return text


def take_day(payload: Mapping[str, Any], name: str) -> date:
    """Give a day written as 2026-11-12. Raises InvalidPayloadError."""
    value = payload.get(name)
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise InvalidPayloadError(f"{name} must be a day such as 2026-11-12", field=name)


def take_switch(payload: Mapping[str, Any], name: str) -> bool:
    """Give whether something is on: true in JSON, ``on`` in a form, absent for off. Raises InvalidPayloadError."""
    value = payload.get(name, False)
    if value not in (True, False, "on", "") or isinstance(value, int) is not isinstance(value, bool):
        raise InvalidPayloadError(f"{name} must be true or false", field=name)
    return value in (True, "on")


def take_link(payload: Mapping[str, Any], name: str) -> str:
    """Give an https address, "" when none is given. Raises UnsafeLinkError and InvalidPayloadError."""
    value = payload.get(name) or ""
    if not isinstance(value, str) or len(value) > LONGEST_LINK:
        raise InvalidPayloadError(f"{name} must be an address of at most {LONGEST_LINK} characters", field=name)
    link = value.strip()
    if link and not is_safe_link(link):
        raise UnsafeLinkError("a link to evidence is a complete https address", field=name)
    return link


def is_safe_link(link: str) -> bool:
    """Say whether a page may lead there: https, a host with a dot, no user name, no space or control in it."""
    if re.search(r"[\s\\<>\"'\x00-\x20\x7f]", link):
        return False
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(_HOST.fullmatch(parts.netloc))


def take_upload(payload: Mapping[str, Any], name: str) -> Upload | None:
    """Give the file of a multipart form, None when none was chosen.

    Raises EmptyEvidenceError, EvidenceTooLargeError and InvalidPayloadError.
    """
    value = payload.get(name)
    if value in (None, "", b"") or getattr(value, "filename", None) == "":
        return None
    if not hasattr(value, "filename") or not hasattr(value, "file"):
        raise InvalidPayloadError(f"{name} comes as a file of a multipart form", field=name)
    content = value.file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise EvidenceTooLargeError("the file is too large", limit=LARGEST_FILE, field=name)
    if not content:
        # Kept without it, the entry would look proven to whoever chose the file.
        raise EmptyEvidenceError("the file is empty", field=name)
    # Some browsers send the whole path.
    spoken = _CONTROLS.sub("", str(value.filename)).replace("\\", "/").rpartition("/")[2].strip()
    return Upload(spoken[-LONGEST_NAME:] or "evidence", content)


def _take_competencies(payload: Mapping[str, Any]) -> tuple[str, ...]:
    listed = payload.get("competencies", [])
    if not isinstance(listed, list):
        raise InvalidPayloadError("competencies must be a list", field="competencies")
    chosen = [*listed, *(name.removeprefix(_FIELD) for name, value in payload.items() if name.startswith(_FIELD) and value == "on")]
    if any(not isinstance(each, str) or not 0 < len(each) <= LONGEST_KEY for each in chosen):
        raise InvalidPayloadError("a competency is named by its id", field="competencies")
    unique = tuple(dict.fromkeys(chosen))
    if len(unique) > MOST_COMPETENCIES:
        raise InvalidPayloadError(f"an entry names at most {MOST_COMPETENCIES} competencies", field="competencies")
    return unique
