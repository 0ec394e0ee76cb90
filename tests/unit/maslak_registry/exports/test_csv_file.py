"""Cells that a spreadsheet would run or rewrite are made harmless, and others are left alone."""

from __future__ import annotations

import pytest

from maslak_registry.exports.csv_file import neutralise


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "\t hello"])
def test_formula_gets_an_apostrophe(text) -> None:
    assert neutralise(text) == "'" + text


@pytest.mark.parametrize("text", ["", "Salma", "a=b", "سلمى", "PV-2026-07", "14 rue"])
def test_ordinary_text_stays(text) -> None:
    assert neutralise(text) == text


@pytest.mark.parametrize("text", ["0012", "2026-1", "1/2", "1e5", "12 345", "12:30"])
def test_code_that_would_become_a_number_or_a_date_stays_text(text) -> None:
    assert neutralise(text, is_code=True) == "'" + text
    assert neutralise(text) == text


@pytest.mark.parametrize("text", ["2025-2026-S2", "NUM-100", "01a20912-2f08-7ffd-81ae-bc0b9a33c3bf"])
def test_code_with_letters_stays(text) -> None:
    assert neutralise(text, is_code=True) == text
