"""The author's side of a preview: it opens the course, tells what became of each change, and ends with Ctrl-C."""

from __future__ import annotations

import signal
import tempfile
import threading
import webbrowser
from pathlib import Path
from typing import Final

import click

from maslak_content.course import CourseUnreadableError, read_course
from maslak_content.leftovers import end_of_draft, sweep_drafts
from maslak_content.preview import Preview, PreviewError
from maslak_content.wording import describe, explain, isolate, say
from maslak_domain.language import Language

# A preview that was killed leaves its home, which the next one removes.
_PREFIX: Final = ".maslak-preview-"


def run_preview(course: Path, port: int, language: Language, *, opens: bool) -> None:
    """Show a course until Ctrl-C. Raises PreviewError when the classroom does not come up, CourseUnreadableError without a course."""
    # Preparing a classroom takes a while; a mistyped folder should not.
    _is_whole(course, language)
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    sweep_drafts(Path(tempfile.gettempdir()), _PREFIX)
    with tempfile.TemporaryDirectory(prefix=_PREFIX, suffix=end_of_draft()) as home:
        shown = Preview(course, Path(home), port)
        try:
            click.echo(say("Preparing the classroom …", language))
            sign_in = shown.prepare()
            shown.start()
            values = {"address": shown.address, "login": sign_in.login, "password": sign_in.password}
            click.echo(say("{address} as {login} with the password {password}; Ctrl-C ends the preview", language, values))
            if opens:
                webbrowser.open(shown.address)
            for _ in shown.list_changes(over.is_set):
                _show(shown, language)
        finally:
            shown.stop()


def _show(shown: Preview, language: Language) -> None:
    try:
        said = shown.install() if _is_whole(shown.course, language) else ""
    except (PreviewError, CourseUnreadableError) as error:
        click.echo(explain(error, language))
        said = ""
    if said:
        click.echo(say("Shown: {detail}", language, {"detail": said}))
    else:
        click.echo(say("Not shown: the last good course stays open.", language))


def _is_whole(course: Path, language: Language) -> bool:
    """Say what keeps the course from being shown, in the author's language, and whether anything does."""
    findings = [finding for finding in read_course(course).findings if finding.severity == "error"]
    for finding in findings:
        place = isolate(f"{finding.file}:{finding.line or 1}", language)
        click.echo(f"{place}: {describe(finding, language)[0]}")
    return not findings
