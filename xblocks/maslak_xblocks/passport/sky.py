"""Where the stars of the competency map stand, and which figure each is. Geometry only, no markup."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from maslak_domain.mastery import Rating
from maslak_xblocks.passport.port import Competency, Group, Passport, Standing

WIDTH: Final = 320
HEIGHT: Final = 170
MARGIN: Final = 22
# The star of each rating: its figure tells the state without colour.
FIGURES: Final[Mapping[str, str]] = {"acquired": "full", "partly": "half", "in_progress": "dot", "not_assessed": "none"}
_ORDER: Final = {rating.value: position for position, rating in enumerate(Rating)}


@dataclass(frozen=True)
class Star:
    """One competency on the map, with everything that is known of it, the best first."""

    competency: Competency
    standings: tuple[Standing, ...]
    x: int
    y: int

    @property
    def rating(self) -> str:
        """The best rating over levels and institutions."""
        return self.standings[0].rating if self.standings else Rating.NOT_ASSESSED.value

    @property
    def figure(self) -> str:
        """Which star is drawn."""
        return FIGURES[self.rating]


@dataclass(frozen=True)
class Constellation:
    """One domain of the framework."""

    group: Group
    stars: tuple[Star, ...]

    @property
    def acquired(self) -> int:
        """How many of its competencies are acquired."""
        return sum(star.rating == Rating.ACQUIRED.value for star in self.stars)


def draw_sky(passport: Passport, domains: Iterable[str] = ()) -> list[Constellation]:
    """Give the constellations of a passport in the framework's order: those of the named domains, else all that have stars."""
    wanted = frozenset(domains)
    known: dict[str, list[Standing]] = {}
    for standing in passport.standings:
        known.setdefault(standing.competency, []).append(standing)
    sky = []
    for seed, group in enumerate(passport.groups):
        members = [each for each in passport.competencies if each.group == group.key]
        if members and (not wanted or group.key in wanted):
            stars = (_make_star(each, known, place_star(index, len(members), seed)) for index, each in enumerate(members))
            sky.append(Constellation(group, tuple(stars)))
    return sky


def place_star(index: int, count: int, seed: int) -> tuple[int, int]:
    """Give where a star stands: around an ellipse, near and far in turn.

    Each group has a figure of its own, the same on every page and in every session, and no two stars ever touch.
    """
    angle = 2 * math.pi * index / count + seed * 0.9
    reach = 1.0 if (index + seed) % 3 else 0.5
    x = WIDTH / 2 + reach * (WIDTH / 2 - MARGIN) * math.cos(angle)
    y = HEIGHT / 2 + reach * (HEIGHT / 2 - MARGIN) * math.sin(angle)
    return round(x), round(y)


def _make_star(competency: Competency, known: Mapping[str, list[Standing]], place: tuple[int, int]) -> Star:
    found = sorted(known.get(competency.id, ()), key=lambda each: _ORDER.get(each.rating, 0), reverse=True)
    readable = tuple(each for each in found if each.rating in FIGURES)
    return Star(competency, readable, *place)
