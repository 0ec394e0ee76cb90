"""Seed one institution of the demo; running it again changes nothing that is already there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.accounts.models import Account
from maslak_companion.accounts.services import create_account, find_account
from maslak_companion.classroom.courses.release import CourseRelease
from maslak_companion.classroom.courses.shelf import CourseShelf
from maslak_companion.classroom.services import get_release, install_release
from maslak_companion.demo.alternance import seed_alternance
from maslak_companion.demo.arrangements import seed_arrangements
from maslak_companion.demo.dossiers import seed_dossiers
from maslak_companion.demo.evidence import seed_answers
from maslak_companion.demo.people import PASSWORD, SALMA, SCHOOLS, Person, School
from maslak_companion.demo.work_study import seed_work_study
from maslak_companion.offerings.models import Group, Offering, OfferingGroup, Period, Programme
from maslak_companion.offerings.services import enrol
from maslak_companion.people.models import Learner
from maslak_companion.people.services import create_learner, find_learner_by_number, record_verified_identity
from maslak_companion.settings import Settings
from maslak_domain.errors import NotFoundError
from maslak_web.database import Database

COURSE_KEY = "shared_core"
PERIOD_KEY = "2026-2027-S1"
YEAR = "2026-2027"


class NoSuchDemoError(NotFoundError):
    """Raised when the institution is none of the demo's."""

    code = "no_such_demo"


@dataclass(frozen=True, slots=True)
class _Scene:
    """Where the demo plays: the school, the course that its learners take, and today."""

    institution: str
    school: School
    course: CourseRelease
    at: datetime


def seed_demo(settings: Settings, database: Database, at: datetime) -> dict[str, Any]:
    """Seed accounts, learners, the offering, some answers and two placements.

    Returns `{"institution", "course", "offering", "logins", "tutor"}`; `tutor` is what a company tutor was given.
    Raises NoSuchDemoError for an institution that the demo does not know.
    """
    school = SCHOOLS.get(settings.institution)
    if school is None:
        raise NoSuchDemoError("the demo knows no institution with this key", institution=settings.institution)
    with database.session() as session:
        staff = _seed_staff(session, school, settings.institution)
        shelf = CourseShelf(settings.home / "releases")
        offering = _seed_offering(session, settings, shelf, school, staff["instructor"].id, at)
        course = shelf.get(COURSE_KEY, get_release(session, COURSE_KEY, offering.release_id).hash)
        scene = _Scene(settings.institution, school, course, at)
        students = _seed_learners(session, scene, offering, staff["registrar"].id)
        _seed_dossiers(session, scene, offering, staff["instructor"])
        seed_arrangements(
            session,
            course,
            offering,
            _list_learner_ids(session, school),
            lead=staff["instructor"].id,
            registrar=staff["registrar"].id,
            at=at,
        )
        in_alternance = [_get_learner_id(session, school, number) for number in (2, 3)]
        seed_work_study(session, settings, school, offering, in_alternance, staff["registrar"].id, at)
        tutor = seed_alternance(session, settings, in_alternance, {role: account.id for role, account in staff.items()}, at)
    logins = {role: _login(account, settings.institution) for role, account in {**staff, **students}.items()}
    return {
        "institution": settings.institution,
        "course": COURSE_KEY,
        "offering": offering.key,
        "logins": logins,
        "tutor": tutor | {"address": settings.public_base_url.rstrip("/") + tutor["path"]},
    }


def _login(account: Account, institution: str) -> dict[str, Any]:
    return {"login": account.login, "password": PASSWORD, "name": account.display_name, "institution": institution, "demo": True}


def _seed_staff(session: Session, school: School, institution: str) -> dict[str, Account]:
    return {
        key: _seed_account(session, f"{key}@{institution}", member.name, member.role, member.language, None)
        for member in school.staff
        for key in [member.key or member.role]
    }


def _seed_account(session: Session, login: str, name: str, role: str, language: str, learner_id: UUID | None) -> Account:
    known = find_account(session, login)
    if known is not None:
        return known
    return create_account(
        session, login=login, password=PASSWORD, roles=[role], display_name=name, language=language, learner_id=learner_id, is_demo=True
    )


