"""`maslak-content check`: what it says, in which language and form, and the status it ends with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.factories.course_draft import COURSES, Draft, make_clean_course

from maslak_content.cli import main


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return make_clean_course(tmp_path)


def check(course: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["check", str(course), *options])
    return result.exit_code, result.output


def spoil(course: Path) -> None:
    Draft(course, 0).write("vertical/tc06-forgotten.xml", "<vertical/>")


def test_clean_course_ends_with_status_0(course: Path) -> None:
    status, output = check(course)
    assert (status, output.startswith("No fault was found")) == (0, True)


def test_the_shared_core_is_clean_without_a_baseline() -> None:
    assert check(COURSES / "shared_core")[0] == 0


def test_a_finding_ends_with_status_1_and_says_where_and_what_to_do(course: Path) -> None:
    spoil(course)
    status, output = check(course)
    assert status == 1
    assert "vertical/tc06-forgotten.xml: error [file_unused]" in output
    assert "→ Refer to it where it belongs, or delete it." in output
    assert "     1  error     file_unused" in output


@pytest.mark.parametrize("page", ["vertical/tc06-u1-read.xml", "vertical/tc06-u1-practice.xml"])
def test_a_sign_that_hides_a_page_is_not_followed_by_what_the_page_would_have_said(course: Path, page: str) -> None:
    """A lesson that cannot be read declares no objective, marks no term and shows no figure: all that is one fault."""
    Draft(course, 0).replace(page, "<p>", "<p>R&D ")
    found = json.loads(check(course, "--json")[1])["findings"]
    assert [(finding["code"], finding["file"]) for finding in found] == [("sign_bare", page)]


@pytest.mark.parametrize("name", ["titles.xml", "glossary.xml"])
def test_a_list_saved_in_another_code_is_one_fault_and_no_hundred(course: Path, name: str) -> None:
    """Notepad saves in the code of Windows where it is told to: every title would seem to lack."""
    text = (course / name).read_text("utf-8")
    Draft(course, 0).write(name, text.encode("cp1256", "replace"))
    found = json.loads(check(course, "--json")[1])["findings"]
    assert [(finding["code"], finding["file"]) for finding in found] == [("bytes_foreign", name)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<p>", "<p>a&nbsp;: ", "“&nbsp;” is a name of HTML that XML does not know."),
        ("<p>", "<p>R&D ", "A “&” or a “<” stands here as a plain sign."),
        ("</h2>", "</h3>", "<h2> of line 9 is still open where </h3> stands."),
        ("</vertical>", "", "The file ends before <vertical> of line 1 is closed."),
    ],
)
def test_what_stops_the_parser_is_said_as_an_author_did_it(course: Path, old: str, new: str, said: str) -> None:
    Draft(course, 0).replace("vertical/tc06-u1-read.xml", old, new)
    assert said in check(course)[1]


@pytest.mark.parametrize(("language", "said"), [("fr", "un type de document (DOCTYPE) n’est pas permis"), ("ar", "لا يُسمح بنوع مستند")])
def test_what_a_course_must_not_hold_is_said_in_the_language_too(course: Path, language: str, said: str) -> None:
    Draft(course, 0).replace("vertical/tc06-u1-read.xml", "<vertical", '<!DOCTYPE v [<!ENTITY e "e">]><vertical')
    assert said in check(course, "--in", language)[1]


def test_titles_that_differ_by_an_unseen_space_alone_are_the_same(course: Path) -> None:
    path = course / "titles.xml"
    name, shown = "tc06-u1", "Comptes et hameçonnage"
    assert f'display_name="{shown}"' in (course / f"sequential/{name}.xml").read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(f">{shown}<", ">Comptes et\u00a0hameçonnage<"), "utf-8")
    assert check(course)[0] == 0


def test_a_page_that_is_misnamed_is_still_shown_as_the_file_that_nothing_leads_to(course: Path) -> None:
    Draft(course, 0).replace("sequential/tc06-u1.xml", "tc06-u1-read", "tc06-u1-raed")
    found = {(finding["code"], finding["file"]) for finding in json.loads(check(course, "--json")[1])["findings"]}
    assert {("file_missing", "sequential/tc06-u1.xml"), ("file_unused", "vertical/tc06-u1-read.xml")} <= found


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Aucune partie du cours ne mène à ce fichier."), ("ar", "لا جزء من المقرر يؤدي إلى هذا الملف.")]
)
def test_findings_are_said_in_the_language_of_the_author(course: Path, language: str, words: str) -> None:
    spoil(course)
    assert words in check(course, "--in", language)[1]


def test_json_gives_every_part_of_a_finding(course: Path) -> None:
    Draft(course, 0).replace("vertical/tc06-u1-read.xml", 'data-term="phishing"', 'data-term="fishing"')
    status, output = check(course, "--json")
    findings = json.loads(output)["findings"]
    found = next(finding for finding in findings if finding["code"] == "term_unknown")
    assert status == 1
    assert (found["severity"], found["file"], found["params"]) == ("error", "vertical/tc06-u1-read.xml", {"key": "fishing"})
    assert 'data-term="fishing"' in (course / found["file"]).read_text("utf-8").splitlines()[found["line"] - 1]


def test_a_folder_without_a_course_ends_with_status_2(tmp_path: Path) -> None:
    status, output = check(tmp_path)
    assert status == 2
    assert "there is no course.xml; name the folder that holds it" in output


def test_a_course_whose_first_file_lacks_is_refused_with_the_name_of_that_file(course: Path) -> None:
    (course / "course" / "run.xml").unlink()
    status, output = check(course)
    assert status == 2
    assert "course.xml:1: file_missing: The file course/run.xml is named here but is not in the course." in output


def test_a_broken_framework_ends_with_status_2(course: Path) -> None:
    (course.parent / "frameworks" / "ma-num.json").write_text("{}")
    status, output = check(course)
    assert (status, "framework" in output) == (2, True)


def test_a_framework_that_breaks_the_rules_is_refused_with_its_file_and_the_breaches(course: Path) -> None:
    path = course.parent / "frameworks" / "ma-num.json"
    path.write_text(path.read_text("utf-8").replace('"MA-NUM.TST.01"', '"ENSAM.QA.01"'), "utf-8")
    status, output = check(course)
    assert status == 2
    assert f"{path} is not usable: ENSAM.QA.01: malformed_id" in output


def test_a_framework_of_ones_own_is_no_framework(course: Path) -> None:
    """The classrooms read the programme's framework and no other: a course on another one would fail on every page."""
    path = course.parent / "frameworks" / "ma-num.json"
    path.rename(path.with_name("ensam.json"))
    status, output = check(course)
    assert status == 1
    assert output.count("[framework_missing]") == 1


def test_an_entity_bomb_is_refused_and_not_expanded(course: Path) -> None:
    bomb = '<!DOCTYPE v [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><vertical>&b;</vertical>'
    Draft(course, 0).write("vertical/tc06-u1-read.xml", bomb)
    status, output = check(course)
    assert status == 1
    assert "[xml_refused]" in output
    assert "aaaa" not in output
