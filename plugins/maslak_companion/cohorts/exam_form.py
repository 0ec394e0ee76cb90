"""What an instructor types as the duration of an exam."""

from __future__ import annotations

import re
from typing import Final

from maslak_domain.errors import InvalidError
from maslak_domain.language import to_western_digits

LONGEST: Final = 600  # ten hours: longer than any exam, short enough to notice hours typed as seconds
# Marks of direction come along when a number is copied out of Arabic text.
_UNSEEN = re.compile("[\\s\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class InvalidDurationError(InvalidError):
    """Raised when a duration is not a whole number of minutes from 1 to 600."""

    code = "invalid_duration"


def read_minutes(typed: str) -> int | None:
    """Return the minutes that were typed, in digits of any of our scripts; None for an empty field. Raises InvalidDurationError."""
    text = _UNSEEN.sub("", to_western_digits(typed[:200]))
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and 1 <= int(text) <= LONGEST):
        raise InvalidDurationError("the duration must be a whole number of minutes from 1 to 600")
    return int(text)
