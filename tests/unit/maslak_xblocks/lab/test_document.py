"""A lab's element: what it means, and what is refused with its line and with what would be right."""

from __future__ import annotations

import pytest
from tests.factories.lab import make_lab_olx

from maslak_xblocks.errors import OLXError
from maslak_xblocks.lab.document import load_lab


def test_element_is_read_with_its_rules_tasks_and_languages() -> None:
    lab = load_lab(make_lab_olx("mastery", "computer", 2, 30, 3))
    assert (lab.purpose, lab.needs, lab.rows, lab.minutes) == ("mastery", "computer", 80, 20)
    assert (lab.attempts, lab.cooldown_minutes, lab.tries) == (2, 30, 3)
    assert [(task.id, task.type, task.fact) for task in lab.tasks] == [
        ("total", "number", "total_after_dedup"), ("city", "text", "best_city"), ("table", "file", "totals_by_city"),
    ]  # fmt: skip
    assert lab.tasks[0].units == {"DH", "درهم"}
    assert (lab.title("ar"), lab.title("en"), lab.source) == ("مبيعات", "Ventes", "fr")
    assert lab.name_misconception("twice", "ar") == "مرتين"
    assert lab.name_misconception("twice", "en") == "MISCONCEPTION-TWICE"
    assert "Quel total" in lab.search_texts()["fr"]
    assert not any(word in str(lab.search_texts()) for word in ("SECRET", "FEEDBACK", "MISCONCEPTION"))


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('generator="sales_table"', 'generator="weather"', 1, "sales_table, access_log"),
        ('rows="80"', 'rows="12"', 1, "from 40 to 150"),
        ('rows="80"', 'rows="900"', 1, "from 40 to 150"),
        ('rows="80"', 'rows="many"', 1, "whole number"),
        ('needs="any"', 'needs="phone"', 1, "any, computer"),
        ('pass_mark="0.7"', 'pass_mark="7"', 1, "between 0 and 1"),
        ('fact="total_after_dedup"', 'fact="totl"', 4, "total_after_dedup"),
        ('type="number" fact="total_after_dedup"', 'type="file" fact="total_after_dedup"', 4, "totals_by_city"),
        ('fact="total_with_duplicates"', 'fact="nothing"', 6, "total_with_duplicates"),
        ('type="number"', 'type="essay"', 4, "number, text, file"),
        ('cost="0.1"', 'cost="2"', 5, "between 0 and 1"),
        ('tolerance="0.01" unit', 'tolerance="-1" unit', 4, "tolerance"),
        ('weight="2"', 'weight="0"', 4, "weight"),
        ('id="city"', 'id="total"', 1, 'two tasks have the id "total"'),
        ('id="h2"', 'id="h1"', 4, 'two hints have the id "h1"'),
        ('id="city"', 'id="a b"', 11, "letters"),
        ('<stem><p>Quel total ?</p></stem>', "", 7, "<stem>"),
    ],
)  # fmt: skip
def test_what_cannot_mean_anything_is_refused_with_its_line_and_what_would_be_right(old: str, new: str, line: int, words: str) -> None:
    source = make_lab_olx()
    assert old in source
    with pytest.raises(OLXError) as caught:
        load_lab(source.replace(old, new, 1))
    assert caught.value.line == line
    assert words in caught.value.detail
