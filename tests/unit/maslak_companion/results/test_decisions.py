"""A mark that sits oddly beside a decision is pointed out, and never blocks the jury."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from maslak_companion.results.decisions import DECISION_CODES, find_oddity
from maslak_companion.results.drafts import Draft, Line, check_complete
from maslak_domain.result import Decision

TODAY = date(2027, 2, 10)


def test_every_decision_has_a_code_of_its_own() -> None:
    assert set(DECISION_CODES) == set(Decision)
    assert len(set(DECISION_CODES.values())) == len(Decision)


@pytest.mark.parametrize(
    ("decision", "mark", "oddity"),
    [
        (Decision.VALIDATED, "12", None),
        (Decision.VALIDATED, "10", None),
        (Decision.VALIDATED, "9.75", "validated_below_pass"),
        (Decision.VALIDATED, None, "validated_without_mark"),
        (Decision.VALIDATED_BY_COMPENSATION, "8", None),
        (Decision.NOT_VALIDATED, "8", None),
        (Decision.NOT_VALIDATED, "10", "not_validated_above_pass"),
        (Decision.ABSENT, None, None),
        (Decision.ABSENT_JUSTIFIED, "4", "absent_with_mark"),
        (None, "12", None),
    ],
)
def test_oddity_of_a_mark_beside_its_decision(decision: Decision | None, mark: str | None, oddity: str | None) -> None:
    assert find_oddity(decision, None if mark is None else Decimal(mark), Decimal(10)) == oddity


def test_complete_draft_has_no_problem() -> None:
    assert check_complete(Draft(TODAY, "PV-14", {uuid4(): Line(Decimal(12), Decision.VALIDATED)}), TODAY) == []


def test_everything_missing_is_listed_at_once() -> None:
    learner = uuid4()
    problems = check_complete(Draft(lines={learner: Line(Decimal(12))}), TODAY)
    assert {(problem.code, problem.learner_id) for problem in problems} == {
        ("no_date", None),
        ("no_minutes", None),
        ("no_decision", learner),
    }


def test_jury_that_has_not_met_yet_cannot_be_proposed() -> None:
    draft = Draft(date(2027, 2, 11), "PV-14", {uuid4(): Line(None, Decision.ABSENT)})
    assert [problem.code for problem in check_complete(draft, TODAY)] == ["date_ahead"]


def test_jury_on_nobody_cannot_be_proposed() -> None:
    assert [problem.code for problem in check_complete(Draft(TODAY, "PV-14"), TODAY)] == ["nobody"]
