"""What pages may say of an offering: plain values, so that no row reaches a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from maslak_companion.offerings.models import Group, Offering


@dataclass(frozen=True, slots=True)
class OfferingFacts:
    """An offering as a page shows it; a mark lies on 0..`scale`."""

    key: str
    titles: Mapping[str, str]
    period_titles: Mapping[str, str]
    module_code: str
    scale: Decimal
    pass_mark: Decimal


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """A group as a page shows it."""

    key: str
    titles: Mapping[str, str]


def describe_offering(offering: Offering) -> OfferingFacts:
    """Return the offering's values."""
    return OfferingFacts(offering.key, offering.titles, offering.period.titles, offering.module_code, offering.scale, offering.pass_mark)


def describe_group(group: Group) -> GroupFacts:
    """Return the group's values."""
    return GroupFacts(group.key, group.titles)
