"""A clean course is spoilt in one place after another; the check must see it each time, and say it by its name."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest
from tests.factories.course_draft import Draft, make_clean_course
from tests.factories.course_faults import (
    agreement,
    diagnostics,
    items,
    labs,
    language,
    letters,
    logbooks,
    passports,
    pictures,
    policies,
    projects,
    prose,
    shape,
)
from tests.factories.course_faults.edits import Spoil
from tests.factories.course_faults.kinds import kinds

from maslak_content.check import RULES, check_course
from maslak_content.course import read_course
from maslak_xblocks.variants import stamp_basis

FAMILIES = (shape, policies, language, agreement, items, prose, letters, pictures, passports, diagnostics, projects, labs, logbooks)
WANTED_SHARE = 0.95


HOMES = {kind.code: module for module, kind in reversed(list(kinds()))}


@pytest.fixture(scope="module")
def clean_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clean_course(tmp_path_factory.mktemp("course"))


def test_clean_course_has_no_finding(clean_course: Path) -> None:
    assert [(finding.code, finding.file, finding.line) for finding in check_course(read_course(clean_course))] == []


def test_course_with_a_passport_has_no_finding(clean_course: Path) -> None:
    draft = Draft(clean_course, 1)
    try:
        passports.sow(stamp_basis(passports.make_passport('show="course" domains="TC"')))(draft)
        assert [(finding.code, finding.line) for finding in check_course(read_course(clean_course))] == []
    finally:
        draft.restore()


def test_course_with_a_lab_has_no_finding(clean_course: Path) -> None:
    draft = Draft(clean_course, 1)
    try:
        labs.sow()(draft)
        assert [(finding.code, finding.line) for finding in check_course(read_course(clean_course))] == []
    finally:
        draft.restore()


def test_course_with_a_logbook_has_no_finding(clean_course: Path) -> None:
    draft = Draft(clean_course, 1)
    try:
        logbooks.sow(stamp_basis(logbooks.make_logbook()))(draft)
        assert [(finding.code, finding.line) for finding in check_course(read_course(clean_course))] == []
    finally:
        draft.restore()


def test_course_with_a_diagnostic_has_no_finding(clean_course: Path) -> None:
    draft = Draft(clean_course, 1)
    try:
        diagnostics.sow()(draft)
        assert [(finding.code, finding.line) for finding in check_course(read_course(clean_course))] == []
    finally:
        draft.restore()


def test_course_with_a_project_has_no_finding(clean_course: Path) -> None:
    draft = Draft(clean_course, 1)
    try:
        projects.sow()(draft)
        assert [(finding.code, finding.line, finding.params) for finding in check_course(read_course(clean_course))] == []
    finally:
        draft.restore()


def test_every_kind_of_fault_is_sown_and_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in {id(kind): kind for _, kind in kinds()}.values()]
    assert sorted(set(codes)) == sorted(codes)
    assert sorted(set(codes) ^ {code for family in FAMILIES for code, _ in family.FAULTS}) == []


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__.rpartition(".")[2])
def test_nearly_every_seeded_mutation_and_every_rule_is_found_by_its_name(clean_course: Path, family: ModuleType) -> None:
    found = [(code, is_found(clean_course, code, spoil)) for code, spoil in family.FAULTS]
    missed = [code for code, is_seen in found if not is_seen]
    share = 1 - len(missed) / len(found)
    assert share >= WANTED_SHARE, f"{share:.1%} found; missed: {missed}"
    # A rule of which every mutation is among the few missed ones would be a rule that never speaks.
    assert sorted(set(missed) - {code for code, is_seen in found if is_seen}) == []


def is_found(clean_course: Path, code: str, spoil: Spoil, seed: int = 1) -> bool:
    """Spoil the course, look with the rules of the module that declares the code, and mend the course again."""
    draft = Draft(clean_course, seed)
    try:
        spoil(draft)
        wanted = [rule for rule in RULES if rule.__module__ == HOMES[code]]
        return code in {finding.code for finding in check_course(read_course(clean_course), wanted)}
    finally:
        draft.restore()
