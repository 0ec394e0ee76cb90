"""Checking a course: every rule in turn, and the findings in the order in which an author would walk through the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from maslak_content import course_files, xml_faults
from maslak_content.course import Course
from maslak_content.findings import Finding
from maslak_content.rules import (
    bidi,
    claims,
    diagnostics,
    drawings,
    duplicates,
    figures,
    items,
    labs,
    languages,
    letters,
    logbooks,
    markup,
    measures,
    numbers,
    objectives,
    options,
    passports,
    policies,
    projects,
    questions,
    reading,
    references,
    rereading,
    sources,
    structure,
    terms,
    titles,
    typography,
    units,
    values,
    workshops,
)

Rule: TypeAlias = Callable[[Course], Iterable[Finding]]

# What a broken course breaks first. These look at elements and names only, never at what a text says.
STRUCTURAL: Final[tuple[Rule, ...]] = (structure.check, references.check, units.check, policies.check)
RULES: Final[tuple[Rule, ...]] = (
    *STRUCTURAL,
    languages.check,
    languages.check_freshness,
    titles.check,
    terms.check,
    objectives.check,
    items.check,
    questions.check,
    options.check,
    markup.check,
    figures.check,
    drawings.check,
    numbers.check,
    values.check,
    measures.check,
    bidi.check,
    letters.check,
    typography.check,
    reading.check,
    rereading.check,
    sources.check,
    claims.check,
    duplicates.check,
    passports.check,
    labs.check,
    workshops.check,
    logbooks.check,
    diagnostics.check,
    projects.check,
)

# One sign out of place hides a whole page. What seems to lack or to be unused may stand there: the author hears of the sign first.
_UNREAD: Final = frozenset(kind.code for kind in (*xml_faults.UNREAD, course_files.FILE_TOO_LARGE))
_OF_THE_WHOLE: Final = frozenset(
    kind.code
    for kind in (
        *(references.OBJECTIVE_UNKNOWN, references.OBJECTIVE_WITHOUT_ITEM, references.OBJECTIVE_WITH_ONE_ITEM),
        *(references.COMPETENCY_FOREIGN, references.TERM_UNUSED, references.TITLE_UNUSED, rereading.REREAD_UNKNOWN),
        *(references.TERM_UNKNOWN, references.TITLE_MISSING),
        *(units.SECTION_MISSING, units.PRACTICE_MISSING, units.CHECKPOINT_MISSING),
        *(figures.FIGURE_UNUSED, structure.FILE_UNUSED),
    )
)


def check_course(course: Course, rules: Iterable[Rule] = RULES) -> list[Finding]:
    """Return the findings of a course, by file and line, errors before warnings."""
    return sorted(_collect(course, rules), key=lambda finding: (finding.file, finding.line or 0, finding.severity, finding.code))


def _collect(course: Course, rules: Iterable[Rule]) -> Iterable[Finding]:
    yield from course.findings
    is_whole = not _UNREAD.intersection(finding.code for finding in course.findings)
    for rule in rules:
        for finding in rule(course):
            if is_whole or finding.code not in _OF_THE_WHOLE:
                yield finding
