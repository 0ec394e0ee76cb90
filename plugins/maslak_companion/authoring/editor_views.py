"""The page of one block: its own editor, the handlers behind it, and a preview as a learner sees it."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, jsonify, render_template, request
from flask_babel import gettext
from markupsafe import Markup
from web_fragments.fragment import Fragment
from werkzeug.urls import iri_to_uri

from maslak_companion.authoring.blueprint import blueprint
from maslak_companion.authoring.desk import (
    check_now,
    current_account_id,
    find_language,
    get_led_offering,
    make_editor,
    make_preview,
    make_writing,
    open_course,
    take_number,
)
from maslak_companion.authoring.drafts import find_base_number, list_history, save_draft
from maslak_companion.authoring.editing_runtime import EditingRuntime
from maslak_companion.authoring.editions.making import find_contents
from maslak_companion.authoring.errors import DraftMovedError
from maslak_companion.authoring.outline import find_state
from maslak_companion.authoring.refusals import refuse
from maslak_companion.authoring.titles.drafts import all_as_drafted, as_drafted
from maslak_companion.authoring.wording import name_states
from maslak_companion.authoring.workspace import Workspace
from maslak_companion.classroom.courses.blocks import load_block_class
from maslak_companion.classroom.errors import HandlerNotFoundError
from maslak_companion.classroom.rest_api import MAX_PAYLOAD_BYTES, read_body, respond
from maslak_companion.classroom.runtime.handlers import HandlerAnswer, HandlerCall, find_body_cap, run_handler
from maslak_companion.offerings.facts import describe_offering
from maslak_web.access import requires_role
from maslak_web.clock import now
from maslak_web.i18n import current_language
from maslak_web.sessions import current_session
from maslak_xblocks.studio_form import source_digest

# Only what an editor asks: nobody answers a question or hands in work against a draft.
_EDITOR_HANDLERS = "studio_"


@blueprint.get("/courses/<offering>/blocks/<usage>")
@requires_role("instructor")
def block_page(offering: str, usage: str) -> str:
    """Show the editor of a block, and what can be done with its draft."""
    session, led = current_session(), get_led_offering(offering)
    workspace = open_course(led)
    node, runtime = workspace.get_block(usage), make_editor(workspace, offering)
    history = list_history(session, workspace, usage)
    return render_template(
        "authoring/block.html",
        offering=describe_offering(led), node=as_drafted(workspace, node), base=workspace.base_id,
        parents=all_as_drafted(workspace, list(workspace.course.lineage(node))[1:3]),
        editor=render_view(runtime, usage, "studio_view"), number=workspace.get_number(usage),
        base_number=find_base_number(workspace, usage),
        state=find_state(workspace, usage, find_contents(session, led.release_id)), words=name_states(),
        newest=history[0] if history else None, verdict=next((line for each in history for line in each.verdicts[-1:]), None),
    )  # fmt: skip


@blueprint.route("/courses/<offering>/blocks/<usage>/handler/<handler>", methods=["GET", "POST"])
@blueprint.route("/courses/<offering>/blocks/<usage>/handler/<handler>/<path:suffix>", methods=["GET", "POST"])
@requires_role("instructor")
def call_handler(offering: str, usage: str, handler: str, suffix: str = "") -> Response:
    """Answer an editor's call; what it saves becomes the block's next revision, and no learner's state is touched."""
    workspace, opened = open_course(get_led_offering(offering)), take_number("opened")
    node = workspace.get_block(usage)
    if not handler.startswith(_EDITOR_HANDLERS):
        raise HandlerNotFoundError("editors have no such handler", handler=handler[:100])
    cap = find_body_cap(load_block_class(node.block_type), handler, MAX_PAYLOAD_BYTES)
    runtime = make_editor(workspace, offering)
    call = _read_call(usage, handler, suffix, cap)
    answer = run_handler(runtime, replace(call, body=runtime.read_sent(call.body)))
    try:
        _keep(workspace, runtime, usage, answer, opened)
    except DraftMovedError as error:
        return refuse(error, gettext("Somebody else saved this block meanwhile."))
    return respond(answer)


@blueprint.get("/courses/<offering>/blocks/<usage>/newest")
@requires_role("instructor")
def newest_revision(offering: str, usage: str) -> Response:
    """Tell an open editor which revision is the newest, and against which text a save must then be made."""
    workspace = open_course(get_led_offering(offering))
    source = workspace.get_source(workspace.get_block(usage).usage_key)
    return jsonify(number=workspace.get_number(usage), base=source_digest(source))


@blueprint.get("/courses/<offering>/blocks/<usage>/preview")
@requires_role("instructor")
def preview_page(offering: str, usage: str) -> str:
    """Show a block as a learner would see it."""
    led = get_led_offering(offering)
    workspace, reads = open_course(led), find_language(current_language())
    node, runtime = workspace.get_block(usage), make_preview(workspace, reads, {})
    return render_template(
        "authoring/preview.html", offering=describe_offering(led), node=as_drafted(workspace, node), reads=reads,
        shown=render_view(runtime, usage, "student_view"),
    )  # fmt: skip


@blueprint.get("/courses/<offering>/blocks/<usage>/check")
@requires_role("instructor")
def check_page(offering: str, usage: str) -> str:
    """Show what the rules of the course find in a block as it was saved."""
    led = get_led_offering(offering)
    workspace = open_course(led)
    node = as_drafted(workspace, workspace.get_block(usage))
    return render_template("authoring/check.html", offering=describe_offering(led), node=node, findings=check_now(workspace, usage))


def render_view(runtime: EditingRuntime, usage: str, view: str) -> dict[str, object]:
    """Return a view of a block as a page prints it: its markup, its stylesheets and its scripts."""
    fragment: Fragment = runtime.get_block(usage).render(view, {})
    urls = [(resource.mimetype == "application/javascript", resource.data) for resource in fragment.resources]
    return {
        "html": Markup(fragment.content),  # noqa: S704 the block's own sanitised markup
        "styles": [url for is_script, url in urls if not is_script],
        "scripts": [url for is_script, url in urls if is_script],
    }


def _read_call(usage: str, handler: str, suffix: str, cap: int) -> HandlerCall:
    is_post = request.method == "POST"
    body, content_type, _key = read_body(cap) if is_post else (b"", "", None)
    return HandlerCall(
        learner_id=current_account_id(), usage_key=usage, handler=handler, suffix=suffix, body=body, content_type=content_type,
        idempotency_key=None, method="POST" if is_post else "GET", accept=request.headers.get("Accept", ""),
        url=iri_to_uri(request.url), referrer=request.referrer or "", at=now(),
    )  # fmt: skip


def _keep(workspace: Workspace, runtime: EditingRuntime, usage: str, answer: HandlerAnswer, opened: int) -> None:
    if request.method == "POST" and answer.status < 400:
        written = runtime.export(usage)
        if written != workspace.get_source(usage):
            save_draft(current_session(), workspace, usage, written, make_writing(opened))
