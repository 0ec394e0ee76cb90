"""The door through which an author's picture comes in."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request
from flask_login import current_user

from maslak_companion.authoring.blueprint import blueprint
from maslak_companion.authoring.desk import current_account_id, get_led_offering
from maslak_companion.authoring.errors import DamagedPictureError, LargePictureError, ManyPicturesError, UnknownPictureError
from maslak_companion.authoring.pictures.services import LARGEST, keep_picture
from maslak_companion.authoring.refusals import refuse
from maslak_companion.authoring.wording import name_picture_faults
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.sessions import current_session

# Whoever sends a photograph as it is hears that it is too large from us, in words that help.
_LARGEST_REQUEST = 8 * LARGEST


@blueprint.url_value_preprocessor
def make_room_for_a_picture(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let somebody who is signed in send a picture; everything else stays as small as a form."""
    if endpoint == "authoring.add_picture" and current_user.is_authenticated:
        request.max_content_length = _LARGEST_REQUEST


@blueprint.post("/courses/<offering>/pictures")
@requires_role("instructor")
def add_picture(offering: str) -> tuple[Response, int] | Response:
    """Keep a picture for the course and answer the name by which a text refers to it under `/static/`."""
    led, file = get_led_offering(offering), request.files.get("file")
    body = file.stream.read(LARGEST + 1) if file else b""
    try:
        name = keep_picture(current_session(), led.course_key, body, added_by=current_account_id(), at=now())
    except (UnknownPictureError, DamagedPictureError, LargePictureError, ManyPicturesError) as error:
        return refuse(error, name_picture_faults()[error.code])
    return jsonify(name=name), 201
