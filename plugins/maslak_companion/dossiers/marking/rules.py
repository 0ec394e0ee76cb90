"""How a project is marked in an offering, and which colleagues mark beside its lead."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from maslak_companion.accounts.models import Account
from maslak_companion.accounts.services import find_account
from maslak_companion.dossiers.marking.models import MarkingRule, OfferingMarker
from maslak_companion.dossiers.projects import Project
from maslak_companion.offerings.models import Offering
from maslak_companion.once import insert_once


def change_rule(session: Session, offering: Offering, project: Project, *, is_anonymous: bool) -> None:
    """Hide the names of a project's learners from markers until a mark is published, or show them."""
    lock_rule(session, offering, project).is_anonymous = is_anonymous
    session.flush()


def lock_rule(session: Session, offering: Offering, project: Project) -> MarkingRule:
    """Return the rule of a project, locked to be changed; one that nobody set is made first."""
    key = {"offering_id": offering.id, "usage_key": project.usage_key}
    insert_once(session, MarkingRule, {**key, "is_anonymous": False, "is_double": False, "tolerance": 0}, key=tuple(key))
    return session.get_one(MarkingRule, tuple(key.values()), with_for_update=True, populate_existing=True)


def list_markers(session: Session, offering: Offering) -> Sequence[tuple[str, str]]:
    """Return login and name of the colleagues who mark in the offering, by name."""
    query = select(Account.login, Account.display_name).join(OfferingMarker, OfferingMarker.account_id == Account.id)
    found = session.execute(query.where(OfferingMarker.offering_id == offering.id).order_by(Account.display_name, Account.login))
    return [(login, name) for login, name in found]


def name_marker(session: Session, offering: Offering, login: str) -> bool:
    """Let an instructor of this institution mark in the offering; tell whether there is one with this login."""
    account = find_account(session, login)
    if account is None or "instructor" not in account.roles:
        return False
    insert_once(session, OfferingMarker, _key(offering, account.id), key=("offering_id", "account_id"))
    return True


def release_marker(session: Session, offering: Offering, login: str) -> None:
    """Let a colleague mark no more; what they drafted stays, for whoever goes on with it."""
    account = find_account(session, login)
    if account is not None:
        key = _key(offering, account.id)
        session.execute(
            delete(OfferingMarker).where(OfferingMarker.offering_id == key["offering_id"], OfferingMarker.account_id == key["account_id"])
        )


def _key(offering: Offering, account_id: UUID) -> dict[str, UUID]:
    return {"offering_id": offering.id, "account_id": account_id}
