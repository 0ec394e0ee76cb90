"""The classroom for applications that draw for themselves: what the pages show, as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from flask import Blueprint, Response, request, url_for

from maslak_companion.classroom.client.messages import ClientBlockView, ClientCourses, ClientPlace
from maslak_companion.classroom.client.outline import tell_course, tell_outline
from maslak_companion.classroom.desk import current_learner_id, current_settings, current_shelf, make_reader, make_runtime, visit_course
from maslak_companion.classroom.errors import InvalidPayloadError, ResourceNotFoundError
from maslak_companion.classroom.home import describe_home
from maslak_companion.classroom.outline import locate_page
from maslak_companion.classroom.services import list_completed_blocks, remember_place
from maslak_web.access import public, signed_in
from maslak_web.bearer import open_to_tokens
from maslak_web.messages import answer_message, publish_document
from maslak_web.sessions import current_session
from maslak_xblocks.contracts import BLOCKS, describe_block, list_handlers

blueprint = Blueprint("clients", __name__, url_prefix="/v1")


@blueprint.get("/courses")
@signed_in
@open_to_tokens
def list_courses() -> Response:
    """Return the learner's courses with what is done and where to go on."""
    home = describe_home(current_session(), current_shelf(), current_learner_id())
    return answer_message(ClientCourses([tell_course(card) for card in home.courses], current_settings().institution))


@blueprint.get("/courses/<course>")
@signed_in
@open_to_tokens
def show_outline(course: str) -> Response:
    """Return the chapters, units, pages and blocks of a course."""
    return answer_message(tell_outline(current_session(), visit_course(course)))


@blueprint.put("/courses/<course>/place")
@signed_in
@open_to_tokens
def keep_place(course: str) -> Response:
    """Remember the page that the learner opened, so that every other device goes on from there."""
    try:
        wish = msgspec.json.decode(request.get_data(), type=ClientPlace)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InvalidPayloadError(str(error)) from error
    visit = visit_course(course)
    page = locate_page(visit, visit.get_unit(wish.unit), wish.page).page
    remember_place(current_session(), visit.learner_id, course, unit=wish.unit, page=page.url_name, at=visit.at)
    return Response(status=204)


@blueprint.get("/courses/<course>/blocks/<usage>")
@signed_in
@open_to_tokens
def show_block(course: str, usage: str) -> Response:
    """Return what a block shows to this learner, and where its handlers are."""
    visit = visit_course(course)
    node = visit.get_block(usage)
    runtime = make_runtime(visit, make_reader())
    block = runtime.get_block(usage)
    data: Mapping[str, Any] | None = block.student_view_data() if hasattr(block, "student_view_data") else None
    completed = list_completed_blocks(current_session(), [visit.learner_id], course)[visit.learner_id]
    is_ours = node.block_type in BLOCKS
    return answer_message(
        ClientBlockView(
            usage=usage,
            type=node.block_type,
            is_complete=usage in completed,
            data=data,
            handlers={name: runtime.handler_url(block, name) for name in list_handlers(node.block_type)} if is_ours else {},
            contract=url_for("clients.show_contract", block_type=node.block_type) if is_ours else "",
        )
    )


@blueprint.get("/contracts/<block_type>.json")
@public("how to speak to a block is no secret, and holds nothing of anybody")
def show_contract(block_type: str) -> Response:
    """Return the OpenAPI document of a kind of block: its data and its handlers."""
    if block_type not in BLOCKS:
        raise ResourceNotFoundError("there is no such kind of block", block_type=block_type[:100])
    return publish_document(describe_block(block_type))
