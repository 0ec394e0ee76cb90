"""Files that are wrong: every fault is named by its cell in the reader's language, hostile ones are not opened, and nothing is kept."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.factories.mark_sheet import Change, SheetDesk, change_sheet, fill, find_column, to_csv
from tests.factories.project import PROJECT, Author, Marker, ProjectSchool

from maslak_companion.dossiers.marking.models import Marking
from maslak_companion.dossiers.sheets.models import MarkSheet
from maslak_web.database import Database


@pytest.fixture
def school(sqlite_database: Database, tmp_path: Path) -> ProjectSchool:
    return ProjectSchool(sqlite_database, tmp_path / "home")


@pytest.fixture
def desk(school: ProjectSchool, author: Author) -> SheetDesk:
    author.hand_in()
    Author(school.enter()).hand_in()
    return SheetDesk(school.instructor)


def swap_ids(sheet: Any) -> None:
    first, second = sheet.cell(3, 1), sheet.cell(4, 1)
    first.value, second.value = second.value, first.value


def copy_row(sheet: Any) -> None:
    sheet.append([cell.value for cell in sheet[3]])


FAULTS: list[tuple[Change, str, str]] = [
    (fill(3, band_c1="5"), "H3", "n’est aucun des quatre degrés"),
    (fill(3, band_c1="Excellent"), "H3", "«\u00a0\u2068Excellent\u2069\u00a0»"),
    (fill(3, band_c1="=1+1"), "H3", "une formule"),
    (fill(3, remark="x" * 5001), "J3", "trop long"),
    (fill(4, band_c1=2, mark="15"), "K4", "ne découle pas des degrés"),
    (fill(4, mark="12"), "K4", "ne découle pas des degrés"),
    (fill(3, id=None, remark="x"), "3", "première cellule masquée"),
    (fill(4, id="not/an/id/at all"), "4", "première cellule masquée"),
    (fill(4, id="01900000-0000-7000-8000-000000000000/0/2/x"), "4", "n’appartient pas à cette étape"),
    (swap_ids, "B3", "un autre dossier"),
    (copy_row, "5", "deux fois"),
]


@pytest.mark.parametrize(("change", "reference", "words"), FAULTS)
def test_fault_is_named_by_its_cell_and_nothing_is_taken_over(
    school: ProjectSchool, desk: SheetDesk, change: Change, reference: str, words: str
) -> None:
    address, page = desk.send_and_open(change_sheet(desk.download(), fill(4, band_c1=4), change))
    assert f'<span dir="ltr">{reference}</span>' in page
    assert words in page
    assert 'name="seen"' not in page
    assert desk.keep(address, page).status_code == 409
    with school.database.session(reading=True) as session:
        assert session.scalars(select(Marking)).all() == []


@pytest.mark.parametrize(("language", "words"), [("ar", "ليست من الدرجات الأربع"), ("en", "is none of the four bands")])
def test_fault_is_said_in_the_language_of_the_reader(desk: SheetDesk, language: str, words: str) -> None:
    address, _ = desk.send_and_open(change_sheet(desk.download(), fill(3, band_c1="7")))
    assert words in desk.browser.get(f"{address}?lang={language}").text


def drop_codes(sheet: Any) -> None:
    sheet.delete_rows(1)


def drop_remark(sheet: Any) -> None:
    sheet.delete_cols(find_column(sheet, "remark"))


def repeat_band(sheet: Any) -> None:
    sheet.cell(1, find_column(sheet, "comment:c1")).value = "band:c1"


@pytest.mark.parametrize(
    ("change", "words"), [(drop_codes, "première ligne masquée"), (drop_remark, "Une colonne manque"), (repeat_band, "figure deux fois")]
)
def test_sheet_without_its_columns_is_refused(school: ProjectSchool, desk: SheetDesk, change: Change, words: str) -> None:
    answer = desk.send(change_sheet(desk.download(), change))
    assert answer.status_code == 422
    assert words in answer.text
    with school.database.session(reading=True) as session:
        assert session.scalars(select(MarkSheet)).all() == []


def make_zip(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return target.getvalue()


def add_part(raw: bytes, name: str, content: bytes) -> bytes:
    target = io.BytesIO(raw)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return target.getvalue()


def with_entity(raw: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(target, "w") as archive:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                doctype = b'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
                content = content.replace(b"<worksheet", doctype + b"<worksheet", 1).replace(b"</sheetData>", b"&x;</sheetData>")
            archive.writestr(entry.filename, content)
    return target.getvalue()


def test_hostile_files_are_refused(desk: SheetDesk) -> None:
    good = desk.download()
    files = {
        b"": "Choisissez d’abord un fichier",
        b"PK\x03\x04 no zip": "ne peut pas être lu",
        b"\xd0\xcf\x11\xe0" + b"\0" * 64: "ancien format",
        add_part(good, "xl/vbaProject.bin", b"x"): "macros",
        make_zip(xl__workbook_dot_xml=b"0" * 9_000_000): "bien plus que des évaluations",
        with_entity(good): "ne peut pas être lu",
        b"\xff\xfe\x00": "ne peut pas être lu",
        "évaluation".encode("latin-1"): "ne peut pas être lu",
        b"\n\n": "est vide",
        b'id;dossier\n"unclosed': "ne peut pas être lu",
        b"name;mark\nSalma;20\n": "première ligne masquée",
    }
    for raw, words in files.items():
        answer = desk.send(raw)
        assert answer.status_code == 422, raw[:20]
        assert words in answer.text, (raw[:20], words)


def test_file_with_more_rows_than_a_stage_has_is_refused(desk: SheetDesk) -> None:
    raw = to_csv(desk.download())
    answer = desk.send(raw + b"x;1\r\n" * 1200, "marks.csv")
    assert answer.status_code == 422
    assert "plus de lignes" in answer.text


def test_sheet_of_another_stage_changes_nothing_of_this_one(school: ProjectSchool, author: Author, desk: SheetDesk) -> None:
    assert author.upload().status_code == 200
    author.submit("report")
    other = SheetDesk(desk.browser, f"{PROJECT}#report")
    assert other.send(desk.download()).status_code == 422
    _, page = desk.send_and_open(change_sheet(other.download(), fill(3, band_c1=4)))
    assert "n’appartient pas à cette étape" in page


def test_learners_and_strangers_send_nothing(school: ProjectSchool, author: Author, desk: SheetDesk) -> None:
    raw = change_sheet(desk.download(), fill(3, band_c1=4))
    pupil = SheetDesk(school.add_staff("student"))
    assert pupil.send(raw).status_code == 403
    assert SheetDesk(school.add_staff("instructor")).send(raw).status_code == 404
    desk.browser.token = ""
    assert desk.send(raw).status_code == 400
    assert Marker(desk.browser).find_rounds(state="marking") == []
