"""The commands of those who write courses. Each loads what it needs when it runs: authors wait for none of the others."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from maslak_content.spoken import SpokenGroup, SpokenPath, find_language, read_language, tune
from maslak_content.wording import N_, isolate, say
from maslak_domain.language import LANGUAGES, Language

if TYPE_CHECKING:
    from maslak_xblocks.checkpoint.document import ItemType

DEFAULT_COURSE = Path("course_content", "shared_core")
COURSE = click.argument("course", type=SpokenPath(path_type=Path), default=DEFAULT_COURSE)
JSON = click.option("--json", "as_json", is_flag=True, help=N_("Write one JSON object instead of text."))
LANGUAGE = click.option(
    "--language", type=click.Choice(LANGUAGES), default="fr", show_default=True, help=N_("The language of the titles in Studio.")
)


@click.group(cls=SpokenGroup, help=N_("Tools for the authors of courses."))
def main() -> None:
    """Tools for the authors of courses."""


@main.command()
@COURSE
@JSON
@click.pass_context
def check(context: click.Context, course: Path, as_json: bool) -> None:
    """Say what is wrong with a course: status 0 when nothing is, 1 when something is, 2 when it cannot be read."""
    from maslak_content.check import check_course
    from maslak_content.course import read_course
    from maslak_content.report import report_as_json, report_for_people

    language = read_language(context)
    found = read_course(course)
    findings = check_course(found)
    write = report_as_json if as_json else report_for_people
    click.echo(write(findings, len(found.files), language))
    if not as_json:
        _tell_unwritten(found.root, language)
    sys.exit(1 if findings else 0)


@main.command()
@COURSE
@LANGUAGE
@click.option("-o", "--output", type=SpokenPath(dir_okay=False, path_type=Path), required=True, help=N_("The archive to write."))
@click.option("--key", type=SpokenPath(path_type=Path), envvar="MASLAK_RELEASE_KEY", help=N_("The key that signs the release."))
@click.pass_context
def build(context: click.Context, course: Path, language: Language, output: Path, key: Path | None) -> None:
    """Build a release of a course: an archive for Studio and for schools, the same bytes for the same course."""
    from maslak_content.release.build import build_course
    from maslak_content.release.signing import load_release_key

    spoken, signer = read_language(context), load_release_key(key) if key else None
    built = build_course(course, language, output, signer)
    values = {"path": output, "version": built.version, "files": built.files, "blocks": built.blocks, "size": built.size}
    click.echo(say("{path}: version {version}; files: {files}; blocks: {blocks}; bytes: {size}", spoken, values))
    if signer is None:
        click.echo(say("The release is not signed: schools that pin a key will refuse it. Give --key.", spoken), err=True)
    _tell_unwritten(course, spoken)


def _tell_unwritten(course: Path, language: Language) -> None:
    """Name, beside the result, the pages that were begun and whose words are still those of the beginning."""
    from maslak_content.unwritten import list_unwritten

    if pages := list_unwritten(course):
        click.echo(say("Begun and not written yet, pages: {count}", language, {"count": len(pages)}), err=True)
        click.echo("\n".join(f"    {isolate(page, language)}" for page in pages), err=True)


@main.command("new-key")
@click.argument("path", type=SpokenPath(dir_okay=False, path_type=Path))
@click.pass_context
def new_key(context: click.Context, path: Path) -> None:
    """Make the key with which authors stand for their releases, and its public half for the schools."""
    from maslak_content.release.signing import create_release_key

    create_release_key(path)
    public = path.with_suffix(".public.jwk")
    click.echo(say("{path}: keep it private; give {public} to the schools", read_language(context), {"path": path, "public": public}))


@main.command()
@COURSE
@JSON
@click.option("--svg", type=SpokenPath(dir_okay=False, path_type=Path), help=N_("Draw the hours by competency into this file."))
@click.pass_context
def stats(context: click.Context, course: Path, as_json: bool, svg: Path | None) -> None:
    """Count hours and questions by competency, and texts by language and status."""
    from maslak_content.course import read_course
    from maslak_content.stats import as_object, count_course
    from maslak_content.stats_report import draw_stats, report_stats
    from maslak_content.whole_files import write_whole

    language, found = read_language(context), read_course(course)
    counted = count_course(found)
    click.echo(json.dumps(as_object(counted), indent=2) if as_json else report_stats(counted, language))
    if svg:
        drawn = draw_stats(counted, found.framework, language).encode()
        if svg.is_symlink() or (svg.exists() and not svg.is_file()):
            # What a link or a device stands for is written to, not put in its place.
            svg.write_bytes(drawn)
        else:
            write_whole({svg: drawn})


@main.command("import")
@click.argument("archive", type=SpokenPath(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--into",
    type=SpokenPath(file_okay=False, path_type=Path),
    default=DEFAULT_COURSE,
    show_default=True,
    help=N_("The folder of the course."),
)
@JSON
@click.pass_context
def import_(context: click.Context, archive: Path, into: Path, as_json: bool) -> None:
    """Bring a course exported from Studio, or a release, back into its folder, and say what could not be placed."""
    from maslak_content.importing.import_report import import_as_object, import_as_text
    from maslak_content.importing.importer import import_archive

    language, report = read_language(context), import_archive(archive, into)
    as_one = json.dumps(import_as_object(report, language), ensure_ascii=False, indent=2)
    click.echo(as_one if as_json else import_as_text(report, language))


@main.command()
@COURSE
@click.option("--port", default=8300, show_default=True, help=N_("Where the preview listens, on this machine only."))
@click.option("--open/--no-open", "opens", default=True, help=N_("Open the course in the browser."))
@click.pass_context
def preview(context: click.Context, course: Path, port: int, opens: bool) -> None:
    """Open a course in the classroom, and again whenever a file changes, until Ctrl-C."""
    from maslak_content.previewing.preview_session import run_preview

    run_preview(course, port, read_language(context), opens=opens)


@main.group(help=N_("Begin a unit, an item or a lab that already passes the check."))
def new() -> None:
    """Begin a unit, an item or a lab that already passes the check."""


IN_COURSE = click.option(
    "--course", type=SpokenPath(path_type=Path), default=DEFAULT_COURSE, show_default=True, help=N_("The folder of the course.")
)


TITLE_AR = click.option("--title-ar", required=True, help=N_("The title in Arabic."))
TITLE_FR = click.option("--title-fr", required=True, help=N_("The title in French."))
TITLE_EN = click.option("--title-en", required=True, help=N_("The title in English."))


@new.command("unit")
@click.argument("chapter")
@click.argument("name")
@TITLE_AR
@TITLE_FR
@TITLE_EN
@IN_COURSE
def new_unit(chapter: str, name: str, title_ar: str, title_fr: str, title_en: str, course: Path) -> None:
    """Add the unit NAME, with a lesson and a practice in three languages, to a CHAPTER."""
    from maslak_content.course import read_course
    from maslak_content.scaffolding.scaffold import add_unit
    from maslak_content.whole_files import take_turn

    with take_turn(course):
        written = add_unit(read_course(course), chapter, name, {"ar": title_ar, "fr": title_fr, "en": title_en})
    click.echo("\n".join(str(course / path) for path in written))


class _ItemTypes(click.Choice[str]):
    """The types of items, looked up when somebody asks for one."""

    def __init__(self) -> None:
        self.case_sensitive = True

    @cached_property
    def choices(self) -> Sequence[str]:  # type: ignore[override]
        """The types of items."""
        from maslak_xblocks.checkpoint.document import ITEM_TYPES

        return ITEM_TYPES


@new.command("item")
@click.argument("checkpoint")
@click.argument("objective")
@click.option("--type", "kind", type=_ItemTypes(), default="single", show_default=True, help=N_("How the question is answered."))
@IN_COURSE
def new_item(checkpoint: str, objective: str, kind: ItemType, course: Path) -> None:
    """Add an item for an OBJECTIVE to a CHECKPOINT; to the bank of a chapter, a pair of siblings."""
    from maslak_content.course import read_course
    from maslak_content.scaffolding.scaffold import add_item
    from maslak_content.whole_files import take_turn

    with take_turn(course):
        added = add_item(read_course(course), checkpoint, objective, kind)
    click.echo("\n".join(added))


@new.command("lab")
@click.argument("unit")
@click.argument("data")
@TITLE_AR
@TITLE_FR
@TITLE_EN
@IN_COURSE
def new_lab(unit: str, data: str, title_ar: str, title_fr: str, title_en: str, course: Path) -> None:
    """Add a lab to a UNIT, with questions in three languages about DATA of each learner's own, such as sales_table."""
    from maslak_content.course import read_course
    from maslak_content.scaffolding.scaffold import add_lab
    from maslak_content.whole_files import take_turn

    with take_turn(course):
        written = add_lab(read_course(course), unit, data, {"ar": title_ar, "fr": title_fr, "en": title_en})
    click.echo("\n".join(str(course / path) for path in written))


def run() -> None:
    """Run the command of this process, with click's own words in the language of the terminal too."""
    tune(find_language(sys.argv[1:], os.environ))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors == "strict":
            # A terminal or a file in an old code has no sign for some of what is said; that is no reason to say nothing.
            stream.reconfigure(errors="replace")
    main()


if __name__ == "__main__":
    run()
