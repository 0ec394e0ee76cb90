"""The logbook in the order it is read: periods, newest first, in each the entries with what they corrected and what was said of them.

Pure arrangement of what the host gave; nothing here decides what counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from maslak_xblocks.logbook.port import Entry, Mission, Period, Placement, Review, Synthesis


@dataclass(frozen=True)
class Thread:
    """An entry as it stands now, what it said before (newest first), and the reviews of any of them."""

    entry: Entry
    earlier: tuple[Entry, ...]
    reviews: tuple[Review, ...]


@dataclass(frozen=True)
class Stay:
    """One period with everything that belongs to it. ``period`` is None for entries that fall between two."""

    period: Period | None
    threads: tuple[Thread, ...]
    reviews: tuple[Review, ...]  # those about the period as a whole
    synthesis: Synthesis | None


def arrange(placement: Placement, today: date, *, everything: bool) -> tuple[Stay, ...]:
    """Give the stays to show, newest first: with ``everything`` all that began, else those where something is still to do."""
    threads = thread_entries(placement.entries, placement.reviews)
    known = {each.key for each in placement.periods}
    stays = [_make_stay(placement, each, threads) for each in placement.periods if each.starts_on <= today]
    stays.sort(key=lambda each: each.period.starts_on if each.period else date.min, reverse=True)
    if not everything:
        stays = [each for index, each in enumerate(stays) if index == 0 or is_open(each)]
    loose = tuple(each for each in threads if each.entry.period not in known)
    return (*stays, *([Stay(None, loose, (), None)] if loose else []))


def is_open(stay: Stay) -> bool:
    """Say whether the learner still has something to do or to see in a stay: it runs, its synthesis is due, or tutors disagree."""
    is_due = stay.synthesis is not None and stay.synthesis.state != "submitted"
    reviews = (*stay.reviews, *(review for thread in stay.threads for review in thread.reviews))
    return bool(stay.period and stay.period.is_current) or is_due or any(each.is_disputed for each in reviews)


def thread_entries(entries: Iterable[Entry], reviews: Iterable[Review]) -> tuple[Thread, ...]:
    """Put each entry together with what it corrected, in the order of the entries that stand.

    An entry whose correction is not among the given ones stands alone, so that nothing disappears.
    """
    by_key = {each.key: each for each in entries}
    said: dict[str, list[Review]] = {}
    for review in reviews:
        if review.entry:
            said.setdefault(review.entry, []).append(review)
    standing = (each for each in by_key.values() if each.superseded_by not in by_key or each.superseded_by == each.key)
    return tuple(_make_thread(each, by_key, said) for each in standing)


def current_missions(placement: Placement) -> tuple[Mission, ...]:
    """Give the missions of the running period and of the whole contract, in the host's order; between two, all of them."""
    now = placement.current_period
    found = tuple(each for each in placement.missions if not each.period or (now and each.period == now.key))
    return found or placement.missions


def aimed_competencies(placement: Placement, first: Iterable[str] = ()) -> tuple[str, ...]:
    """Give the competencies that missions aim at, each once: those of the course first, then those of the running missions."""
    aims = [target.competency for mission in (*current_missions(placement), *placement.missions) for target in mission.targets]
    wanted = [each for each in first if each in aims]
    return tuple(dict.fromkeys([*wanted, *aims]))


def is_bound_to_secrecy(placement: Placement) -> bool:
    """Say whether every mission with a competency is confidential, so that every entry will be."""
    aiming = [each for each in placement.missions if each.targets]
    return bool(aiming) and all(each.is_confidential for each in aiming)


def _make_stay(placement: Placement, period: Period, threads: tuple[Thread, ...]) -> Stay:
    return Stay(
        period,
        tuple(each for each in threads if each.entry.period == period.key),
        tuple(each for each in placement.reviews if each.period == period.key and not each.entry),
        next((each for each in placement.syntheses if each.period == period.key), None),
    )


def _make_thread(entry: Entry, by_key: Mapping[str, Entry], said: Mapping[str, list[Review]]) -> Thread:
    earlier: list[Entry] = []
    found = by_key.get(entry.supersedes)
    # A host that names a circle must not hang a page.
    while found is not None and found is not entry and found not in earlier:
        earlier.append(found)
        found = by_key.get(found.supersedes)
    reviews = [review for each in (entry, *earlier) for review in said.get(each.key, ())]
    return Thread(entry, tuple(earlier), tuple(reviews))
