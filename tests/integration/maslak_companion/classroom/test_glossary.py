"""Terms in the classroom: those of the page, from the release being read, in the reader's language."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from tests.factories.classroom import ROOT, School
from tests.factories.course import LESSON, make_course_files, make_lesson

from maslak_companion.classroom.courses.glossary import read_glossary
from maslak_companion.classroom.courses.release import build_release
from maslak_companion.classroom.errors import CourseRefusedError
from maslak_content.course import read_course
from maslak_web.database import Database

TERM = """<term key="{key}"><text lang="ar">كلمة {key}</text><text lang="fr">mot {key}</text>
<text lang="en">word {key}</text>
<definition lang="ar">معنى {key}</definition><definition lang="fr">sens   {key}</definition>
<definition lang="en">&lt;b&gt; {key}</definition></term>"""
GLOSSARY = f"<glossary>{''.join(TERM.format(key=key) for key in ('one', 'two', 'three'))}</glossary>"
LESSON_XML = make_lesson(body=' <dfn data-term="two">deux</dfn>, <dfn data-term="lost">perdu</dfn>')
CHANGES = {"glossary.xml": GLOSSARY, "vertical/u1-read.xml": f'<vertical display_name="Lire">{LESSON_XML}</vertical>'}


def make_school(database: Database, tmp_path: Path, **changes: str | None) -> School:
    return School(database, tmp_path / "home", changes={**CHANGES, **changes})


@pytest.mark.parametrize(("language", "expected"), [("ar", "معنى two"), ("fr", "sens two"), ("en", "<b> two")])
def test_a_term_leads_to_its_entry_and_no_other_entry_is_sent(
    sqlite_database: Database, tmp_path: Path, language: str, expected: str
) -> None:
    answer = make_school(sqlite_database, tmp_path).enter(language).client.get("/learn/tiny/u1")
    page = html.fromstring(answer.data)
    (link,) = page.xpath("//a[@class='mk-term']")
    (entry,) = page.xpath("//*[@data-entry]")
    assert link.get("href") == f"#{entry.get('id')}"
    assert entry.xpath("string(dd)") == expected
    assert [dfn.text for dfn in page.xpath("//dfn[not(a)]")] == ["perdu"]
    assert "three" not in answer.text


def test_changing_the_language_brings_the_entries_of_that_language(sqlite_database: Database, tmp_path: Path) -> None:
    pupil = make_school(sqlite_database, tmp_path).enter()
    answer = pupil.call(LESSON, "set_language", {"language": "ar"})
    assert "معنى two" in answer.get_json()["html"]


def test_a_course_without_a_glossary_keeps_its_terms_as_text(sqlite_database: Database, tmp_path: Path) -> None:
    school = make_school(sqlite_database, tmp_path, **{"glossary.xml": None})
    page = html.fromstring(school.enter().client.get("/learn/tiny/u1").data)
    assert page.xpath("//a[@class='mk-term'] | //*[@data-glossary]") == []
    assert {dfn.text for dfn in page.xpath("//dfn")} == {"deux", "perdu"}


@pytest.mark.parametrize("broken", ["<glossary><term", '<!DOCTYPE g [<!ENTITY a "b">]><glossary><term key="x"/></glossary>'])
def test_a_glossary_that_cannot_be_read_refuses_the_course(broken: str) -> None:
    with pytest.raises(CourseRefusedError):
        build_release(make_course_files({"glossary.xml": broken}), "tiny")


def test_an_unfinished_entry_is_left_out_and_the_first_of_two_counts() -> None:
    entries = [
        '<term key="a"><text lang="fr">a</text></term>',
        '<term key="b"><text lang="de">b</text><definition lang="fr">b</definition></term>',
        '<term key="../c"><text lang="fr">c</text><definition lang="fr">c</definition></term>',
        '<term key="d"><text lang="fr">d <em>e</em></text><definition lang="ar">د</definition></term>',
        '<term key="d"><text lang="fr">x</text><definition lang="ar">x</definition></term>',
    ]
    found = read_glossary({"glossary.xml": f"<glossary>{''.join(entries)}</glossary>".encode()})
    assert {key: (term.names, term.definitions) for key, term in found.items()} == {"d": ({"fr": "d e"}, {"ar": "د"})}


def test_every_term_of_the_shared_core_is_explained_in_every_language() -> None:
    course = ROOT / "course_content" / "shared_core"
    found = read_glossary({"glossary.xml": (course / "glossary.xml").read_bytes()})
    assert found.keys() == read_course(course).glossary.keys()
    assert all(len(term.names) == len(term.definitions) == 3 for term in found.values())
