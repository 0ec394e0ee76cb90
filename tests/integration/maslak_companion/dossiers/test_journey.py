"""A project from the first word to the rating: drafts, rounds, marks that come back, and marks that are published together."""

from __future__ import annotations

import re
from decimal import Decimal

from sqlalchemy import select
from tests.factories.project import Author, Marker, ProjectSchool

from maslak_companion.accounts.services import list_accesses
from maslak_companion.classroom.models import Completion, Mark
from maslak_companion.dossiers.models import Dossier, DossierRound
from maslak_companion.progress.models import EvidenceRow, RatingRow


def test_two_rounds_of_a_stage_then_the_last_stage_end_in_evidence_and_a_rating(
    school: ProjectSchool, author: Author, marker: Marker
) -> None:
    author.hand_in("plan", question="Combien coûte l'eau ?")
    assert author.state()["state"] == "submitted"
    (first,) = marker.find_rounds()
    assert marker.take(first).status_code == 303
    assert author.state()["state"] == "marking"
    returned = marker.mark(first, "return", remark="Précisez la ville.", band_c1="2")
    assert returned.status_code == 303, returned.text
    state = author.state()
    assert (state["state"], state["can_change"]) == ("returned", True)
    assert state["draft"]["texts"] == {"question": "Combien coûte l'eau ?"}
    assert state["rounds"][0]["mark"]["remark"] == "Précisez la ville."
    assert marker.find_rounds() == []

    author.hand_in("plan", question="Combien coûte l'eau à Salé ?")
    (second,) = marker.find_rounds()
    page = marker.open(second)
    assert "Précisez la ville." in page
    assert "Combien coûte l&#39;eau ?" in page
    marker.take(second)
    assert marker.mark(second, "ready", band_c1="3", comment_c1="Bien.").status_code == 303
    assert author.state()["rounds"][1]["mark"] is None
    assert marker.publish().status_code == 303
    mark = author.state()["rounds"][1]["mark"]
    assert (mark["score"], mark["criteria"]) == ("0.6667", [{"criterion": "c1", "band": 3, "comment": "Bien."}])
    with school.database.session(reading=True) as session:
        assert session.scalars(select(EvidenceRow)).all() == []

    assert author.upload().status_code == 200
    assert author.submit("report").status_code == 200
    (last,) = marker.find_rounds()
    file = author.state("report")["rounds"][0]["files"][0]["id"]
    marker.take(last)
    marker.mark(last, "ready", band_c1="4", band_c2="3", **{f"on_{file}": "Belle mise en page."})
    marker.publish()
    report = author.state("report")
    assert report["state"] == "marked"
    assert report["rounds"][0]["mark"]["comments"][0]["text"] == "Belle mise en page."
    assert report["rounds"][0]["mark"]["comments"][0]["file"] == file
    with school.database.session(reading=True) as session:
        evidence = session.scalars(select(EvidenceRow)).one()
        # (1 × 3 + 2 × 2) of 9 thirds: the plan's band of c1 gives way to the report's.
        assert (evidence.score, evidence.item, evidence.attempt) == (Decimal("0.7778"), "*", 1)
        assert (evidence.source, evidence.conditions, evidence.identity_check) == ("project", "supervised", "staff")
        assert (evidence.competency, evidence.level) == ("MA-NUM.TC.06", "N2")
        rating = session.scalars(select(RatingRow)).one()
        assert (rating.level, rating.rating) == ("N2", "acquired")
        assert session.scalars(select(Mark)).one().value == Decimal("0.7778")
        assert session.scalars(select(Completion)).one().fraction == 1


def test_publishing_twice_publishes_once(school: ProjectSchool, author: Author, marker: Marker) -> None:
    author.upload()
    author.submit("report")
    (round_id,) = marker.find_rounds()
    marker.take(round_id)
    marker.mark(round_id, "ready", band_c1="4", band_c2="4")
    page = marker.browser.get("/to-mark/publish/core-2026").text
    fields = dict(_chosen(page))
    assert [marker.browser.post("/to-mark/publish/core-2026", fields).status_code for _ in range(2)] == [303, 303]
    assert len(author.state("report")["rounds"]) == 1
    with school.database.session(reading=True) as session:
        assert session.scalars(select(EvidenceRow)).one().attempt == 1
        assert session.scalars(select(Dossier)).one().attempts == 1


def _chosen(page: str) -> list[tuple[str, str]]:
    return re.findall(r'name="(mark-[0-9a-f-]{36})" value="(\d+)"', page)


def test_draft_of_a_mark_never_reaches_the_learner(author: Author, marker: Marker) -> None:
    author.hand_in()
    (round_id,) = marker.find_rounds()
    marker.take(round_id)
    marker.mark(round_id, "save", band_c1="1", remark="À revoir de fond en comble")
    assert "fond en comble" in marker.open(round_id)
    page = author.pupil.client.get("/learn/tiny/u1/u1-more").text
    assert "fond en comble" not in page
    assert author.state()["rounds"][0]["mark"] is None


def test_round_is_kept_exactly_as_it_was_handed_in(school: ProjectSchool, author: Author, marker: Marker) -> None:
    author.hand_in("plan", question="Première version", depot="https://git.example.ma/eau")
    (round_id,) = marker.find_rounds()
    marker.take(round_id)
    marker.mark(round_id, "return", remark="Encore un effort")
    author.save("plan", question="Deuxième version")
    with school.database.session(reading=True) as session:
        row = session.scalars(select(DossierRound)).one()
        assert row.texts == {"question": "Première version", "depot": "https://git.example.ma/eau"}


def test_link_shows_as_text_with_its_host(author: Author, marker: Marker) -> None:
    author.hand_in("plan", question="<script>alert(1)</script>", depot="https://git.example.ma/eau?x=1")
    page = marker.open(marker.find_rounds()[0])
    assert "<script>alert" not in page
    assert '<strong dir="ltr">git.example.ma</strong>' in page


def test_reading_a_dossier_is_written_into_the_access_log(school: ProjectSchool, author: Author, marker: Marker) -> None:
    author.hand_in()
    marker.open(marker.find_rounds()[0])
    with school.database.session(reading=True) as session:
        assert {each.what for each in list_accesses(session, author.pupil.learner_id)} == {"dossier"}


def test_return_after_the_last_round_is_refused(school: ProjectSchool, author: Author, marker: Marker) -> None:
    for number in range(3):
        author.hand_in("plan", question=f"Version {number}")
        (round_id,) = marker.find_rounds()
        marker.take(round_id)
        answer = marker.mark(round_id, "return", remark="Encore")
    assert answer.status_code == 409
    assert "Encore" in answer.text
    assert author.state()["state"] == "marking"
