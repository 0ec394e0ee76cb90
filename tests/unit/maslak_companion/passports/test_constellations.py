"""The competency map: every competency of the framework is one star, in a constellation of its own group."""

from __future__ import annotations

from pathlib import Path

from maslak_companion.classroom.frameworks import read_framework
from maslak_companion.passports.constellations import best_ratings, draw_constellations
from maslak_xblocks.passport.sky import HEIGHT, WIDTH

FRAMEWORK = read_framework(Path(__file__).resolve().parents[4] / "course_content")


def test_fifty_one_stars_stand_in_seven_constellations_inside_their_frames() -> None:
    groups = draw_constellations(FRAMEWORK, {})
    stars = [star for group in groups for star in group.stars]
    assert (len(groups), len(stars)) == (7, 51)
    assert all(0 < star.x < WIDTH and 0 < star.y < HEIGHT for star in stars)


def test_no_two_stars_of_a_constellation_touch() -> None:
    for group in draw_constellations(FRAMEWORK, {}):
        for left, right in zip(group.stars, group.stars[1:], strict=False):
            assert (left.x - right.x) ** 2 + (left.y - right.y) ** 2 > 20**2, group.key


def test_acquired_competency_is_counted_in_its_group_only() -> None:
    groups = draw_constellations(FRAMEWORK, {"MA-NUM.TC.06": "acquired"})
    assert sum(group.acquired for group in groups) == 1
    (group,) = [group for group in groups if group.acquired]
    assert "MA-NUM.TC.06" in {star.competency for star in group.stars}


def test_best_rating_over_levels_is_shown() -> None:
    assert best_ratings([("a", "acquired"), ("a", "in_progress"), ("b", "not_assessed")]) == {"a": "acquired", "b": "not_assessed"}
