"""Who may write, read and decide: the instructor of the course, and a colleague for the review."""

from __future__ import annotations

import pytest
from tests.factories.account import sign_in
from tests.factories.authoring import COURSE, NEW_TEXT, Writer, WritingSchool
from tests.factories.classroom import CHECKPOINT, LESSON
from tests.factories.course import PREFIX

PAGES = ("", f"/blocks/{LESSON}", f"/blocks/{LESSON}/preview", f"/blocks/{LESSON}/history", f"/blocks/{LESSON}/newest", "/releases")
POSTS = (f"/blocks/{LESSON}/bring-back", f"/blocks/{LESSON}/hand-in", "/releases", "/move", "/upstream")


def test_an_instructor_writes_in_the_courses_they_lead_only(school: WritingSchool) -> None:
    school.hire(leads=True)
    stranger = school.hire()
    assert {stranger.get(f"{COURSE}{page}").status_code for page in PAGES} == {404}
    assert {stranger.post(f"{COURSE}{page}", {"opened": 0, "number": 0}).status_code for page in POSTS} == {404}
    assert stranger.call("studio_save", {}, 0).status_code == 404


@pytest.mark.parametrize("role", ["student", "registrar", "administrator"])
def test_other_roles_find_no_door(school: WritingSchool, role: str) -> None:
    school.hire(leads=True).write(NEW_TEXT)
    browser = sign_in(school.app, school.database, role)
    assert {browser.get(page).status_code for page in ("/authoring", COURSE, f"{COURSE}/releases")} == {403}
    assert browser.post(f"{COURSE}/releases", {}).status_code == 403
    assert browser.get(f"/authoring/files/{school.release_id}/star.svg").status_code == 403


def test_nothing_is_posted_without_the_pages_token(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    author.write(NEW_TEXT)
    for page in POSTS:
        assert author.client.post(f"{COURSE}{page}", data={"opened": 1, "number": 0}).status_code == 400, page
    address = f"{COURSE}/blocks/{LESSON}/handler/studio_save?opened=1"
    assert author.client.post(address, json={}).status_code == 400
    assert author.newest()["number"] == 1


def test_nobody_reviews_what_they_wrote(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    author.write(NEW_TEXT)
    author.hand_in(1)
    [review] = author.list_reviews()
    assert "verdict" not in author.get(review).text
    assert author.decide(review, 1).status_code == 403
    assert author.list_reviews() == [review]


def test_two_who_wrote_are_both_authors(school: WritingSchool) -> None:
    first = school.hire(leads=True)
    first.write(NEW_TEXT)
    second = school.hire(leads=True)
    second.write("<p>Bonjour encore.</p>", 1)
    second.hand_in(2)
    [review] = second.list_reviews()
    assert first.decide(review, 2).status_code == 403
    assert school.hire().decide(review, 2).status_code == 303


def test_a_review_is_closed_once_it_is_decided(school: WritingSchool) -> None:
    author, colleague = school.hire(leads=True), school.hire()
    author.write(NEW_TEXT)
    author.hand_in(1)
    [review] = colleague.list_reviews()
    assert colleague.decide(review, 1, "return", "Le titre ne dit rien.").status_code == 303
    assert colleague.decide(review, 1).status_code == 404
    assert colleague.get(review).status_code == 404
    assert "Le titre ne dit rien." in author.get(f"{COURSE}/blocks/{LESSON}").text


@pytest.mark.parametrize(
    "handler", ["read", "set_language", "answer", "begin_attempt", "no_such", "__init__", "studio_view", "studio_none"]
)
def test_only_handlers_of_editors_answer(school: WritingSchool, handler: str) -> None:
    author = school.hire(leads=True)
    for usage in (LESSON, CHECKPOINT):
        assert author.call(handler, {"fraction": 1}, 0, usage).status_code == 404


@pytest.mark.parametrize("usage", [f"{PREFIX}+type@vertical+block@u1-read", "block-v1:no+such+block", "x" * 500])
def test_only_blocks_of_the_course_are_edited(school: WritingSchool, usage: str) -> None:
    author: Writer = school.hire(leads=True)
    assert author.get(f"{COURSE}/blocks/{usage}").status_code == 404
    assert author.call("studio_save", {}, 0, usage).status_code == 404


def test_a_standard_block_is_left_to_studio(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    problem = f"{PREFIX}+type@problem+block@p1"
    assert author.get(f"{COURSE}/blocks/{problem}").status_code == 422
    page = author.get(COURSE).text
    assert problem not in page
    assert "Un problème" in page


def test_a_release_of_another_course_is_none_of_this_one(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    for release in ("00000000-0000-0000-0000-000000000000", "x", ""):
        assert author.post(f"{COURSE}/move", {"release": release}).status_code in (400, 404)
    assert school.find_offering().release_id == school.release_id
