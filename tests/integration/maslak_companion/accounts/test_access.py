"""Who may call what, and what the accounts room remembers."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories.account import make_account, sign_in
from tests.factories.learner import make_learner
from tests.factories.offering import make_companion
from tests.factories.tables import make_tables

from maslak_companion.accounts.errors import LoginTakenError, UnknownRoleError
from maslak_companion.accounts.services import create_account, find_account, has_demo_accounts, list_accesses
from maslak_companion.tables import METADATA
from maslak_web.access import list_public_routes, list_unprotected_routes
from maslak_web.accounts import verify_password
from maslak_web.database import Database


@pytest.fixture(autouse=True)
def _tables(sqlite_database: Database) -> None:
    make_tables(sqlite_database, METADATA)


def test_every_route_says_who_may_call_it(sqlite_database: Database, tmp_path: Path) -> None:
    app = make_companion(sqlite_database, tmp_path)
    assert list_unprotected_routes(app) == []
    assert all(reason for reason in list_public_routes(app).values())


@pytest.mark.parametrize("path", ["/start", "/jury", "/people", "/cohorts", "/cohorts/x", "/jury/a/b/normal"])
def test_stranger_is_led_to_the_sign_in_page(sqlite_database: Database, tmp_path: Path, path: str) -> None:
    answer = make_companion(sqlite_database, tmp_path).test_client().get(path)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")


@pytest.mark.parametrize(
    ("roles", "start"),
    [(("registrar",), "/jury"), (("instructor",), "/cohorts"), (("administrator",), "/account"), (("student", "instructor"), "/")],
)
def test_everybody_starts_where_they_work(sqlite_database: Database, tmp_path: Path, roles: tuple[str, ...], start: str) -> None:
    browser = sign_in(make_companion(sqlite_database, tmp_path), sqlite_database, *roles)
    assert browser.get("/start").location == start


def test_learners_own_page_is_no_access_to_a_record(sqlite_database: Database, tmp_path: Path) -> None:
    with sqlite_database.session() as session:
        learner_id = make_learner(session).id
    browser = sign_in(make_companion(sqlite_database, tmp_path), sqlite_database, "registrar", learner_id=learner_id)
    assert browser.get(f"/people/{learner_id}").status_code == 200
    with sqlite_database.session() as session:
        assert list(list_accesses(session, learner_id)) == []


def test_account_keeps_no_password_and_knows_its_login_in_any_case(sqlite_database: Database) -> None:
    with sqlite_database.session() as session:
        create_account(session, login=" Nadia@Ensam ", password="une phrase secrète", roles=["instructor"], display_name="Nadia")
        account = find_account(session, "nadia@ensam")
        assert account is not None
        assert "secrète" not in str(account.password_hash)
        assert verify_password(account.password_hash, "une phrase secrète")


def test_login_in_other_capitals_is_taken(sqlite_database: Database) -> None:
    with sqlite_database.session() as session:
        make_account(session, "registrar", login="nadia")
        with pytest.raises(LoginTakenError):
            create_account(session, login="NADIA", password="x" * 12, roles=["registrar"], display_name="")


def test_unknown_role_is_refused(sqlite_database: Database) -> None:
    with sqlite_database.session() as session, pytest.raises(UnknownRoleError):
        create_account(session, login="x", password="x" * 12, roles=["root"], display_name="")


def test_ordinary_accounts_are_no_demo(sqlite_database: Database) -> None:
    with sqlite_database.session() as session:
        make_account(session, "registrar")
        assert not has_demo_accounts(session)
