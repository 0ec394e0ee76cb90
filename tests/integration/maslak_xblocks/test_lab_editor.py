"""The lab's editor driven as its script drives it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.factories.lab import make_lab_olx
from tests.factories.studio import read_form
from tests.factories.xblock import Classroom, make_host

from maslak_xblocks.workbench.scenarios.lab import SCENARIOS

COURSE = Path(__file__).parents[3] / "course_content" / "shared_core" / "vertical"
NEW = {"id": "", "fact": "median_amount", "tolerance": "0,01", "weight": "1", "stem": {"fr": "<p>Quelle médiane ?</p>"}}


def room(olx: str = "", language: Any = "en") -> Classroom:
    return Classroom(olx or make_lab_olx(), make_host(is_staff=True, language=language))


def form(place: Classroom) -> dict[str, Any]:
    return read_form(place.render("studio_view"))


def save(place: Classroom, tree: dict[str, Any], **more: Any) -> tuple[int, Any]:
    return place.post("studio_save", {"form": tree, "language": "fr", **more})


def preview(place: Classroom, tree: dict[str, Any], **more: Any) -> Any:
    status, answer = place.post("studio_preview", {"form": tree, "language": "fr", **more})
    assert status == 200, answer
    return answer


def read_block(name: str) -> str:
    found = re.search(r"<maslak_lab.*?</maslak_lab>", (COURSE / name).read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[0]


SOURCES = {
    "small": make_lab_olx(),
    **{f"scenario {number}": olx for number, (_, olx) in enumerate(SCENARIOS)},
    **{name: read_block(name) for name in ("tc05-u2-lab.xml", "tc06-u1-lab.xml")},
}


@pytest.mark.parametrize("name", SOURCES)
def test_saving_without_a_change_keeps_every_byte(name: str) -> None:
    place = room(SOURCES[name])
    before = place.block.source
    status, answer = save(place, form(place))
    assert status == 200, answer
    assert place.block.source == before


def test_every_rule_text_and_part_can_be_changed() -> None:
    place = room()
    tree = form(place)
    tree |= {"rows": "١٠٠", "tries": "3", "minutes": "45", "pass_mark": "0,8", "purpose": "mastery", "needs": "computer", "salt": "2027"}
    tree["title"]["en"] = "Sales"
    total = tree["tasks"][0]
    total["hints"][0] |= {"cost": "0,15", "text": {"fr": "Nouvel indice"}}
    total["wrong"].append({"id": "", "fact": "total_of_prices", "misconception": "twice", "text": {"fr": "Quantité oubliée"}})
    tree["tasks"].append(NEW)
    tree["misconceptions"][0]["name"]["en"] = "Twice"
    status, answer = save(place, tree)
    assert status == 200, answer
    lab = place.block.document
    assert (lab.rows, lab.tries, lab.minutes, str(lab.pass_mark), lab.purpose, lab.needs, lab.salt) == (
        100, 3, 45, "0.8", "mastery", "computer", "2027",
    )  # fmt: skip
    assert lab.title("en") == "Sales"
    assert str(lab.tasks[0].hints[0].cost) == "0.15"
    assert lab.tasks[0].text("fr")[0].hints["h1"] == "Nouvel indice"
    assert [wrong.fact for wrong in lab.tasks[0].wrong] == ["total_with_duplicates", "total_of_prices"]
    assert (lab.tasks[-1].type, lab.tasks[-1].fact) == ("number", "median_amount")
    assert lab.name_misconception("twice", "en") == "Twice"
    assert 'later:extension xmlns:later="urn:later" mode="x"' in place.block.source
    assert 'future="kept"' in place.block.source


def test_type_of_a_task_follows_the_value_that_it_asks_for() -> None:
    place = room()
    tree = form(place)
    tree["tasks"][1] |= {"fact": "totals_by_city", "tolerance": "0.01"}
    assert save(place, tree)[0] == 200
    assert place.block.document.tasks[1].type == "file"


def test_tasks_are_moved_and_deleted_and_the_others_keep_their_bytes() -> None:
    place = room()
    tree = form(place)
    tree["tasks"] = [tree["tasks"][2], tree["tasks"][0]]
    before = re.search(r'<task id="total".*?</task>', place.block.source, re.DOTALL)
    assert save(place, tree)[0] == 200
    after = re.search(r'<task id="total".*?</task>', place.block.source, re.DOTALL)
    assert [task.id for task in place.block.document.tasks] == ["table", "total"]
    assert before is not None
    assert after is not None
    assert after[0] == before[0]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"rows": "7"}, "rows"),
        ({"rows": "many"}, "rows"),
        ({"pass_mark": "7"}, "pass_mark"),
        ({"generator": "weather"}, "generator"),
        ({"tries": "-1"}, "tries"),
        ({"title": {"fr": ""}}, "title.fr"),
        ({"generator": "access_log"}, "tasks.0.fact"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_field_and_nothing_is_lost(change: dict[str, Any], path: str) -> None:
    place = room()
    before = place.block.source
    status, refused = save(place, form(place) | change)
    assert status == 400
    assert path in [finding["path"] for finding in refused["findings"]]
    assert place.block.source == before
    answer = preview(place, form(place) | change)
    assert path in [finding["path"] for finding in answer["findings"]]
    assert answer["html"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"fact": "nothing"}, "tasks.0.fact"),
        ({"tolerance": "-1"}, "tasks.0.tolerance"),
        ({"weight": "0"}, "tasks.0.weight"),
        ({"stem": {}}, "tasks.0.stem.fr"),
        ({"hints": [{"id": "h1", "cost": "3", "text": {"fr": "x"}}]}, "tasks.0.hints.0.cost"),
        ({"wrong": [{"id": "w1", "fact": "best_city", "misconception": "twice"}]}, "tasks.0.wrong.0.fact"),
        ({"wrong": [{"id": "w1", "fact": "total_after_dedup", "misconception": "twice"}]}, "tasks.0.wrong.0.fact"),
    ],
)
def test_task_that_cannot_be_kept_is_named_and_left_out_of_the_preview(change: dict[str, Any], path: str) -> None:
    place = room()
    tree = form(place)
    tree["tasks"][0] |= change
    status, refused = save(place, tree)
    assert status == 400
    assert [finding["path"] for finding in refused["findings"]] == [path]
    assert "Quel total" not in preview(place, tree)["html"]


def test_author_is_told_what_is_worth_a_look() -> None:
    place = room()
    tree = form(place)
    tree["tasks"] = [{**tree["tasks"][1], "wrong": [{"id": "", "fact": "busiest_city", "misconception": ""}]}]
    found = {finding["path"]: finding for finding in preview(place, tree)["findings"]}
    assert {"tasks", "tasks.0.wrong.0.misconception", "title.en"} <= found.keys()
    assert {finding["severity"] for finding in found.values()} == {"warning"}
    assert save(place, tree)[0] == 200


def test_preview_is_the_learners_page_or_the_key_and_keeps_nothing() -> None:
    place = room()
    tree = form(place)
    tree["tasks"][0]["stem"]["ar"] = "<p>سؤال جديد</p>"
    learner = preview(place, tree, language="ar")["html"]
    assert "سؤال جديد" in learner
    assert "mk-data" in learner
    assert "FEEDBACK" not in learner
    assert "FEEDBACK-W1" in preview(place, tree, view="key")["html"]
    assert "سؤال جديد" not in place.block.source


def test_translation_that_was_left_alone_follows_its_old_source() -> None:
    place = room(SOURCES["tc05-u2-lab.xml"])
    tree = form(place)
    tree["tasks"][1]["stem"]["fr"] = "<p>Tout autre question.</p>"
    assert save(place, tree)[0] == 200
    task = place.block.document.tasks[1]
    assert (task.is_stale("ar"), task.is_stale("en"), task.is_stale("fr")) == (True, True, False)


def test_learner_may_neither_save_nor_preview_and_an_old_editor_overwrites_nothing() -> None:
    learner = Classroom(make_lab_olx())
    for handler in ("studio_save", "studio_preview"):
        assert learner.post(handler, {"form": {}, "language": "fr"})[1]["code"] == "not_author"
    place = room()
    assert save(place, form(place), base="0" * 16)[1]["code"] == "source_moved"


def test_written_html_is_sanitised() -> None:
    place = room()
    tree = form(place)
    tree["tasks"][0]["stem"]["fr"] = '<p onclick="x()">Bonjour<script>alert(1)</script></p>'
    assert save(place, tree)[0] == 200
    assert "onclick" not in place.block.source
    assert "script" not in place.block.source
