"""The checkpoint's editor driven as its script drives it."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.factories.question import make_questions_olx
from tests.factories.studio import read_form
from tests.factories.xblock import Classroom, make_checkpoint_olx, make_host
from webob import Request

from maslak_xblocks.checkpoint.import_page import detect_and_read
from maslak_xblocks.checkpoint.imports.template import XLSX

COURSE = Path(__file__).parents[3] / "course_content" / "shared_core" / "vertical"
NEW = {"id": "qnew", "origin": "", "type": "numeric", "stem": {"fr": "<p>Combien ?</p>"}, "value": "4", "tolerance": "0"}


def room(olx: str = "", language: Any = None) -> Classroom:
    return Classroom(olx or make_checkpoint_olx(), make_host(is_staff=True, language=language))


def form(place: Classroom) -> dict[str, Any]:
    return read_form(place.render("studio_view"))


def save(place: Classroom, tree: dict[str, Any]) -> tuple[int, Any]:
    return place.post("studio_save", {"form": tree, "language": "fr"})


def preview(place: Classroom, tree: dict[str, Any], **more: Any) -> Any:
    status, answer = place.post("studio_preview", {"form": tree, "language": "fr", **more})
    assert status == 200, answer
    return answer


def read_blocks(name: str) -> str:
    found = re.search(r"<maslak_checkpoint.*?</maslak_checkpoint>", (COURSE / name).read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[0]


@pytest.mark.parametrize("name", ["small", "questions", "tc01-checkpoint-page.xml", "tc05-u2-practice.xml"])
def test_saving_without_a_change_keeps_every_byte(name: str) -> None:
    olx = {"small": make_checkpoint_olx(), "questions": make_questions_olx()}.get(name) or read_blocks(name)
    place = room(olx)
    before = place.block.source
    assert save(place, form(place))[0] == 200
    assert place.block.source == before


def test_the_editor_keeps_what_it_does_not_show() -> None:
    place = room()
    tree = form(place)
    tree |= {"title": {"fr": "Nouveau titre", "ar": "اختبار"}, "draw": "2", "pass_mark": "0,8"}
    first = tree["items"][0]
    first["stem"]["fr"] = "<p>Et <strong>maintenant</strong> ?<script>alert(1)</script></p>"
    first["options"][0]["correct"], first["options"][1]["correct"] = False, True
    first["options"][1]["text"]["fr"] = "oui &amp; si"
    tree["items"] = [first, *tree["items"][2:], {**NEW, "right": {"fr": "Bien"}}]
    assert save(place, tree)[0] == 200
    document = place.block.document
    assert (document.draw, str(document.pass_mark), document.title("fr")) == (2, "0.8", "Nouveau titre")
    assert [item.id for item in document.items] == ["q1", "q2", "q3", "qnew"]
    item = document.items[0]
    assert (item.key, item.sibling, item.options[1].misconception) == (frozenset("b"), "padlock", "trust")
    assert item.text("fr")[0].options["b"] == "oui &amp; si"
    assert "alert" not in place.block.source
    assert item.variants["ar"].stale, "the source moved after it was translated"
    assert document.items[-1].type == "numeric"


def test_a_copy_keeps_where_it_came_from_and_its_own_name() -> None:
    place = room()
    tree = form(place)
    copied = {**tree["items"][0], "id": "qcopy", "origin": "q1"}
    tree["items"].insert(1, copied)
    assert save(place, tree)[0] == 200
    block = place.block
    assert [item.id for item in block.document.items][:3] == ["q1", "qcopy", "q1s"]
    assert 'id="qcopy"' in block.source
    assert 'origin="q1"' in block.source
    assert [option.id for option in block.document.items[1].options] == ["a", "b"]
    again = form(place)
    assert again["items"][1]["origin"] == "q1"


def test_questions_and_options_keep_the_order_they_are_given() -> None:
    place = room()
    tree = form(place)
    tree["items"].reverse()
    tree["items"][1]["options"].reverse()
    assert save(place, tree)[0] == 200
    document = place.block.document
    assert [item.id for item in document.items] == ["q3", "q2", "q1s", "q1"]
    assert [option.id for option in document.items[1].options] == ["c", "b", "a"]


def test_a_translation_may_be_written_question_by_question() -> None:
    place = room()
    tree = form(place)
    tree["items"][3]["stem"]["ar"] = "<p>كم؟</p>"
    assert save(place, tree)[0] == 200
    document = place.block.document
    assert list(document.find_item("q2").variants) == ["fr"]
    assert list(document.find_item("q3").variants) == ["fr", "ar"]
    assert not document.find_item("q3").variants["ar"].stale


def test_every_type_can_be_changed_and_read_again() -> None:
    place = room(make_questions_olx())
    tree = form(place)
    by_id = {item["id"]: item for item in tree["items"]}
    by_id["word"]["options"].append({"id": "a3", "value": "pare-feux", "text": {}})
    by_id["steps"]["options"].insert(0, {"id": "s0", "tie": False, "text": {"fr": "zéro", "ar": "صفر"}})
    by_id["pairs"]["options"][0]["choice"], by_id["pairs"]["options"][1]["choice"] = "c3", "c1"
    by_id["pairs"]["options"][2]["choice"] = "c2"
    by_id["pairs"]["wrong"] = []
    by_id["classes"]["options"].append({"id": "e9", "category": "k2", "text": {"fr": "<em>neuf</em>", "ar": "تسعة"}})
    by_id["log"]["options"][0]["shared"] = "10:01 GET / <200>"
    by_id["table"]["options"][2]["text"]["fr"] = "Safi\n10"
    status, answer = save(place, tree)
    assert status == 200, answer
    items = {item.id: item for item in place.block.document.items}
    assert items["word"].task.list_accepted("fr")[-1] == "pare-feux"
    assert items["steps"].task.right_response()[0] == "s0"
    assert items["pairs"].task.right_response() == {"l1": "c3", "l2": "c1", "l3": "c2"}
    assert items["classes"].text("fr")[0].options["e9"] == "<em>neuf</em>"
    assert items["log"].text("fr")[0].cells["r1"] == ("10:01 GET / &lt;200&gt;",)
    assert items["table"].text("fr")[0].cells["r3"] == ("Safi", "10")
    assert items["log"].text("fr")[0].feedback["r2"] == "FEEDBACK-R2"


def test_the_preview_shows_a_learner_every_question_and_no_answer() -> None:
    place = room()
    before = place.block.source
    answer = preview(place, form(place))
    assert 'class="mk mk-checkpoint mk-student mk-tc" lang="fr"' in answer["html"]
    assert answer["html"].count('data-item="') == 4
    assert "FEEDBACK" not in answer["html"]
    assert "FEEDBACK-A" in preview(place, form(place), view="key")["html"]
    assert (place.block.source, place.block.attempts, place.host.memory.evidence) == (before, [], [])


def test_a_question_that_is_not_finished_is_left_out_and_noted_beside_its_field() -> None:
    place = room(language="fr")
    tree = form(place)
    tree["items"][0]["options"][0]["correct"] = False
    tree["items"].append({**NEW, "value": "1.234"})
    tree["items"].append({**NEW, "id": "qbad", "value": "deux"})
    answer = preview(place, tree)
    found = {(note["path"], note["severity"]) for note in answer["findings"]}
    assert {("items.0", "error"), ("items.4.value", "warning"), ("items.5.value", "error")} <= found
    assert 'data-item="q1"' not in answer["html"]
    assert 'data-item="qnew"' in answer["html"]
    before = place.block.source
    status, problem = save(place, tree)
    assert (status, problem["code"], place.block.source == before) == (400, "invalid_olx", True)
    assert {note["path"] for note in problem["findings"]} == {"items.0", "items.5.value"}


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda item: item["options"][1]["feedback"].update(fr=""), "items.0.options.1.feedback.fr"),
        (lambda item: item["options"][0]["text"].update(fr="x" * 90), "items.0.options.0.text.fr"),
        (lambda item: item["options"][1]["text"].update(fr="Toutes les réponses ci-dessus"), "items.0.options.1.text.fr"),
        (lambda item: item["options"][1]["text"].update(ar="كل ما سبق"), "items.0.options.1.text.ar"),
        (lambda item: item["stem"].update(ar=""), "items.0.stem.ar"),
        (lambda item: item["stem"].update(fr='<p>x</p><img src="/static/a.png" alt="">'), "items.0.stem.fr"),
    ],
)
def test_what_a_learner_would_stumble_over_is_noted_and_does_not_stand_in_the_way(change: Any, path: str) -> None:
    place = room()
    tree = form(place)
    assert path not in {note["path"] for note in preview(place, tree)["findings"]}
    change(tree["items"][0])
    assert (path, "warning") in {(note["path"], note["severity"]) for note in preview(place, tree)["findings"]}
    assert save(place, tree)[0] == 200


def test_a_fault_that_no_note_foresees_is_named_beside_its_question() -> None:
    place = room(make_questions_olx("word"))
    tree = form(place)
    tree["items"][0]["wrong"].append({"id": "w9", "value": "firewall"})
    answer = preview(place, tree)
    assert ("items.0", "error") in {(note["path"], note["severity"]) for note in answer["findings"]}
    assert save(place, tree)[1]["code"] == "invalid_olx"


def test_rules_that_make_no_sense_are_refused_beside_their_field() -> None:
    place = room()
    status, problem = save(place, {**form(place), "pass_mark": "7", "draw": "-1"})
    assert (status, {note["path"] for note in problem["findings"]}) == (400, {"pass_mark", "draw"})


@pytest.mark.parametrize("handler", ["studio_save", "studio_preview"])
@pytest.mark.parametrize(
    "item", [3, {"type": "essay"}, {**NEW, "id": "a b"}, {**NEW, "stem": []}, {**NEW, "wrong": {}}, {**NEW, "partial": "x"}]
)
def test_a_form_of_the_wrong_shape_is_refused(handler: str, item: object) -> None:
    place = room()
    before = place.block.source
    status, problem = place.post(handler, {"form": {**form(place), "items": [item]}, "language": "fr"})
    assert (status, problem["code"], place.block.source == before) == (400, "invalid_payload", True)


@pytest.mark.parametrize("handler", ["studio_save", "studio_preview"])
def test_a_learner_cannot_reach_the_editor(handler: str) -> None:
    status, problem = Classroom(make_checkpoint_olx()).post(handler, {"form": {}, "language": "fr"})
    assert (status, problem["code"]) == (403, "not_author")


def bring(place: Classroom, raw: bytes, **more: Any) -> tuple[int, Any]:
    payload = {"name": "q.gift", "content": base64.b64encode(raw).decode(), "language": "fr", **more}
    return place.post("studio_import", payload)


def test_questions_of_a_file_are_shown_first_and_kept_only_by_saving() -> None:
    place = room(language="fr")
    before = place.block.source
    status, answer = bring(place, b"$CATEGORY: x\n\nUn ? {=oui ~non}\n\nRacontez {}\n")
    assert (status, answer["number"], place.block.source == before) == (200, 1, True)
    assert "Ligne 1" in answer["html"]
    assert "Ligne 5" in answer["html"]
    tree = form(place)
    offered = read_form(f'<div class="mk-editor" data-group><div data-list="items"><ol>{answer["groups"][0]}</ol></div></div>')["items"]
    assert save(place, {**tree, "items": [*tree["items"], *offered]})[0] == 200
    added = place.block.document.items[-1]
    assert (added.type, added.key, added.text("fr")[0].options["a"]) == ("single", frozenset("a"), "oui")


@pytest.mark.parametrize("payload", [{"content": "%%%"}, {"content": 3}, {"content": ""}, {"language": "de"}, {"name": ""}])
def test_a_file_that_does_not_arrive_whole_is_refused(payload: dict[str, Any]) -> None:
    assert bring(room(), b"x", **payload)[1]["code"] == "invalid_payload"


def test_a_file_of_another_kind_is_named_and_a_large_one_refused() -> None:
    status, answer = bring(room(language="fr"), b"\xff\xd8\xff\xe0" * 9)
    assert (status, answer["groups"]) == (200, [])
    assert "UTF-8" in answer["html"]
    assert bring(room(), b"x" * (2 * 1024 * 1024 + 1))[1]["code"] == "too_large"
    assert Classroom(make_checkpoint_olx()).post("studio_import", {})[1]["code"] == "not_author"


@pytest.mark.parametrize(
    ("raw", "codes"), [("\ufeffUn ? {=oui ~non}".encode("utf-16"), []), (b"a\x00b", ["encoding"]), (b" \n", ["empty"])]
)
def test_a_file_is_read_by_what_it_is(raw: bytes, codes: list[str]) -> None:
    found = detect_and_read(raw, "fr")
    assert ([problem.code for problem in found.problems], len(found.items)) == (codes, 0 if codes else 1)


def test_the_template_is_given_to_authors_and_brings_its_questions_back() -> None:
    place = room(language="ar")
    response = place.block.handle("studio_template", Request.blank("/"))
    assert (response.status_int, response.content_type) == (200, XLSX)
    assert "maslak-questions-ar.xlsx" in response.content_disposition
    status, answer = bring(place, response.body, name="q.xlsx", language="ar")
    assert (status, answer["number"]) == (200, 6)
    assert "mk-finding-error" not in answer["html"]
    tree = form(place)
    listed = f'<div data-list="items"><ol>{"".join(answer["groups"])}</ol></div>'
    offered = read_form(f'<div class="mk-editor" data-group>{listed}</div>')["items"]
    assert save(place, {**tree, "items": [*tree["items"], *offered]})[0] == 200
    added = place.block.document.items[-6:]
    assert [item.type for item in added] == ["single", "multiple", "numeric", "text", "ordering", "matching"]
    assert Classroom(make_checkpoint_olx()).block.handle("studio_template", Request.blank("/")).status_int == 403


def test_a_fault_in_a_sheet_is_told_by_row_and_column() -> None:
    book = openpyxl.Workbook()
    for row in (("type", "text_fr", "right"), ("nombre", "Combien ?", "=6+1")):
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    assert "Ligne 2, colonne C" in bring(room(language="fr"), stream.getvalue(), name="q.xlsx")[1]["html"]
