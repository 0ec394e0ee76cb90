"""What a release says of a project, read without the course's files."""

from __future__ import annotations

from typing import Any

from lxml import etree
from tests.factories.project import PROJECT, make_project

from maslak_companion.classroom.courses.block_map import describe_block
from maslak_companion.dossiers.marking.drafts import list_unmarked, score_stage
from maslak_companion.dossiers.projects import Project, find_project, list_projects


def make_map(olx: str = "") -> dict[str, dict[str, Any]]:
    element = etree.fromstring(olx or make_project(team=3))
    return {PROJECT: describe_block(element, "u1"), "block-v1:other": {"block_type": "maslak_lesson"}}


def read() -> Project:
    found = find_project(make_map(), PROJECT)
    assert found is not None
    return found


def test_stages_deliverables_and_rubric_are_read_in_their_order() -> None:
    project = read()
    assert (project.team, project.rounds) == (3, 3)
    assert [(stage.id, [each.id for each in stage.deliverables]) for stage in project.stages] == [
        ("plan", ["question", "depot"]), ("report", ["paper"]),
    ]  # fmt: skip
    assert [len(criterion.bands) for criterion in project.criteria] == [4, 4]
    assert project.titles["ar"] == "Projet ar"


def test_only_projects_are_listed() -> None:
    assert [project.usage_key for project in list_projects(make_map())] == [PROJECT]
    assert find_project(make_map(), "block-v1:other") is None
    assert find_project({}, PROJECT) is None


def test_stage_that_a_later_release_dropped_is_not_found() -> None:
    assert read().find_stage("gone") is None


def test_project_that_cannot_be_read_says_nothing_of_stages() -> None:
    assert "project" not in make_map('<maslak_project url_name="p1"/>')[PROJECT]


def test_stage_has_a_score_once_every_criterion_has_a_band() -> None:
    project = read()
    plan, report = project.stages
    assert list_unmarked(report, {"bands": {"c1": 3}}) == ["c2"]
    assert score_stage(project, report, {"bands": {"c1": 3}}) is None
    assert str(score_stage(project, report, {"bands": {"c1": 4, "c2": 1}})) == "0.3333"
    assert str(score_stage(project, plan, {"bands": {"c1": 4}})) == "1.0000"
    assert score_stage(None, None, {}) is None
