"""Where programs get their tokens."""

from __future__ import annotations

from authlib.oauth2.rfc6749 import InsecureTransportError
from flask import Blueprint, Response, current_app, jsonify

from maslak_web.access import machine

blueprint = Blueprint("access_api", __name__, url_prefix="/v1")


@blueprint.post("/token")
@machine
def issue_token() -> Response:
    """Answer an OAuth2 client-credentials request; refusals have the form that RFC 6749 §5.2 gives them."""
    try:
        response: Response = current_app.extensions["maslak_token_server"].create_token_response()
    except InsecureTransportError as error:
        return _refuse(400, error.error, "ask for a token over https")
    except UnicodeDecodeError:
        return _refuse(401, "invalid_client", "the credentials are not text")
    return response


def _refuse(status: int, code: str, description: str) -> Response:
    """Refuse what the token server raises before it looks at the request."""
    response = jsonify(error=code, error_description=description)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
