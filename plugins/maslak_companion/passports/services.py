"""What a learner earned elsewhere: from the registry when it answers, else what it said last, always with its date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from maslak_companion.classroom.upsert import upsert
from maslak_companion.passports.errors import RegistryAwayError
from maslak_companion.passports.models import PassportRow
from maslak_companion.passports.registry_client import FetchPassport, PassportItem, decode_items, encode_items

FRESH = timedelta(seconds=15)
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the registry knows. `as_of` is None when it never answered; `is_away` when it did not answer just now."""

    items: tuple[PassportItem, ...]
    as_of: datetime | None
    is_away: bool


def read_elsewhere(session: Session, learner_id: UUID, fetch: FetchPassport, *, at: datetime) -> Elsewhere:
    """Return the learner's passport from the registry, or the one kept from the last time it answered."""
    row = session.get(PassportRow, learner_id)
    if row is not None and timedelta(0) <= at - row.fetched_at < FRESH:
        return _from_row(row, is_away=False)
    try:
        fetched = fetch(learner_id)
    except RegistryAwayError as error:
        _log.warning("passport_not_fetched", detail=error.detail)
        return _from_row(row, is_away=True) if row is not None else Elsewhere((), None, True)
    kept = {"learner_id": learner_id, "items": encode_items(fetched.items), "as_of": fetched.as_of, "fetched_at": at}
    # Two tabs may ask for the same passport at once.
    upsert(session, PassportRow, kept, key=("learner_id",))
    return Elsewhere(tuple(fetched.items), fetched.as_of, is_away=False)


def _from_row(row: PassportRow, *, is_away: bool) -> Elsewhere:
    return Elsewhere(tuple(decode_items(row.items)), row.as_of, is_away)
