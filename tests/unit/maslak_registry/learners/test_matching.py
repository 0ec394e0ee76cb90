"""Fingerprints: one for each spelling of a code, none without the key, birth dates bound to their code."""

from __future__ import annotations

import pytest

from maslak_registry.learners.matching import make_fingerprint

KEY = b"k" * 32


@pytest.mark.parametrize("spelling", ["G123456789", " g123456789", "G 123 456 789", "Ｇ123456789", "G١٢٣٤٥٦٧٨٩"])
def test_spellings_of_one_code_give_one_fingerprint(spelling) -> None:
    assert make_fingerprint(KEY, spelling, "2004-05-06") == make_fingerprint(KEY, "G123456789", "2004-05-06")


def test_another_key_gives_another_fingerprint() -> None:
    assert make_fingerprint(KEY, "G1", "2004-05-06").code != make_fingerprint(b"x" * 32, "G1", "2004-05-06").code


def test_equal_birth_dates_of_different_people_do_not_show_as_equal() -> None:
    assert make_fingerprint(KEY, "G1", "2004-05-06").birth != make_fingerprint(KEY, "G2", "2004-05-06").birth
