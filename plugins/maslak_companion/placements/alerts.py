"""Facts about a placement that somebody should act on. Pure: days and dates in, alerts out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from maslak_companion.placements.missions import MissionFacts
from maslak_companion.placements.models import Placement, PlacementPeriod
from maslak_xblocks.logbook.port import Alert

SILENCE = timedelta(days=14)
REVIEW_WITHIN = timedelta(days=10)
_DAY = timedelta(days=1)


def list_alerts(
    placement: Placement,
    periods: Sequence[PlacementPeriod],
    missions: Sequence[MissionFacts],
    *,
    last_entry_on: date | None,
    reviewed: Collection[object],
    today: date,
    observed: Collection[str] = (),
) -> list[Alert]:
    """Return what is wrong on a day; nothing is asked of a placement that was broken off.

    `reviewed` holds the ids of the periods about which the company tutor said something, `observed` the competencies that they saw.
    """
    if placement.broken_on is not None:
        return []
    silent = _check_silence(placement, periods, last_entry_on, today)
    uncovered = _check_coverage(placement, missions, observed, today)
    return [*silent, *_check_reviews(periods, missions, reviewed, today), *_check_missions(missions), *uncovered]


def _check_silence(placement: Placement, periods: Sequence[PlacementPeriod], last_entry_on: date | None, today: date) -> Iterator[Alert]:
    """Count the days at the company since the last entry: what passes at school is no silence."""
    first, last = last_entry_on + _DAY if last_entry_on else placement.starts_on, min(today, placement.ends_on)
    stays = [(each.starts_on, each.ends_on, each.id.hex) for each in periods if each.kind == "company"]
    stays = stays if periods else [(placement.starts_on, placement.ends_on, "")]
    spans = [(max(first, begun), min(last, ended), key) for begun, ended, key in stays if begun <= last and ended >= first]
    days = sum((end - begin).days + 1 for begin, end, _ in spans)
    if days >= SILENCE.days:
        yield Alert("no_entry", since=last_entry_on or spans[0][0], days=days, period=spans[-1][2])


def _check_reviews(
    periods: Sequence[PlacementPeriod], missions: Sequence[MissionFacts], reviewed: Collection[object], today: date
) -> Iterator[Alert]:
    for period in periods:
        concerned = any(mission.period_id in (None, period.id) for mission in missions)
        if period.kind == "company" and concerned and period.id not in reviewed and today - period.ends_on >= REVIEW_WITHIN:
            yield Alert("no_review", since=period.ends_on, days=(today - period.ends_on).days, period=period.id.hex)


def _check_missions(missions: Sequence[MissionFacts]) -> Iterator[Alert]:
    for mission in missions:
        if not mission.targets:
            yield Alert("mission_without_competency", mission=mission.id.hex, period=mission.period_id.hex if mission.period_id else "")


def _check_coverage(placement: Placement, missions: Sequence[MissionFacts], observed: Collection[str], today: date) -> Iterator[Alert]:
    """Ask from the middle of the contract on: before, there is no hurry, and later there would be no time to mend it."""
    middle = placement.starts_on + (placement.ends_on - placement.starts_on) / 2
    if today < middle:
        return
    covered = {each.competency for mission in missions for each in mission.targets} | set(observed)
    for competency in placement.expected or ():
        if competency not in covered:
            yield Alert("competency_uncovered", since=middle, competency=competency)
