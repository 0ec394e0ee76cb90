"""What a registrar copies from a document is checked before it is recorded."""

from __future__ import annotations

from datetime import date

import pytest

from maslak_companion.people.errors import InvalidIdentityError
from maslak_companion.people.identity import validate_birth_date, validate_national_code


@pytest.mark.parametrize(("typed", "kept"), [("g130012345", "G130012345"), (" G 130-012.345 ", "G130012345"), ("2311456789", "2311456789")])
def test_national_code_has_one_written_form(typed: str, kept: str) -> None:
    assert validate_national_code(typed) == kept


@pytest.mark.parametrize("typed", ["", "G13001234", "GG13001234", "G1300123456", "G13001234٥", "<script>", "G130012345G"])
def test_what_is_no_national_code_is_refused(typed: str) -> None:
    with pytest.raises(InvalidIdentityError) as refusal:
        validate_national_code(typed)
    assert refusal.value.params["field"] == "national_code"


@pytest.mark.parametrize("birth_on", [date(2026, 1, 1), date(1890, 1, 1), date(2030, 1, 1)])
def test_impossible_birth_date_is_refused(birth_on: date) -> None:
    with pytest.raises(InvalidIdentityError):
        validate_birth_date(birth_on, date(2026, 11, 23))


def test_birth_date_of_a_student_is_kept() -> None:
    assert validate_birth_date(date(2006, 3, 14), date(2026, 11, 23)) == date(2006, 3, 14)
