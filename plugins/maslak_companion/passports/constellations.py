"""The competency map: every competency a star, every group of the framework a constellation. Geometry only, no markup."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from maslak_domain.competency import Competency, Framework
from maslak_domain.language import LocalizedText
from maslak_domain.mastery import Rating
from maslak_xblocks.passport.sky import place_star

# The names under which look.css keeps each domain's hue; the shared core has the accent itself.
_DOMAINS = {
    "CYB": "cybersecurity",
    "DAT": "data",
    "AIA": "artificial_intelligence",
    "CLD": "cloud",
    "DVO": "devops",
    "TST": "software_testing",
}
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
    def domain(self) -> str:
        """The domain whose hue the constellation has; empty for the shared core."""
        return _DOMAINS.get(self.key, "")

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
    stars = tuple(
        Star(each.id, each.title, ratings.get(each.id, Rating.NOT_ASSESSED.value), *place_star(index, len(members), seed))
        for index, each in enumerate(members)
    )
    return Constellation(key, titles, stars)
