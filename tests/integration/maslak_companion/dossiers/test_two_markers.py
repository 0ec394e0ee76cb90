"""Two people at one dossier: one marks at a time, says who, and nobody's words are overwritten or lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from tests.factories.classroom import AT
from tests.factories.project import Author, Marker, ProjectSchool

from maslak_companion.dossiers.marking.models import Marking, PublishedMark


@pytest.fixture
def round_id(author: Author, marker: Marker) -> str:
    author.hand_in()
    return marker.find_rounds()[0]


@pytest.fixture
def other(school: ProjectSchool) -> Marker:
    return Marker(school.add_staff("administrator"))


def test_second_marker_is_told_who_has_it_and_until_when(marker: Marker, other: Marker, round_id: str) -> None:
    marker.take(round_id)
    answer = other.take(round_id)
    assert answer.status_code == 409
    assert "évalue ce dossier" in answer.text
    assert "12:00" in answer.text
    assert 'name="band-c1"' not in answer.text


def test_whoever_does_not_hold_a_dossier_writes_nothing(school: ProjectSchool, marker: Marker, other: Marker, round_id: str) -> None:
    marker.take(round_id)
    marker.mark(round_id, "save", band_c1="2", remark="De Nadia")
    for version in ("0", "1", "2", "-1", "99999999999999999999", "x"):
        answer = other.mark(round_id, "save", version=version, band_c1="4", remark="De quelqu’un d’autre")
        assert answer.status_code == 409
        assert "De quelqu’un d’autre" in answer.text
    with school.database.session(reading=True) as session:
        assert session.scalars(select(Marking)).one().body["remark"] == "De Nadia"


def test_draft_is_taken_over_after_the_hours_and_the_first_page_overwrites_nothing(
    school: ProjectSchool, marker: Marker, other: Marker, round_id: str
) -> None:
    marker.take(round_id)
    marker.mark(round_id, "save", remark="Première")
    school.now = AT + timedelta(hours=3)
    assert "Poursuivre ce brouillon" in other.open(round_id)
    assert other.take(round_id).status_code == 303
    assert "Première" in other.open(round_id)
    late = marker.mark(round_id, "ready", version="2", band_c1="4", remark="Trop tard")
    assert late.status_code == 409
    assert "Trop tard" in late.text
    assert other.mark(round_id, "save", remark="Deuxième").status_code == 303


def test_draft_that_is_given_back_is_free_at_once(marker: Marker, other: Marker, round_id: str) -> None:
    marker.take(round_id)
    marker.mark(round_id, "save", remark="Première")
    assert marker.browser.post(f"/to-mark/{round_id}/leave", {}).status_code == 303
    assert other.take(round_id).status_code == 303
    assert "Première" in other.open(round_id)


def test_two_tabs_of_one_marker_do_not_overwrite_one_another(marker: Marker, round_id: str) -> None:
    marker.take(round_id)
    assert marker.mark(round_id, "save", version="1", remark="Onglet un").status_code == 303
    answer = marker.mark(round_id, "save", version="1", remark="Onglet deux")
    assert answer.status_code == 409
    assert "Onglet deux" in answer.text
    assert "Onglet un" in marker.open(round_id)


def test_mark_that_changed_after_the_list_was_opened_is_not_published(
    school: ProjectSchool, author: Author, marker: Marker, other: Marker, round_id: str
) -> None:
    marker.take(round_id)
    marker.mark(round_id, "ready", band_c1="4")
    with school.database.session(reading=True) as session:
        row = session.scalars(select(Marking)).one()
        marking_id, version = row.id, row.version
    other.take(round_id)
    other.mark(round_id, "ready", band_c1="1")
    answer = marker.browser.post("/to-mark/publish/core-2026", {f"mark-{marking_id}": str(version)})
    assert answer.status_code == 409
    with school.database.session(reading=True) as session:
        assert session.scalars(select(PublishedMark)).all() == []
    assert marker.publish().status_code == 303
    assert author.state()["rounds"][0]["mark"]["criteria"][0]["band"] == 1


def test_published_mark_is_not_marked_again(marker: Marker, round_id: str) -> None:
    marker.take(round_id)
    marker.mark(round_id, "ready", band_c1="4")
    marker.publish()
    assert marker.take(round_id).status_code == 409
    assert marker.mark(round_id, "save", version="4", band_c1="1").status_code == 409
    assert 'name="band-c1"' not in marker.open(round_id)
