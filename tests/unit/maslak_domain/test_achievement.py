from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from maslak_domain.achievement import LevelNotOfferedError, competency_achievement, requires_final_record
from maslak_domain.competency import load_framework

FILE = Path(__file__).resolve().parents[3] / "course_content" / "frameworks" / "ma-num.json"
COMPETENCY = load_framework(json.loads(FILE.read_text(encoding="utf-8"))).get_competency("MA-NUM.TC.06")


def test_competency_achievement_says_in_three_languages_that_it_is_no_university_result():
    achievement = competency_achievement(COMPETENCY, "N1")
    assert achievement.key == "MA-NUM.TC.06-N1"
    assert "ليست نتيجة جامعية" in achievement.description["ar"]
    assert "n’est pas un résultat universitaire" in achievement.description["fr"]
    assert "not a university result" in achievement.description["en"]
    for language in ("ar", "fr", "en"):
        assert COMPETENCY.title[language] in achievement.name[language]
        assert achievement.criteria[language]


def test_level_is_named_and_never_numbered():
    achievement = competency_achievement(COMPETENCY, "N1")
    assert achievement.name["fr"].endswith("Initiation")
    assert not any("N1" in text for part in (achievement.name, achievement.description, achievement.criteria) for text in part.values())


def test_level_at_which_a_competency_is_not_shown_is_refused():
    with pytest.raises(LevelNotOfferedError):
        competency_achievement(COMPETENCY, "N4")


def test_only_a_competency_without_credits_needs_no_jury():
    achievement = competency_achievement(COMPETENCY, "N1")
    assert not requires_final_record(achievement)
    assert requires_final_record(replace(achievement, credits=Decimal(4)))
    assert requires_final_record(replace(achievement, kind="course"))
