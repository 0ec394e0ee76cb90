"""Competencies and objectives in the editors: offered by name where the host lists them, typed where it does not."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import html
from tests.factories.studio import read_form
from tests.factories.xblock import LESSON, LOGBOOK, Classroom, make_host

from maslak_xblocks.checkpoint.block import CheckpointBlock
from maslak_xblocks.diagnostic.block import DiagnosticBlock
from maslak_xblocks.lab.block import LabBlock
from maslak_xblocks.project.block import ProjectBlock

BLOCKS = {
    "lesson": LESSON,
    "checkpoint": CheckpointBlock.empty_source(),
    "lab": LabBlock.empty_source(),
    "diagnostic": DiagnosticBlock.empty_source(),
    "project": ProjectBlock.empty_source(),
    "logbook": LOGBOOK,
}
WITH_OBJECTIVES = ("checkpoint", "lab")


def open_editor(kind: str, language: Any = "fr", key: str = "author") -> Any:
    room = Classroom(BLOCKS[kind], make_host(key=key, language=language, is_staff=True))
    return html.fromstring(room.render("studio_view"))


@pytest.mark.parametrize("kind", BLOCKS)
def test_competencies_and_objectives_are_offered_by_name(kind: str) -> None:
    editor = open_editor(kind)
    lists = {each.get("id"): dict(zip(each.xpath("./option/@value"), each.xpath("./option/text()"), strict=True))
             for each in editor.xpath("//datalist[@data-hint]")}  # fmt: skip
    assert lists["mk-competencies"]["MA-NUM.TC.06"] == "Hygiène numérique et sécurité"
    assert lists.keys() == {"mk-competencies", *(["mk-objectives"] if kind in WITH_OBJECTIVES else [])}
    assert kind not in WITH_OBJECTIVES or lists["mk-objectives"]["tc06-u2-o1"] == "Reconnaître un message d’hameçonnage."
    fields = editor.xpath("//input[@data-field='competency' or @data-field='objective']")
    assert {each.get("list") for each in fields} == set(lists), "every field of the form chooses from one of the lists"
    assert all(each.get("aria-label") for each in fields)


@pytest.mark.parametrize("kind", BLOCKS)
def test_without_a_list_the_editor_says_what_to_write(kind: str) -> None:
    lists = open_editor(kind, "en", key="staff_plain").xpath("//datalist[@data-hint]")
    assert lists
    for each in lists:
        assert (len(each), each.get("data-unknown")) == (0, ""), "nothing is unknown where nothing is known"
        assert "write the id" in each.get("data-hint")


def test_an_objective_that_lacks_the_readers_language_is_offered_in_one_that_it_has() -> None:
    [option] = open_editor("lab", "ar").xpath("//datalist[@id='mk-objectives']/option[@value='tc06-u2-o2']")
    assert (option.text, option.get("lang")) == ("Choisir un mot de passe qui résiste.", "fr")


@pytest.mark.parametrize("kind", WITH_OBJECTIVES)
def test_questions_get_their_competency_and_level_in_the_editor(kind: str) -> None:
    room = Classroom(BLOCKS[kind], make_host(key="author", language="en", is_staff=True))
    form = read_form(room.render("studio_view"))
    assert (form["competency"], form["level"]) == ("", "N1")
    form |= {"purpose": "mastery"}
    _, answer = room.post("studio_preview", {"form": form, "language": "fr"})
    assert "competency" in {each["path"] for each in answer["findings"]}
    form |= {"competency": " MA-NUM.CYB.03 ", "level": "N2"}
    _, answer = room.post("studio_preview", {"form": form, "language": "fr"})
    assert "competency" not in {each["path"] for each in answer["findings"]}
    assert room.post("studio_save", {"form": form})[0] == 200
    assert (room.block.document.competency, room.block.document.level) == ("MA-NUM.CYB.03", "N2")
    assert room.post("studio_save", {"form": form | {"level": "N9"}})[1]["code"] == "invalid_olx"
