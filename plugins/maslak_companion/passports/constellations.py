"""The competency map: every competency a star, every group of the framework a constellation. Geometry only, no markup."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maslak_domain.competency import Competency, Framework
from maslak_domain.language import LocalizedText
from maslak_domain.mastery import Rating

WIDTH, HEIGHT, MARGIN = 320, 150, 26
_ORDER = {rating.value: position for position, rating in enumerate(Rating)}


@dataclass(frozen=True, slots=True)
class Star:
    """One competency on the map: where it stands, and how the learner stands on it."""

    competency: str
    titles: LocalizedText
    rating: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Constellation:
    """One group of competencies, its stars in the framework's order, joined by one line."""

    key: str
    titles: LocalizedText
    stars: tuple[Star, ...]

    @property
    def acquired(self) -> int:
        """How many of its competencies are acquired."""
        return sum(star.rating == Rating.ACQUIRED.value for star in self.stars)

    @property
    def line(self) -> str:
        """The points of the line that joins the stars."""
        return " ".join(f"{star.x},{star.y}" for star in self.stars)


def draw_constellations(framework: Framework, ratings: Mapping[str, str]) -> list[Constellation]:
    """Return the map. `ratings` gives the best rating by competency; what is absent is not assessed yet."""
    return [
        _draw(key, titles, [each for each in framework.competencies.values() if each.group == key], ratings, seed)
        for seed, (key, titles) in enumerate(framework.groups.items())
    ]


def best_ratings(ratings: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return the best rating of each competency over its levels."""
    best: dict[str, str] = {}
    for competency, rating in ratings:
        if _ORDER[rating] >= _ORDER[best.get(competency, Rating.NOT_ASSESSED.value)]:
            best[competency] = rating
    return best


def _draw(key: str, titles: LocalizedText, members: list[Competency], ratings: Mapping[str, str], seed: int) -> Constellation:
    step = (WIDTH - 2 * MARGIN) / max(len(members) - 1, 1)
    stars = tuple(
        Star(
            competency=each.id,
            titles=each.title,
            rating=ratings.get(each.id, Rating.NOT_ASSESSED.value),
            x=round(MARGIN + index * step if len(members) > 1 else WIDTH / 2),
            y=_height(index, seed),
        )
        for index, each in enumerate(members)
    )
    return Constellation(key, titles, stars)


def _height(index: int, seed: int) -> int:
    # Two sines whose periods never meet: each group gets a figure of its own, the same on every page and in every session.
    wave = 0.62 * math.sin(index * 1.9 + seed * 2.3) + 0.38 * math.sin(index * 0.7 + seed * 1.1)
    return round(HEIGHT / 2 + wave * (HEIGHT / 2 - MARGIN))
