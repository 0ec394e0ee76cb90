"""The demo: the same whenever it is seeded, alive for the instructor, fresh for its main student."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.factories.account import Browser
from tests.factories.database import ENGINES, make_database
from tests.factories.offering import make_settings
from tests.factories.tables import make_tables

from maslak_companion.accounts.models import Account
from maslak_companion.accounts.services import has_demo_accounts
from maslak_companion.app import create_app
from maslak_companion.base import Base
from maslak_companion.demo.people import SALMA, SCHOOLS
from maslak_companion.demo.services import COURSE_KEY, NoSuchDemoError, seed_demo
from maslak_companion.dossiers.marking.queue import Wish, read_queue
from maslak_companion.dossiers.teams import list_teams
from maslak_companion.offerings.arrangements import list_offering_arrangements, to_grant
from maslak_companion.offerings.models import ArrangementEvent, Offering
from maslak_companion.outbox.models import OutboxRow
from maslak_companion.people.models import Learner
from maslak_companion.progress.services import list_evidence, list_ratings
from maslak_companion.tables import METADATA
from maslak_web.clock import system_clock
from maslak_web.database import Database

PAGES = {"instructor": "/cohorts/NUM-100-2026-2027-S1", "registrar": "/jury/NUM-100-2026-2027-S1/GI-1A/normal"}


def seed(database: Database, home: Path, institution: str = "ensam-rabat") -> dict[str, object]:
    return seed_demo(make_settings(home, institution=institution), database, system_clock())


@dataclass(frozen=True)
class Demo:
    """A demo that several tests look at: where it lives, and what the seed said the last time."""

    database: Database
    home: Path
    found: dict[str, object]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The first school's demo on SQLite, seeded once."""
    home = tmp_path_factory.mktemp("demo")
    with make_database("sqlite", home, METADATA) as database:
        yield Demo(database, home, seed(database, home))


@dataclass(frozen=True)
class Twice:
    """A school's demo after a second seed: what each seed said, and how much stood in the outbox after it."""

    institution: str
    database: Database
    said: tuple[object, object]
    sent: tuple[int | None, int | None]


@pytest.fixture(scope="module", params=[(engine, school) for engine in ENGINES for school in sorted(SCHOOLS)], ids="-".join)
def seeded_twice(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twice]:
    """Each school's demo on each database, seeded twice and then only looked at."""
    engine, institution = request.param
    home = tmp_path_factory.mktemp("twice")
    with make_database(engine, home, METADATA) as database:
        first, sent_first = seed(database, home, institution), count_rows(database, OutboxRow)
        again, sent_again = seed(database, home, institution), count_rows(database, OutboxRow)
        yield Twice(institution, database, (first, again), (sent_first, sent_again))


def count_rows(database: Database, model: type[Base]) -> int | None:
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(model))


def find_learner(database: Database, person: str) -> Learner:
    with database.session() as session:
        return session.scalars(select(Learner).where(Learner.name_latin == person)).one()


def test_seeding_twice_changes_nothing(seeded_twice: Twice) -> None:
    assert seeded_twice.said[0] == seeded_twice.said[1]
    assert seeded_twice.sent[0] == seeded_twice.sent[1]
    assert count_rows(seeded_twice.database, Learner) == len(SCHOOLS[seeded_twice.institution].learners)


def test_main_student_is_verified_and_starts_without_evidence(demo: Demo) -> None:
    salma = find_learner(demo.database, SALMA.name_latin)
    assert salma.national_code == SALMA.national_code
    with demo.database.session() as session:
        assert list_evidence(session, salma.id) == []


def test_others_have_real_evidence_and_ratings_by_the_policy(demo: Demo) -> None:
    with demo.database.session() as session:
        ratings = {str(rating.rating) for learner in session.scalars(select(Learner)) for rating in list_ratings(session, learner.id)}
    # Partly: the last competency is decided by a checkpoint and by the team project, which nobody's mark was published for yet.
    assert ratings == {"acquired", "in_progress", "partly"}


def test_one_person_studies_at_both_schools_under_one_code() -> None:
    assert all(SALMA in school.learners for school in SCHOOLS.values())
    codes = [person.national_code for school in SCHOOLS.values() for person in school.learners if person is not SALMA]
    assert len(set(codes)) == len(codes)


def test_every_demo_account_carries_the_marker(demo: Demo) -> None:
    with demo.database.session() as session:
        assert has_demo_accounts(session)
        assert all(account.is_demo for account in session.scalars(select(Account)))


