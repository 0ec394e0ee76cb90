"""The learner's pages: what they show, what they never carry, and that a language and a place last."""

from __future__ import annotations

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from lxml import html
from tests.factories.classroom import AT, ROOT, Pupil, School
from tests.factories.course import LESSON, make_lesson

from maslak_companion.classroom.courses.blocks import load_block_class
from maslak_web.database import Database

PAGES = ("/", "/learn/tiny", "/learn/tiny/u1", "/learn/tiny/u1/u1-more", "/learn/tiny/cp", "/passport")


@pytest.fixture
def school(sqlite_database: Database, tmp_path: Path) -> School:
    return School(sqlite_database, tmp_path / "home")


@pytest.fixture
def pupil(school: School) -> Pupil:
    return school.enter()


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_page_carries_nothing_inline(school: School, address: str, language: str) -> None:
    answer = school.enter(language).client.get(address)
    assert answer.status_code == 200
    tree = html.fromstring(answer.data)
    assert tree.get("dir") == ("rtl" if language == "ar" else "ltr")
    assert not tree.xpath("//script[not(@src)] | //style | //@style | //@*[starts-with(name(), 'on')]")
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


def test_every_stylesheet_script_and_image_of_a_unit_is_there(pupil: Pupil) -> None:
    tree = html.fromstring(pupil.client.get("/learn/tiny/u1").data)
    addresses = tree.xpath("//link/@href | //script/@src | //img/@src")
    assert len(addresses) == len(set(addresses))
    assert {pupil.client.get(each).status_code for each in addresses} == {200}


def test_block_files_are_kept_for_a_year_and_an_older_address_is_not(pupil: Pupil) -> None:
    tree = html.fromstring(pupil.client.get("/learn/tiny/u1").data)
    (address,) = [each for each in tree.xpath("//script/@src") if each.endswith("/lesson.js")]
    assert "immutable" in pupil.client.get(address).headers["Cache-Control"]
    older = re.sub(r"/[0-9a-f]{12}/", "/000000000000/", address)
    assert pupil.client.get(older).headers["Cache-Control"] == "no-cache"


def test_text_files_travel_compressed_to_whoever_accepts_it(pupil: Pupil) -> None:
    tree = html.fromstring(pupil.client.get("/learn/tiny/u1").data)
    addresses = [each for each in tree.xpath("//link[@rel='stylesheet']/@href | //script/@src") if each.startswith("/learn/-/")]
    assert len(addresses) > 3
    for address in addresses:
        plain, compressed = pupil.client.get(address), pupil.client.get(address, headers={"Accept-Encoding": "gzip"})
        assert (plain.content_encoding, compressed.content_encoding) == (None, "gzip")
        assert gzip.decompress(compressed.data) == plain.data
        assert "Accept-Encoding" in compressed.vary


@pytest.mark.parametrize(
    "address",
    ["/learn/-/resources/maslak_lesson/x/public/../block.py", "/learn/-/resources/maslak_lesson/x/block.py", "/learn/-/room/x/../views.py",
     "/learn/tiny/files/x/../course.xml", "/learn/tiny/files/x/none.svg", "/learn/tiny/nothing", "/learn/tiny/u1/nothing"],
)  # fmt: skip
def test_address_of_nothing_is_not_found(pupil: Pupil, address: str) -> None:
    assert pupil.client.get(address).status_code == 404


def test_course_drawing_is_served_sandboxed_to_its_learners_only(school: School, pupil: Pupil) -> None:
    answer = pupil.client.get("/learn/tiny/files/v/star.svg")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert school.app.test_client().get("/learn/tiny/files/v/star.svg").status_code == 303
    stranger = school.sign_in(school.add_learner(enrolled=False))
    assert stranger.client.get("/learn/tiny/files/v/star.svg").status_code == 403


def test_course_drawing_waits_until_the_course_opens(school: School, pupil: Pupil) -> None:
    school.change_offering(opens_at=AT + timedelta(days=1))
    assert pupil.client.get("/learn/tiny/files/v/star.svg").status_code == 403


@pytest.mark.parametrize("src", ["/static/star.svg", "static/star.svg"])
@pytest.mark.parametrize("closed", ['start="2099-01-01T00:00:00Z"', 'visible_to_staff_only="true"'])
def test_course_drawing_is_as_closed_as_the_only_unit_that_shows_it(
    sqlite_database: Database, tmp_path: Path, closed: str, src: str
) -> None:
    changes = {
        "sequential/u1.xml": f'<sequential {closed}><vertical url_name="u1-read"/></sequential>',
        "vertical/u1-read.xml": f"""<vertical>{make_lesson(body=f'<img src="{src}" alt=""/>')}</vertical>""",
        "static/other.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>',
    }
    pupil = School(sqlite_database, tmp_path / "home", changes=changes).enter()
    assert pupil.client.get("/learn/tiny/files/v/star.svg").status_code == 403
    assert pupil.client.get("/learn/tiny/files/v/other.svg").status_code == 200


def test_course_drawing_is_shown_however_its_address_begins(sqlite_database: Database, tmp_path: Path) -> None:
    page = f"""<vertical>{make_lesson(body='<img src="static/star.svg" alt=""/>')}</vertical>"""
    pupil = School(sqlite_database, tmp_path / "home", changes={"vertical/u1-read.xml": page}).enter()
    (address,) = html.fromstring(pupil.client.get("/learn/tiny/u1").data).xpath("//main//img/@src")
    assert pupil.client.get(address).status_code == 200


def test_lesson_text_stands_in_the_page_itself(pupil: Pupil) -> None:
    assert "Bonjour le cours." in pupil.client.get("/learn/tiny/u1").text


