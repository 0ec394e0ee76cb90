"""The commands of those who write courses."""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import threading
import webbrowser
from pathlib import Path

import click

from maslak_content.build import BuildRefusedError, build_course
from maslak_content.check import check_course
from maslak_content.course import CourseUnreadableError, read_course
from maslak_content.importer import import_archive
from maslak_content.preview import Preview, PreviewError
from maslak_content.report import report_as_json, report_for_people
from maslak_content.scaffold import ScaffoldRefusedError, add_item, add_unit
from maslak_content.signing import KeyRefusedError, create_release_key, load_release_key
from maslak_content.stats import as_object, count_course
from maslak_content.stats_report import draw_stats, report_stats
from maslak_content.unpacking import ArchiveRefusedError
from maslak_domain.language import LANGUAGES, Language

DEFAULT_COURSE = Path("course_content", "shared_core")
COURSE = click.argument("course", type=click.Path(path_type=Path), default=DEFAULT_COURSE)
LANGUAGE = click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="The language of the messages.")


@click.group()
def main() -> None:
    """Tools for the authors of courses."""


@main.command()
@COURSE
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object instead of text.")
@LANGUAGE
def check(course: Path, as_json: bool, language: Language) -> None:
    """Say what is wrong with a course: status 0 when nothing is, 1 when something is, 2 when it cannot be read."""
    try:
        found = read_course(course)
    except CourseUnreadableError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    findings = check_course(found)
    write = report_as_json if as_json else report_for_people
    click.echo(write(findings, len(found.files), language))
    sys.exit(1 if findings else 0)


@main.command()
@COURSE
@click.option("--language", type=click.Choice(LANGUAGES), default="fr", show_default=True, help="The language of the titles in Studio.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The archive to write.")
@click.option("--key", type=click.Path(path_type=Path), envvar="MASLAK_RELEASE_KEY", help="The key that signs the release.")
def build(course: Path, language: Language, output: Path, key: Path | None) -> None:
    """Build a release of a course: an archive for Studio and for schools, the same bytes for the same course."""
    signer = load_release_key(key) if key else None
    built = build_course(course, language, output, signer)
    click.echo(f"{output}: version {built.version}, {built.files} files, {built.blocks} blocks, {built.size} bytes")
    if signer is None:
        click.echo("The release is not signed: schools that pin a key will refuse it. Give --key.", err=True)


@main.command("new-key")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
def new_key(path: Path) -> None:
    """Make the key with which authors stand for their releases, and its public half for the schools."""
    create_release_key(path)
    click.echo(f"{path}: keep it private; give {path.with_suffix('.public.jwk')} to the schools")


@main.command()
@COURSE
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object instead of text.")
@click.option("--svg", type=click.Path(dir_okay=False, path_type=Path), help="Draw the hours by competency into this file.")
@LANGUAGE
def stats(course: Path, as_json: bool, svg: Path | None, language: Language) -> None:
    """Count hours and questions by competency, and texts by language and status."""
    found = read_course(course)
    counted = count_course(found)
    click.echo(json.dumps(as_object(counted), indent=2) if as_json else report_stats(counted))
    if svg:
        svg.write_text(draw_stats(counted, found.framework, language), encoding="utf-8")


@main.command("import")
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--into", type=click.Path(file_okay=False, path_type=Path), default=DEFAULT_COURSE, show_default=True, help="The course's folder."
)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object instead of text.")
def import_(archive: Path, into: Path, as_json: bool) -> None:
    """Bring a course exported from Studio, or a release, back into its folder, and say what could not be placed."""
    report = import_archive(archive, into)
    click.echo(json.dumps(report.as_object(), ensure_ascii=False, indent=2) if as_json else report.as_text())


@main.command()
@COURSE
@click.option("--port", default=8300, show_default=True, help="Where the preview listens, on this machine only.")
@click.option("--open/--no-open", "opens", default=True, help="Open the course in the browser.")
def preview(course: Path, port: int, opens: bool) -> None:
    """Open a course in the classroom, and again whenever a file changes, until Ctrl-C."""
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    with tempfile.TemporaryDirectory(prefix="maslak-preview-") as home:
        shown = Preview(course, Path(home), port)
        try:
            click.echo("Preparing the classroom …")
            sign_in = shown.prepare()
            shown.start()
            click.echo(f"{shown.address} as {sign_in.login} with the password {sign_in.password}; Ctrl-C ends the preview")
            if opens:
                webbrowser.open(shown.address)
            shown.watch(click.echo, over.is_set)
        finally:
            shown.stop()


@main.group()
def new() -> None:
    """Begin a unit or an item that already passes the check."""


IN_COURSE = click.option(
    "--course", type=click.Path(path_type=Path), default=DEFAULT_COURSE, show_default=True, help="The course's folder."
)


@new.command("unit")
@click.argument("chapter")
@click.argument("name")
@click.option("--title-ar", required=True, help="The unit's title in Arabic.")
@click.option("--title-fr", required=True, help="The unit's title in French.")
@click.option("--title-en", required=True, help="The unit's title in English.")
@IN_COURSE
def new_unit(chapter: str, name: str, title_ar: str, title_fr: str, title_en: str, course: Path) -> None:
    """Add the unit NAME, with a lesson and a practice in three languages, to a CHAPTER."""
    written = add_unit(read_course(course), chapter, name, {"ar": title_ar, "fr": title_fr, "en": title_en})
    click.echo("\n".join(str(course / path) for path in written))


@new.command("item")
@click.argument("checkpoint")
@click.argument("objective")
@IN_COURSE
def new_item(checkpoint: str, objective: str, course: Path) -> None:
    """Add an item for an OBJECTIVE to a CHECKPOINT; to a chapter's bank, a pair of siblings."""
    click.echo("\n".join(add_item(read_course(course), checkpoint, objective)))


def run() -> None:
    """Run a command; a refusal is one line on standard error and status 2, not a traceback."""
    try:
        main(standalone_mode=True)
    except (
        ArchiveRefusedError,
        BuildRefusedError,
        CourseUnreadableError,
        KeyRefusedError,
        PreviewError,
        ScaffoldRefusedError,
        OSError,
    ) as error:
        click.echo(f"maslak-content: {error}", err=True)
        for finding in getattr(error, "findings", ()):
            click.echo(f"  {finding.file}:{finding.line or 1}: {finding.code}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    run()