def test_home_that_has_the_core_alone_goes_without_alternance(sqlite_database: Database, tmp_path: Path) -> None:
    make_tables(sqlite_database, METADATA)
    settings = make_settings(tmp_path)
    courses = tmp_path / "courses"
    courses.mkdir()
    for name in (COURSE_KEY, "frameworks"):
        (courses / name).symlink_to(settings.courses / name)
    seed_demo(make_settings(tmp_path, courses=courses), sqlite_database, system_clock())
    with sqlite_database.session(reading=True) as session:
        assert list(session.scalars(select(Offering.course_key))) == [COURSE_KEY]


def test_unknown_institution_has_no_demo(sqlite_database: Database, tmp_path: Path) -> None:
    make_tables(sqlite_database, METADATA)
    with pytest.raises(NoSuchDemoError):
        seed(sqlite_database, tmp_path, "another-school")


def sign_in(demo: Demo, role: str) -> tuple[Browser, str]:
    """Return the browser of one of the demo's people, and the address to which signing in led."""
    browser = Browser(create_app(make_settings(demo.home), database=demo.database).test_client())
    browser.get("/sign-in")
    login = demo.found["logins"][role]  # type: ignore[index]
    answer = browser.post("/sign-in", {"login": login["login"], "password": login["password"]})
    assert answer.status_code == 303
    return browser, str(answer.location)


@pytest.mark.parametrize(
    ("language", "course", "entry"),
    [("fr", "Carnet d’alternance", "42 comptes"), ("ar", "دفتر التناوب", "42 comptes"), ("en", "Alternance logbook", "42 comptes")],
)
def test_learner_in_alternance_finds_the_logbook_and_what_was_written(demo: Demo, language: str, course: str, entry: str) -> None:
    browser, _ = sign_in(demo, "student-2")
    today = browser.get(f"/?lang={language}").text
    assert course in today
    assert "/learn/work_study/logbook" in today
    page = browser.get(f"/learn/work_study/logbook?lang={language}")
    assert (page.status_code, entry in page.text) == (200, True)
    assert browser.get("/learn/work_study").status_code == 200


def test_nobody_else_of_the_group_has_the_course_of_alternance(demo: Demo) -> None:
    browser, _ = sign_in(demo, "student")
    assert "work_study" not in browser.get("/").text
    assert browser.get("/learn/work_study/logbook").status_code == 403


@pytest.mark.parametrize("role", sorted(PAGES))
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_seeded_people_sign_in_and_find_their_page(demo: Demo, role: str, language: str) -> None:
    browser, arrived_at = sign_in(demo, role)
    assert browser.get(arrived_at).location == ("/cohorts" if role == "instructor" else "/jury")
    page = browser.get(f"{PAGES[role]}?lang={language}")
    assert page.status_code == 200
    assert ("سلمى بناني" if language == "ar" else "Salma Bennani") in page.text


def test_dossiers_wait_for_the_instructor_in_every_state(seeded_twice: Twice) -> None:
    with seeded_twice.database.session(reading=True) as session:
        lead = session.scalars(select(Account).where(Account.login == f"instructor@{seeded_twice.institution}")).one()
        queue = read_queue(session, lead, Wish(), at=system_clock())
        assert sorted((line.number, line.state) for line in queue.lines) == [(1, "ready"), (1, "waiting"), (2, "waiting")]
        assert not any(line.is_late for line in queue.lines)
        teams = list_teams(
            session, session.scalars(select(Offering.id).where(Offering.course_key == COURSE_KEY)).one(), queue.lines[0].usage_key
        )
        assert SALMA.name_latin in [member.name_latin for member in teams[0].members]


def test_two_learners_have_something_granted_that_stands_once(demo: Demo) -> None:
    seed(demo.database, demo.home)
    with demo.database.session() as session:
        offering = session.scalars(select(Offering).where(Offering.course_key == COURSE_KEY)).one()
        granted = [to_grant(row) for row in list_offering_arrangements(session, offering) if row.learner_id]
        events = session.scalars(select(ArrangementEvent)).all()
    assert sorted((each.usage_key is None, sorted(each.terms.granted)) for each in granted) == [
        (False, ["extra_attempts"]),
        (True, ["extra_time"]),
    ]
    assert [each.kind for each in events] == ["given", "given"]
