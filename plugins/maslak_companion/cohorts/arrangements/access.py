"""Who arranges what: the lead of an offering, and the administration of the school. Nobody else learns that it exists."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.accounts.models import Account
from maslak_companion.offerings.errors import OfferingNotFoundError
from maslak_companion.offerings.models import Offering
from maslak_companion.offerings.services import get_offering

_ADMINISTRATION: Final = ("registrar", "administrator")
ROLES: Final = ("instructor", *_ADMINISTRATION)


def get_arranged_offering(session: Session, account: Account, key: str) -> Offering:
    """Return an offering in which the account may arrange something; raises OfferingNotFoundError, for another's as for none."""
    offering = get_offering(session, key)
    if offering.lead_account_id != account.id and not is_administration(account):
        raise OfferingNotFoundError("no offering has this key", offering=key[:80])
    return offering


def is_administration(account: Account) -> bool:
    """Tell whether the account acts for the school in every offering."""
    return any(role in account.roles for role in _ADMINISTRATION)


def may_read_reason(account: Account, author_id: UUID) -> bool:
    """Tell whether a private reason may be read: by whoever wrote it, and by the administration."""
    return account.id == author_id or is_administration(account)
