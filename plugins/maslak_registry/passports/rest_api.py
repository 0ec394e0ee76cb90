"""Where an institution asks for the passport of a learner who has signed in there."""

from __future__ import annotations

import uuid

import msgspec
from flask import Blueprint, Response, jsonify, request

from maslak_domain.errors import DomainError, InvalidError
from maslak_domain.sync import TAG_PASSPORT, BadSignatureError
from maslak_registry.access.readers import Reader
from maslak_registry.access.services import record_access
from maslak_registry.inbox.requests import verify_sender
from maslak_registry.institutions import services as institutions
from maslak_registry.passports.services import make_passport
from maslak_registry.protocol_answers import refuse
from maslak_web.access import machine
from maslak_web.clock import now
from maslak_web.sessions import current_session

blueprint = Blueprint("passports_api", __name__, url_prefix="/v1")
blueprint.register_error_handler(DomainError, refuse)


class PassportRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The local uuid of the learner who is signed in; `institution` may repeat who asks."""

    learner: uuid.UUID
    institution: str | None = None


@blueprint.post("/passports")
@machine
def show_passport() -> Response:
    """Answer a request that an institution signed for its own learner; log that it asked."""
    session = current_session()
    institution = institutions.find_key_owner(session, _claimed_key())
    if institution is None:
        raise BadSignatureError("no institution signs with this key")
    verified = verify_sender(institution, TAG_PASSPORT)
    wanted = _read(verified.body)
    if wanted.institution not in (None, institution.key):
        raise BadSignatureError("the request names another institution than the one that signed it")
    reader = Reader(
        kind="institution", id=institution.id, label=institution.key, institutions=frozenset({institution.id}), purpose="passport"
    )
    record_access(session, reader, "passport", now(), about=[(institution.id, wanted.learner)])
    response = jsonify(make_passport(session, institution.id, wanted.learner, now()))
    response.headers["Cache-Control"] = "no-store"
    return response


def _claimed_key() -> str:
    """Read which key the request says it is signed by; only the verification that follows gives this any weight."""
    for part in request.headers.get("Signature-Input", "").split(";"):
        name, _, value = part.strip().partition("=")
        if name == "keyid":
            return value.strip('"')
    raise BadSignatureError("the request is not signed")


def _read(body: bytes) -> PassportRequest:
    try:
        return msgspec.json.decode(body, type=PassportRequest)
    except msgspec.DecodeError as error:
        raise InvalidError("the body names the learner by uuid", field="learner") from error
