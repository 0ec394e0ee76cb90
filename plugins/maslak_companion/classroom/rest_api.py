"""The handlers of blocks over HTTP: one address, JSON or a plain form, guarded before any block code runs."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from maslak_companion.classroom.desk import make_reader, make_runtime, visit_course
from maslak_companion.classroom.errors import InvalidPayloadError, PayloadTooLargeError
from maslak_companion.classroom.handlers import HandlerCall, answer_call
from maslak_companion.classroom.runtime import ClassroomRuntime
from maslak_web.access import signed_in
from maslak_web.sessions import current_session

MAX_PAYLOAD_BYTES = 32 * 1024
MAX_KEY_LENGTH = 100
_FORM = "application/x-www-form-urlencoded"


@signed_in
def call_handler(course: str, usage: str, handler: str, suffix: str = "") -> Response:
    """Answer a call to a block's handler; every refusal is a problem document with a stable code."""
    body, content_type, key = _read_body()
    reader = make_reader()
    visit = visit_course(course)
    call = HandlerCall(
        learner_id=reader.learner_id,
        usage_key=usage,
        handler=handler,
        suffix=suffix,
        body=body,
        content_type=content_type,
        idempotency_key=key,
        url=request.url,
        referrer=request.referrer or "",
        at=visit.at,
    )

    def open_runtime(locked: bool) -> ClassroomRuntime:
        # After a rollback everything is read again: enrolment and release may have changed with the rest.
        return make_runtime(visit_course(course) if locked else visit, reader, locked=locked)

    answer = answer_call(current_session(), call, open_runtime)
    response = Response(answer.body, status=answer.status, content_type=answer.content_type)
    response.headers["Cache-Control"] = "no-store"
    if answer.location:
        response.headers["Location"] = answer.location
    return response


def _read_body() -> tuple[bytes, str, str | None]:
    """Return body, content type and idempotency key; raises `PayloadTooLargeError` or `InvalidPayloadError`."""
    if (request.content_length or 0) > MAX_PAYLOAD_BYTES:
        raise PayloadTooLargeError("the payload is too large", limit=MAX_PAYLOAD_BYTES)
    body = request.get_data(cache=True, parse_form_data=False)
    if len(body) > MAX_PAYLOAD_BYTES:
        raise PayloadTooLargeError("the payload is too large", limit=MAX_PAYLOAD_BYTES)
    if request.mimetype == _FORM:
        # The CSRF check has parsed the form already, so its stream is spent: the same fields are written again.
        return urlencode(list(request.form.items(multi=True))).encode(), _FORM, None
    if request.mimetype != "application/json":
        raise InvalidPayloadError("the payload must be JSON or a plain form")
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
