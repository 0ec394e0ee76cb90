"""One cell as a person may have written it: a band by its number or its word in any language, a text, a mark with a comma."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from maslak_companion.dossiers.marking.forms import LONGEST
from maslak_domain.language import InvalidNumberError, fold_answer, parse_decimal, to_western_digits
from maslak_xblocks.workbook import Cell

_BAND: Final = re.compile(r"([1-4])(?:[.,٫]0+)?(?:\s*[·.:)\-–].*)?", re.DOTALL)
_UNSEEN: Final = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\u061c\u00a0]")
# Programs round what they calculate, each in its way.
_TOLERANCE: Final = Decimal("0.011")


def read_band(cell: Cell, words: Mapping[str, int]) -> tuple[str, str]:
    """Return a band as `"1"` to `"4"` with no fault, or nothing with the code of what is wrong; `words` are folded names of bands."""
    if cell.fault:
        return "", f"cell_{cell.fault}"
    text = _UNSEEN.sub("", to_western_digits(cell.text)).strip()
    match = _BAND.fullmatch(text)
    if match:
        return match[1], ""
    band = words.get(fold_answer(cell.text))
    return (str(band), "") if band else ("", "band_unknown")


def read_words(cell: Cell) -> tuple[str, str]:
    """Return a text with no fault, or nothing with the code of what is wrong."""
    if cell.fault:
        return "", f"cell_{cell.fault}"
    return (cell.text, "") if len(cell.text) <= LONGEST else ("", "cell_long")


def contradicts(cell: Cell, mark: Decimal | None) -> bool:
    """Tell whether somebody wrote a mark that the bands do not make; a formula, as the sheet has it, says nothing of its own."""
    if cell.fault == "formula" or not cell.text:
        return False
    try:
        # French reads both signs wherever they cannot be mistaken.
        typed = parse_decimal(cell.text.replace("٫", ","), "fr")
    except InvalidNumberError:
        return True
    return mark is None or abs(typed - mark) > _TOLERANCE
