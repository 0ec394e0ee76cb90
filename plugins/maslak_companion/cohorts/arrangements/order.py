"""Which of several arrangements counts. No database here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from maslak_companion.offerings.granted import Grant, Terms

# To be excused twice is to be excused: there is nothing to choose between.
_RIVALS: Final = ("extra_attempts", "extra_time", "opens_at", "closes_at")


@dataclass(frozen=True, slots=True)
class Holder:
    """An arrangement with whom it is for: a learner, or a group."""

    grant: Grant
    learner_id: UUID | None
    group_id: UUID | None


@dataclass(frozen=True, slots=True)
class Rivalry:
    """Two arrangements that say different things of the same values for the same people at the same place."""

    first: Holder
    second: Holder
    values: frozenset[str]


def list_rivals(holder: Holder, others: Iterable[Holder], members: Mapping[UUID, Collection[UUID]]) -> tuple[list[Rivalry], list[Rivalry]]:
    """Return where this one counts before another, and where another counts before it; `members` are each group's learners."""
    before, after = [], []
    for other in others:
        values = _find_shared(holder.grant, other.grant)
        if other.grant.id == holder.grant.id or not values or not _meet(holder, other, members):
            continue
        if holder.grant.rank < other.grant.rank:
            before.append(Rivalry(holder, other, values))
        else:
            after.append(Rivalry(other, holder, values))
    return before, after


def keep_values(terms: Terms, values: Collection[str]) -> Terms:
    """Return the terms with these values alone."""
    return Terms(**{name: getattr(terms, name) for name in values})


def list_people(holder: Holder, members: Mapping[UUID, Collection[UUID]]) -> Sequence[UUID]:
    """Return for whom an arrangement holds."""
    return [holder.learner_id] if holder.learner_id else list(members.get(holder.group_id, ())) if holder.group_id else []


def _find_shared(one: Grant, other: Grant) -> frozenset[str]:
    if one.usage_key is not None and other.usage_key is not None and one.usage_key != other.usage_key:
        return frozenset()
    shared = one.terms.granted & other.terms.granted & frozenset(_RIVALS)
    return frozenset(name for name in shared if getattr(one.terms, name) != getattr(other.terms, name))


def _meet(one: Holder, other: Holder, members: Mapping[UUID, Collection[UUID]]) -> bool:
    return not set(list_people(one, members)).isdisjoint(list_people(other, members))
