"""What an application and the devices room say to each other."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from maslak_companion.devices.services import LONGEST_NAME


class SignIn(Struct, frozen=True, forbid_unknown_fields=True):
    """Login and password as on the sign-in page; `name` is what the learner sees in the list of devices."""

    login: Annotated[str, Meta(min_length=1, max_length=200)]
    password: Annotated[str, Meta(min_length=1, max_length=1000)]
    name: Annotated[str, Meta(min_length=1, max_length=LONGEST_NAME)]


class Person(Struct, frozen=True):
    """Who signed in: the name as it is shown, the language of the interface, the key of the institution."""

    name: str
    language: Annotated[str, Meta(pattern="^(ar|fr|en)$")]
    institution: str


class DeviceAnswer(Struct, frozen=True):
    """The token, to be sent as `Authorization: Bearer …`, and until when it holds (ISO 8601, UTC)."""

    token: str
    expires_at: Annotated[datetime, Meta(tz=True)]
    person: Person
