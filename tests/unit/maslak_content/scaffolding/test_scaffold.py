"""What the tool begins, the tool has nothing to say against."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner
from tests.factories.course_draft import make_clean_course

from maslak_content.check import check_course
from maslak_content.cli import main
from maslak_content.course import read_course
from maslak_content.scaffolding.scaffold import ScaffoldRefusedError, add_item, add_lab, add_unit
from maslak_content.unwritten import list_unwritten
from maslak_xblocks.checkpoint.document import ITEM_TYPES, ItemType, load_checkpoint
from maslak_xblocks.lab.document import load_lab
from maslak_xblocks.lab.generators import GENERATORS, make_data, make_seed
from maslak_xblocks.olx import to_source

CONTENT = Path(__file__).parents[4] / "course_content"
TITLES = {"ar": "الشبكات الاجتماعية", "fr": "Réseaux & « amis »", "en": "Social networks"}
Faults: TypeAlias = list[tuple[str, int | None, str]]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    shutil.copytree(CONTENT, tmp_path / "content")
    return tmp_path / "content" / "shared_core"


@pytest.fixture
def one_chapter(tmp_path: Path) -> Path:
    """The chapter alone, which is checked in a moment."""
    return make_clean_course(tmp_path)


def faults(course: Path) -> Faults:
    return [(each.file, each.line, each.code) for each in check_course(read_course(course))]


@pytest.fixture
def before_chapter(one_chapter: Path) -> Faults:
    """What the check says of the chapter as it is."""
    return faults(one_chapter)


@pytest.fixture(scope="module")
def before() -> Faults:
    """What the check says of the course as it is."""
    return faults(CONTENT / "shared_core")


def test_new_units_pass_the_check_one_after_another(course: Path, before: Faults) -> None:
    for name in ("tc06-u4", "tc06-u5", "tc06-u6"):
        add_unit(read_course(course), "tc06", name, TITLES)
    assert faults(course) == before


def test_new_unit_stands_before_the_checkpoint_of_its_chapter(course: Path) -> None:
    add_unit(read_course(course), "tc06", "tc06-u4", TITLES)
    units = [unit.url_name for chapter in read_course(course).chapters for unit in chapter.sequentials]
    assert units[units.index("tc06-u4") + 1] == "tc06-checkpoint"


def test_new_pairs_in_a_bank_pass_the_check_however_many(course: Path, before: Faults) -> None:
    add_unit(read_course(course), "tc06", "tc06-u4", TITLES)
    for number in range(8):
        assert len(add_item(read_course(course), "tc06-checkpoint-bank", f"tc06-u4-o{number % 2 + 1}")) == 2
    assert faults(course) == before


def test_practice_takes_as_many_items_as_its_contract_allows(course: Path, before: Faults) -> None:
    add_unit(read_course(course), "tc06", "tc06-u4", TITLES)
    added = [add_item(read_course(course), "tc06-u4-practice-checkpoint", "tc06-u4-o1")[0] for _ in range(2)]
    assert added == ["tc06-u4-q5", "tc06-u4-q6"]
    with pytest.raises(ScaffoldRefusedError, match="as many as"):
        add_item(read_course(course), "tc06-u4-practice-checkpoint", "tc06-u4-o1")
    assert faults(course) == before


@pytest.mark.parametrize("kind", ITEM_TYPES)
def test_new_items_of_every_way_of_answering_pass_the_check(one_chapter: Path, kind: ItemType) -> None:
    course, before = one_chapter, faults(one_chapter)
    add_unit(read_course(course), "tc06", "tc06-u4", TITLES)
    practice = add_item(read_course(course), "tc06-u4-practice-checkpoint", "tc06-u4-o1", kind)
    # As many as a bank gets in an afternoon: none may be a copy of another to the rule against duplicates.
    bank = [each for _ in range(4) for each in add_item(read_course(course), "tc06-checkpoint-bank", "tc06-u4-o2", kind)]
    assert faults(course) == before
    found = {item.get("id"): item.get("type") for block in read_course(course).checkpoints for item in block.element.iterchildren("item")}
    assert {found[each] for each in [*practice, *bank]} == {kind}


@pytest.mark.parametrize("kind", ITEM_TYPES)
def test_new_items_can_be_answered_in_every_language(course: Path, kind: ItemType) -> None:
    add_item(read_course(course), "tc06-checkpoint-bank", "tc06-u1-o1", kind)
    block = next(each for each in read_course(course).checkpoints if each.url_name == "tc06-checkpoint-bank")
    item = next(each for each in load_checkpoint(to_source(block.element)).items if each.id == "tc06-checkpoint-q1")
    assert item.type == kind
    assert set(item.variants) == {"ar", "fr", "en"}


def test_new_item_changes_nothing_else_in_its_file(course: Path) -> None:
    path = course / "vertical" / "tc06-checkpoint-page.xml"
    before = path.read_text()
    add_item(read_course(course), "tc06-checkpoint-bank", "tc06-u1-o1")
    after = path.read_text()
    without = re.sub(r'    <item id="tc06-checkpoint-q[12]".*?</item>\n', "", after, flags=re.DOTALL)
    assert re.sub(r'    <misconception id="tc06-checkpoint-q1-m[12]">.*\n', "", without) == before


@pytest.mark.parametrize(
    ("chapter", "name", "complaint"),
    [
        ("tc99", "tc99-u1", "no chapter tc99"),
        ("tc06", "tc06-u1", "already there"),
        ("tc06", "../evil", "no name for a unit"),
        ("tc06", "Unité 4", "no name for a unit"),
    ],
)
def test_unit_that_does_not_fit_is_refused_and_nothing_is_written(course: Path, chapter: str, name: str, complaint: str) -> None:
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    with pytest.raises(ScaffoldRefusedError, match=complaint):
        add_unit(read_course(course), chapter, name, TITLES)
    assert {path: path.read_bytes() for path in course.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("file", ["titles.xml", "chapter/tc06.xml"])
def test_unit_is_refused_where_a_file_is_in_another_code(one_chapter: Path, file: str) -> None:
    path = one_chapter / file
    path.write_bytes(
        ('<?xml version="1.0" encoding="ISO-8859-1"?>\n<!-- É -->' + path.read_text("utf-8")).encode("latin-1", "xmlcharrefreplace")
    )
    course = read_course(one_chapter)
    before = {path: path.read_bytes() for path in one_chapter.rglob("*") if path.is_file()}
    with pytest.raises(ScaffoldRefusedError, match=f"{file} is not UTF-8 text"):
        add_unit(course, "tc06", "tc06-u4", TITLES)
    assert {path: path.read_bytes() for path in one_chapter.rglob("*") if path.is_file()} == before


def test_unit_for_which_there_is_no_room_leaves_nothing_behind(one_chapter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the next attempt would be told that the unit is already there, and nothing would lead to it."""
    course = read_course(one_chapter)
    before = {path: path.read_bytes() for path in one_chapter.rglob("*") if path.is_file()}
    write = Path.write_bytes

    def fill(path: Path, data: bytes) -> int:
        if path.name.startswith(".titles.xml"):
            write(path, data[:10])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", fill)
    with pytest.raises(OSError, match="No space left"):
        add_unit(course, "tc06", "tc06-u4", TITLES)
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in one_chapter.rglob("*") if path.is_file()} == before
    assert add_unit(read_course(one_chapter), "tc06", "tc06-u4", TITLES)


