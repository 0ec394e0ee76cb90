"""For whom a closing time is over: as a query, so that nobody has to be asked for who is still on time."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from maslak_companion.offerings.models import Arrangement, Enrolment, Offering

_OPEN_STATUSES: Final = ("active", "repeating")  # the same as those by which an arrangement of a group is found for its learners


def select_closed(
    rows: Select[Any, Any], *, offering_id: ColumnElement[Any], learner_id: ColumnElement[Any], usage_key: ColumnElement[Any], at: datetime
) -> tuple[Select[Any, Any], Select[Any, Any]]:
    """Return the two queries of those of another room's rows whose learner may have met a closing time before `at`.

    Of the offering it counts only where no arrangement lets the learner go on; of several arrangements any may have closed. So
    nobody who is late is left out, and the few who are not are found by asking for the arrangement that holds.
    """
    enrolled = select(Enrolment.group_id).where(Enrolment.learner_id == learner_id, Enrolment.status.in_(_OPEN_STATUSES))
    granted = and_(
        Arrangement.offering_id == offering_id,
        Arrangement.withdrawn_at.is_(None),
        or_(Arrangement.usage_key.is_(None), Arrangement.usage_key == usage_key),
        or_(
            Arrangement.learner_id == learner_id,
            Arrangement.group_id.in_(enrolled.correlate_except(Enrolment)),
        ),
    )
    goes_on = exists().where(granted, Arrangement.closes_at >= at)
    by_offering = rows.join(Offering, Offering.id == offering_id).where(Offering.closes_at < at, ~goes_on)
    by_arrangement = rows.join(Arrangement, granted).where(Arrangement.closes_at < at)
    return by_offering, by_arrangement
