from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from tests.factories.web_app import PASSWORD, Account, LoginAttempt, SteppingClock, add_account, find_csrf_token, make_web_app, sign_in

from maslak_web.database import Database


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()


@pytest.fixture
def app(database: Database, tmp_path: Path, clock: SteppingClock) -> Flask:
    app = make_web_app(database, tmp_path, clock=clock)
    add_account(database)
    return app


def test_the_right_password_opens_the_pages_for_signed_in_people(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/").status_code == 303
    assert sign_in(client).headers["Location"] == "/"
    assert client.get("/").status_code == 200


def test_a_login_is_found_whatever_its_case_and_spaces(app: Flask) -> None:
    assert sign_in(app.test_client(), login="  SALMA ").status_code == 303


@pytest.mark.parametrize(("login", "password"), [("salma", "wrong"), ("nobody", PASSWORD), ("", "")])
def test_wrong_credentials_get_one_and_the_same_answer(app: Flask, login: str, password: str) -> None:
    answer = sign_in(app.test_client(), login, password)
    assert (answer.status_code, "اسم الدخول أو كلمة السر غير صحيح" in answer.text, PASSWORD in answer.text) == (401, True, False)


def test_a_closed_account_cannot_sign_in_and_an_open_session_ends(app: Flask, database: Database) -> None:
    client = app.test_client()
    sign_in(client)
    with database.session() as session:
        session.scalars(select(Account)).one().active = False
    assert client.get("/").status_code == 303
    assert sign_in(app.test_client()).status_code == 401


def test_after_several_failures_even_the_right_password_must_wait_and_then_works(app: Flask, clock: SteppingClock) -> None:
    for _ in range(5):
        assert sign_in(app.test_client(), password="wrong").status_code == 401
    refused = sign_in(app.test_client())
    assert (refused.status_code, int(refused.headers["Retry-After"]) > 0) == (429, True)
    clock.pass_by(seconds=int(refused.headers["Retry-After"]))
    assert sign_in(app.test_client()).status_code == 303


def test_each_further_failure_makes_the_pause_longer(app: Flask, clock: SteppingClock) -> None:
    pauses = []
    for _ in range(5):
        sign_in(app.test_client(), password="wrong")
    for _ in range(4):
        pauses.append(int(sign_in(app.test_client(), password="wrong").headers["Retry-After"]))
        clock.pass_by(seconds=pauses[-1])
        assert sign_in(app.test_client(), password="wrong").status_code == 401
    assert pauses == sorted(set(pauses))


def test_failures_are_kept_although_the_answer_is_a_refusal_and_hold_no_login(app: Flask, database: Database) -> None:
    sign_in(app.test_client(), login="my-own-password", password="x")
    with database.session(reading=True) as session:
        attempts = session.scalars(select(LoginAttempt)).all()
    assert [(attempt.succeeded, "my-own-password" in attempt.login_digest) for attempt in attempts] == [(False, False)]


def test_one_address_that_tries_many_logins_is_slowed_too(app: Flask) -> None:
    client = app.test_client()
    token = find_csrf_token(client.get("/sign-in").text)
    statuses = [
        client.post("/sign-in", data={"login": f"student{number}", "password": "x", "csrf_token": token}).status_code
        for number in range(61)
    ]
    assert (statuses[0], statuses[-1]) == (401, 429)


def test_signing_in_starts_a_fresh_session(app: Flask) -> None:
    client = app.test_client()
    client.get("/sign-in")
    with client.session_transaction() as session:
        session["planted"] = "by a stranger"
    sign_in(client)
    with client.session_transaction() as session:
        assert ("planted" in session, "_user_id" in session) == (False, True)


def test_signing_out_everywhere_ends_the_sessions_of_other_devices(app: Flask) -> None:
    here, there = app.test_client(), app.test_client()
    sign_in(here)
    sign_in(there)
    token = find_csrf_token(here.get("/account").text)
    here.post("/sign-out", data={"csrf_token": token, "everywhere": "1"})
    assert (here.get("/").status_code, there.get("/").status_code) == (303, 303)


def test_signing_out_here_leaves_other_devices_signed_in(app: Flask) -> None:
    here, there = app.test_client(), app.test_client()
    sign_in(here)
    sign_in(there)
    here.post("/sign-out", data={"csrf_token": find_csrf_token(here.get("/account").text)})
    assert (here.get("/").status_code, there.get("/").status_code) == (303, 200)


def change_password(client: Any, old: str, new: str) -> Any:
    token = find_csrf_token(client.get("/account").text)
    return client.post("/account/password", data={"csrf_token": token, "old_password": old, "new_password": new})


def test_a_changed_password_signs_out_the_other_devices_only(app: Flask) -> None:
    here, there = app.test_client(), app.test_client()
    sign_in(here)
    sign_in(there)
    assert change_password(here, PASSWORD, "another calm warm book").status_code == 303
    assert (here.get("/").status_code, there.get("/").status_code) == (200, 303)
    assert sign_in(app.test_client(), password="another calm warm book").status_code == 303


@pytest.mark.parametrize(("old", "new"), [("wrong", "another calm warm book"), (PASSWORD, "short")])
def test_a_password_change_that_breaks_a_rule_changes_nothing(app: Flask, old: str, new: str) -> None:
    client = app.test_client()
    sign_in(client)
    answer = change_password(client, old, new)
    assert (answer.status_code, 'aria-invalid="true"' in answer.text) == (422, True)
    assert sign_in(app.test_client()).status_code == 303


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"])
def test_the_way_on_after_signing_in_never_leads_to_another_site(app: Flask, target: str) -> None:
    assert sign_in(app.test_client(), next=target).headers["Location"] == "/"


def test_whoever_was_asked_to_sign_in_comes_back_to_the_page_they_wanted(app: Flask) -> None:
    client = app.test_client()
    asked = client.get("/jury?group=a&b=1")
    page = client.get(asked.headers["Location"]).text
    assert 'value="/jury?group=a&amp;b=1"' in page
    assert sign_in(client, next="/jury?group=a&b=1").headers["Location"] == "/jury?group=a&b=1"


def test_a_form_without_its_token_is_refused_in_the_readers_language(app: Flask, database: Database) -> None:
    answer = app.test_client().post("/sign-in?lang=fr", data={"login": "salma", "password": PASSWORD})
    assert (answer.status_code, "Ce formulaire a expiré" in answer.text) == (400, True)


def test_whoever_finds_an_open_session_cannot_guess_the_password_either(app: Flask, clock: SteppingClock) -> None:
    client = app.test_client()
    sign_in(client)
    token = find_csrf_token(client.get("/account").text)

    def change(old: str) -> int:
        form = {"csrf_token": token, "old_password": old, "new_password": "another calm book"}
        return client.post("/account/password", data=form).status_code

    assert [change("wrong") for _ in range(5)] == [422] * 5
    assert change(PASSWORD) == 429
    clock.pass_by(minutes=16)
    assert change(PASSWORD) == 303
