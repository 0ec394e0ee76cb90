"""The project's views, with no room at all and with the workbench's in every state."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.factories.project_block import VIEWS, enter, fetch_file, page_of, save, send_file, state_of, words_of
from tests.factories.xblock import BareRuntime, Classroom

from maslak_xblocks.workbench.project_room import WorkbenchProjectRoom
from maslak_xblocks.workbench.project_seeds import STATES
from maslak_xblocks.workbench.scenarios.project import PROJECT


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_renders_with_field_data_and_i18n_only(view: str) -> None:
    runtime = BareRuntime()
    fragment = runtime.render(runtime.get_block(runtime.parse_xml_string(PROJECT.encode())), view)
    assert 'lang="fr"' in fragment.content
    assert not [resource for resource in fragment.resources if resource.kind == "text"], "inline script or style"
    for resource in fragment.resources:
        with runtime.load_block_type("maslak_project").open_local_resource(resource.data.removeprefix("/resource/")) as file:
            assert file.read()


def test_time_that_it_takes_is_said_before_anything_begins_and_only_where_it_is_known() -> None:
    for olx, said in ((PROJECT, True), (PROJECT.replace(' hours="14"', ""), False)):
        runtime = BareRuntime()
        fragment = runtime.render(runtime.get_block(runtime.parse_xml_string(olx.encode())), "student_view")
        assert ("environ 14 heures de travail chacun" in fragment.content) is said


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "ne conserve pas de projets"), ("ar", "لا تحفظ هذه المنصة المشاريع"), ("en", "keeps no projects")]
)
def test_platform_without_a_room_says_so_and_still_shows_what_is_asked(language: str, said: str) -> None:
    room = Classroom(PROJECT)
    room.runtime = BareRuntime()
    room.usage = room.runtime.parse_xml_string(PROJECT.encode())
    room.post("set_language", {"language": language})
    page = page_of(room)
    assert said in words_of(page)
    assert not page.xpath("//form[@data-handler='work']")
    assert len(page.xpath("//ul[@class='mk-asked']/li")) == 5
    assert page.xpath("//*[@data-rubric]//ol[@class='mk-bands']")
    for handler in ("state", "save_draft", "remove_file", "submit"):
        assert room.post(handler, {"stage": "plan"})[1]["code"] == "no_project"
    assert send_file(room, 0)[1]["code"] == "no_project"
    assert fetch_file(room, "x").status_int == 503


def test_stranger_may_read_but_no_room_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WorkbenchProjectRoom, "read", lambda *_: pytest.fail("a stranger has no dossier"))
    room = enter("")
    assert "Sign in to hand in" in room.render("public_view")
    assert save(room, 0)[1]["code"] == "not_signed_in"
    assert fetch_file(room, "returned-plan-risks").status_int == 403


def test_name_of_a_file_stands_in_the_direction_of_its_letters() -> None:
    names = [each for each in page_of(enter("returned", "ar")).xpath("//bdi") if (each.text or "").endswith(".pdf")]
    assert names
    assert [each.get("dir") for each in names] == [None] * len(names)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("state", STATES)
def test_every_state_shows_in_every_language(state: str, language: str) -> None:
    page = page_of(enter(state, language))
    assert len(page.xpath("//section[@data-stage]")) == 2
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    for label in page.xpath("//label/@for"):
        assert page.xpath(f"//*[@id='{label}']")


@pytest.mark.parametrize(
    ("state", "said", "has_form"),
    [
        ("new", "Not begun", True),
        ("draft", "Draft, not handed in", True),
        ("waiting", "Your round is with your marker", False),
        ("returned", "Came back: another round is asked for", True),
        ("marked", "This stage is finished", False),
        ("closed", "This stage closed on", False),
        ("early", "This stage opens on", False),
        ("teamless", "You are in no team yet", False),
    ],
)
def test_first_stage_says_where_it_stands_and_takes_work_only_then(state: str, said: str, has_form: bool) -> None:
    page = page_of(enter(state))
    assert said in words_of(page)
    assert bool(page.xpath("//section[@data-stage='plan']//form[@data-handler='work']")) == has_form


def test_what_came_back_stands_with_bands_words_and_remarks_and_every_round_stays() -> None:
    page = page_of(enter("marked"))
    (stage, _) = page.xpath("//section[@data-stage]")
    text = words_of(stage)
    for said in ("What came back for round 2", "66% of this rubric", "S. Berrada", "3/4 · Solid", "l’axe vertical", "late"):
        assert said in text
    rounds = stage.xpath(".//details[@class='mk-round']")
    assert [words_of(each.find("summary/strong")) for each in rounds] == ["Round 2", "Round 1"]
    assert "What came back for round 1" in words_of(rounds[1])
    (table,) = stage.xpath(".//table")
    assert [words_of(each) for each in table.xpath(".//thead/tr/th")] == ["Criterion", "Round 1", "Round 2"]
    assert [words_of(each) for each in table.xpath(".//tbody/tr[1]/td")] == ["2 · In part", "3 · Solid"]
    assert stage.xpath(".//li[contains(@class, 'mk-band-here')]//*[contains(@class, 'mk-star')]"), "not by colour alone"
    assert "The project is finished and passed: 66%" in words_of(page)


def test_mark_that_is_not_published_is_nowhere_in_the_page_or_the_answer() -> None:
    room = enter("waiting")
    assert "mk-came-back" not in room.render("student_view")
    assert state_of(room)["rounds"][0]["mark"] is None


def test_anonymous_marker_leaves_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    read = WorkbenchProjectRoom.read

    def read_anonymous(self: WorkbenchProjectRoom, assignment: Any) -> Any:
        known = read(self, assignment)
        (first, *rest) = known.stages
        rounds = tuple(replace(each, mark=replace(each.mark, by="", comments=())) if each.mark else each for each in first.rounds)
        return replace(known, stages=(replace(first, rounds=rounds), *rest))

    monkeypatch.setattr(WorkbenchProjectRoom, "read", read_anonymous)
    assert "Berrada" not in enter("returned").render("student_view")


def test_view_data_and_release_hold_nothing_of_a_learner() -> None:
    block = enter("marked").block
    assert "Berrada" not in json.dumps([block.student_view_data(), block.block_map()])
    known = block.block_map()
    assert (known["kind"], known["purpose"], known["pass_mark"], known["competency"]) == ("project", "mastery", "0.5", "MA-NUM.TC.08")
    assert [stage["id"] for stage in known["project"]["stages"]] == ["plan", "report"]
    assert len(known["project"]["criteria"]) == 6
    assert block.index_dictionary()["content_type"] == "project"
