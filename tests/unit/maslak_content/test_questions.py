"""Questions of every type as authors should write them have none of the faults that the rules look for."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree
from tests.factories.course_faults.items import QUESTION_FAULTS
from tests.factories.question import QUESTIONS

from maslak_content.rules import questions


def find(text: str) -> set[str]:
    block: Any = SimpleNamespace(file="f.xml", element=etree.fromstring(f"<maslak_checkpoint>{text}</maslak_checkpoint>"))
    course: Any = SimpleNamespace(checkpoints=[block])
    return {finding.code for finding in questions.check(course)}


@pytest.mark.parametrize(("code", "name", "old", "new"), QUESTION_FAULTS)
def test_a_fault_is_found_where_it_is_and_not_where_it_is_not(code: str, name: str, old: str, new: str) -> None:
    text = QUESTIONS[name].replace("{scoring}", "partial")
    assert code not in find(text)
    assert code in find(text.replace(old, new))


def test_feedback_is_wanted_for_what_is_right_and_for_each_known_mistake() -> None:
    text = QUESTIONS["log"].replace("{scoring}", "all")
    assert "feedback_missing" in find(text)
    assert "option_undeclared" in find(QUESTIONS["pairs"].replace("{scoring}", "all").replace('option="l2">FEED', 'option="zz">FEED'))
