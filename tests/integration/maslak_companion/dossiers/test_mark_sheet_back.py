"""The sheet that comes back: a dry run first, then all of it once, and nothing that somebody else marked is overwritten."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.factories.classroom import AT
from tests.factories.mark_sheet import SheetDesk, change_sheet, fill, reverse_columns, to_csv
from tests.factories.project import Author, Marker, ProjectSchool

from maslak_companion.dossiers.marking.models import Marking
from maslak_companion.dossiers.sheets.models import MarkSheet
from maslak_web.database import Database


@pytest.fixture
def school(database: Database, tmp_path: Path) -> ProjectSchool:
    return ProjectSchool(database, tmp_path / "home")


@pytest.fixture
def desk(school: ProjectSchool, author: Author) -> SheetDesk:
    author.hand_in()
    Author(school.enter()).hand_in()
    return SheetDesk(school.instructor)


def kept(school: ProjectSchool) -> list[tuple[str, dict[str, int], str]]:
    with school.database.session(reading=True) as session:
        rows = session.scalars(select(Marking).order_by(Marking.round_id)).all()
        return [(row.state, row.body.get("bands", {}), row.body.get("remark", "")) for row in rows]


def test_dry_run_shows_every_change_and_keeps_nothing(school: ProjectSchool, desk: SheetDesk) -> None:
    _, page = desk.send_and_open(change_sheet(desk.download(), fill(3, band_c1="2 · En partie", remark="Précisez <b>le</b> lieu.")))
    assert "1 dossier serait modifié" in page
    assert "2 · En partie" in page
    assert "Précisez &lt;b&gt;le&lt;/b&gt; lieu." in page
    assert "6,67" in page
    assert kept(school) == []


def test_sheet_is_taken_over_once_and_a_complete_row_is_ready(school: ProjectSchool, desk: SheetDesk) -> None:
    address, page = desk.send_and_open(change_sheet(desk.download(), fill(3, band_c1=4), fill(4, remark="À relire")))
    for _ in range(2):
        assert desk.keep(address, page).status_code == 303
    assert kept(school) == [("ready", {"c1": 4}, ""), ("draft", {}, "À relire")]
    assert "a été repris le" in desk.browser.get(address).text


def test_complete_rows_stay_drafts_where_that_was_asked_for(school: ProjectSchool, desk: SheetDesk) -> None:
    assert desk.take_over(change_sheet(desk.download(), fill(3, band_c1=4)), ready=False).status_code == 303
    assert kept(school) == [("draft", {"c1": 4}, "")]


def test_same_file_again_changes_nothing(school: ProjectSchool, desk: SheetDesk) -> None:
    raw = change_sheet(desk.download(), fill(3, band_c1=4))
    desk.take_over(raw)
    _, page = desk.send_and_open(raw)
    assert "Ce fichier ne change rien" in page
    with school.database.session(reading=True) as session:
        assert len(session.scalars(select(MarkSheet)).all()) == 1


def test_mark_that_changed_meanwhile_is_said_and_kept(school: ProjectSchool, desk: SheetDesk, marker: Marker) -> None:
    raw = change_sheet(desk.download(), fill(3, band_c1=4), fill(4, band_c1=2))
    first = marker.find_rounds()[0]
    marker.take(first)
    marker.mark(first, "save", band_c1="1", remark="De la page")
    address, page = desk.send_and_open(raw)
    assert "Modifiées entre-temps" in page
    assert desk.keep(address, page).status_code == 303
    assert kept(school) == [("draft", {"c1": 1}, "De la page"), ("ready", {"c1": 2}, "")]


def test_row_that_nobody_touched_is_no_conflict(school: ProjectSchool, desk: SheetDesk, marker: Marker) -> None:
    raw = change_sheet(desk.download(), fill(4, band_c1=2))
    first = marker.find_rounds()[0]
    marker.take(first)
    marker.mark(first, "save", band_c1="1")
    _, page = desk.send_and_open(raw)
    assert "Modifiées entre-temps" not in page
    assert "1 dossier serait modifié" in page


def test_change_between_dry_run_and_yes_takes_nothing_over(school: ProjectSchool, desk: SheetDesk, marker: Marker) -> None:
    address, page = desk.send_and_open(change_sheet(desk.download(), fill(3, band_c1=4), fill(4, band_c1=2)))
    first = marker.find_rounds()[0]
    marker.take(first)
    marker.mark(first, "save", band_c1="1")
    answer = desk.keep(address, page)
    assert answer.status_code == 409
    assert "Rien n’a été repris" in answer.text
    assert kept(school) == [("draft", {"c1": 1}, "")]


def test_dossier_that_a_colleague_marks_is_left_to_them(school: ProjectSchool, desk: SheetDesk, marker: Marker) -> None:
    raw = change_sheet(desk.download(), fill(3, band_c1=4))
    other = Marker(school.add_staff("administrator"))
    other.take(other.find_rounds()[0])
    _, page = desk.send_and_open(raw)
    assert "Chez un collègue" in page
    school.now = AT + timedelta(hours=3)
    _, page = desk.send_and_open(change_sheet(desk.download(), fill(3, band_c1=4)))
    assert "1 dossier serait modifié" in page


def test_remark_on_a_file_stays_where_the_sheet_has_no_column_for_it(school: ProjectSchool, desk: SheetDesk, marker: Marker) -> None:
    first = marker.find_rounds()[0]
    marker.take(first)
    marker.mark(first, "save", on_question="Belle question")
    desk.take_over(change_sheet(desk.download(), fill(3, band_c1=3)))
    with school.database.session(reading=True) as session:
        body = session.scalars(select(Marking)).one().body
    assert (body["bands"], body["remarks"]) == ({"c1": 3}, {"question": "Belle question"})


def test_band_is_understood_by_its_word_in_any_language(school: ProjectSchool, desk: SheetDesk) -> None:
    raw = change_sheet(desk.download("ar"), fill(3, band_c1="متين"), fill(4, band_c1="Solid"))
    assert desk.take_over(raw).status_code == 303
    assert kept(school) == [("ready", {"c1": 3}, "")] * 2


def test_columns_in_another_order_and_empty_rows_are_understood(school: ProjectSchool, desk: SheetDesk) -> None:
    raw = change_sheet(desk.download(), fill(4, band_c1=3), reverse_columns, lambda sheet: sheet.insert_rows(4, 3))
    assert desk.take_over(raw).status_code == 303
    assert kept(school) == [("ready", {"c1": 3}, "")]


@pytest.mark.parametrize(("delimiter", "encoding"), [(";", "utf-8-sig"), (",", "utf-8"), ("\t", "utf-16")])
def test_csv_with_calculated_marks_is_understood(school: ProjectSchool, desk: SheetDesk, delimiter: str, encoding: str) -> None:
    raw = change_sheet(desk.download(), fill(3, band_c1="٢", remark="Deux\nlignes ; ici"))
    assert desk.take_over(to_csv(raw, delimiter=delimiter, encoding=encoding, marks=["6,67", ""]), "marks.csv").status_code == 303
    assert kept(school) == [("ready", {"c1": 2}, "Deux\nlignes ; ici")]


def test_another_marker_reads_nothing_of_a_sheet(school: ProjectSchool, desk: SheetDesk) -> None:
    address, page = desk.send_and_open(change_sheet(desk.download(), fill(3, band_c1=4)))
    other = SheetDesk(school.add_staff("administrator"))
    assert other.browser.get(address).status_code == 404
    assert other.keep(address, page).status_code == 404
    assert kept(school) == []
