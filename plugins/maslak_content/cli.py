"""The commands of those who write courses."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from maslak_content.check import check_course
from maslak_content.course import CourseUnreadableError, read_course
from maslak_content.report import report_as_json, report_for_people
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
