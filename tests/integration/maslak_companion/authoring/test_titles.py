"""A chapter's titles go the way of a block's text: drafted, read by a colleague, released, met by a learner."""

from __future__ import annotations

import html
from datetime import timedelta

from lxml.html import fromstring as parse
from tests.factories.authoring import COURSE, Writer, WritingSchool, lesson_form
from tests.factories.classroom import LESSON, School
from tests.factories.course import PREFIX, write_course

from maslak_companion.authoring.models import LocalRelease
from maslak_companion.classroom.courses.course_files import read_course_files
from maslak_companion.classroom.models import Release
from maslak_companion.classroom.services import install_release

CHAPTER = f"{PREFIX}+type@chapter+block@ch1"
PAGE = f"{COURSE}/chapters/{CHAPTER}/titles"
NEW = {"ch1.fr": "Premiers pas", "ch1.ar": "خطوات أولى", "u1.fr": "Unité « une »", "u1.ar": "درس أول"}
REST = {"u1-read.fr": "Lire", "u1-more.fr": "Plus", "cp.fr": "Évaluation", "cp-page.fr": "Banque"}


def write(author: Writer, opened: int = 0, **more: str) -> int:
    return author.post(PAGE, {"opened": opened, **NEW, **REST, **more}).status_code


def read_files(school: School, release: Release) -> dict[str, bytes]:
    return dict(read_course_files(school.home / "releases" / f"{release.hash}.tar.gz"))


def test_titles_travel_from_the_form_to_the_learner(school: WritingSchool) -> None:
    author, colleague, pupil = school.hire(leads=True), school.hire(), school.enter()
    assert 'value="Unité une"' in author.get(PAGE).text
    assert write(author) == 303
    assert 'value="Premiers pas"' in author.get(PAGE).text
    assert author.hand_in(1, CHAPTER).status_code == 303
    [review] = colleague.list_reviews()
    shown = html.unescape(colleague.get(review).text)
    assert "<ins>Premiers pas</ins>" in shown
    assert "خطوات أولى" in shown
    assert colleague.decide(review, 1).status_code == 303
    assert author.post(f"{COURSE}/releases", {}).status_code == 303
    with school.database.session(reading=True) as session:
        made = session.query(LocalRelease).one()
        before, after = read_files(school, school.find_release()), read_files(school, session.get_one(Release, made.release_id))
    assert {name for name in before if before[name] != after.get(name)} == {"titles.xml"}
    assert "Premiers pas" not in pupil.client.get("/learn/tiny").text
    author.post(f"{COURSE}/move", {"release": str(made.release_id)})
    page = pupil.client.get("/learn/tiny").text
    assert "Premiers pas" in page
    assert "Unité « une »" in page


def test_a_second_window_is_told_and_loses_nothing(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    author.get(PAGE)
    assert write(author) == 303
    answer = author.post(PAGE, {"opened": 0, **NEW, **REST, "ch1.fr": "Le mien"})
    assert answer.status_code == 409
    assert 'value="Le mien"' in answer.text
    assert 'name="opened" value="1"' in answer.text, "saving again keeps one's own"
    assert 'value="Premiers pas"' in author.get(PAGE).text


def test_a_part_without_any_title_is_refused_with_what_was_written(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    author.get(PAGE)
    answer = author.post(PAGE, {"opened": 0, **NEW, **REST, "u1.fr": " ", "u1.ar": "", "cp.fr": "é" * 201})
    assert answer.status_code == 422
    assert answer.text.count("field-error") == 2
    assert 'value="Premiers pas"' in answer.text
    assert "Premiers pas" not in author.get(PAGE).text, "nothing was kept"


def test_an_earlier_text_comes_back_and_saving_the_same_is_no_draft(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    assert "state-of-draft" not in author.get(PAGE).text
    write(author)
    assert "Premiers pas" in author.get(f"{COURSE}/blocks/{CHAPTER}/history").text
    back = author.post(f"{COURSE}/blocks/{CHAPTER}/bring-back", {"opened": 1, "number": 0})
    assert back.status_code == 303
    assert back.location.endswith("/titles")
    page = author.get(PAGE).text
    assert 'value="Unité une"' in page
    assert "state-of-draft" not in page


def test_authors_and_school_meet_over_titles_too(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    author.get(PAGE)
    write(author)
    titles = '<titles><title for="u1"><text lang="fr">Unité des auteurs</text></title></titles>'
    school.now += timedelta(days=1)
    with school.database.session() as session:
        course = write_course(school.home / "newer", {"titles.xml": titles})
        install_release(session, school.shelf, course, course_key=school.course_key, at=school.now)
    page = html.unescape(author.get(f"{COURSE}/upstream").text)
    assert "<ins>des auteurs</ins>" in page
    assert "<ins>Premiers pas</ins>" in page
    chosen = {f"choice-{CHAPTER}": "theirs", f"opened-{CHAPTER}": 1}
    assert author.post(f"{COURSE}/upstream", chosen).status_code == 303
    assert 'value="Unité des auteurs"' in author.get(PAGE).text


def test_what_is_no_chapter_has_no_titles_here(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    for usage in (f"{PREFIX}+type@sequential+block@u1", "nothing"):
        assert author.get(f"{COURSE}/chapters/{usage}/titles").status_code == 404
    assert school.hire().get(PAGE).status_code == 404, "another's offering"
    assert author.get(f"{COURSE}/blocks/{CHAPTER}").status_code in (404, 422), "a chapter has no editor of a block"


def test_titles_that_nobody_may_keep_in_xml_are_cleaned(school: WritingSchool) -> None:
    author = school.hire(leads=True)
    author.get(PAGE)
    assert write(author, **{"ch1.fr": "Un\x01\u00a0titre\n <b>&amp;"}) == 303
    assert "Un \u00a0titre &lt;b&gt;&amp;amp;" in author.get(PAGE).text


def test_authors_read_the_titles_that_are_drafted_on_every_page(school: WritingSchool) -> None:
    author, colleague = school.hire(leads=True), school.hire()
    assert write(author) == 303
    form = lesson_form("<p>Bonjour.</p>") | {"title": {"fr": "Leçon bis", "ar": "درس ثان", "en": "Lesson again"}}
    assert author.call("studio_save", {"form": form, "base": author.newest()["base"]}, 0).status_code == 200
    block = f"{COURSE}/blocks/{LESSON}"
    for address in (COURSE, block, f"{block}/history", f"{block}/preview", f"{block}/check"):
        assert "Leçon bis" in read_names(author, address), address
    for title in ("Premiers pas", "Unité « une »"):
        assert title in read_names(author, COURSE)
    assert "Unité « une »" in read_names(author, block)
    assert "Premiers pas" in read_names(author, PAGE)
    author.hand_in(1, CHAPTER)
    author.hand_in(1)
    reviews = colleague.list_reviews()
    for title in ("Premiers pas", "Leçon bis"):
        assert title in read_names(colleague, "/authoring")
        assert any(title in read_names(colleague, review) for review in reviews)
    for review in reviews:
        colleague.decide(review, 1)
    for title in ("Premiers pas", "Leçon bis"):
        assert title in read_names(author, f"{COURSE}/releases")


def read_names(writer: Writer, address: str) -> str:
    """Return what a page in French says in its title, its headings and its links."""
    page = parse(writer.get(f"{address}?lang=fr").text)
    named = page.xpath("//title|//h1|//h2|//h3|//a|//p[@class='author-place']")
    return " | ".join(" ".join(node.text_content().split()) for node in named)
