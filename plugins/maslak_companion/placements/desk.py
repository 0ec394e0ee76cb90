"""Where Flask meets the placements room: the day where people work, addresses of files, and who may see a placement."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import url_for
from sqlalchemy import and_, true

from maslak_companion.accounts.services import get_current_account
from maslak_companion.classroom.desk import current_settings
from maslak_companion.placements.errors import PlacementNotFoundError
from maslak_companion.placements.models import Placement
from maslak_companion.placements.reading import Addresses, PlacementFacts, Reader, read_placements
from maslak_companion.placements.services import Actor, get_placement
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


def is_registrar() -> bool:
    """Say whether the signed-in person works for the registrar's office."""
    return get_current_account().has_role("registrar")


def get_own_placement(placement_id: UUID) -> Placement:
    """Return a placement that the signed-in person may see; another's is as if it did not exist. Raises PlacementNotFoundError."""
    placement = get_placement(current_session(), placement_id)
    if not is_registrar() and placement.academic_tutor_id != get_current_account().id:
        raise PlacementNotFoundError("there is no such placement")
    return placement


def read_own(placement_id: UUID | None = None, *, most_entries: int = 60) -> list[PlacementFacts]:
    """Return one placement or all that the signed-in person may see: everything for the registrar's office, else their own."""
    which = Placement.id == placement_id if placement_id is not None else true()
    if not is_registrar():
        which = and_(which, Placement.academic_tutor_id == get_current_account().id)
    return read_placements(current_session(), which, make_reader(current_day()), most_entries=most_entries)


def make_reader(today: date) -> Reader:
    """Return from where this companion reads placements."""
    paper = lambda placement, period: url_for("papers.stay_page", placement_id=placement, period_id=period)  # noqa: E731
    return Reader(current_settings().institution_names, today, Addresses(file_address, paper))
