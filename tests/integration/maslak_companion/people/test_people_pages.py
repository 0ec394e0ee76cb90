"""The registrar finds a learner and verifies who they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories.account import Browser, sign_in
from tests.factories.offering import Campus, make_campus, make_companion

from maslak_companion.accounts.services import list_accesses
from maslak_companion.people.services import get_learner
from maslak_web.database import Database


@pytest.fixture
def campus(sqlite_database: Database) -> Campus:
    return make_campus(sqlite_database, learners=1)


@pytest.fixture
def registrar(campus: Campus, tmp_path: Path) -> Browser:
    return sign_in(make_companion(campus.database, tmp_path / "home"), campus.database, "registrar")


def test_search_shows_who_is_found_and_says_so_when_nobody_is(registrar: Browser) -> None:
    assert "Learner 00" in registrar.get("/people?q=learner").text
    assert "Personne n’a été trouvé" in registrar.get("/people?q=%3Cscript%3E").text


def test_being_found_by_a_search_is_an_access(registrar: Browser, campus: Campus) -> None:
    registrar.get("/people?q=nobody-of-this-name")
    registrar.get("/people?q=learner")
    with campus.database.session(reading=True) as session:
        assert [access.what for access in list_accesses(session, campus.learner_ids[0])] == ["list"]


def test_identity_is_verified_from_the_page(registrar: Browser, campus: Campus) -> None:
    page = f"/people/{campus.learner_ids[0]}"
    registrar.get(page)
    answer = registrar.post(f"{page}/identity", {"national_code": "g١٣٠٠١٢٣٤٥", "birth_on": "14/03/2006"})
    assert answer.status_code == 303
    with campus.database.session() as session:
        learner = get_learner(session, campus.learner_ids[0])
        assert (learner.national_code, str(learner.birth_on)) == ("G130012345", "2006-03-14")
        assert [access.what for access in list_accesses(session, learner.id)] == ["identity"]


@pytest.mark.parametrize(
    ("code", "birth", "message"),
    [("12", "2006-03-14", "Un code national se compose"), ("G130012345", "14 mars", "Cette date de naissance est impossible")],
)
def test_error_keeps_what_was_typed(registrar: Browser, campus: Campus, code: str, birth: str, message: str) -> None:
    page = f"/people/{campus.learner_ids[0]}"
    registrar.get(page)
    answer = registrar.post(f"{page}/identity", {"national_code": code, "birth_on": birth})
    assert answer.status_code == 422
    assert message in answer.text
    assert f'value="{code}"' in answer.text
    with campus.database.session() as session:
        assert get_learner(session, campus.learner_ids[0]).verified_at is None


def test_unknown_learner_has_no_page(registrar: Browser) -> None:
    assert registrar.get("/people/01900000-0000-7000-8000-000000000000").status_code == 404
