"""Drafts: nobody writes over what they have not seen, nothing is lost, and what comes in is taken apart before it is kept."""

from __future__ import annotations

import threading
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from tests.factories.authoring import COURSE, NEW_TEXT, WritingSchool, lesson_form
from tests.factories.classroom import CHECKPOINT, LESSON

from maslak_companion.authoring.models import Overlay, OverlayRevision
from maslak_companion.classroom.models import BlockState, Completion

OTHER = "<section><h2>Leçon</h2><p>Une autre phrase.</p></section>"


def count(school: WritingSchool, model: Any) -> int:
    with school.database.session(reading=True) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def sources(school: WritingSchool) -> list[str]:
    with school.database.session(reading=True) as session:
        return list(session.scalars(select(OverlayRevision.source).order_by(OverlayRevision.number)))


def test_the_second_of_two_authors_is_told_and_nothing_is_lost(school: WritingSchool) -> None:
    first = school.hire(leads=True)
    base = first.newest()["base"]
    assert first.write(NEW_TEXT, base=base).status_code == 200
    late = first.write(OTHER, base=base)
    assert (late.status_code, late.get_json()["code"]) == (409, "source_moved")
    assert len(sources(school)) == 1
    newest = first.newest()
    assert newest["number"] == 1
    assert first.write(OTHER, 1, base=newest["base"]).status_code == 200
    assert ["toute la classe" in each for each in sources(school)] == [True, False], "the first text stays in the history"


