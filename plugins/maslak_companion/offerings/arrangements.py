"""Giving an arrangement, changing it and withdrawing it. An answer already given is never undone by any of these."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.offerings.errors import ArrangementNotFoundError, InvalidArrangementError, StaleArrangementError
from maslak_companion.offerings.granted import Grant, Terms
from maslak_companion.offerings.models import Arrangement, ArrangementEvent, Offering
from maslak_companion.once import insert_once

MOST_ATTEMPTS: Final = 20
MOST_TIME: Final = Decimal(3)
LONGEST_REASON: Final = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """For whom an arrangement is, a learner or a group, and where it holds: at a block, or in the whole course."""

    learner_id: UUID | None
    group_id: UUID | None
    usage_key: str | None


@dataclass(frozen=True, slots=True)
class Act:
    """Who acts when, by which form."""

    actor: UUID
    at: datetime
    token: UUID


def to_grant(row: Arrangement) -> Grant:
    """Return an arrangement as values, without its reason."""
    terms = Terms(row.extra_attempts, row.extra_time, row.excused, row.opens_at, row.closes_at)
    return Grant(row.id, terms, row.learner_id is not None, row.usage_key, row.granted_at)


def check_terms(
    terms: Terms, reason: str, *, usual: tuple[datetime | None, datetime | None], at: datetime, before: Terms | None = None
) -> Mapping[str, str]:
    """Return the code of what is wrong for each field; `usual` are the dates that hold where the terms name none.

    A closing date that has passed is refused where it is new; one that `before` held already may stay.
    """
    faults: dict[str, str] = {}
    if not 0 <= terms.extra_attempts <= MOST_ATTEMPTS:
        faults["extra_attempts"] = "attempts_outside"
    if not 0 <= terms.extra_time <= MOST_TIME:
        faults["extra_time"] = "time_outside"
    opens_at, closes_at = terms.opens_at or usual[0], terms.closes_at or usual[1]
    if (terms.opens_at or terms.closes_at) and opens_at and closes_at and closes_at <= opens_at:
        both = terms.opens_at and terms.closes_at
        faults["closes_at" if terms.closes_at else "opens_at"] = "closes_too_early" if both else "against_usual"
    elif terms.closes_at and terms.closes_at <= at and (before is None or before.closes_at != terms.closes_at):
        faults["closes_at"] = "already_over"
    if len(reason) > LONGEST_REASON:
        faults["private_reason"] = "reason_long"
    if not terms.granted and not faults:
        faults["terms"] = "nothing_granted"
    return faults


def give_arrangement(session: Session, offering: Offering, place: Place, terms: Terms, reason: str, act: Act) -> UUID:
    """Grant something and return its id, which the form's token and what it says make: the same form received twice gives once.

    Raises InvalidArrangementError. Whether the learner or the group takes the offering is for the caller to know.
    """
    _check(offering, terms, reason, act.at)
    asked = (offering.id, place.learner_id, place.group_id, place.usage_key, *_columns(terms).values(), reason)
    made = uuid5(act.token, "\n".join(map(str, asked)))
    values = {
        "id": made, "offering_id": offering.id, "learner_id": place.learner_id, "group_id": place.group_id,
        "usage_key": place.usage_key, **_columns(terms), "private_reason": reason, "granted_by": act.actor, "granted_at": act.at,
        "revision": 1,
    }  # fmt: skip
    insert_once(session, Arrangement, values, key=["id"])
    row = session.get_one(Arrangement, made, populate_existing=True)
    if row.revision == 1:
        _note(session, row, "given", act, reason_changed=bool(reason))
    return made


def change_arrangement(
    session: Session, offering: Offering, arrangement_id: UUID, usage_key: str | None, terms: Terms, reason: str | None, act: Act,
    *, revision: int,
) -> None:  # fmt: skip
    """Grant something else instead, from now on; without a reason the one that there is stays.

    Raises ArrangementNotFoundError, StaleArrangementError, InvalidArrangementError.
    """
    row = _lock(session, offering, arrangement_id)
    if _was_received(session, row, act, revision) and _is_as_asked(row, usage_key, terms, reason):
        return
    _check_current(row, revision)
    _check(offering, terms, reason or "", act.at, before=to_grant(row).terms)
    reason_changed = reason is not None and reason != row.private_reason
    if _is_as_asked(row, usage_key, terms, reason):
        return
    row.usage_key = usage_key
    for name, value in _columns(terms).items():
        setattr(row, name, value)
    row.private_reason = reason if reason is not None else row.private_reason
    row.revision += 1
    _note(session, row, "changed", act, reason_changed=reason_changed)


def withdraw_arrangement(session: Session, offering: Offering, arrangement_id: UUID, act: Act, *, revision: int) -> None:
    """Let it hold no longer. What was answered meanwhile counts.

    Raises ArrangementNotFoundError, StaleArrangementError.
    """
    row = _lock(session, offering, arrangement_id)
    if _was_received(session, row, act, revision):
        return
    _check_current(row, revision)
    row.withdrawn_at = act.at
    row.revision += 1
    _note(session, row, "withdrawn", act, reason_changed=False)


def get_arrangement(session: Session, offering: Offering, arrangement_id: UUID) -> Arrangement:
    """Return an arrangement of the offering, withdrawn or not; raises ArrangementNotFoundError."""
    row = session.get(Arrangement, arrangement_id)
    if row is None or row.offering_id != offering.id:
        raise ArrangementNotFoundError("the offering has no such arrangement")
    return row


def list_offering_arrangements(session: Session, offering: Offering) -> Sequence[Arrangement]:
    """Return everything that was granted in the offering, withdrawn or not, the newest first."""
    statement = select(Arrangement).where(Arrangement.offering_id == offering.id)
    return session.scalars(statement.order_by(Arrangement.granted_at.desc(), Arrangement.id)).all()


def list_arrangement_events(session: Session, arrangement_ids: Collection[UUID]) -> Sequence[ArrangementEvent]:
    """Return what was done to these arrangements, the first first."""
    statement = select(ArrangementEvent).where(ArrangementEvent.arrangement_id.in_(arrangement_ids))
    return session.scalars(statement.order_by(ArrangementEvent.arrangement_id, ArrangementEvent.revision)).all()


def read_said(said: Mapping[str, Any]) -> tuple[str | None, Terms]:
    """Return where an arrangement held and what it granted, as its history says it."""
    terms = Terms(
        extra_attempts=said["extra_attempts"],
        extra_time=Decimal(said["extra_time"]),
        excused=said["excused"],
        opens_at=_read_moment(said["opens_at"]),
        closes_at=_read_moment(said["closes_at"]),
    )
    return said["usage_key"], terms


def _lock(session: Session, offering: Offering, arrangement_id: UUID) -> Arrangement:
    row = session.get(Arrangement, arrangement_id, with_for_update=True, populate_existing=True)
    if row is None or row.offering_id != offering.id:
        raise ArrangementNotFoundError("the offering has no such arrangement")
    return row


def _check_current(row: Arrangement, revision: int) -> None:
    if row.revision != revision or row.withdrawn_at is not None:
        raise StaleArrangementError("somebody else changed or withdrew it meanwhile")


def _was_received(session: Session, row: Arrangement, act: Act, revision: int) -> bool:
    event = session.get(ArrangementEvent, (row.id, revision + 1))
    return event is not None and event.token == act.token


def _is_as_asked(row: Arrangement, usage_key: str | None, terms: Terms, reason: str | None) -> bool:
    return (row.usage_key, to_grant(row).terms) == (usage_key, terms) and reason in (None, row.private_reason)


def _check(offering: Offering, terms: Terms, reason: str, at: datetime, before: Terms | None = None) -> None:
    faults = check_terms(terms, reason, usual=(offering.opens_at, offering.closes_at), at=at, before=before)
    if faults:
        raise InvalidArrangementError(faults)


def _columns(terms: Terms) -> dict[str, Any]:
    return {
        "extra_attempts": terms.extra_attempts, "extra_time": terms.extra_time, "excused": terms.excused,
        "opens_at": terms.opens_at, "closes_at": terms.closes_at,
    }  # fmt: skip


def _note(session: Session, row: Arrangement, kind: str, act: Act, *, reason_changed: bool) -> None:
    session.flush()
    said = {
        "usage_key": row.usage_key, "extra_attempts": row.extra_attempts, "extra_time": str(row.extra_time), "excused": row.excused,
        "opens_at": row.opens_at.isoformat() if row.opens_at else None,
        "closes_at": row.closes_at.isoformat() if row.closes_at else None,
    }  # fmt: skip
    values = {
        "arrangement_id": row.id, "revision": row.revision, "kind": kind, "token": act.token, "actor_id": act.actor, "at": act.at,
        "said": said, "reason_changed": reason_changed,
    }  # fmt: skip
    insert_once(session, ArrangementEvent, values, key=["arrangement_id", "revision"])


def _read_moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
