"""Hours, visits and defences as plain values: the same for the logbook block and for every page."""

from __future__ import annotations

from typing import cast

from maslak_companion.follow_ups.models import Attendance, Defence, Visit
from maslak_xblocks.logbook import port


def describe_hours(row: Attendance) -> port.Hours:
    """Return the hours of a period."""
    return port.Hours(row.planned, row.present, row.excused, row.unexcused)


def describe_visit(row: Visit) -> port.Visit:
    """Return a visit that was not called off."""
    return port.Visit(row.id.hex, row.planned_on, cast(port.VisitMode, row.mode), row.visitor, row.held_on, row.attendees, row.report)


def describe_defence(row: Defence) -> port.Defence:
    """Return a defence that was set."""
    jury = tuple(line for each in row.jury.splitlines() if (line := each.strip()))
    return port.Defence(row.held_on, row.place, jury, cast(port.Outcome, row.outcome), row.remark)