def test_a_save_that_names_an_old_revision_is_refused_in_words(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    author.write(NEW_TEXT)
    answer = author.write(OTHER, 0)
    assert answer.status_code == 409
    assert answer.get_json()["title"] == "Quelqu’un d’autre a enregistré cet élément entre-temps."
    assert answer.get_json()["number"] == 1


def test_of_two_saves_at_one_moment_one_is_kept(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    base, codes, gate = author.newest()["base"], [], threading.Barrier(2)

    def save(text: str) -> None:
        client = school.app.test_client()
        with author.client.session_transaction() as mine, client.session_transaction() as theirs:
            theirs.update(mine)
        address = f"{COURSE}/blocks/{LESSON}/handler/studio_save?opened=0"
        gate.wait()
        answer = client.post(address, json={"form": lesson_form(text), "base": base}, headers={"X-CSRFToken": author.token})
        codes.append(answer.status_code)

    threads = [threading.Thread(target=save, args=(text,)) for text in (NEW_TEXT, OTHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [200, 409]
    assert len(sources(school)) == 1


def test_saving_the_same_again_makes_no_revision(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    author.write(NEW_TEXT)
    # The translations are behind their source now, and the untouched form says so.
    assert author.write(NEW_TEXT, 1, state={"ar": "stale", "en": "stale"}).status_code == 200
    assert len(sources(school)) == 1


def test_undo_writes_an_earlier_text_anew(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    author.write(NEW_TEXT)
    author.write(OTHER, 1)
    assert author.post(f"{COURSE}/blocks/{LESSON}/bring-back", {"number": 1, "opened": 2}).status_code == 303
    found = sources(school)
    assert (len(found), found[2]) == (3, found[0])
    assert author.post(f"{COURSE}/blocks/{LESSON}/bring-back", {"number": 9, "opened": 3}).status_code == 404
    assert author.post(f"{COURSE}/blocks/{LESSON}/bring-back", {"number": 1, "opened": 2}).status_code == 409


def test_a_discarded_draft_is_as_released_and_needs_no_review(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    author.write(NEW_TEXT)
    author.post(f"{COURSE}/blocks/{LESSON}/bring-back", {"number": 0, "opened": 1})
    assert author.hand_in(2).status_code == 409
    assert "state-of-" not in author.get(COURSE).text
    assert len(sources(school)) == 2


def test_saving_again_takes_a_draft_out_of_its_review(school: WritingSchool) -> None:
    author, colleague = school.hire(leads=True), school.hire()
    author.write(NEW_TEXT)
    author.hand_in(1)
    [review] = colleague.list_reviews()
    author.write(OTHER, 1)
    assert colleague.decide(review, 1).status_code == 404, "what was read is not what would be accepted"
    author.hand_in(2)
    assert colleague.decide(review, 1).status_code == 409
    assert colleague.decide(review, 2).status_code == 303


def test_accepting_the_authors_own_text_ends_the_overlay(school: WritingSchool) -> None:
    author, colleague = school.hire(leads=True), school.hire()
    author.write(NEW_TEXT)
    author.hand_in(1)
    colleague.decide(colleague.list_reviews()[0], 1)
    author.post(f"{COURSE}/blocks/{LESSON}/bring-back", {"number": 0, "opened": 1})
    assert author.hand_in(2).status_code == 303
    colleague.decide(colleague.list_reviews()[0], 2)
    assert author.post(f"{COURSE}/releases", {}).status_code == 409, "there is nothing of the school's own any more"


def test_an_editor_touches_no_learner_and_no_release(school: WritingSchool) -> None:
    pupil = school.enter()
    author = school.hire(leads=True)
    author.get(f"{COURSE}/blocks/{LESSON}")
    author.get(f"{COURSE}/blocks/{CHECKPOINT}/preview")
    author.write(NEW_TEXT)
    assert (count(school, BlockState), count(school, Completion)) == (0, 0)
    assert "Bonjour le cours." in pupil.client.get("/learn/tiny/u1").text


HOSTILE = '<section><h2>Leçon</h2><p onclick="x()">Gare.<script>alert(1)</script><img src="x" onerror="y()"></p></section>'


def test_hostile_text_is_harmless_in_every_view(school: WritingSchool) -> None:
    author, colleague = school.hire(leads=True), school.hire()
    assert author.write(HOSTILE).status_code == 200
    preview = author.call("studio_preview", {"form": lesson_form(HOSTILE), "language": "fr"}, 1).get_json()["html"]
    author.hand_in(1)
    [review] = colleague.list_reviews()
    pages = [author.get(f"{COURSE}/blocks/{LESSON}{page}").text for page in ("", "/preview?reads=fr", "/history")]
    pages += [colleague.get(review).text, colleague.get(f"{review}/preview?reads=fr").text]
    for text in (preview, *pages):
        assert "Gare." in text
        assert not any(evil in text for evil in ("alert(1)", "onclick", "onerror"))


@pytest.mark.parametrize(
    "payload",
    [{}, {"form": []}, {"form": {"html": {"fr": "x" * 500_000}}}, {"form": {"html": {"fr": 7}}}, {"form": {"title": {"xx": "a"}}}],
)
def test_a_form_that_is_no_lesson_is_refused_and_nothing_is_kept(school: WritingSchool, payload: dict[str, Any]) -> None:
    author = school.hire(leads=True)
    assert author.call("studio_save", payload, 0).status_code == 400
    assert count(school, Overlay) == 0


def test_bodies_are_capped_before_a_block_reads_them(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    address = f"{COURSE}/blocks/{LESSON}/handler/studio_save?opened=0"
    large = author.client.post(
        address, data=b"x" * (2 * 1024 * 1024 + 1), content_type="application/json", headers={"X-CSRFToken": author.token}
    )
    assert large.status_code == 413
    wrong = author.client.post(address, data=b"<x/>", content_type="text/xml", headers={"X-CSRFToken": author.token})
    assert wrong.status_code == 400


@pytest.mark.parametrize("opened", ["", "-1", "x", "99999999999", "٣"])
def test_a_save_must_say_what_it_was_written_on(school: WritingSchool, opened: str) -> None:
    author = school.hire(leads=True)
    address = f"{COURSE}/blocks/{LESSON}/handler/studio_save?opened={opened}"
    answer = author.client.post(address, json={"form": lesson_form(NEW_TEXT)}, headers={"X-CSRFToken": author.token})
    assert answer.status_code == 400


def test_a_picture_is_shown_in_the_editor_and_saved_under_its_own_name(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    picture = NEW_TEXT.replace("</p>", '</p><figure><img src="/static/star.svg" alt="Une étoile"/></figure>')
    author.write(picture)
    page = author.get(f"{COURSE}/blocks/{LESSON}").text
    address = f"/authoring/files/{school.release_id}/star.svg"
    assert f'src="{address}"' in page
    assert author.get(address).status_code == 200
    shown = picture.replace("/static/star.svg", address).replace("toute la classe", "tous")
    assert author.call("studio_preview", {"form": lesson_form(shown), "language": "fr"}, 1).get_json()["html"].count(address) == 1
    author.write(shown, 1)
    assert 'src="/static/star.svg"' in sources(school)[-1]
    older = shown.replace(str(school.release_id), str(uuid4())).replace("tous", "chacun")
    author.write(older, 2)
    assert 'src="/static/star.svg"' in sources(school)[-1], "the page may have been opened on an older release"
