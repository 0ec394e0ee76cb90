"""Where institutions deliver their batches and compare heads."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, request

from maslak_domain.errors import DomainError
from maslak_domain.sync import MAX_BATCH_BYTES, TAG_BATCH, BatchTooLargeError, ForkError
from maslak_registry.inbox import services
from maslak_registry.inbox.requests import verify_sender
from maslak_registry.institutions import services as institutions
from maslak_registry.keyring import current_keyring
from maslak_registry.protocol_answers import refuse
from maslak_web.access import machine, public
from maslak_web.clock import now
from maslak_web.sessions import after_commit, current_database, current_session

blueprint = Blueprint("inbox_api", __name__, url_prefix="/v1/institutions")
blueprint.register_error_handler(DomainError, refuse)


@blueprint.post("/<key>/batches")
@machine
def receive_batch(key: str) -> Response:
    """Append a signed batch and answer its signed receipt."""
    if (request.content_length or 0) > MAX_BATCH_BYTES:
        raise BatchTooLargeError("a batch holds at most 4 MiB", bytes=request.content_length)
    session = current_session()
    institution = institutions.get_institution(session, key)
    verified = verify_sender(institution, TAG_BATCH)
    try:
        answer = services.receive_batch(session, institution, verified.body, current_keyring().receipts, now())
    except ForkError as error:
        # Nothing of the batch stays; that it came must.
        session.rollback()
        with current_database().session() as other:
            services.record_fork(other, institution.id, error, now())
        raise
    after_commit(lambda: current_app.extensions["maslak_wake"](key))
    return Response(answer, mimetype="application/json")


@blueprint.get("/<key>/head")
@public("the ends of chains are published in checkpoints anyway, and a sender compares them before it numbers anything")
def get_head(key: str) -> Response:
    """Return where the registry's copy of an institution's chain ends."""
    institution = institutions.get_institution(current_session(), key)
    head = services.get_head(current_session(), institution.id)
    response = jsonify(institution=institution.key, seq=head.seq, hash=head.hash)
    response.headers["Cache-Control"] = "no-store"
    return response
