"""The logbook's editor, driven as its script drives it."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree, html
from tests.factories.xblock import LOGBOOK, Classroom, make_host


def enter(language: Any = "en", *, is_staff: bool = True) -> Classroom:
    return Classroom(LOGBOOK, make_host(key="author", language=language, is_staff=is_staff))


def gather(group: Any) -> dict[str, Any]:
    """Give the tree that the script sends for one group, with the lists inside it."""
    tree: dict[str, Any] = {}
    for node in group.xpath(".//*[@data-field]"):
        if node.xpath("ancestor::*[@data-group][1]")[0] is not group:
            continue
        if node.tag == "select":
            value: Any = next(iter(node.xpath("./option[@selected]/@value")), node.xpath("./option/@value")[0])
        elif node.tag == "input":
            value = node.get("value") or ""
        else:
            value = (node.text or "") + "".join(etree.tostring(child, encoding="unicode", method="html") for child in node)
        name, _, language = node.get("data-field").partition(".")
        tree = tree | ({name: tree.get(name, {}) | {language: value}} if language else {name: value})
    for listed in group.xpath(".//*[@data-list]"):
        if listed.xpath("ancestor::*[@data-group][1]")[0] is group:
            tree[listed.get("data-list")] = [gather(each) for each in listed.xpath("./ol/*[@data-group]")]
    return tree


def form_of(room: Classroom) -> dict[str, Any]:
    (editor,) = html.fromstring(room.render("studio_view")).xpath("//*[contains(@class, 'mk-editor')]")
    return gather(editor)


def test_editor_that_changes_nothing_changes_no_byte() -> None:
    room = enter()
    form = form_of(room)
    assert [each["purpose"] for each in form["prompts"]] == ["entry", "synthesis"]
    status, answer = room.post("studio_save", {"form": form, "language": "fr"})
    assert (status, answer["saved"]) == (200, True)
    assert room.block.source == LOGBOOK


def test_editor_keeps_what_it_does_not_show_and_stamps_translations() -> None:
    room = enter()
    named = ("MA-NUM.CYB.03", "", "MA-NUM.CYB.05", "MA-NUM.CYB.03")
    form = form_of(room) | {"show": "all", "competencies": [{"competency": key} for key in named]}
    form["html"]["fr"], form["title"]["en"], form["html"]["en"] = "<p>Autre texte.</p>", "My logbook", "<p>What a good entry says.</p>"
    form["prompts"].append({"id": "p1", "origin": "", "purpose": "synthesis", "text": {"fr": "<p>Et <b>demain</b> ?</p>"}})
    assert room.post("studio_save", {"form": form, "language": "fr"})[0] == 200
    document = room.block.document
    assert (document.show, document.competencies) == ("all", ("MA-NUM.CYB.03", "MA-NUM.CYB.05"))
    assert document.is_stale("ar"), "the source moved and nobody looked at the translation"
    assert [each.id for each in document.variants["fr"].body.prompts] == ["what", "alone", "p1"]
    for kept in ('future="kept"', "<!-- a note -->", "later:extension", "المدخلة", 'later="kept"'):
        assert kept in room.block.source


def test_editor_tells_what_to_mend_and_shows_the_page_meanwhile() -> None:
    room = enter()
    form = form_of(room)
    form["prompts"] += [{"id": f"p{number}", "origin": "", "purpose": "entry", "text": {"fr": "Quoi"}} for number in range(6)]
    _, answer = room.post("studio_preview", {"form": form, "language": "fr"})
    assert "Une bonne entrée" in answer["html"]
    paths = {each["path"] for each in answer["findings"]}
    assert {"title.en", "prompts.0.text.ar", "prompts.6"} & paths >= {"title.en", "prompts.6"}
    assert {each["severity"] for each in answer["findings"]} == {"warning"}
    form["competencies"] = [{"competency": ""}, {"competency": "CYB"}]
    _, answer = room.post("studio_preview", {"form": form, "language": "fr"})
    assert answer["findings"][0] | {"text": ""} == {"path": "competencies.1.competency", "text": "", "severity": "error"}
    assert room.post("studio_save", {"form": form, "language": "fr"})[1]["code"] == "invalid_olx"
    assert room.block.source == LOGBOOK


def test_editor_that_was_opened_on_another_text_overwrites_nothing() -> None:
    status, problem = enter().post("studio_save", {"form": form_of(enter()), "language": "fr", "base": "0" * 16})
    assert (status, problem["code"]) == (409, "source_moved")


@pytest.mark.parametrize(
    "form",
    [
        None,
        [],
        {"show": "never"},
        {"show": "all", "title": "x"},
        {"show": "all", "state": {"ar": "done"}},
        {"show": "all", "prompts": "x"},
        {"show": "all", "prompts": [{"id": "a b", "purpose": "entry"}]},
        {"show": "all", "prompts": [{"id": "p", "purpose": "defence"}]},
    ],
)
@pytest.mark.parametrize("handler", ["studio_save", "studio_preview"])
def test_editor_refuses_what_is_not_a_form(handler: str, form: object) -> None:
    status, problem = enter().post(handler, {"form": form, "language": "fr"})
    assert (status, problem["code"]) == (400, "invalid_payload")


def test_learner_cannot_edit() -> None:
    room = enter(is_staff=False)
    for handler in ("studio_save", "studio_preview"):
        assert room.post(handler, {"form": {}})[1]["code"] == "not_author"
