"""Whether the caller is a person with a browser or a program: they get the same answer in another dress."""

from __future__ import annotations

from flask import request

from maslak_web.bearer import find_token

_PROBLEM_PATHS = ("/v1/", "/.well-known/", "/status/")


def wants_problem() -> bool:
    """Tell whether a refusal should be a problem document (RFC 9457) instead of a page.

    Programs are known by the path of the API, by a handler route, by a token, by JSON as what they send, or by preferring it in
    ``Accept``.
    """
    path = request.path
    if path.startswith(_PROBLEM_PATHS) or "/handler/" in path:
        return True
    if request.mimetype == "application/json" or find_token() is not None:
        return True
    accepted = request.accept_mimetypes
    best = accepted.best_match(["text/html", "application/json", "application/problem+json"], default="text/html")
    return best != "text/html" and accepted[best] > accepted["text/html"]
