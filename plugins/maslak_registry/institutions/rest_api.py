"""What anybody may ask about institutions: the signed list of issuers, and the registry's signed time."""

from __future__ import annotations

from flask import Blueprint, Response, request

from maslak_domain.errors import InvalidError
from maslak_domain.sync import make_signed_time
from maslak_registry.institutions.issuers import make_issuer_list
from maslak_registry.keyring import current_keyring
from maslak_web.access import public
from maslak_web.clock import now
from maslak_web.sessions import current_session

blueprint = Blueprint("institutions_api", __name__, url_prefix="/v1")


@blueprint.get("/issuers")
@public("whoever checks a badge needs the issuers' public keys; the list is signed")
def list_issuers() -> Response:
    """Return the signed list of issuers."""
    response = Response(make_issuer_list(current_session(), current_keyring().receipts, now()), mimetype="application/json")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@blueprint.get("/time")
@public("a sender whose clock is wrong must be able to learn the right time before it can sign anything")
def tell_time() -> Response:
    """Return the registry's time, signed; `nonce` ties the answer to the question."""
    nonce = request.args.get("nonce")
    if nonce is not None and not 1 <= len(nonce) <= 128:
        raise InvalidError("a nonce has 1 to 128 characters", parameter="nonce")
    response = Response(make_signed_time(now(), current_keyring().receipts, nonce), mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
