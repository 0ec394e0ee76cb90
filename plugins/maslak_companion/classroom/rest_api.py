"""The handlers of blocks over HTTP: one address; JSON, a plain form or a form with files, guarded before any block code runs.

Only a handler that says that it reads answers a GET: so a data set or a file that was handed in is a link.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from flask_login import current_user
from werkzeug.urls import iri_to_uri

from maslak_companion.classroom.courses.blocks import load_block_class
from maslak_companion.classroom.desk import make_reader, make_runtime, visit_course
from maslak_companion.classroom.errors import InvalidPayloadError, PayloadTooLargeError
from maslak_companion.classroom.runtime.classroom_runtime import ClassroomRuntime
from maslak_companion.classroom.runtime.handlers import HandlerAnswer, HandlerCall, answer_call, answer_reading, find_body_cap
from maslak_companion.classroom.visit import Visit
from maslak_web.access import signed_in
from maslak_web.bearer import open_to_tokens
from maslak_web.request_log import note_refusal
from maslak_web.sessions import current_session

MAX_PAYLOAD_BYTES = 32 * 1024
MAX_KEY_LENGTH = 64
MAX_UPLOAD_BYTES = 24 * 1024 * 1024
_FORM = "application/x-www-form-urlencoded"
_FORM_WITH_FILES = "multipart/form-data"


def keep_upload(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let somebody who is signed in send a form with files, and keep its bytes as they came.

    The checks that run before the view read the form, and what they read of a stream is gone.
    """
    if endpoint == "classroom.call_handler" and request.mimetype == _FORM_WITH_FILES and current_user.is_authenticated:
        request.max_content_length = MAX_UPLOAD_BYTES
        request.get_data(cache=True, parse_form_data=False)


@signed_in
@open_to_tokens
def call_handler(course: str, usage: str, handler: str, suffix: str = "") -> Response:
    """Answer a call to a block's handler; every refusal is a problem document with a stable code."""
    reader = make_reader()
    visit = visit_course(course)
    body, content_type, key = read_body(_find_cap(visit, usage, handler)) if request.method == "POST" else (b"", "", None)
    call = HandlerCall(
        learner_id=reader.learner_id,
        usage_key=usage,
        handler=handler,
        suffix=suffix,
        body=body,
        content_type=content_type,
        idempotency_key=key,
        method="POST" if request.method == "POST" else "GET",
        accept=request.headers.get("Accept", ""),
        # Flask gives the address with letters of any script in it, and WebOb takes none but ASCII.
        url=iri_to_uri(request.url),
        referrer=request.referrer or "",
        at=visit.at,
    )

    def open_runtime(locked: bool) -> ClassroomRuntime:
        # After a rollback everything is read again: enrolment and release may have changed with the rest.
        return make_runtime(visit_course(course) if locked else visit, reader, locked=locked)

    answer_it = answer_call if call.method == "POST" else answer_reading
    return respond(answer_it(current_session(), call, open_runtime))


def respond(answer: HandlerAnswer) -> Response:
    """Return what a handler answered; no cache keeps it."""
    response = Response(answer.body, status=answer.status, content_type=answer.content_type)
    response.headers.update(answer.headers)
    response.headers["Cache-Control"] = "no-store"
    if answer.refusal:
        note_refusal(answer.refusal)
    if answer.location:
        response.headers["Location"] = answer.location
    return response


def _find_cap(visit: Visit, usage: str, handler: str) -> int:
    """Return how many bytes this handler takes; what is nobody's is refused later, by its name."""
    node = visit.course.nodes.get(usage)
    return find_body_cap(load_block_class(node.block_type), handler, MAX_PAYLOAD_BYTES) if node else MAX_PAYLOAD_BYTES


def read_body(cap: int) -> tuple[bytes, str, str | None]:
    """Return body, content type and idempotency key; raises `PayloadTooLargeError` or `InvalidPayloadError`."""
    if (request.content_length or 0) > cap:
        raise PayloadTooLargeError("the payload is too large", limit=cap)
    body = request.get_data(cache=True, parse_form_data=False)
    if len(body) > cap:
        raise PayloadTooLargeError("the payload is too large", limit=cap)
    if request.mimetype == _FORM_WITH_FILES:
        return body, request.content_type or "", None
    if request.mimetype == _FORM:
        # The CSRF check has parsed the form already, so its stream is spent: the same fields are written again.
        return urlencode(list(request.form.items(multi=True))).encode(), _FORM, None
    if request.mimetype != "application/json":
        raise InvalidPayloadError("the payload must be JSON or a form")
    return body, "application/json", _find_key(_decode(body))


def _decode(body: bytes) -> dict[str, Any]:
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidPayloadError("the payload is not JSON") from error
    if not isinstance(payload, dict):
        raise InvalidPayloadError("the payload must be an object")
    return payload


def _find_key(payload: dict[str, Any]) -> str | None:
    key = payload.get("idempotency_key")
    if key is None:
        return None
    if not isinstance(key, str) or not 0 < len(key) <= MAX_KEY_LENGTH or not key.isprintable():
        raise InvalidPayloadError(f"idempotency_key must be a text of 1 to {MAX_KEY_LENGTH} characters", field="idempotency_key")
    return key
