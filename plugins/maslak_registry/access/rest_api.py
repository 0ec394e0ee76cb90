"""Where programs get their tokens."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from maslak_web.access import machine

blueprint = Blueprint("access_api", __name__, url_prefix="/v1")


@blueprint.post("/token")
@machine
def issue_token() -> Response:
    """Answer an OAuth2 client-credentials request; refusals have the form that RFC 6749 §5.2 gives them."""
    response: Response = current_app.extensions["maslak_token_server"].create_token_response()
    return response
