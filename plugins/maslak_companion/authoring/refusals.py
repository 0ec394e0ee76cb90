"""Refusals that an editor's script prints as they are: in the author's language, unlike those for programs."""

from __future__ import annotations

from flask import Response, jsonify

from maslak_domain.errors import DomainError
from maslak_web.problems import STATUS_BY_CATEGORY
from maslak_web.sessions import abandon_session


def refuse(error: DomainError, title: str) -> Response:
    """Return a problem document (RFC 9457) whose title says what happened; nothing of the request is kept."""
    abandon_session()
    status = STATUS_BY_CATEGORY[error.category]
    response = jsonify(type=f"urn:maslak:problem:{error.code}", title=title, status=status, code=error.code, **error.params)
    response.status_code, response.mimetype = status, "application/problem+json"
    response.headers["Cache-Control"] = "no-store"
    return response