def test_units_begun_at_the_same_time_are_all_in_the_course(one_chapter: Path, before_chapter: Faults) -> None:
    """Two terminals, or a script: whoever wrote last took the unit of the other out of its chapter."""
    names = [f"tc06-u{number}" for number in range(4, 8)]
    titles = ["--title-ar", TITLES["ar"], "--title-fr", TITLES["fr"], "--title-en", TITLES["en"]]
    words = [sys.executable, "-m", "maslak_content.cli", "new", "unit", "tc06"]
    begun = [subprocess.Popen([*words, name, *titles, "--course", str(one_chapter)], stdout=subprocess.DEVNULL) for name in names]
    assert [each.wait() for each in begun] == [0] * len(names)
    units = {unit.url_name for unit in read_course(one_chapter).sequentials}
    assert set(names) <= units
    assert faults(one_chapter) == before_chapter


def test_pages_that_were_begun_are_named_until_they_are_written(one_chapter: Path) -> None:
    """The check has nothing against what was begun, and learners read "The right answer", "Another mistake"."""
    assert list_unwritten(one_chapter) == []
    add_unit(read_course(one_chapter), "tc06", "tc06-u4", TITLES)
    add_lab(read_course(one_chapter), "tc06-u4", "cloud_bill", TITLES)
    pages = ["vertical/tc06-u4-lab.xml", "vertical/tc06-u4-practice.xml", "vertical/tc06-u4-read.xml"]
    assert list_unwritten(one_chapter) == pages
    said = CliRunner().invoke(main, ["check", str(one_chapter)]).stderr
    assert said.splitlines() == ["Begun and not written yet, pages: 3", *(f"    {page}" for page in pages)]


@pytest.mark.parametrize("kind", ITEM_TYPES)
def test_page_is_named_for_one_item_of_any_kind(one_chapter: Path, kind: ItemType) -> None:
    add_item(read_course(one_chapter), "tc06-checkpoint-bank", "tc06-u1-o1", kind)
    assert list_unwritten(one_chapter) == ["vertical/tc06-checkpoint-page.xml"]


def test_courses_of_the_programme_are_written() -> None:
    assert [page for course in CONTENT.iterdir() for page in list_unwritten(course)] == []


