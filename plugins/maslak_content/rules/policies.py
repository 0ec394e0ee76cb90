"""The policies that Studio and the platform read: complete, true of the course, and able to count what it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from maslak_content.course import Course, Sequential
from maslak_content.course_files import NAME
from maslak_content.findings import Finding, error

GRADER_UNKNOWN = error(
    "grader_unknown", "The grading policy has no assignment type “{name}”.", "Correct the format, or add the type to grading_policy.json."
)
GRADER_MISSING = error(
    "grader_missing", "This unit decides about a competency but is not graded.", 'Set graded="true" and a format of grading_policy.json.'
)
POLICY_MISSING = error(
    "policy_missing", "The course has no {name}.", "Copy that of another course, and name this run in it: Studio wants the file."
)
POLICY_DIFFERS = error("policy_differs", "{name} is “{value}” here and “{other}” in the course file.", "Make both the same.")

POLICY_UNKEYED = error("policy_unkeyed", "The policy says nothing of this run: it has no “{key}”.", "Name the run as the course does.")
RUN_UNKNOWN = error(
    "run_unknown", "The run “{run}” is not that of this course, which is “{own}”.", "Delete the folder, or name it as the run."
)
COURSE_FIELD = error(
    "course_field",
    "The course’s {name} “{value}” is missing or cannot be used.",
    "Give org and course as letters and digits, display_name, start as a moment such as 2026-09-01T00:00:00Z, language as ar, fr or en.",
)
GRADER_BAD = error(
    "grader_bad",
    "The assignment type “{name}” has a number that cannot be used.",
    "Give a weight from 0 to 1, and a drop_count smaller than min_count.",
)
GRADER_WEIGHTS = error(
    "grader_weights", "The weights of the assignment types add up to {sum}.", "Let them add up to 1: the mark is counted from them."
)
GRADER_COUNT = error(
    "grader_count",
    "The policy expects {least} units of “{name}”, the course has {units}.",
    "Correct min_count: what is missing counts as 0.",
)
CUTOFF_BAD = error("cutoff_bad", "The grade “{name}” begins at {value}.", "Give a share above 0 and up to 1, such as 0.7.")

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def check(course: Course) -> Iterator[Finding]:
    """Find policies that are missing, say something else than the course, or count what the course does not have."""
    folder = f"policies/{course.run}"
    for name in ("policy.json", "grading_policy.json"):
        if f"{folder}/{name}" not in course.policies:
            yield POLICY_MISSING.at(course.file, course.element, name=f"{folder}/{name}")
    yield from _check_fields(course, folder)
    yield from _check_runs(course)
    graders = course.policies.get(f"{folder}/grading_policy.json", {}).get("GRADER", [])
    graders = [grader for grader in graders if isinstance(grader, dict)] if isinstance(graders, list) else []
    types = {str(grader.get("type")) for grader in graders}
    for unit in course.sequentials:
        yield from _check_grading(unit, types)
    yield from _check_graders(course, f"{folder}/grading_policy.json", graders)


def _check_fields(course: Course, folder: str) -> Iterator[Finding]:
    name, key = f"{folder}/policy.json", f"course/{course.run}"
    policy = course.policies.get(name, {})
    if policy and not isinstance(policy.get(key), dict):
        yield POLICY_UNKEYED.at(name, _find_line(course, name, "course/"), key=key)
    own = policy.get(key) if isinstance(policy.get(key), dict) else {}
    for field in ("display_name", "start", "language"):
        value, other = str(own.get(field, "")), course.element.get(field)
        # What the course file does not say, the policy says alone.
        if own and other is not None and _read_value(value) != _read_value(other):
            yield POLICY_DIFFERS.at(name, _find_line(course, name, f'"{field}"'), name=field, value=value, other=other)
        if not _is_usable(field, other if other is not None else value):
            yield COURSE_FIELD.at(course.file, course.element, name=field, value=other or value)
    pointer = course.files["course.xml"]
    for field in ("org", "course"):
        if not NAME.fullmatch(pointer.get(field, "")):
            yield COURSE_FIELD.at("course.xml", pointer, name=field, value=pointer.get(field, ""))


def _is_usable(field: str, value: str) -> bool:
    if field == "start":
        return isinstance(_read_value(value), datetime)
    return bool(_LANGUAGE.fullmatch(value)) if field == "language" and value else bool(value.strip()) or field == "language"


def _check_runs(course: Course) -> Iterator[Finding]:
    for name in course.policies:
        _, folder, *below = name.split("/")
        if below and folder != course.run:
            yield RUN_UNKNOWN.at(name, None, run=folder, own=course.run)


def _check_graders(course: Course, file: str, graders: list[dict[str, Any]]) -> Iterator[Finding]:
    weights = [_read_share(grader.get("weight")) for grader in graders]
    for grader, weight in zip(graders, weights, strict=True):
        kind, least, dropped = str(grader.get("type")), grader.get("min_count", 1), grader.get("drop_count", 0)
        if weight is None or not isinstance(least, int) or not isinstance(dropped, int) or not 0 <= dropped < max(1, least):
            yield GRADER_BAD.at(file, _find_line(course, file, f'"{kind}"'), name=kind)
            continue
        units = sum(unit.element.get("format") == kind and unit.element.get("graded") == "true" for unit in course.sequentials)
        if units and least > units:
            yield GRADER_COUNT.at(file, _find_line(course, file, '"min_count"'), name=kind, least=least, units=units)
    if weights and None not in weights and abs(sum(filter(None, weights)) - 1) > 0.001:
        yield GRADER_WEIGHTS.at(file, _find_line(course, file, '"weight"'), sum=f"{sum(filter(None, weights)):g}")
    cutoffs = course.policies.get(file, {}).get("GRADE_CUTOFFS", {})
    for name, value in cutoffs.items() if isinstance(cutoffs, dict) else ():
        if not _read_share(value):
            yield CUTOFF_BAD.at(file, _find_line(course, file, f'"{name}"'), name=name, value=str(value))


def _read_share(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1 else None


def _find_line(course: Course, file: str, text: str) -> int | None:
    """Give the line on which a policy says something, so that an author finds the place."""
    lines = (course.root / file).read_text("utf-8", errors="replace").splitlines() if file in course.policies else []
    return next((number for number, line in enumerate(lines, 1) if text in line), None)


def _read_value(text: str) -> str | datetime:
    """Read a value as Studio does, which writes it as JSON in one place, plainly in another, and moments in more than one way."""
    plain = text.removeprefix('"').removesuffix('"')
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError:
        return plain
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _check_grading(unit: Sequential, types: set[str]) -> Iterator[Finding]:
    name, graded = unit.element.get("format"), unit.element.get("graded") == "true"
    decides = any(block.element.get("purpose") == "mastery" for block in unit.list_blocks("maslak_checkpoint"))
    if (decides or graded) and not (graded and name):
        yield GRADER_MISSING.at(unit.file, unit.element)
    elif name and name not in types:
        yield GRADER_UNKNOWN.at(unit.file, unit.element, name=name)
