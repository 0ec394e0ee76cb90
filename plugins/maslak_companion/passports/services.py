"""What a learner earned elsewhere, always with its date, and what they said is not theirs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from maslak_companion.passports.errors import RegistryAwayError, UnknownPassportItemError
from maslak_companion.passports.models import HiddenItemRow, PassportRow
from maslak_companion.passports.registry_client import FetchPassport, PassportItem, decode_items, encode_items
from maslak_companion.people.models import Learner
from maslak_companion.upsert import upsert

FRESH = timedelta(seconds=15)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the registry knows. `as_of` is None when it never answered; `is_away` when it did not answer just now.

    `is_fresh` says that it answered within the last seconds; `hidden` are the items that the learner said are not theirs.
    """

    items: tuple[PassportItem, ...]
    as_of: datetime | None
    is_away: bool
    is_fresh: bool = False
    hidden: frozenset[str] = frozenset()


def read_elsewhere(session: Session, learner_id: UUID, fetch: FetchPassport, *, at: datetime) -> Elsewhere:
    """Return the learner's passport from the registry, or the one kept from the last time it answered."""
    row, hidden = _read_own(session, learner_id)
    if row is not None and _is_fresh(row, at):
        return _from_row(row, hidden, at, is_away=False)
    try:
        fetched = fetch(learner_id)
    except RegistryAwayError as error:
        _log.warning("passport_not_fetched", detail=error.detail)
        return _from_row(row, hidden, at, is_away=True)
    kept = {"learner_id": learner_id, "items": encode_items(fetched.items), "as_of": fetched.as_of, "fetched_at": at}
    # Two tabs may ask for the same passport at once.
    upsert(session, PassportRow, kept, key=("learner_id",))
    return Elsewhere(tuple(fetched.items), fetched.as_of, is_away=False, is_fresh=True, hidden=hidden)


def read_kept(session: Session, learner_id: UUID, *, at: datetime, is_away: bool = False) -> Elsewhere:
    """Return what the registry said last, without asking it."""
    row, hidden = _read_own(session, learner_id)
    return _from_row(row, hidden, at, is_away=is_away)


def hide_item(session: Session, learner_id: UUID, item: str, *, known: Collection[str], at: datetime) -> None:
    """Hide an item from the learner's passport; a second time changes nothing.

    `known` are the items of this learner's passport. Raises `UnknownPassportItemError` for any other.
    """
    _require_known(item, known)
    upsert(session, HiddenItemRow, {"learner_id": learner_id, "item": item, "hidden_at": at}, key=("learner_id", "item"))


def show_item(session: Session, learner_id: UUID, item: str, *, known: Collection[str]) -> None:
    """Show an item again; one that is not hidden stays as it is. Raises `UnknownPassportItemError`."""
    _require_known(item, known)
    session.execute(delete(HiddenItemRow).where(HiddenItemRow.learner_id == learner_id, HiddenItemRow.item == item))


def _require_known(item: str, known: Collection[str]) -> None:
    if item not in known:
        raise UnknownPassportItemError("no such entry in this passport")


def _is_fresh(row: PassportRow, at: datetime) -> bool:
    return timedelta(0) <= at - row.fetched_at < FRESH


def _read_own(session: Session, learner_id: UUID) -> tuple[PassportRow | None, frozenset[str]]:
    """Return what was kept of a learner's passport and what they hid, in one query: either may be there without the other."""
    found = session.execute(
        select(PassportRow, HiddenItemRow.item)
        .select_from(Learner)
        .outerjoin(PassportRow, PassportRow.learner_id == Learner.id)
        .outerjoin(HiddenItemRow, HiddenItemRow.learner_id == Learner.id)
        .where(Learner.id == learner_id)
    ).all()
    return found[0][0] if found else None, frozenset(item for _, item in found if item is not None)


def _from_row(row: PassportRow | None, hidden: frozenset[str], at: datetime, *, is_away: bool) -> Elsewhere:
    if row is None:
        return Elsewhere((), None, is_away, hidden=hidden)
    return Elsewhere(tuple(decode_items(row.items)), row.as_of, is_away, _is_fresh(row, at) and not is_away, hidden)
