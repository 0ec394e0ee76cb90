"""Faults of the policies that the platform reads, and of how files are written."""

from __future__ import annotations

import json

from tests.factories.course_draft import Draft
from tests.factories.course_faults.edits import Spoil, at, give, take

POLICY, GRADING = "policies/run/policy.json", "policies/run/grading_policy.json"
PAGES = "vertical/tc06-u1-*.xml"


def grade(name: str, value: object) -> Spoil:
    return lambda draft: draft.change_json(GRADING, lambda policy: policy["GRADER"][0].update({name: value}))


def recode(encoding: str) -> Spoil:
    def spoil(draft: Draft) -> None:
        path = sorted(draft.course.glob(PAGES))[0]
        draft.write(path, path.read_text("utf-8").encode(encoding))

    return spoil


def say_encoding(draft: Draft) -> None:
    draft.write("chapter/tc06.xml", (draft.course / "chapter/tc06.xml").read_text("utf-8").replace("é", "e").encode("latin-1"))
    draft.replace("chapter/tc06.xml", "<chapter", '<?xml version="1.0" encoding="iso-8859-1"?><chapter')


def end_lines(draft: Draft) -> None:
    path = sorted(draft.course.glob(PAGES))[0]
    draft.write(path, path.read_bytes().replace(b"\n", b"\r\n"))


def add_run(draft: Draft) -> None:
    (draft.course / "policies/autumn").mkdir(exist_ok=True)
    draft.write("policies/autumn/policy.json", "{}")


def repeat_name(draft: Draft) -> None:
    draft.replace(GRADING, '"weight"', '"weight": 0.5, "weight"')


FAULTS: list[tuple[str, Spoil]] = [
    ("not_utf8", recode("utf-16")),
    ("not_utf8", say_encoding),
    ("mark_left", recode("utf-8-sig")),
    ("line_ends", end_lines),
    ("json_refused", repeat_name),
    ("policy_unkeyed", lambda d: d.write(POLICY, json.dumps({"course/2025": {"display_name": "Tronc commun numérique"}}))),
    ("run_unknown", add_run),
    ("course_field", at("/course", give("start", "2026-13-45"), "course/run.xml")),
    ("course_field", at("/course", give("language", "français"), "course/run.xml")),
    ("course_field", at("/course", take("org"), "course.xml")),
    ("course_field", at("/course", give("org", "Mas lak"), "course.xml")),
    ("grader_bad", grade("weight", "much")),
    ("grader_bad", grade("weight", 1.5)),
    ("grader_bad", grade("drop_count", 3)),
    ("grader_weights", grade("weight", 0.5)),
    ("grader_count", grade("min_count", 12)),
    ("cutoff_bad", lambda d: d.change_json(GRADING, lambda policy: policy["GRADE_CUTOFFS"].update(Pass=70))),
    ("cutoff_bad", lambda d: d.change_json(GRADING, lambda policy: policy["GRADE_CUTOFFS"].update(Pass=0))),
]
