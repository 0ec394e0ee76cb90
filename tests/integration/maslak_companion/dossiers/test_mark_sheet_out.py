"""The sheet that leaves: a row for each open dossier, lists to choose from, an explanation, and nothing that a spreadsheet would run."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select
from tests.factories.mark_sheet import PAGE, SheetDesk, find_column
from tests.factories.project import PROJECT, Author, Marker, ProjectSchool

from maslak_companion.people.models import Learner
from maslak_web.database import Database


@pytest.fixture
def school(sqlite_database: Database, tmp_path: Path) -> ProjectSchool:
    return ProjectSchool(sqlite_database, tmp_path / "home")


@pytest.fixture
def desk(school: ProjectSchool) -> SheetDesk:
    return SheetDesk(school.instructor)


def test_sheet_holds_open_dossiers_with_what_was_drafted(school: ProjectSchool, author: Author, marker: Marker, desk: SheetDesk) -> None:
    author.hand_in()
    Author(school.enter()).hand_in()
    (first, _second) = marker.find_rounds()
    marker.take(first)
    marker.mark(first, "save", band_c1="3", comment_c1="=1+1", remark="+Bien")
    sheet = openpyxl.load_workbook(io.BytesIO(desk.download())).worksheets[0]
    assert [cell.value for cell in sheet[1]][:3] == ["id", "dossier", "team"]
    assert (sheet.row_dimensions[1].hidden, sheet.column_dimensions["A"].hidden) == (True, True)
    assert sheet.max_row == 4
    band = sheet.cell(3, find_column(sheet, "band:c1"))
    comment = sheet.cell(3, find_column(sheet, "comment:c1"))
    assert (band.value, comment.value, comment.data_type) == ("3 · Solide", "=1+1", "s")
    assert sheet.cell(3, find_column(sheet, "remark")).data_type == "s"
    assert sheet.cell(4, find_column(sheet, "band:c1")).value is None
    (rule,) = sheet.data_validations.dataValidation
    assert rule.type == "list"
    assert "Remarquable" in rule.formula1


def test_name_and_number_are_text_whatever_they_begin_with(school: ProjectSchool, author: Author, desk: SheetDesk) -> None:
    with school.database.session() as session:
        learner = session.scalars(select(Learner)).one()
        learner.name_latin, learner.student_number = '=HYPERLINK("https://evil.example")', "0012345"
    author.hand_in()
    sheet = openpyxl.load_workbook(io.BytesIO(desk.download())).worksheets[0]
    name, number = sheet.cell(3, find_column(sheet, "team")), sheet.cell(3, find_column(sheet, "students"))
    assert (name.data_type, number.data_type, number.value) == ("s", "s", "0012345")


@pytest.mark.parametrize(
    ("language", "is_rtl", "words"), [("ar", True, "كيفية ملء هذا الملف"), ("fr", False, "Comment remplir ce fichier")]
)
def test_second_sheet_explains_in_the_language_of_the_page(
    author: Author, desk: SheetDesk, language: str, is_rtl: bool, words: str
) -> None:
    author.hand_in()
    book = openpyxl.load_workbook(io.BytesIO(desk.download(language)))
    sheet, guide = book.worksheets
    assert bool(sheet.sheet_view.rightToLeft) is bool(guide.sheet_view.rightToLeft) is is_rtl
    lines = [cell.value for (cell,) in guide.iter_rows() if cell.value]
    assert lines[0] == words
    assert any("On voit mieux encore" in line for line in lines)


def test_sheet_names_nobody_where_names_are_hidden(author: Author, marker: Marker, desk: SheetDesk) -> None:
    author.hand_in()
    page = "/to-mark/projects/core-2026"
    marker.browser.get(page)
    assert marker.browser.post(f"{page}/rule", {"project": PROJECT, "anonymous": "yes"}).status_code == 303
    sheet = openpyxl.load_workbook(io.BytesIO(desk.download())).worksheets[0]
    values = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert not any("Salma" in value for value in values)
    assert {"team", "students"}.isdisjoint(values)


def test_published_dossier_is_no_longer_in_the_sheet(author: Author, marker: Marker, desk: SheetDesk) -> None:
    author.hand_in()
    (round_id,) = marker.find_rounds()
    marker.take(round_id)
    marker.mark(round_id, "ready", band_c1="2")
    marker.publish()
    assert openpyxl.load_workbook(io.BytesIO(desk.download())).worksheets[0].max_row == 2
    assert "Aucun dossier de cette étape n’est ouvert" in desk.browser.get(PAGE).text


def test_sheet_is_for_whoever_marks_and_nobody_else(school: ProjectSchool, author: Author, desk: SheetDesk) -> None:
    author.hand_in()
    file = f"{PAGE}/file?stage={PROJECT.replace('+', '%2B')}%23plan"
    assert desk.browser.client.get(file).status_code == 200
    assert author.pupil.client.get(file).status_code == 403
    assert school.add_staff("instructor").client.get(file).status_code == 404
    assert desk.browser.client.get(f"{PAGE}/file?stage=other%23plan").status_code == 404
