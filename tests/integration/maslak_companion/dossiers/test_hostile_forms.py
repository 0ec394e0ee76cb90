"""Forms that no page of ours sends: nothing breaks, nothing foreign is kept, and every word that was typed comes back."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.factories.project import PROJECT, Author, Marker, ProjectSchool

from maslak_companion.dossiers.marking.models import Marking, PublishedMark, ReusableComment
from maslak_web.database import Database


@pytest.fixture
def school(sqlite_database: Database, tmp_path: Path) -> ProjectSchool:
    return ProjectSchool(sqlite_database, tmp_path / "home")


@pytest.fixture
def round_id(author: Author, marker: Marker) -> str:
    author.hand_in("plan", question="Q", depot="https://git.example.ma/x")
    found = marker.find_rounds()[0]
    marker.take(found)
    return found


def read_body(school: ProjectSchool) -> dict[str, object]:
    with school.database.session(reading=True) as session:
        return dict(session.scalars(select(Marking)).one().body)


@pytest.mark.parametrize("band", ["0", "5", "-1", "x", "1.5", "١", "1" * 50])
def test_band_that_does_not_exist_is_refused(school: ProjectSchool, marker: Marker, round_id: str, band: str) -> None:
    answer = marker.mark(round_id, "ready", band_c1=band, remark="Gardé à l’écran")
    assert answer.status_code == 422
    assert "Gardé à l’écran" in answer.text
    assert read_body(school) == {}


def test_band_of_a_criterion_that_the_stage_does_not_judge_is_left_alone(school: ProjectSchool, marker: Marker, round_id: str) -> None:
    marker.mark(round_id, "save", band_c1="2", band_c2="4", comment_c2="non", **{f"on_{uuid.uuid4()}": "nulle part", "on_question": "oui"})
    assert read_body(school) == {"bands": {"c1": 2}, "comments": {}, "remarks": {"question": "oui"}, "remark": ""}


def test_text_beyond_the_limit_is_refused_and_kept_on_the_page(school: ProjectSchool, marker: Marker, round_id: str) -> None:
    answer = marker.mark(round_id, "save", remark="é" * 5001)
    assert answer.status_code == 422
    assert "é" * 5001 in answer.text
    assert marker.mark(round_id, "save", remark="é" * 5000).status_code == 303


def test_ready_without_a_band_says_which(marker: Marker, round_id: str) -> None:
    answer = marker.mark(round_id, "ready", remark="presque")
    assert answer.status_code == 422
    assert 'id="e-band-c1">Choisissez l’un des quatre degrés avant' in answer.text


def test_return_without_a_word_is_refused(school: ProjectSchool, author: Author, marker: Marker, round_id: str) -> None:
    assert marker.mark(round_id, "return", band_c1="2", remark="   ").status_code == 422
    assert author.state()["state"] == "marking"


def test_markup_in_comments_is_text(author: Author, marker: Marker, round_id: str) -> None:
    marker.mark(round_id, "return", remark='<img src=x onerror="alert(1)">', comment_c1="</textarea><script>1</script>")
    assert "<img src=x" not in marker.open(round_id)
    page = author.pupil.client.get("/learn/tiny/u1/u1-more").text
    assert "<img src=x" not in page
    assert "<script>1" not in page


@pytest.mark.parametrize("fields", [{}, {"mark-x": "1"}, {f"mark-{uuid.uuid4()}": "x"}, {"mark-": ""}])
def test_publishing_nothing_publishes_nothing(school: ProjectSchool, marker: Marker, fields: dict[str, str]) -> None:
    marker.browser.get("/to-mark")
    assert marker.browser.post("/to-mark/publish/core-2026", fields).status_code == 422


def test_publishing_a_mark_that_does_not_exist_or_is_a_draft_publishes_nothing(
    school: ProjectSchool, marker: Marker, round_id: str
) -> None:
    with school.database.session(reading=True) as session:
        draft = session.scalars(select(Marking)).one()
        fields = [{f"mark-{uuid.uuid4()}": "1"}, {f"mark-{draft.id}": str(draft.version)}]
    for each in fields:
        assert marker.browser.post("/to-mark/publish/core-2026", each).status_code == 409
    with school.database.session(reading=True) as session:
        assert session.scalar(select(func.count()).select_from(PublishedMark)) == 0


@pytest.mark.parametrize("page", ["nonsense", "AAAA", "%00", "9" * 700])
def test_position_that_nobody_gave_is_refused(marker: Marker, page: str) -> None:
    assert marker.browser.get(f"/to-mark?page={page}").status_code in (400, 422)


def test_project_that_is_none_has_no_page(marker: Marker) -> None:
    assert marker.browser.get("/to-mark/projects/core-2026?project=nothing").status_code == 404
    assert marker.browser.post("/to-mark/projects/core-2026/teams", {"project": "nothing", "action": "form"}).status_code == 404
    assert marker.browser.get("/to-mark/projects/nowhere").status_code == 404


def test_sentences_are_kept_inserted_and_forgotten_without_a_script(school: ProjectSchool, marker: Marker, round_id: str) -> None:
    marker.mark(round_id, "keep", new_sentence="Citez vos sources.", remark="Bonjour")
    page = marker.open(round_id)
    assert "Citez vos sources." in page
    with school.database.session(reading=True) as session:
        sentence = str(session.scalars(select(ReusableComment.id)).one())
    typed = {"sentence": sentence, "place": "comment-c1"}
    marker.browser.post(f"/to-mark/{round_id}", {**typed, "version": "2", "action": "insert", "comment-c1": "Bien.", "remark": "Bonjour"})
    assert read_body(school)["comments"] == {"c1": "Bien.\nCitez vos sources."}
    stranger = school.add_staff("administrator")
    stranger.get("/to-mark/sentences")
    assert "Citez" not in stranger.get("/to-mark/sentences").text
    stranger.post("/to-mark/sentences", {"forget": sentence})
    assert "Citez" in marker.browser.get("/to-mark/sentences").text
    marker.browser.post("/to-mark/sentences", {"forget": sentence})
    assert "Citez" not in marker.browser.get("/to-mark/sentences").text
    assert marker.browser.post("/to-mark/sentences", {"forget": "x"}).status_code == 404


@pytest.mark.parametrize(("sentence", "place"), [("x", "remark"), ("517a8eb1-2a86-4130-adee-e345c3fbd3ae", "remark")])
def test_sentence_that_is_not_the_markers_inserts_nothing(
    school: ProjectSchool, marker: Marker, round_id: str, sentence: str, place: str
) -> None:
    marker.mark(round_id, "insert", remark="Bonjour", sentence=sentence, place=place)
    assert read_body(school)["remark"] == "Bonjour"


def test_forms_without_their_token_are_refused(school: ProjectSchool, marker: Marker, round_id: str) -> None:
    marker.browser.token = ""
    for path in (f"/to-mark/{round_id}", f"/to-mark/{round_id}/take", "/to-mark/publish/core-2026", "/to-mark/sentences"):
        assert marker.browser.post(path, {"action": "save"}).status_code == 400


def test_learners_texts_for_things_that_were_not_asked_for_are_refused(author: Author) -> None:
    assert author.save("plan", revision=0, nothing="x").status_code == 404
    assert author.save("plan", revision=0, question="x" * 20_001).status_code == 400
    assert author.pupil.call(PROJECT, "save_draft", {"stage": "nowhere", "revision": 0, "texts": {}}).status_code == 404
