"""Every unit of the shared core asks about earlier ones: in its text, with answers to open, and as practice that decides nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from maslak_companion.classroom.courses.release import CourseRelease, load_release
from maslak_domain.language import LANGUAGES

SHARED_CORE = Path(__file__).parents[3] / "course_content" / "shared_core"


@pytest.fixture(scope="module")
def course() -> CourseRelease:
    return load_release(SHARED_CORE, "shared_core")


def test_every_unit_asks_the_same_questions_on_earlier_ones_in_every_language(course: CourseRelease) -> None:
    asked: dict[str, dict[str, int]] = {}
    for unit in course.units():
        for block in course.blocks_under(unit):
            element = etree.fromstring(block.xml)
            for variant in element.iterchildren("variant") if block.block_type == "maslak_lesson" else ():
                answers = len(variant.findall(".//section[@class='retrieval']//details[@class='answer']"))
                counts = asked.setdefault(unit.url_name, {})
                counts[variant.get("lang", "")] = counts.get(variant.get("lang", ""), 0) + answers
    assert len(asked) >= 24
    assert {name: counts for name, counts in asked.items() if len(set(counts.values())) != 1 or set(counts) != set(LANGUAGES)} == {}
    assert {name for name, counts in asked.items() if name[:2] == "tc" and "-u" in name and not counts["fr"]} == set()


def test_every_unit_has_practice_that_decides_nothing(course: CourseRelease) -> None:
    units = [unit.url_name for unit in course.units() if "-u" in unit.url_name]
    assert len(units) >= 24
    for unit in units:
        page = course.find("vertical", f"{unit}-practice")
        assert page is not None, unit
        practice = [block for block in course.children(page) if block.block_type == "maslak_checkpoint"]
        assert practice, unit
        entries = [course.block_map[block.usage_key] for block in practice]
        assert [(entry["purpose"], entry["decides"]) for entry in entries] == [("practice", False)] * len(entries), unit
