"""What every page knows: the service's name, who is looking, and the entries of the navigation that they may open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, request, url_for
from flask_babel import LazyString

from maslak_domain.language import Language
from maslak_web.i18n import localized_text
from maslak_web.viewer import find_viewer, viewer_has_role
from maslak_web.zellige import rosette


@dataclass(frozen=True)
class NavigationEntry:
    """One entry of the navigation; `roles` empty means that everybody who is signed in sees it."""

    endpoint: str
    label: LazyString
    roles: tuple[str, ...] = ()
    order: int = 50


def init_page_context(app: Flask) -> None:
    """Give the templates of `app` the context that base.html needs."""
    app.extensions.setdefault("maslak_navigation", [])
    app.extensions.setdefault("maslak_account_pages", [])
    app.add_template_global(rosette)
    app.context_processor(
        lambda: {
            "viewer": find_viewer(),
            "navigation": _list_entries(app, "maslak_navigation"),
            "account_pages": _list_entries(app, "maslak_account_pages"),
            "service_name": _service_name(app),
            "has_role": _has_role,
        }
    )


def add_navigation(app: Flask, *entries: NavigationEntry) -> None:
    """Add `entries` to the header of every page."""
    _add_entries(app, "maslak_navigation", entries)


def add_account_pages(app: Flask, *entries: NavigationEntry) -> None:
    """Add `entries` to the account menu and to the account's page."""
    _add_entries(app, "maslak_account_pages", entries)


def _add_entries(app: Flask, place: str, entries: Sequence[NavigationEntry]) -> None:
    known: list[NavigationEntry] = app.extensions.setdefault(place, [])
    known.extend(entries)
    known.sort(key=lambda entry: entry.order)


def set_service_name(app: Flask, name: Mapping[Language, str]) -> None:
    """Name the service in the header: the institution, or the registry."""
    app.extensions["maslak_service_name"] = name


def _service_name(app: Flask) -> str:
    name: Mapping[Language, str] | None = app.extensions.get("maslak_service_name")
    return localized_text(name) if name else ""


def _list_entries(app: Flask, place: str) -> list[dict[str, object]]:
    if find_viewer() is None:
        return []
    entries: list[NavigationEntry] = app.extensions[place]
    return [
        {"url": url_for(entry.endpoint), "label": str(entry.label), "current": request.endpoint == entry.endpoint}
        for entry in entries
        if not entry.roles or viewer_has_role(entry.roles)
    ]


def _has_role(*roles: str) -> bool:
    return viewer_has_role(roles)
