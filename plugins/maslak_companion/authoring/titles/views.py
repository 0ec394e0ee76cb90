"""The page of a chapter's titles: one form that needs no script, with the same way to learners as a block's text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from flask import flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from maslak_companion.authoring.blueprint import blueprint
from maslak_companion.authoring.desk import find_editor, get_led_offering, make_writing, open_course, take_number
from maslak_companion.authoring.drafts import find_base_number, list_history, save_draft
from maslak_companion.authoring.editions.making import find_contents
from maslak_companion.authoring.errors import DraftMovedError
from maslak_companion.authoring.outline import find_state
from maslak_companion.authoring.titles.drafts import as_drafted
from maslak_companion.authoring.titles.texts import Titles, clean_title, list_titled, parse_titles, write_titles
from maslak_companion.authoring.wording import name_states, name_titled
from maslak_companion.authoring.workspace import Workspace
from maslak_companion.classroom.courses.release import CourseNode
from maslak_companion.offerings.facts import describe_offering
from maslak_companion.offerings.models import Offering
from maslak_domain.language import LANGUAGES
from maslak_web.access import requires_role
from maslak_web.sessions import current_session

_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the form shows: the titles, the revision they were written on, and what is wrong."""

    titles: Titles
    number: int
    faults: dict[str, str] = field(default_factory=dict)
    is_moved: bool = False


@blueprint.get("/courses/<offering>/chapters/<usage>/titles")
@requires_role("instructor")
def titles_page(offering: str, usage: str) -> str:
    """Show the titles of a chapter, its units and its pages in three languages."""
    led = get_led_offering(offering)
    workspace = open_course(led)
    chapter = workspace.get_chapter(usage)
    known = {node.url_name: node.titles for node in list_titled(workspace.course, chapter)}
    written = parse_titles(workspace.get_source(usage))
    return _render(led, workspace, chapter, _Sheet(known | dict(written), workspace.get_number(usage)))


@blueprint.post("/courses/<offering>/chapters/<usage>/titles")
@requires_role("instructor")
def save_titles(offering: str, usage: str) -> Response | tuple[str, int]:
    """Keep the titles as the chapter's next revision."""
    led = get_led_offering(offering)
    workspace = open_course(led)
    chapter, opened = workspace.get_chapter(usage), take_number("opened")
    written = {node.url_name: _take(node.url_name) for node in list_titled(workspace.course, chapter)}
    if faults := {name: fault for name, words in written.items() if (fault := _find_fault(words))}:
        return _render(led, workspace, chapter, _Sheet(written, opened, faults)), 422
    try:
        save_draft(current_session(), workspace, usage, write_titles(written), make_writing(opened))
    except DraftMovedError as error:
        return _render(led, workspace, chapter, _Sheet(written, int(str(error.params["number"])), is_moved=True)), 409
    flash(gettext("Saved. Learners see it once it was reviewed and released."), "success")
    return redirect(find_editor(offering, chapter), 303)


def _take(name: str) -> dict[str, str]:
    return {language: text for language in LANGUAGES if (text := clean_title(request.form.get(f"{name}.{language}", "")))}


def _find_fault(words: dict[str, str]) -> str:
    if any(len(text) > _LONGEST for text in words.values()):
        return str(gettext("Write at most %(number)d characters.", number=_LONGEST))
    return "" if words else str(gettext("Give a title in at least one language."))


def _render(led: Offering, workspace: Workspace, chapter: CourseNode, sheet: _Sheet) -> str:
    session, usage = current_session(), chapter.usage_key
    history = list_history(session, workspace, usage)
    return render_template(
        "authoring/titles.html",
        offering=describe_offering(led), node=as_drafted(workspace, chapter), nodes=list(list_titled(workspace.course, chapter)),
        sheet=sheet, kinds=name_titled(),
        state=find_state(workspace, usage, find_contents(session, led.release_id)), words=name_states(), number=workspace.get_number(usage),
        base_number=find_base_number(workspace, usage), newest=history[0] if history else None,
        verdict=next((line for each in history for line in each.verdicts[-1:]), None),
    )  # fmt: skip
