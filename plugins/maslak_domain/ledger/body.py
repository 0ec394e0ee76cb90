"""The body of an entry: the fact that an institution states, in the form every reader expects.

Nothing in a body names a person: learners and authors are local uuids, reasons are codes, an identity is a commitment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from maslak_domain.errors import InvalidError
from maslak_domain.ledger.canonical import canonical_bytes, instant_text

LEARNER_VERIFIED: Final = "learner.verified"
ENROLMENT_RECORDED: Final = "enrolment.recorded"
COMPLETION_RECORDED: Final = "completion.recorded"
CREDENTIAL_ISSUED: Final = "credential.issued"
CREDENTIAL_REVOKED: Final = "credential.revoked"
KNOWN_TYPES: Final = frozenset({LEARNER_VERIFIED, ENROLMENT_RECORDED, COMPLETION_RECORDED, CREDENTIAL_ISSUED, CREDENTIAL_REVOKED})

# An entry has at most 64 KiB. A larger body is refused where it is made: once sealed, it would block its chain for ever.
MAX_BODY_BYTES: Final = 60 * 1024

_FIELDS: Final = ("at", "author", "commitment", "data", "id", "learner", "reason", "revision", "subject", "type")
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")
_TYPE: Final = re.compile(r"[a-z_]{1,40}\.[a-z_]{1,40}")
_TEXTS: Final = {
    "at": _INSTANT,
    "author": re.compile(rf"system|{_UUID.pattern}"),
    "id": _UUID,
    "learner": _UUID,
    "subject": _UUID,
    "type": _TYPE,
}
_ALL_TEXTS: Final = re.compile(" ".join(f"(?:{pattern.pattern})" for pattern in _TEXTS.values()))
_HASH: Final = re.compile(r"[0-9a-f]{64}")


class MalformedBodyError(InvalidError):
    """Raised when a body lacks a field, has one too many, or holds the wrong kind of value in one."""

    code = "malformed_body"


def compose_body(
    *,
    uuid: UUID,
    type: str,
    subject: UUID,
    revision: int,
    learner: UUID,
    data: Mapping[str, Any],
    author: UUID | str,
    at: datetime,
    reason: str | None = None,
    commitment: str | None = None,
) -> bytes:
    """Write the body of an entry; ``author`` is an account's uuid, or ``system`` for a program.

    Raises MalformedBodyError, NotCanonicalError.
    """
    body = {
        "at": instant_text(at),
        "author": str(author),
        "commitment": commitment,
        "data": dict(data),
        "id": str(uuid),
        "learner": str(learner),
        "reason": reason,
        "revision": revision,
        "subject": str(subject),
        "type": type,
    }
    raw = canonical_bytes(body)
    check_body(body)
    if len(raw) > MAX_BODY_BYTES:
        raise MalformedBodyError("a body has at most 60 KiB", bytes=len(raw))
    return raw


def check_body(body: Any) -> None:
    """Check that a canonical value has the form of a body. Raises MalformedBodyError naming the field.

    A type that this version does not know is well formed: it is kept, and quarantined by whoever applies it.
    """
    # Canonical objects come with their keys in order, so one comparison finds every missing and every foreign field.
    if type(body) is not dict or tuple(body) != _FIELDS:
        raise MalformedBodyError("a body has exactly its ten fields", fields=list(_FIELDS))
    # One match for all texts together: this runs for every entry that the country sends. No pattern matches a space.
    if not _ALL_TEXTS.fullmatch(f"{body['at']} {body['author']} {body['id']} {body['learner']} {body['subject']} {body['type']}"):
        wrong = [name for name, pattern in _TEXTS.items() if type(body[name]) is not str or not pattern.fullmatch(body[name])]
        raise MalformedBodyError("a text does not have its form", field=", ".join(wrong))
    commitment = body["commitment"]
    if commitment is not None and not (type(commitment) is str and _HASH.fullmatch(commitment)):
        raise MalformedBodyError("the commitment is a hash", field="commitment")
    if type(body["data"]) is not dict or type(body["revision"]) is not int or body["revision"] < 1:
        raise MalformedBodyError("data is an object and revisions count from 1", field="data, revision")
    if body["reason"] is not None and not (type(body["reason"]) is str and 0 < len(body["reason"]) <= 80):
        raise MalformedBodyError("a reason is a short code", field="reason")
