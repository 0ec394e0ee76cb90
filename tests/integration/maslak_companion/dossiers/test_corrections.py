"""A published mark is never changed: a correction is its next revision, with a reason, and a further attempt where the score moves."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select
from tests.factories.project import Author, Marker, ProjectSchool

from maslak_companion.dossiers.marking.models import PublishedMark
from maslak_companion.progress.models import EvidenceRow, RatingRow


@pytest.fixture
def round_id(author: Author, marker: Marker) -> str:
    assert author.upload().status_code == 200
    author.submit("report")
    (found,) = marker.find_rounds()
    marker.take(found)
    marker.mark(found, "ready", band_c1="2", band_c2="2", remark="Peut mieux faire")
    marker.publish()
    return found


def correct(marker: Marker, round_id: str, revision: str = "1", **fields: str) -> int:
    typed = {name.replace("_", "-", 1): value for name, value in fields.items()}
    return marker.browser.post(f"/to-mark/{round_id}/correct", {"version": revision, **typed}).status_code


def test_correction_is_a_revision_with_its_reason_and_moves_the_rating(
    school: ProjectSchool, author: Author, marker: Marker, round_id: str
) -> None:
    page = marker.browser.get(f"/to-mark/{round_id}/correct").text
    assert "Peut mieux faire" in page
    assert correct(marker, round_id, band_c1="4", band_c2="4", remark="Très bien", reason="Annexe oubliée") == 303
    mark = author.state("report")["rounds"][0]["mark"]
    assert (mark["score"], mark["remark"]) == ("1", "Corrigée\u00a0: Annexe oubliée\n\nTrès bien")
    with school.database.session(reading=True) as session:
        marks = session.scalars(select(PublishedMark).order_by(PublishedMark.revision)).all()
        assert [(each.revision, each.score, each.reason) for each in marks] == [(1, Decimal("0.3333"), ""), (2, 1, "Annexe oubliée")]
        evidence = session.scalars(select(EvidenceRow).order_by(EvidenceRow.attempt)).all()
        assert [(each.attempt, each.score) for each in evidence] == [(1, Decimal("0.3333")), (2, Decimal(1))]
        assert session.scalars(select(RatingRow)).one().rating == "acquired"


def test_correction_that_leaves_the_score_adds_no_evidence(school: ProjectSchool, marker: Marker, round_id: str) -> None:
    assert correct(marker, round_id, band_c1="2", band_c2="2", remark="Autrement dit", reason="Formulation") == 303
    with school.database.session(reading=True) as session:
        assert len(session.scalars(select(EvidenceRow)).all()) == 1


def test_correction_needs_a_reason_and_every_band(school: ProjectSchool, marker: Marker, round_id: str) -> None:
    assert correct(marker, round_id, band_c1="4", band_c2="4", reason="  ") == 422
    assert correct(marker, round_id, band_c1="4", reason="Pourquoi pas") == 422
    with school.database.session(reading=True) as session:
        assert len(session.scalars(select(PublishedMark)).all()) == 1


def test_second_of_two_corrections_is_told_of_the_first(school: ProjectSchool, marker: Marker, round_id: str) -> None:
    assert correct(marker, round_id, band_c1="4", band_c2="4", reason="Un") == 303
    assert correct(marker, round_id, band_c1="1", band_c2="1", reason="Deux") == 409
    with school.database.session(reading=True) as session:
        assert len(session.scalars(select(PublishedMark)).all()) == 2


def test_what_is_not_published_is_not_corrected(school: ProjectSchool, author: Author, marker: Marker) -> None:
    author.hand_in("plan")
    (round_id,) = marker.find_rounds()
    assert marker.browser.get(f"/to-mark/{round_id}/correct").status_code == 303
    assert correct(marker, round_id, "0", band_c1="4", reason="Trop tôt") == 409
    stranger = Marker(school.add_staff("instructor"))
    stranger.browser.get("/to-mark")
    assert correct(stranger, round_id, "0", band_c1="4", reason="x") == 404


def test_round_that_never_came_back_is_marked_as_it_stands(school: ProjectSchool, author: Author, marker: Marker) -> None:
    assert author.upload().status_code == 200
    author.submit("report")
    (found,) = marker.find_rounds()
    marker.take(found)
    assert marker.mark(found, "return", remark="Il manque l’annexe").status_code == 303
    assert "l’évaluer telle quelle" in marker.open(found)
    page = marker.browser.get(f"/to-mark/{found}/correct").text
    assert "Publier l’évaluation" in page
    assert correct(marker, found, band_c1="3", band_c2="3", remark="Sans annexe", reason="") == 422
    assert correct(marker, found, band_c1="3", band_c2="3", remark="Sans annexe", reason="Rien n’est revenu") == 303
    state = author.state("report")
    assert (state["state"], state["can_change"], state["rounds"][0]["mark"]["score"]) == ("marked", False, "0.6667")
    with school.database.session(reading=True) as session:
        marks = session.scalars(select(PublishedMark).order_by(PublishedMark.revision)).all()
        assert [(each.revision, each.outcome) for each in marks] == [(1, "returned"), (2, "marked")]
        assert len(session.scalars(select(EvidenceRow)).all()) == 1
    assert author.submit("report").get_json()["code"] == "stage_closed"
    assert (marker.find_rounds(state="returned"), marker.find_rounds(state="marked")) == ([], [found])


def test_round_that_a_newer_one_followed_stays_as_it_was_sent_back(author: Author, marker: Marker) -> None:
    assert author.upload().status_code == 200
    author.submit("report")
    (found,) = marker.find_rounds()
    marker.take(found)
    marker.mark(found, "return", remark="Il manque l’annexe")
    marker.browser.get(f"/to-mark/{found}/correct")
    assert author.submit("report").status_code == 200
    assert "telle quelle" not in marker.open(found)
    assert correct(marker, found, band_c1="3", band_c2="3", reason="Rien n’est revenu") == 409
    assert author.state("report")["state"] in ("submitted", "marking")
