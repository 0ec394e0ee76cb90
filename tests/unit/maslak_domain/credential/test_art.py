"""Badge art: small, well formed, and different where it should be."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from maslak_domain.competency import LEVELS, Level
from maslak_domain.credential.art import DESIGNS, Star, draw_badge


@pytest.mark.parametrize("code", [*DESIGNS, "XX"])
@pytest.mark.parametrize("level", [*LEVELS, None])
@pytest.mark.parametrize("with_border", [False, True])
def test_a_badge_is_a_small_picture_without_scripts_or_references(code: str, level: Level | None, with_border: bool) -> None:
    svg = draw_badge(code, level, with_border=with_border)
    names = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(svg).iter()}
    assert len(svg.encode()) < 6000
    assert names <= {"svg", "title", "circle", "path", "g", "text"}
    assert "href" not in svg
    assert "style" not in svg


def test_the_level_shows_as_filled_marks() -> None:
    drawings = {level: draw_badge("TC", level) for level in LEVELS}
    outlined = [len(re.findall(r'fill="none" stroke="#8B82F0" stroke-width="2.5"', svg)) for svg in drawings.values()]
    assert outlined == [3, 2, 1, 0]


def test_every_domain_has_its_own_picture() -> None:
    assert len({draw_badge(code, "N1") for code in DESIGNS}) == len(DESIGNS)


def test_a_code_from_outside_never_reaches_the_picture() -> None:
    assert "script" not in draw_badge("<script>", "N1")


@pytest.mark.parametrize(("points", "skip"), [(8, 3), (10, 4), (12, 5), (7, 3), (9, 4)])
def test_every_line_goes_over_at_half_of_its_crossings(points: int, skip: int) -> None:
    overs = Star(points, skip, 100).overs()
    assert len(overs) == skip - 1
    assert overs == sorted(overs)
    # What is over for one line is under for the other: no place is its own mirror image.
    assert all(abs(place + other - 1) > 1e-6 for place in overs for other in overs)
