"""Texts at the beginning of a line."""

from __future__ import annotations

from pathlib import Path

import pytest

from maslak_xblocks.frame import legend
from maslak_xblocks.markup import Html, capital

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("text", "written"),
    [("seuil de réussite", "Seuil de réussite"), ("à remettre", "À remettre"), ("4 questions", "4 questions"), ("بقيت", "بقيت"), ("", "")],
)
def test_text_begins_like_a_sentence(text: str, written: str) -> None:
    assert capital(text) == written


def test_markup_stays_markup() -> None:
    assert capital(Html("<b>seuil</b>")).__class__ is Html


def test_only_the_first_of_several_facts_begins_like_a_sentence() -> None:
    found = legend(None, "pass mark 70 %", "feedback at the end")
    assert found == '<p class="mk-facts"><span>Pass mark 70 %</span><span>feedback at the end</span></p>'


def test_no_style_tears_the_first_letter_off_its_word() -> None:
    sheets = [path for room in ("xblocks", "plugins") for path in (ROOT / room).rglob("*.css") if "vendor" not in path.parts]
    assert sheets
    assert [path for path in sheets if "first-letter" in path.read_text("utf-8")] == []
