"""The project's editor in Studio."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from lxml import etree
from tests.factories.project_block import enter, page_of
from tests.factories.xblock import Classroom

from maslak_xblocks.project.block import ProjectBlock
from maslak_xblocks.workbench.scenarios.project import PROJECT


def form_of(node: Any) -> dict[str, Any]:
    """Give what the editor's script would send before anything is touched: the tree of a group."""
    form: dict[str, Any] = {}
    for field in node.xpath(".//*[@data-field][not(ancestor::template)]"):
        if next(each for each in field.iterancestors() if each.get("data-group") is not None) is not node:
            continue
        if field.tag == "select":
            value: Any = field.xpath("./option[@selected]/@value")[0]
        elif field.tag == "input":
            value = field.get("checked") is not None if field.get("type") == "checkbox" else field.get("value") or ""
        else:
            value = (field.text or "") + "".join(etree.tostring(child, encoding="unicode", method="html") for child in field)
        name, _, language = field.get("data-field").partition(".")
        if language:
            form.setdefault(name, {})[language] = value
        else:
            form[name] = value
    for listing in node.xpath(".//*[@data-list][not(ancestor::template)]"):
        if next(each for each in listing.iterancestors() if each.get("data-group") is not None) is node:
            form[listing.get("data-list")] = [form_of(each) for each in listing.xpath("./ol/li[@data-group]")]
    return form


def edit(room: Classroom) -> dict[str, Any]:
    (editor,) = page_of(room, "studio_view").xpath("//div[contains(@class, 'mk-editor')]")
    return form_of(editor)


FUTURE = PROJECT.replace(
    "<rubric>", '<!-- a note --><later:extension xmlns:later="urn:later" mode="x">kept</later:extension><rubric x="1">'
).replace('type="link">', 'type="link" future="kept">', 1)


def test_editor_that_changes_nothing_changes_no_byte() -> None:
    room = enter(olx=FUTURE, is_staff=True)
    before = room.block.source
    status, answer = room.post("studio_save", {"form": edit(room)})
    assert (status, answer["saved"]) == (200, True)
    assert room.block.source == before


def test_editor_keeps_what_it_does_not_show_and_marks_translations_that_lag() -> None:
    room = enter(olx=FUTURE, is_staff=True)
    form = edit(room)
    form["rounds"], form["hours"], form["stages"][0]["due_days"] = "٢", "20", "7"
    form["stages"][0]["text"]["fr"] = "<p>Un autre texte.</p>"
    form["stages"][0]["by_complexity"] = False
    form["stages"][0]["deliverables"][0]["label"]["en"] = "Your plan"
    form["criteria"][0]["band2"]["fr"] = "Autre phrase."
    assert room.post("studio_save", {"form": form})[0] == 200
    document, source = room.block.document, room.block.source
    stage = document.stages[0]
    assert (document.rounds, document.hours, stage.due_days) == (2, 20, 7)
    assert stage.criteria == ("knowledge", "know_how", "autonomy", "adaptability", "communication")
    assert stage.variants["ar"].stale
    assert stage.deliverables[0].labels["en"] == "Your plan"
    assert document.criteria[0].bands[1]["fr"] == "Autre phrase."
    for kept in ("<!-- a note -->", "later:extension", 'rubric x="1"', 'future="kept"'):
        assert kept in source


def test_stage_and_row_are_added_moved_and_removed() -> None:
    room = enter(is_staff=True)
    form = edit(room)
    blank = {name: False for name in form["stages"][0] if name.startswith("by_")}
    thing = {"id": "d1", "type": "file", "accept": "pdf, zip", "max_mb": "3", "required": True, "label": {"fr": "Le film"}}
    new = {
        **blank,
        "id": "s-new",
        "title": {"fr": "Présenter"},
        "text": {"fr": "<p>Cinq minutes.</p>"},
        "due_days": "",
        "deliverables": [thing],
    }
    form["stages"] = [form["stages"][1], {**new, "by_communication": True}]
    form["criteria"] = form["criteria"][::-1]
    assert room.post("studio_save", {"form": form})[0] == 200
    document = room.block.document
    assert [stage.id for stage in document.stages] == ["report", "s-new"]
    assert document.stages[1].criteria == ("communication",)
    assert document.stages[1].deliverables[0].accept == ("pdf", "zip")
    assert document.criteria[0].id == "communication"


def test_editor_tells_what_is_missing_and_shows_the_rest_before_it_is_saved() -> None:
    room = enter(is_staff=True)
    form = edit(room)
    form["team"] = "many"
    form["criteria"][0]["band1"] = {}
    form["criteria"][1]["band2"]["fr"] = form["criteria"][1]["band1"]["fr"]
    form["stages"][0]["deliverables"][2]["accept"] = "svg"
    status, answer = room.post("studio_preview", {"form": form, "language": "fr"})
    assert status == 200
    paths = {each["path"]: each["severity"] for each in answer["findings"]}
    for path in ("team", "criteria.0.band1.fr", "stages.0.deliverables.2.accept"):
        assert paths[path] == "error"
    assert paths["criteria.1.band2.fr"] == "warning"
    assert "Le dépôt et le rapport" in answer["html"]
    before = room.block.source
    assert room.post("studio_save", {"form": form})[0] == 400
    assert room.block.source == before


def test_editor_refuses_to_overwrite_what_somebody_else_saved() -> None:
    room = enter(is_staff=True)
    assert room.post("studio_save", {"form": edit(room), "base": "0" * 16})[1]["code"] == "source_moved"


@pytest.mark.parametrize(
    "form", [None, [], {"title": "x"}, {"stages": {}}, {"stages": [{"by_knowledge": "yes"}]}, {"criteria": [{"id": "a b"}]}]
)
def test_editor_refuses_what_is_not_a_form(form: object) -> None:
    assert enter(is_staff=True).post("studio_save", {"form": form})[0] == 400


def test_new_block_can_be_edited_from_nothing() -> None:
    room = enter(olx=ProjectBlock.empty_source(), is_staff=True)
    form = edit(room)
    assert (form["stages"], form["criteria"]) == ([], [])
    answer = room.post("studio_preview", {"form": form, "language": "ar"})[1]
    assert {each["severity"] for each in answer["findings"]} == {"warning"}
    assert room.post("studio_save", {"form": form})[0] == 200


def test_learner_cannot_edit() -> None:
    assert enter().post("studio_save", {"form": {}})[1]["code"] == "not_author"
    assert enter().post("studio_preview", {"form": {}})[1]["code"] == "not_author"


def test_scripts_and_styles_are_light() -> None:
    weight = 0
    for name in ("frame.css", "project.css", "frame.js", "project.js"):
        with ProjectBlock.open_local_resource(f"public/{name}") as file:
            weight += len(gzip.compress(file.read(), 9))
    assert weight <= 25 * 1024
