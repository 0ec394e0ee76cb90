"""What arrives as an answer: a text, or a file from a plain form or, in base64, from a script."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.lab.errors import EmptyAnswerError, UploadRefusedError
from maslak_xblocks.lab.uploads import MAX_UPLOAD_BYTES

# Base64 writes three bytes as four signs; beside the file stand a few short fields.
ANSWER_CAP: Final = MAX_UPLOAD_BYTES * 4 // 3 + 8 * 1024
_LONGEST_NAME: Final = 100


@dataclass(frozen=True)
class GivenFile:
    """An uploaded file: its name, as far as it is kept, and its bytes."""

    name: str
    raw: bytes


def take_file(payload: Mapping[str, Any]) -> GivenFile:
    """Give the file of an answer: ``response`` is ``{"name", "content"}`` with base64, or a form's file.

    Raises InvalidPayloadError, EmptyAnswerError and UploadRefusedError.
    """
    given = payload.get("response", [])
    if isinstance(given, list):
        given = given[0] if len(given) == 1 else None
    if isinstance(given, Mapping):
        name, raw = given.get("name"), _decode(given.get("content"))
    else:
        name, raw = getattr(given, "filename", None), _read_field(given)
    if not isinstance(name, str) or not name.strip():
        raise EmptyAnswerError("no file was chosen")
    return GivenFile(_tidy_name(name), raw)


def _decode(content: object) -> bytes:
    if not isinstance(content, str):
        raise InvalidPayloadError("content must be base64", field="response")
    if len(content) > ANSWER_CAP:
        raise UploadRefusedError("too_large", "the file is too large", limit=MAX_UPLOAD_BYTES)
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidPayloadError("content must be base64", field="response") from error


def _read_field(given: object) -> bytes:
    file = getattr(given, "file", None)
    if file is None:
        raise EmptyAnswerError("no file was chosen")
    # A larger form is kept in a temporary file, which nobody else closes.
    with file:
        raw = file.read(MAX_UPLOAD_BYTES + 1)
    return raw if isinstance(raw, bytes) else str(raw).encode()


def _tidy_name(name: str) -> str:
    """Give a name without folders and signs that nobody sees; it is shown, never opened."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(sign for sign in last if sign.isprintable())[-_LONGEST_NAME:] or "file"
