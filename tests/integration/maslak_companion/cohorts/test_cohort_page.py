"""The instructor sees the group, and only the group that is theirs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select
from tests.factories.account import Browser, sign_in
from tests.factories.offering import make_settings
from tests.factories.tables import make_tables

from maslak_companion.accounts.services import list_accesses
from maslak_companion.app import create_app
from maslak_companion.demo.services import COURSE_KEY, seed_demo
from maslak_companion.offerings.models import Offering
from maslak_companion.people.models import Learner
from maslak_companion.tables import METADATA
from maslak_web.clock import system_clock
from maslak_web.database import Database

PAGE = "/cohorts/NUM-100-2026-2027-S1"


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's home at rest, which every test takes a copy of."""
    home = tmp_path_factory.mktemp("seeded")
    database = Database(f"sqlite:///{home / 'school.db'}")
    make_tables(database, METADATA)
    seed_demo(make_settings(home), database, system_clock())
    database.dispose()
    return home


@pytest.fixture
def home(seeded: Path, tmp_path: Path) -> Path:
    return shutil.copytree(seeded, tmp_path / "home")


@pytest.fixture
def school(home: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{home / 'school.db'}")
    yield database
    database.dispose()


@pytest.fixture
def instructor(school: Database, home: Path) -> Browser:
    browser = sign_in(create_app(make_settings(home), database=school), school, "instructor")
    with browser.client.session_transaction() as cookie, school.session() as session:
        account_id = cookie["_user_id"].partition(":")[0]
        session.scalars(select(Offering).where(Offering.course_key == COURSE_KEY)).one().lead_account_id = UUID(account_id)
    return browser


def test_whoever_needs_help_stands_first(instructor: Browser) -> None:
    text = instructor.get(PAGE).text
    # Nobody has acquired all: the team project decides the last competency. So silence or not having begun comes second.
    assert text.index("Ayoub Bouziane") < min(text.index("Salma Bennani"), text.index("Youssef El Alami"))


def test_every_answered_question_shows_its_words_in_the_readers_language(instructor: Browser) -> None:
    french, arabic = (instructor.get(f"{PAGE}?chapter=tc06&lang={language}").text for language in ("fr", "ar"))
    assert french.count('class="item-report') == arabic.count('class="item-report') > 20
    assert "Idée fausse la plus fréquente" in french
    assert "التصور الخاطئ الأكثر شيوعا" in arabic


def test_reading_the_group_is_written_into_the_access_log(instructor: Browser, school: Database) -> None:
    instructor.get(PAGE)
    with school.session() as session:
        learner = session.scalars(select(Learner).where(Learner.name_latin == "Salma Bennani")).one()
        assert [access.what for access in list_accesses(session, learner.id)] == ["cohort"]


def test_group_of_a_colleague_is_as_if_it_did_not_exist(school: Database, home: Path) -> None:
    colleague = sign_in(create_app(make_settings(home), database=school), school, "instructor")
    assert colleague.get(PAGE).status_code == 404
    assert "Vous n’êtes responsable d’aucun enseignement" in colleague.get("/cohorts").text


@pytest.mark.parametrize("role", ["student", "registrar", "administrator"])
def test_other_roles_see_no_cohort(school: Database, home: Path, role: str) -> None:
    browser = sign_in(create_app(make_settings(home), database=school), school, role)
    assert [browser.get(path).status_code for path in ("/cohorts", PAGE)] == [403, 403]


def test_question_of_a_lab_is_told_by_first_answers_in_the_readers_language(instructor: Browser) -> None:
    french, arabic = (instructor.get(f"{PAGE}?chapter=tc06&lang={language}").text for language in ("fr", "ar"))
    assert "Quelle adresse a essayé des mots de passe" in french
    assert "La valeur que donnent leurs propres données" in french
    assert "Prendre un grand nombre de requêtes pour une attaque" in french
    assert "القيمة التي تعطيها معطياتهم" in arabic


@pytest.mark.parametrize(
    ("language", "title", "not_begun"), [("fr", "Alternance", "Pas commencé"), ("ar", "التكوين بالتناوب", "لم يبدأ بعد")]
)
def test_course_that_counts_nothing_keeps_its_name_and_judges_nobody(tmp_path: Path, language: str, title: str, not_begun: str) -> None:
    content, courses = Path(__file__).parents[4] / "course_content", tmp_path / "courses"
    courses.mkdir()
    for name, target in (("shared_core", "work_study"), ("frameworks", "frameworks")):
        (courses / name).symlink_to(content / target, target_is_directory=True)
    database, settings = Database(f"sqlite:///{tmp_path / 'school.db'}"), make_settings(tmp_path, courses=courses)
    make_tables(database, METADATA)
    seed_demo(settings, database, system_clock())
    browser = sign_in(create_app(settings, database=database), database, "instructor")
    with browser.client.session_transaction() as cookie, database.session() as session:
        session.scalars(select(Offering)).one().lead_account_id = UUID(cookie["_user_id"].partition(":")[0])
    text = browser.get(f"{PAGE}?lang={language}").text
    database.dispose()
    assert f"{title}</h1>" in text
    assert text.count("<li><bdi") == 12
    assert 'id="questions"' not in text
    assert not_begun not in text
