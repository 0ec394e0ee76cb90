from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from maslak_domain.competency import LEVELS, InvalidFrameworkError, UnknownCompetencyError, load_framework

FILE = Path(__file__).resolve().parents[3] / "course_content" / "frameworks" / "ma-num.json"
DOCUMENT = json.loads(FILE.read_text(encoding="utf-8"))


def refuse(change):
    document = copy.deepcopy(DOCUMENT)
    change(document)
    with pytest.raises(InvalidFrameworkError) as refused:
        load_framework(document)
    return " ".join(refused.value.params["findings"])


def test_committed_framework_keeps_every_rule_and_is_presented_as_a_draft():
    framework = load_framework(DOCUMENT)
    assert len(framework.competencies) == 51
    assert framework.status == "draft"
    assert framework.get_competency("MA-NUM.TC.06").title["ar"] == "السلامة الرقمية وحماية المعطيات الشخصية"
    assert {each.status for competency in framework.competencies.values() for each in competency.alignments} == {"proposed"}


def test_unknown_competency_is_not_found():
    with pytest.raises(UnknownCompetencyError):
        load_framework(DOCUMENT).get_competency("MA-NUM.TC.99")


def test_every_level_has_a_name_in_three_languages():
    assert all(set(names) == {"ar", "fr", "en"} for names in LEVELS.values())


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (lambda d: d["competencies"][0]["title"].update(ar=""), "missing_title"),
        (lambda d: d["competencies"][0].update(id="NUM.1"), "malformed_id"),
        (lambda d: d["competencies"][0].update(group="ZZZ"), "unknown_group"),
        (lambda d: d["competencies"][0].update(levels=["N9"]), "unknown_level"),
        (lambda d: d["competencies"][0].update(status="final"), "unknown_status"),
        (lambda d: d["competencies"][0].update(replaced_by="MA-NUM.TC.99"), "unknown_replacement"),
        (lambda d: d["competencies"][0].update(requires=["MA-NUM.TC.99"]), "unknown_prerequisite"),
        (lambda d: d["competencies"].append(d["competencies"][0]), "duplicate_id"),
        (lambda d: d["competencies"][0]["alignments"][0].update(status="reviewed"), "review_without_reviewer"),
        (lambda d: d["competencies"][0]["alignments"][0].update(version=""), "incomplete_alignment"),
        (lambda d: d["competencies"][0]["alignments"][0].update(relation="same"), "unknown_alignment_status"),
        (lambda d: d.update(status="ready"), "unknown_status"),
        (lambda d: d["groups"]["TC"].pop("ar"), "missing_title"),
        (lambda d: d.pop("competencies"), "KeyError"),
        (lambda d: d["competencies"][0].update(uuid="x"), "ValueError"),
    ],
)
def test_document_that_breaks_a_rule_is_refused_with_the_finding(change, finding):
    assert finding in refuse(change)


def test_prerequisites_that_run_in_a_circle_are_refused():
    def close_circle(document):
        by_id = {each["id"]: each for each in document["competencies"]}
        by_id["MA-NUM.TC.02"]["requires"] = ["MA-NUM.TC.03"]

    assert "prerequisite_cycle" in refuse(close_circle)
