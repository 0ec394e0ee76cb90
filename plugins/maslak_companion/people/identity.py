"""The format of what a registrar copies from an identity document."""

from __future__ import annotations

import re
from datetime import date

from maslak_companion.people.errors import InvalidIdentityError

# A Massar code is a letter and nine digits; those enrolled before Massar keep a ten-digit national code.
_NATIONAL_CODE = re.compile(r"[A-Z]\d{9}|\d{10}", re.ASCII)
_YOUNGEST, _OLDEST = 10, 110


def validate_national_code(text: str) -> str:
    """Return the national student code in its one written form; raise InvalidIdentityError when it is not one."""
    code = re.sub(r"[\s.-]", "", text).upper()
    if not _NATIONAL_CODE.fullmatch(code):
        raise InvalidIdentityError("the national code is a letter and nine digits, or ten digits", field="national_code")
    return code


def validate_birth_date(birth_on: date, today: date) -> date:
    """Return the birth date; raise InvalidIdentityError when nobody of that age studies here."""
    age = (today - birth_on).days / 365.25
    if not _YOUNGEST <= age <= _OLDEST:
        raise InvalidIdentityError("the birth date gives an impossible age", field="birth_on")
    return birth_on
