"""What marking's queue and sheets may ask of double marking: who sits at a round and how far they are; never what they think."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from maslak_companion.accounts.models import Account
from maslak_companion.dossiers.double_marking.models import IndependentMark
from maslak_companion.dossiers.models import DossierRound

SEATS = 2


@dataclass(frozen=True, slots=True)
class Seat:
    """One of the two markers of a round."""

    account_id: UUID
    name: str
    is_done: bool


def list_seats(session: Session, round_ids: Collection[UUID]) -> Mapping[UUID, list[Seat]]:
    """Return who sits at these rounds, in the order of the seats."""
    query = (
        select(IndependentMark.round_id, IndependentMark.account_id, Account.display_name, Account.login, IndependentMark.state)
        .join(Account, Account.id == IndependentMark.account_id)
        .where(IndependentMark.round_id.in_(round_ids))
        .order_by(IndependentMark.seat)
    )
    found: dict[UUID, list[Seat]] = {}
    for round_id, account_id, name, login, state in session.execute(query):
        found.setdefault(round_id, []).append(Seat(account_id, name or login, state == "done"))
    return found


def describe_state(seats: Collection[Seat], account_id: UUID) -> str:
    """Return how a round between two markers looks to one account: waiting, marking, second (the other is missing) or compare."""
    if len(seats) == SEATS and all(each.is_done for each in seats):
        return "compare"
    own = next((each for each in seats if each.account_id == account_id), None)
    if own is not None:
        return "second" if own.is_done else "marking"
    return "marking" if len(seats) == SEATS else "waiting"


def is_in_state(state: str, account_id: UUID) -> ColumnElement[bool]:
    """Return the condition on a round by which `describe_state` gives `state`; a round with no seat is waiting."""
    seats, done = _count(), _count(IndependentMark.state == "done")
    own = exists().where(IndependentMark.round_id == DossierRound.id, IndependentMark.account_id == account_id)
    own_done = own.where(IndependentMark.state == "done")
    conditions: dict[str, ColumnElement[bool]] = {
        "compare": done == SEATS,
        "second": and_(own_done, done < SEATS),
        "marking": and_(done < SEATS, ~own_done, or_(own, seats == SEATS)),
        "waiting": and_(~own, seats < SEATS),
    }
    return conditions[state]


def waits_for_others(account_id: UUID) -> ColumnElement[bool]:
    """Return the condition on a round that nothing is left to do for this account before somebody else is done."""
    own_open = exists().where(
        IndependentMark.round_id == DossierRound.id, IndependentMark.account_id == account_id, IndependentMark.state == "draft"
    )
    return or_(is_in_state("second", account_id), and_(is_in_state("marking", account_id), ~own_open))


def is_taken() -> ColumnElement[bool]:
    """Return the condition on a round that one of two markers has begun."""
    return exists().where(IndependentMark.round_id == DossierRound.id)


def _count(*conditions: ColumnElement[bool]) -> Any:
    query = select(func.count()).select_from(IndependentMark).where(IndependentMark.round_id == DossierRound.id, *conditions)
    return query.correlate(DossierRound).scalar_subquery()