def _seed_offering(session: Session, settings: Settings, shelf: CourseShelf, school: School, lead: UUID, at: datetime) -> Offering:
    release = install_release(session, shelf, settings.courses / COURSE_KEY, course_key=COURSE_KEY, at=at)
    offering = session.scalar(select(Offering).where(Offering.key == f"NUM-100-{PERIOD_KEY}"))
    if offering is None:
        offering = Offering(
            key=f"NUM-100-{PERIOD_KEY}",
            # A preview shows another course in the place of the shared core, under its own name.
            titles=dict(shelf.get(COURSE_KEY, release.hash).course.titles),
            course_key=COURSE_KEY,
            period=_seed_period(session),
            module_code=school.module_code,
            apogee_code=school.apogee_code,
            weight=Decimal(1),
            credits=Decimal(4),
            hours=Decimal(48),
            rounding=Decimal("0.25"),
            conditions=["alone", "supervised"],
            lead_account_id=lead,
            # Open on every machine, whatever its clock says of the semester.
            opens_at=min(datetime(2026, 9, 14, 7, tzinfo=UTC), at - timedelta(days=30)),
            closes_at=max(datetime(2027, 2, 6, 19, tzinfo=UTC), at + timedelta(days=60)),
        )
        session.add(offering)
        session.flush()
        session.add(OfferingGroup(offering_id=offering.id, group_id=_seed_group(session, school).id))
    # The demo follows its course files; a school's offering stays on its release until the instructor moves it.
    offering.release_id = release.id
    session.flush()
    return offering


def _seed_period(session: Session) -> Period:
    titles = {"ar": "الفصل الأول، \u20662026-2027\u2069", "fr": "Semestre 1, 2026-2027", "en": "Semester 1, 2026-2027"}
    return session.scalar(select(Period).where(Period.key == PERIOD_KEY)) or Period(
        key=PERIOD_KEY, titles=titles, starts_on=date(2026, 9, 14), ends_on=date(2027, 2, 6)
    )


def _seed_group(session: Session, school: School) -> Group:
    group = session.scalar(select(Group).where(Group.key == school.group_key))
    if group is None:
        group = Group(key=school.group_key, titles=dict(school.group_titles))
        session.add(group)
        session.flush()
    return group


def _seed_programme(session: Session) -> Programme:
    programme = session.scalar(select(Programme).where(Programme.key == "shared-core", Programme.version == 1))
    if programme is None:
        titles = {"ar": "الجذع المشترك", "fr": "Tronc commun", "en": "Shared core"}
        programme = Programme(key="shared-core", version=1, titles=titles)
        session.add(programme)
        session.flush()
    return programme


def _seed_learners(session: Session, scene: _Scene, offering: Offering, registrar: UUID) -> dict[str, Account]:
    """Seed the learners; only two of them have an account: Salma, and the classmate who sits beside her."""
    school, at = scene.school, scene.at
    accounts: dict[str, Account] = {}
    for number, person in enumerate(school.learners, start=1):
        student_number = f"{school.number_prefix}{number:04d}"
        learner = find_learner_by_number(session, student_number)
        if learner is None:
            learner = _seed_learner(session, school, person, student_number, registrar, at)
            release_id = offering.release_id
            if release_id is not None:
                seed_answers(session, person, learner.id, scene.course, release_id, scene.institution, at)
        if number <= 2:
            first_name = person.name_latin.split()[0].lower()
            login = f"{first_name}@{scene.institution}"
            role = "student" if person is SALMA else "student-2"
            accounts[role] = _seed_account(session, login, person.name_ar, "student", "ar", learner.id)
    return accounts


def _seed_dossiers(session: Session, scene: _Scene, offering: Offering, lead: Account) -> None:
    school = scene.school
    learners = _list_learner_ids(session, school)
    seed_dossiers(session, scene.course, offering, _seed_group(session, school), learners, lead, scene.at)


def _list_learner_ids(session: Session, school: School) -> list[UUID]:
    numbers = [f"{school.number_prefix}{number:04d}" for number in range(1, len(school.learners) + 1)]
    return [found.id for number in numbers if (found := find_learner_by_number(session, number)) is not None]


def _get_learner_id(session: Session, school: School, number: int) -> UUID:
    learner = find_learner_by_number(session, f"{school.number_prefix}{number:04d}")
    if learner is None:
        raise NoSuchDemoError("the demo has no such learner", institution=school.group_key)
    return learner.id


def _seed_learner(session: Session, school: School, person: Person, student_number: str, registrar: UUID, at: datetime) -> Learner:
    learner = create_learner(session, name_ar=person.name_ar, name_latin=person.name_latin, student_number=student_number, at=at)
    record_verified_identity(
        session, learner.id, national_code=person.national_code, birth_on=person.birth_on, verified_by=registrar, at=at
    )
    enrol(
        session,
        learner_id=learner.id,
        programme=_seed_programme(session),
        year=YEAR,
        group=_seed_group(session, school),
        at=at,
        author=registrar,
    )
    return learner
