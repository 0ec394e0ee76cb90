"""Marks as a registrar types them."""

from __future__ import annotations

from decimal import Decimal

from maslak_companion.results.errors import InvalidMarkError
from maslak_domain.language import Language, parse_decimal


def parse_mark(text: str, language: Language, *, scale: Decimal, step: Decimal) -> Decimal | None:
    """Read a mark between 0 and `scale` in steps of `step`; an empty text is no mark.

    Raises InvalidNumberError for what is not one number, InvalidMarkError outside the scale or between the steps.
    """
    if not text.strip():
        return None
    mark = parse_decimal(text, language)
    if not 0 <= mark <= scale:
        raise InvalidMarkError("the mark lies outside the scale", reason="outside_scale", scale=str(scale))
    if mark % step:
        raise InvalidMarkError("the mark lies between the steps of the scale", reason="between_steps", step=str(step))
    return mark
