"""The signed-in person of this request, as the glue needs to know them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Protocol, cast

from flask import g
from flask_login import current_user


class Viewer(Protocol):
    """What pages and access rules ask of an account; `AccountMixin` offers it."""

    id: uuid.UUID
    login: str
    display_name: str
    roles: list[str]
    language: str | None

    @property
    def is_authenticated(self) -> bool:
        """Tell that this is a person and not Flask-Login's anonymous one."""


def load_viewer() -> Viewer | None:
    """Return the signed-in account, read from the database at most once a request, or None."""
    return cast(Viewer, current_user) if current_user and current_user.is_authenticated else None


def find_viewer() -> Viewer | None:
    """Return the account if this request already read it. Asks the database nothing, so an error page may call it."""
    user = g.get("_login_user")
    return cast(Viewer, user) if user is not None and user.is_authenticated else None


def viewer_has_role(roles: Sequence[str]) -> bool:
    """Tell whether the signed-in account has one of `roles`; templates use it to show what a person may open."""
    viewer = find_viewer()
    return viewer is not None and not set(roles).isdisjoint(viewer.roles)