def test_id_of_an_item_that_was_taken_out_is_not_given_again(one_chapter: Path) -> None:
    """Whoever answered the old question would find the new one answered."""
    add_unit(read_course(one_chapter), "tc06", "tc06-u4", TITLES)
    path = one_chapter / "vertical" / "tc06-u4-practice.xml"
    path.write_text(re.sub(r'(?s)    <item id="tc06-u4-q2".*?</item>\n', "", path.read_text("utf-8")), "utf-8")
    assert add_item(read_course(one_chapter), "tc06-u4-practice-checkpoint", "tc06-u4-o1") == ["tc06-u4-q5"]


@pytest.mark.parametrize("data", GENERATORS)
def test_new_labs_on_every_kind_of_data_pass_the_check(one_chapter: Path, data: str) -> None:
    course, before = one_chapter, faults(one_chapter)
    pages = [add_lab(read_course(course), unit, data, TITLES)[0] for unit in ("tc06-u1", "tc06-u2", "tc06-u2")]
    assert pages == ["vertical/tc06-u1-lab2.xml", "vertical/tc06-u2-lab.xml", "vertical/tc06-u2-lab2.xml"]
    assert faults(course) == before


@pytest.mark.parametrize("data", GENERATORS)
def test_new_labs_can_be_worked_on_in_every_language(one_chapter: Path, data: str) -> None:
    add_lab(read_course(one_chapter), "tc06-u2", data, TITLES)
    block = next(each for each in read_course(one_chapter).labs if each.url_name == "tc06-u2-lab-data")
    lab = load_lab(to_source(block.element))
    sample = make_data(data, make_seed(data, "tc06-u2-lab-data", "learner", 1), lab.rows)
    assert set(lab.variants) == {"ar", "fr", "en"}
    assert (lab.competency, lab.level) == ("MA-NUM.TC.06", "N1")
    assert len(lab.tasks) >= 2
    for task in lab.tasks:
        assert set(task.variants) == {"ar", "fr", "en"}
        assert sample.facts[task.fact] != sample.facts[task.wrong[0].fact]
        # Nobody asks in one question for what another calls a mistake.
        assert task.fact not in {wrong.fact for each in lab.tasks for wrong in each.wrong}


def test_new_lab_ends_its_unit_and_has_a_title_in_three_languages(one_chapter: Path) -> None:
    add_lab(read_course(one_chapter), "tc06-u2", "cloud_bill", {**TITLES, "fr": "L'essai : réussi"})
    course = read_course(one_chapter)
    unit = next(each for each in course.sequentials if each.url_name == "tc06-u2")
    assert unit.verticals[-1].url_name == "tc06-u2-lab"
    assert unit.verticals[-1].element.get("display_name") == "L’essai\u00a0: réussi"
    assert {node.get("lang"): node.text for node in course.titles["tc06-u2-lab"]} == {**TITLES, "fr": "L’essai\u00a0: réussi"}


@pytest.mark.parametrize(
    ("unit", "data", "complaint"),
    [
        ("tc06-u9", "sales_table", "no unit tc06-u9; there are tc06-u1, tc06-u2"),
        ("tc06-u1", "sales", "no data called sales; there are sales_table, access_log, .*pipeline_runs"),
        ("tc06-checkpoint", "sales_table", "no lesson of tc06-checkpoint declares"),
    ],
)
def test_lab_that_does_not_fit_is_refused_and_nothing_is_written(one_chapter: Path, unit: str, data: str, complaint: str) -> None:
    before = {path: path.read_bytes() for path in one_chapter.rglob("*") if path.is_file()}
    with pytest.raises(ScaffoldRefusedError, match=complaint):
        add_lab(read_course(one_chapter), unit, data, TITLES)
    assert {path: path.read_bytes() for path in one_chapter.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(("checkpoint", "objective"), [("nowhere", "tc06-u1-o1"), ("tc06-checkpoint-bank", "tc06-u9-o1")])
def test_item_for_what_is_not_there_is_refused(course: Path, checkpoint: str, objective: str) -> None:
    with pytest.raises(ScaffoldRefusedError, match="there are"):
        add_item(read_course(course), checkpoint, objective)


def test_commands_say_what_they_wrote(course: Path) -> None:
    titles = [word for language, title in TITLES.items() for word in (f"--title-{language}", title)]
    unit = CliRunner().invoke(main, ["new", "unit", "tc06", "tc06-u4", *titles, "--course", str(course)])
    item = CliRunner().invoke(main, ["new", "item", "tc06-u4-practice-checkpoint", "tc06-u4-o2", "--course", str(course)])
    lab = CliRunner().invoke(main, ["new", "lab", "tc06-u4", "access_log", *titles, "--course", str(course)])
    assert unit.exit_code == item.exit_code == lab.exit_code == 0
    assert str(course / "vertical" / "tc06-u4-lab.xml") in lab.output.splitlines()
    assert str(course / "sequential" / "tc06-u4.xml") in unit.output.splitlines()
    assert item.output == "tc06-u4-q5\n"
