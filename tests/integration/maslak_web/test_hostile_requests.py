"""Requests that no browser sends: each has a defined answer on both databases, and none is a fault of ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError
from tests.factories.web_app import Account, add_account, make_web_app, sign_in

from maslak_web.accounts import hash_password
from maslak_web.database import Database


@pytest.fixture
def app(database: Database, tmp_path: Path) -> Flask:
    return make_web_app(database, tmp_path)


@pytest.mark.parametrize("path", ["/open", "/", "/healthz", "/nowhere"])
def test_a_host_that_is_no_name_is_refused_with_every_header_on(app: Flask, path: str) -> None:
    answer = app.test_client().get(path, headers={"Host": "x" * 300})
    assert answer.status_code == 400
    assert answer.get_json()["status"] == 400
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_null_character_in_an_address_leads_nowhere(app: Flask) -> None:
    assert app.test_client().get("/open%00").status_code == 404


def test_a_null_character_in_a_login_is_a_wrong_login(app: Flask) -> None:
    assert sign_in(app.test_client(), login="sal\0ma").status_code == 401


def test_two_writers_of_one_unique_value_get_a_conflict(app: Flask, database: Database) -> None:
    def write_twice() -> str:
        add_account(database, "salma")
        add_account(database, "salma")
        return "never"

    write_twice._maslak_access = app.view_functions["sample.open_page"]._maslak_access  # type: ignore[attr-defined]
    app.add_url_rule("/twice", view_func=write_twice)
    answer = app.test_client().get("/twice", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["code"]) == (409, "written_meanwhile")


def test_a_refused_statement_says_nothing_of_its_values(database: Database, app: Flask) -> None:
    add_account(database, "salma")
    with pytest.raises(IntegrityError) as caught, database.session() as session:
        session.add(Account(login="salma", display_name="R130064512", password_hash=hash_password("a calm warm book")))
    assert "R130064512" not in str(caught.value)


def test_a_name_longer_than_any_file_is_not_found(app: Flask) -> None:
    assert app.test_client().get(f"/assets/1/{'a' * 3000}.css").status_code == 404
    assert app.test_client().get(f"/assets/1/{'a/' * 2000}.css").status_code == 404
