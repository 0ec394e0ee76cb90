"""What holds for one learner: several arrangements read as one, value by value. No database here, and no reason ever comes in.

A personal arrangement goes before a group's, one for a block before one for the whole course, a newer one before an older. Where
the first says nothing of a value, the next one does: whoever has a third more time in the whole course keeps it when the group is
given a later closing date, and has that date, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

# The values of an arrangement, in the order in which people read them.
VALUES: Final = ("excused", "extra_attempts", "extra_time", "opens_at", "closes_at")
_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Terms:
    """What an arrangement grants. `extra_time` is a share of the normal time: 0.5 is a half more."""

    extra_attempts: int = 0
    extra_time: Decimal = _NOTHING
    excused: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    @property
    def granted(self) -> frozenset[str]:
        """The names of the values that something is granted of."""
        return frozenset(name for name in VALUES if getattr(self, name))


@dataclass(frozen=True, slots=True)
class Grant:
    """One arrangement as it bears on a learner."""

    id: UUID
    terms: Terms
    is_personal: bool
    usage_key: str | None
    granted_at: datetime

    @property
    def rank(self) -> tuple[bool, bool, float, UUID]:
        """Order: what goes first comes first; of two from one moment, always the same."""
        return (not self.is_personal, self.usage_key is None, -self.granted_at.timestamp(), self.id)


@dataclass(frozen=True, slots=True)
class Granted:
    """What holds at one place, as one."""

    terms: Terms = Terms()
    # Which arrangement each value comes from.
    sources: Mapping[str, UUID] | None = None
    # Whether the closing date was granted for this place alone.
    closes_here: bool = False

    @property
    def extra_attempts(self) -> int:
        """How many attempts there are on top of the usual ones."""
        return self.terms.extra_attempts

    @property
    def extra_time(self) -> Decimal:
        """The share of the normal time that comes on top of it."""
        return self.terms.extra_time

    @property
    def excused(self) -> bool:
        """Whether nobody waits for this learner here."""
        return self.terms.excused

    @property
    def opens_at(self) -> datetime | None:
        """The opening date of their own, if any."""
        return self.terms.opens_at

    @property
    def closes_at(self) -> datetime | None:
        """The closing date of their own, if any."""
        return self.terms.closes_at


@dataclass(frozen=True, slots=True)
class Grants:
    """Everything that bears on one learner in one offering, what goes first coming first."""

    rows: tuple[Grant, ...] = ()

    @classmethod
    def sort(cls, rows: Iterable[Grant]) -> Grants:
        """Return them in their order."""
        return cls(tuple(sorted(rows, key=lambda each: each.rank)))

    def find_at(self, usage_key: str | None) -> Granted | None:
        """Return what holds at a block, or in the whole course for None; None where nothing was granted."""
        here = [each for each in self.rows if each.usage_key in (None, usage_key)]
        return combine(here, usage_key) if here else None

    def list_excused(self, usage_keys: Collection[str]) -> frozenset[str]:
        """Return of these blocks those that nobody waits for."""
        places = {each.usage_key for each in self.rows if each.terms.excused}
        return frozenset(usage_keys) if None in places else frozenset(key for key in usage_keys if key in places)

    @property
    def is_excused(self) -> bool:
        """Whether the learner is excused from the whole course."""
        return any(each.terms.excused and each.usage_key is None for each in self.rows)


def combine(rows: Iterable[Grant], usage_key: str | None) -> Granted:
    """Return what arrangements make together, each value from the first that says something of it."""
    values: dict[str, object] = {}
    sources: dict[str, UUID] = {}
    closes_here = False
    for row in rows:
        for name in row.terms.granted - sources.keys():
            values[name], sources[name] = getattr(row.terms, name), row.id
            if name == "closes_at":
                closes_here = usage_key is not None and row.usage_key == usage_key
    return Granted(Terms(**values), sources, closes_here)  # type: ignore[arg-type]
