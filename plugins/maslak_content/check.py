"""Checking a course: every rule in turn, and the findings in the order in which an author would walk through the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from maslak_content.course import Course
from maslak_content.findings import Finding
from maslak_content.rules import (
    bidi,
    diagnostics,
    drawings,
    duplicates,
    figures,
    items,
    labs,
    languages,
    logbooks,
    markup,
    numbers,
    options,
    passports,
    projects,
    questions,
    reading,
    references,
    sources,
    structure,
    typography,
    units,
    workshops,
)

Rule: TypeAlias = Callable[[Course], Iterable[Finding]]

# What a broken course breaks first. These look at elements and names only, never at what a text says.
STRUCTURAL: Final[tuple[Rule, ...]] = (structure.check, references.check, units.check)
RULES: Final[tuple[Rule, ...]] = (
    *STRUCTURAL,
    languages.check,
    languages.check_freshness,
    items.check,
    questions.check,
    options.check,
    markup.check,
    figures.check,
    drawings.check,
    numbers.check,
    bidi.check,
    typography.check,
    reading.check,
    sources.check,
    duplicates.check,
    passports.check,
    labs.check,
    workshops.check,
    logbooks.check,
    diagnostics.check,
    projects.check,
)


def check_course(course: Course, rules: Iterable[Rule] = RULES) -> list[Finding]:
    """Return the findings of a course, by file and line, errors before warnings."""
    return sorted(_collect(course, rules), key=lambda finding: (finding.file, finding.line or 0, finding.severity, finding.code))


def _collect(course: Course, rules: Iterable[Rule]) -> Iterable[Finding]:
    yield from course.findings
    for rule in rules:
        yield from rule(course)
