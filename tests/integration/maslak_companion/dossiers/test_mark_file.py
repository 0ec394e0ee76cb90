"""The file of published marks: what a lead hands on, safe to open in a spreadsheet, for nobody else."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.factories.project import Author, Marker, ProjectSchool

from maslak_companion.people.models import Learner
from maslak_web.database import Database

FILE = "/to-mark/marks/core-2026"


@pytest.fixture
def school(sqlite_database: Database, tmp_path: Path) -> ProjectSchool:
    return ProjectSchool(sqlite_database, tmp_path / "home")


def read_file(marker: Marker) -> list[dict[str, str]]:
    answer = marker.browser.client.get(FILE)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == 'attachment; filename="marks-core-2026.csv"'
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


def test_file_holds_the_latest_published_mark_of_each_learner(school: ProjectSchool, author: Author, marker: Marker) -> None:
    author.hand_in()
    (round_id,) = marker.find_rounds()
    marker.take(round_id)
    marker.mark(round_id, "ready", band_c1="2")
    assert read_file(marker) == []
    marker.publish()
    marker.browser.get("/to-mark")
    marker.browser.post(f"/to-mark/{round_id}/correct", {"version": "1", "band-c1": "3", "reason": "Oubli"})
    (line,) = read_file(marker)
    assert (line["Équipe"], line["Remise"], line["Note sur 20"]) == ("1", "1", "13,33")
    assert (line["Projet"], line["Étape"], line["En retard"]) == ("Projet fr", "Étape fr", "")


def test_name_that_a_spreadsheet_would_run_is_text(school: ProjectSchool, author: Author, marker: Marker) -> None:
    with school.database.session() as session:
        learner = session.scalars(select(Learner)).one()
        learner.name_latin, learner.student_number = '=HYPERLINK("https://evil.example")', "0012345"
    author.hand_in()
    (round_id,) = marker.find_rounds()
    marker.take(round_id)
    marker.mark(round_id, "ready", band_c1="4")
    marker.publish()
    (line,) = read_file(marker)
    assert line["Nom en lettres latines"].startswith("'=")
    assert line["Numéro d’étudiant"] == "'0012345"


def test_file_is_not_for_others(school: ProjectSchool, author: Author) -> None:
    assert author.pupil.client.get(FILE).status_code == 403
    assert school.add_staff("instructor").client.get(FILE).status_code == 404
