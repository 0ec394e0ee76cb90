"""Where Flask meets the placements room: the day where people work, addresses of files, and who may see a placement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from flask import url_for

from maslak_companion.accounts.services import get_current_account
from maslak_companion.classroom.desk import current_settings
from maslak_companion.placements.errors import PlacementNotFoundError
from maslak_companion.placements.models import Placement
from maslak_companion.placements.reading import Addresses, PlacementFacts, read_placements
from maslak_companion.placements.services import Actor, get_placement, list_placements
from maslak_web.clock import now
from maslak_web.i18n import TIME_ZONE
from maslak_web.sessions import current_session


def current_day() -> date:
    """Return the day where people work, which is not always the day in UTC."""
    return now().astimezone(TIME_ZONE).date()


def current_actor() -> Actor:
    """Return who does something in this request, and when."""
    return Actor(get_current_account().id, now())


def file_address(file_id: UUID) -> str:
    """Return the address that gives a proof to those who may read it."""
    return url_for("placements.give_file", file_id=file_id)


def make_addresses() -> Addresses:
    """Return where the pages of this companion lead."""
    return Addresses(file_address, lambda placement, period: url_for("papers.stay_page", placement_id=placement, period_id=period))


def is_registrar() -> bool:
    """Say whether the signed-in person works for the registrar's office."""
    return get_current_account().has_role("registrar")


def list_own_placements() -> Sequence[Placement]:
    """Return what the signed-in person may see: everything for the registrar's office, their own for an academic tutor."""
    session = current_session()
    return list_placements(session, academic_tutor_id=None if is_registrar() else get_current_account().id)


def get_own_placement(placement_id: UUID) -> Placement:
    """Return a placement that the signed-in person may see; another's is as if it did not exist. Raises PlacementNotFoundError."""
    placement = get_placement(current_session(), placement_id)
    if not is_registrar() and placement.academic_tutor_id != get_current_account().id:
        raise PlacementNotFoundError("there is no such placement")
    return placement


def read_own(rows: Sequence[Placement], *, most_entries: int = 60) -> list[PlacementFacts]:
    """Return placements as plain values, for the pages of the staff."""
    return read_placements(
        current_session(), rows, institution=current_settings().institution_names, today=current_day(), addresses=make_addresses(),
        most_entries=most_entries,
    )  # fmt: skip
