"""The authors release anew: what both changed is compared and chosen, what only one changed stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories.authoring import COURSE, NEW_TEXT, Writer, WritingSchool, accept_one
from tests.factories.classroom import LESSON
from tests.factories.course import make_lesson, write_course

from maslak_companion.authoring.models import Edition, Overlay
from maslak_companion.classroom.services import install_release

PAGE = f"{COURSE}/upstream"


def release_anew(school: WritingSchool, lesson: str) -> None:
    """Install another release of the authors, whose lesson reads otherwise."""
    school.now += timedelta(days=1)
    course = write_course(school.home / "newer", {"vertical/u1-read.xml": f'<vertical display_name="Lire">{lesson}</vertical>'})
    with school.database.session() as session:
        install_release(session, school.shelf, course, course_key=school.course_key, at=school.now)


def choose(author: Writer, choice: str, opened: int = 1) -> int:
    return author.post(PAGE, {f"choice-{LESSON}": choice, f"opened-{LESSON}": opened}).status_code


def read_edition(school: WritingSchool) -> tuple[bool, str, int]:
    """Return whether the edition stands on its first release, and state and number of its overlay."""
    with school.database.session(reading=True) as session:
        overlay = session.query(Overlay).one()
        return session.query(Edition).one().base_id == school.release_id, overlay.state, overlay.number


def test_both_changes_are_shown_side_by_side(school: WritingSchool) -> None:
    author, _ = accept_one(school)
    assert "Comparer et choisir" not in author.get(COURSE).text
    release_anew(school, make_lesson(body=" Et le monde."))
    assert "Comparer et choisir" in author.get(COURSE).text
    page = author.get(PAGE).text
    assert "<ins>Et le monde.</ins>" in page
    assert "<del>le cours.</del>" in page
    assert "toute la classe." in page


def test_ours_is_kept_on_the_new_release(school: WritingSchool) -> None:
    author, _ = accept_one(school)
    release_anew(school, make_lesson(body=" Et le monde."))
    assert choose(author, "ours") == 303
    assert read_edition(school) == (False, "reviewed", 1)
    assert author.post(f"{COURSE}/releases", {}).status_code == 303
    assert author.get(PAGE).status_code == 404, "there is nothing newer any more"


def test_theirs_is_taken_and_ours_stays_in_the_history(school: WritingSchool) -> None:
    author, _ = accept_one(school)
    release_anew(school, make_lesson(body=" Et le monde."))
    assert choose(author, "theirs") == 303
    assert read_edition(school) == (False, "unchanged", 2)
    assert author.post(f"{COURSE}/releases", {}).status_code == 409
    assert "Et le monde." in author.get(f"{COURSE}/blocks/{LESSON}/preview?reads=fr").text
    author.post(f"{COURSE}/blocks/{LESSON}/bring-back", {"number": 1, "opened": 2})
    assert "toute la classe" in author.get(f"{COURSE}/blocks/{LESSON}/preview?reads=fr").text


@pytest.mark.parametrize("choice", ["", "both"])
def test_nothing_moves_before_each_block_is_chosen(school: WritingSchool, choice: str) -> None:
    author, _ = accept_one(school)
    release_anew(school, make_lesson(body=" Et le monde."))
    assert choose(author, choice) == 422
    assert read_edition(school)[0]


def test_nobody_chooses_against_a_text_they_have_not_seen(school: WritingSchool) -> None:
    author, _ = accept_one(school)
    release_anew(school, make_lesson(body=" Et le monde."))
    author.write("<p>Entre-temps.</p>", 1)
    assert choose(author, "theirs", opened=1) == 409
    assert read_edition(school) == (True, "draft", 2)


def test_what_only_the_school_changed_needs_no_choice(school: WritingSchool) -> None:
    author, _ = accept_one(school)
    school.now += timedelta(days=1)
    course = write_course(school.home / "newer", items=4)
    with school.database.session() as session:
        install_release(session, school.shelf, course, course_key=school.course_key, at=school.now)
    assert "restent tels que vous les avez écrits" in author.get(PAGE).text
    assert author.post(PAGE, {}).status_code == 303
    assert read_edition(school) == (False, "reviewed", 1)


def test_a_draft_that_was_discarded_follows_the_authors(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    author.write(NEW_TEXT)
    author.post(f"{COURSE}/blocks/{LESSON}/bring-back", {"number": 0, "opened": 1})
    release_anew(school, make_lesson(body=" Et le monde."))
    assert author.post(PAGE, {}).status_code == 303
    assert "Et le monde." in author.get(f"{COURSE}/blocks/{LESSON}/preview?reads=fr").text


def test_a_block_that_the_authors_dropped_is_named_and_blocks_nothing(school: WritingSchool) -> None:
    author, _ = accept_one(school)
    release_anew(school, make_lesson(name="another"))
    assert "Absents du nouveau cours des auteurs" in author.get(PAGE).text
    assert author.post(PAGE, {}).status_code == 303
    assert author.get(COURSE).status_code == 200
    assert author.get("/authoring").status_code == 200
    assert author.post(f"{COURSE}/releases", {}).status_code == 409