def test_content_language_lasts_across_units_and_leaves_the_interface_alone(pupil: Pupil) -> None:
    answer = pupil.call(LESSON, "set_language", {"language": "ar"})
    assert (answer.status_code, answer.get_json()["language"]) == (200, "ar")
    for address in ("/learn/tiny/u1", "/learn/tiny/cp"):
        tree = html.fromstring(pupil.client.get(address).data)
        assert tree.get("lang") == "fr"
        assert tree.xpath("//*[contains(@class, 'mk-student')]/@lang") == ["ar"]


def test_home_leads_back_to_the_page_that_was_open(pupil: Pupil) -> None:
    assert "Commencer ici" in pupil.client.get("/").text
    pupil.client.get("/learn/tiny/u1/u1-more")
    (address,) = html.fromstring(pupil.client.get("/").data).xpath("//section[contains(@class, 'today')]//a/@href")
    assert address == "/learn/tiny/u1/u1-more"


def test_home_of_someone_without_a_course_says_what_will_appear(school: School) -> None:
    page = school.sign_in(school.add_learner(enrolled=False)).client.get("/").text
    assert "Vos cours apparaîtront ici" in page


def test_home_says_what_is_due_and_what_was_earned(school: School, pupil: Pupil) -> None:
    school.change_offering(closes_at=AT + timedelta(days=9))
    pupil.begin()
    for item in ("q1", "q2", "q3"):
        pupil.answer(item, "a", pupil.state()["revision"])
    page = pupil.client.get("/").text
    assert "À terminer avant le 2 décembre 2026" in page
    assert "Obtenu récemment" in page


def test_home_leads_on_until_what_was_tried_is_acquired(sqlite_database: Database, tmp_path: Path) -> None:
    changes = {"chapter/ch1.xml": '<chapter display_name="Chapitre"><sequential url_name="cp"/></chapter>'}
    pupil = School(sqlite_database, tmp_path / "home", changes=changes).enter()
    pupil.client.get("/learn/tiny/cp")
    for option, words in (("b", "Reprendre où vous en étiez"), ("a", "Vous avez terminé tout ce qui est ouvert")):
        pupil.begin()
        for item in ("q1", "q2", "q3"):
            pupil.answer(item, option, pupil.state()["revision"])
        assert words in pupil.client.get("/").text


def test_checkpoint_page_shows_the_competency_turned_acquired(pupil: Pupil) -> None:
    def rating() -> list[str]:
        return list(html.fromstring(pupil.client.get("/learn/tiny/cp").data).xpath("//aside[@data-competency]/@data-rating"))

    assert rating() == ["not_assessed"]
    pupil.begin()
    for item in ("q1", "q2", "q3"):
        pupil.answer(item, "a", pupil.state()["revision"])
    assert rating() == ["acquired"]


def test_block_that_is_not_installed_says_where_to_open_it(pupil: Pupil) -> None:
    page = pupil.client.get("/learn/tiny/u1/u1-more").text
    assert "Un problème" in page
    assert "Open edX" in page


def test_block_that_fails_leaves_the_rest_of_the_page(pupil: Pupil, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken plugin")

    monkeypatch.setattr(load_block_class("maslak_lesson"), "student_view", fail)
    answer = pupil.client.get("/learn/tiny/u1")
    assert answer.status_code == 200
    assert "Rien de votre travail n’est perdu" in answer.text


def test_hostile_lesson_html_does_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    evil = '<p onclick="alert(1)">x</p><script>alert(1)</script><a href="javascript:alert(1)">y</a><img src="x" onerror="alert(1)"/>'
    changes = {"vertical/u1-read.xml": f"<vertical>{make_lesson(body='</p>' + evil + '<p>')}</vertical>"}
    page = School(sqlite_database, tmp_path / "home", changes=changes).enter().client.get("/learn/tiny/u1")
    assert page.status_code == 200
    assert "alert(1)" not in page.text


def test_unit_page_weighs_less_than_the_promise(sqlite_database: Database, tmp_path: Path) -> None:
    course = ROOT / "course_content" / "shared_core"
    school = School(sqlite_database, tmp_path / "home", course=course, course_key="shared_core")
    for unit in ("tc06-u1", "tc06-checkpoint"):
        client = school.enter("ar").client
        page = client.get(f"/learn/shared_core/{unit}", headers={"Accept-Encoding": "gzip"})
        addresses = html.fromstring(page.data).xpath("//link/@href | //script/@src | //img/@src")
        files = sum(len(client.get(each, headers={"Accept-Encoding": "gzip"}).data) for each in addresses)
        assert page.status_code == 200
        assert len(page.data) + files < 150_000


def test_bar_changes_the_language_without_a_script_and_returns_to_the_page(pupil: Pupil) -> None:
    tree = html.fromstring(pupil.client.get("/learn/tiny/u1/u1-read").data)
    (address,) = tree.xpath("//form[@class='reading-languages']/@action")
    answer = pupil.client.post(address, data={"csrf_token": pupil.token, "language": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/learn/tiny/u1/u1-read")
    page = html.fromstring(pupil.client.get("/learn/tiny/u1").data)
    assert page.xpath("//form[@class='reading-languages']/button[@aria-pressed='true']/@value") == ["en"]
    assert page.xpath("//*[contains(@class, 'mk-student')]/@lang") == ["en"]
    assert pupil.client.post(address, data={"csrf_token": pupil.token, "language": "xx"}).status_code == 400
    assert pupil.client.post(address, data={"language": "ar"}).status_code == 400
