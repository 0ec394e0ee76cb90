"""The shapes of entry bodies that the registry applies; a body of another shape is quarantined, never guessed at."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any, TypeVar

import msgspec

from maslak_registry.records.errors import QuarantineError

T = TypeVar("T")
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Long = Annotated[str, msgspec.Meta(max_length=200)]


class Body(msgspec.Struct, frozen=True):
    """What every entry says about itself."""

    id: uuid.UUID
    type: Short
    at: datetime
    author: Short
    learner: uuid.UUID
    subject: uuid.UUID
    revision: Annotated[int, msgspec.Meta(ge=1, lt=2**31)]
    data: dict[str, Any]
    commitment: str | None = None
    reason: Short | None = None


class Enrolment(msgspec.Struct, frozen=True):
    """The data of `enrolment.recorded`."""

    programme: Short
    version: Short
    year: Annotated[str, msgspec.Meta(min_length=1, max_length=16)]
    status: Annotated[str, msgspec.Meta(pattern="^(active|repeating|suspended|withdrawn|transferred|completed)$")]
    group: Short | None = None


class Title(msgspec.Struct, frozen=True, omit_defaults=True):
    """A text in up to three languages."""

    ar: Long = ""
    fr: Long = ""
    en: Long = ""


class Credential(msgspec.Struct, frozen=True):
    """The data of `credential.issued`."""

    achievement: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    kind: Annotated[str, msgspec.Meta(min_length=1, max_length=16)]
    title: Title
    digest: Short
    url: Annotated[str, msgspec.Meta(pattern="^https?://", max_length=500)]
    issued_at: Annotated[datetime, msgspec.Meta(tz=True)]
    credential: uuid.UUID | None = None
    competency: Short | None = None
    level: Annotated[str, msgspec.Meta(max_length=8)] | None = None
    released: bool = True


class CredentialName(msgspec.Struct, frozen=True):
    """The data of `credential.revoked`; the subject of the entry is the credential where it names none."""

    credential: uuid.UUID | None = None


class Identity(msgspec.Struct, frozen=True):
    """The identity in the envelope of `learner.verified`."""

    name_ar: Long
    name_latin: Long
    birth_on: Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None
    national_code: Annotated[str, msgspec.Meta(max_length=32)] | None = None


def read_body(value: object) -> Body:
    """Read the common part of a body. Raises QuarantineError."""
    return _convert(value, Body)


def read_enrolment(body: Body) -> Enrolment:
    """Read the data of `enrolment.recorded`. Raises QuarantineError."""
    return _convert(body.data, Enrolment)


def read_credential(body: Body) -> Credential:
    """Read the data of `credential.issued`; only web addresses may become links on other institutions' pages. Raises QuarantineError."""
    return _convert(body.data, Credential)


def read_credential_name(body: Body) -> uuid.UUID:
    """Read which credential an entry is about. Raises QuarantineError."""
    return _convert(body.data, CredentialName).credential or body.subject


def read_identity(value: object) -> Identity:
    """Read an identity. Raises QuarantineError."""
    return _convert(value, Identity)


def read_title(value: object) -> dict[str, str]:
    """Read a title in the languages it has. Raises QuarantineError."""
    return {} if value is None else dict_title(_convert(value, Title))


def dict_title(title: Title) -> dict[str, str]:
    """Return the texts that are there, by language."""
    return dict(msgspec.to_builtins(title))


def _convert(value: object, shape: type[T]) -> T:
    try:
        return msgspec.convert(value, shape, strict=True)
    except msgspec.ValidationError as error:
        raise QuarantineError("malformed_body", str(error)) from error
