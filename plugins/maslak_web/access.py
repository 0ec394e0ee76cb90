"""Who may call a view. Every view says so above its own definition, and one that says nothing is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from flask import Flask, redirect, request, url_for
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Forbidden, InternalServerError, Unauthorized
from werkzeug.wrappers import Response

from maslak_web.answer_kind import wants_problem
from maslak_web.bearer import find_token, is_open_to_tokens
from maslak_web.viewer import load_viewer

View = TypeVar("View", bound=Callable[..., Any])
_RULE = "_maslak_access"


@dataclass(frozen=True)
class AccessRule:
    """What a view asks of its caller; `reason` is for people who review the public ones."""

    kind: Literal["public", "signed_in", "role", "machine"]
    roles: frozenset[str] = frozenset()
    reason: str = ""


def _declare(rule: AccessRule) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        setattr(view, _RULE, rule)
        return view

    return decorate


def public(reason: str) -> Callable[[View], View]:
    """Let anybody call the view, for the given reason."""
    return _declare(AccessRule("public", reason=reason))


def signed_in(view: View) -> View:
    """Let everybody with an active account call the view."""
    return _declare(AccessRule("signed_in"))(view)


def requires_role(*roles: str) -> Callable[[View], View]:
    """Let accounts with at least one of `roles` call the view."""
    return _declare(AccessRule("role", roles=frozenset(roles)))


def machine(view: View) -> View:
    """Say that the view authenticates its caller itself, by a signature or a token, and takes no cookies: no CSRF check applies."""
    return _declare(AccessRule("machine"))(view)


def find_rule(app: Flask, endpoint: str | None) -> AccessRule | None:
    """Return the rule of `endpoint`, or None where none was declared."""
    rule: AccessRule | None = getattr(app.view_functions.get(endpoint or ""), _RULE, None)
    return rule


def list_unprotected_routes(app: Flask) -> list[str]:
    """Return the endpoints without any declaration; an architecture test asks that there be none."""
    return sorted({rule.endpoint for rule in app.url_map.iter_rules() if find_rule(app, rule.endpoint) is None})


def list_public_routes(app: Flask) -> dict[str, str]:
    """Return each public endpoint with its reason."""
    found = {route.endpoint: find_rule(app, route.endpoint) for route in app.url_map.iter_rules()}
    return {endpoint: rule.reason for endpoint, rule in sorted(found.items()) if rule is not None and rule.kind == "public"}


def init_access(app: Flask) -> None:
    """Check every request of `app` against the rule of its view, before the view runs."""

    @app.before_request
    def check_access() -> Response | None:
        if request.endpoint is None:
            return None
        rule = find_rule(app, request.endpoint)
        if rule is None:
            raise InternalServerError(f"the view {request.endpoint} does not say who may call it")
        return _apply(rule)


def _apply(rule: AccessRule) -> Response | None:
    if rule.kind in ("public", "machine"):
        return None
    viewer = load_viewer()
    if viewer is None:
        return _ask_to_sign_in()
    if rule.kind == "role" and rule.roles.isdisjoint(viewer.roles):
        raise Forbidden
    return None


def _ask_to_sign_in() -> Response:
    if find_token() is not None:
        if not is_open_to_tokens():
            # Not 401: an application would throw away a token that is as good as before.
            raise Forbidden("this is a page for people, and a token opens none")
        raise Unauthorized("the token is not known, ended or has expired", www_authenticate=WWWAuthenticate("bearer"))
    if wants_problem():
        raise Unauthorized("nobody is signed in, and no token is shown", www_authenticate=WWWAuthenticate("bearer"))
    following = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("sign_in.show", next=following), 303)
