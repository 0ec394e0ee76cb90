"""Callers that show a token instead of a cookie: a phone application of a person who has an account here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request
from flask.sansio.app import App

from maslak_web.sessions import is_session_abandoned

View = TypeVar("View", bound=Callable[..., Any])
_OPEN = "_maslak_open_to_tokens"
_PREFIX = "bearer "


def open_to_tokens(view: View) -> View:
    """Let the view be called with a person's token too. Pages for people stay closed to tokens: they are not what one was given for."""
    setattr(view, _OPEN, True)
    return view


def find_token() -> str | None:
    """Return the token that this request shows, or None.

    Whoever shows one is known by it alone, whatever cookies came along. No site can make a browser send this header to
    another one unasked, so such a request needs no other protection against forgery.
    """
    header = request.headers.get("Authorization", "")
    return header[len(_PREFIX) :].strip() if header[: len(_PREFIX)].lower() == _PREFIX else None


def is_open_to_tokens() -> bool:
    """Tell whether the view of this request may be called with a token."""
    return getattr(current_app.view_functions.get(request.endpoint or ""), _OPEN, False)


def accept_tokens(app: App, find_account: Callable[[str], Any]) -> None:
    """Let `find_account` say whose token it is, on the views that are open to tokens."""

    def load(_request: Any) -> Any:
        token = find_token()
        return find_account(token) if token and is_open_to_tokens() and not is_session_abandoned() else None

    app.extensions["maslak_login"].request_loader(load)
