"""Tokens of applications: given for a password, good for what a learner's client needs, and ended in many ways."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from tests.factories.account import make_account, sign_in
from tests.factories.classroom import CHECKPOINT, School
from tests.factories.device import PASSWORD, Phone, add_login, ask_for_token, take_token
from werkzeug.test import TestResponse

from maslak_companion.accounts.models import Account
from maslak_companion.devices.models import Device
from maslak_companion.devices.services import LIFETIME, MOST_DEVICES
from maslak_web.database import Database


@pytest.fixture
def school(database: Database, tmp_path: Path) -> School:
    return School(database, tmp_path / "home")


def show(school: School, token: str, path: str = "/v1/me") -> TestResponse:
    return school.app.test_client().get(path, headers={"Authorization": f"Bearer {token}"})


def test_password_gives_a_token_and_the_token_says_whose_it_is(school: School) -> None:
    add_login(school)
    answer = ask_for_token(school.app.test_client())
    assert answer.status_code == 201
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    told = show(school, answer.get_json()["token"])
    assert told.get_json() == {"name": "Salma", "language": "fr", "institution": "ensam-rabat"}
    assert "Set-Cookie" not in told.headers


def test_database_keeps_no_token(school: School) -> None:
    add_login(school)
    token = take_token(school)
    with school.database.session(reading=True) as session:
        device = session.scalars(select(Device)).one()
        assert token not in (device.token_digest, device.name)
        assert device.name == "Mon téléphone"


@pytest.mark.parametrize("login", ["salma", "nobody"])
def test_wrong_password_and_unknown_login_are_refused_alike(school: School, login: str) -> None:
    add_login(school)
    answer = ask_for_token(school.app.test_client(), login, "autre chose")
    assert (answer.status_code, answer.get_json()["code"]) == (401, "wrong_credentials")


def test_guessing_is_slowed_as_on_the_page(school: School) -> None:
    add_login(school)
    client = school.app.test_client()
    answers = [ask_for_token(client, password=f"guess {number}") for number in range(6)]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert answers[-1].get_json()["code"] == "too_many_tries"
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert ask_for_token(client).status_code == 429


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b'{"login": "salma", "password": "x"}', "application/json"),
        (b'{"login": "salma", "password": "x", "name": "  "}', "application/json"),
        (b'{"login": "salma", "password": "x", "name": "a\\u0000b"}', "application/json"),
        (b'{"login": 1, "password": "x", "name": "a"}', "application/json"),
        (b'{"login": "salma", "password": "x", "name": "a", "role": "registrar"}', "application/json"),
        (b'{"login": "salma", "password": "x", "name": "\xff"}', "application/json"),
        (b"login=salma&password=x&name=a", "application/x-www-form-urlencoded"),
    ],
)
def test_what_is_no_sign_in_is_refused(school: School, body: bytes, kind: str) -> None:
    answer = school.app.test_client().post("/v1/devices", data=body, content_type=kind)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "invalid_device")


@pytest.mark.parametrize("roles", [["instructor"], ["registrar"]])
def test_only_learners_sign_devices_in(school: School, roles: list[str]) -> None:
    add_login(school, roles=roles)
    answer = ask_for_token(school.app.test_client())
    assert (answer.status_code, answer.get_json()["code"]) == (403, "learners_only")


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "\udcff"])
def test_token_of_nobody_is_refused_with_a_challenge(school: School, token: str) -> None:
    answer = school.app.test_client().get("/v1/me", headers={"Authorization": f"Bearer {token.encode('utf-8', 'replace').decode()}"})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.mimetype == "application/problem+json"


def test_token_ends_when_it_is_signed_out_or_old(school: School) -> None:
    add_login(school)
    first, second = take_token(school), take_token(school)
    gone = school.app.test_client().delete("/v1/devices/current", headers={"Authorization": f"Bearer {first}"})
    assert (gone.status_code, show(school, first).status_code, show(school, second).status_code) == (204, 401, 200)
    school.now += LIFETIME
    assert show(school, second).status_code == 401


@pytest.mark.parametrize("change", [{"session_epoch": 1}, {"active": False}, {"password_hash": None, "session_epoch": 5}])
def test_token_ends_with_the_sessions_and_with_the_account(school: School, change: dict[str, Any]) -> None:
    learner_id = add_login(school)
    token = take_token(school)
    with school.database.session() as session:
        account = session.scalars(select(Account).where(Account.learner_id == learner_id)).one()
        for name, value in change.items():
            setattr(account, name, value)
    assert show(school, token).status_code == 401


def test_token_opens_no_page_for_people_and_is_not_called_a_bad_one_for_that(school: School) -> None:
    add_login(school)
    token = take_token(school)
    for path in ("/", "/account", "/account/devices", "/passport", "/learn/tiny", "/account/accesses"):
        answer = show(school, token, path)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "forbidden"), path
    assert show(school, token).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "sent", "refusal"),
    [
        ("post", "/v1/devices", {"login": "salma", "password": "x", "name": "a"}, (401, "wrong_credentials")),
        ("post", "/v1/devices", {"login": "teacher", "password": PASSWORD, "name": "a"}, (403, "learners_only")),
        ("post", "/v1/devices", {}, (422, "invalid_device")),
        ("get", "/v1/courses/{course}", None, (403, "not_enrolled")),
        ("put", "/v1/courses/{course}/place", {"unit": 1}, (400, "invalid_payload")),
        ("put", "/v1/courses/{course}/place", {"unit": "u1"}, (403, "not_enrolled")),
        ("get", "/v1/courses/{course}/blocks/{usage}", None, (403, "not_enrolled")),
    ],
)
def test_document_names_what_an_application_is_refused_with(
    school: School, method: str, path: str, sent: Any, refusal: tuple[int, str]
) -> None:
    add_login(school)
    add_login(school, "teacher", roles=["instructor"])
    phone = Phone(school)
    answer = phone.client.open(path.format(course="other", usage="b"), method=method.upper(), json=sent, headers=phone.headers)
    assert (answer.status_code, answer.get_json()["code"]) == refusal
    assert refusal[1] in phone.list_refusals(method, path, refusal[0])


def test_application_asks_for_a_language_and_no_cookie_remembers_it(school: School) -> None:
    add_login(school)
    phone = Phone(school)
    address = f"/learn/tiny/blocks/{CHECKPOINT}/handler/answer"
    titles = {lang: phone.send(f"{address}?lang={lang}", item=1).get_json()["title"] for lang in ("ar", "fr", "en")}
    assert len(set(titles.values())) == 3
    assert "Set-Cookie" not in phone.ask("/v1/me?lang=ar").headers


def test_program_that_shows_nothing_is_told_what_to_show(school: School) -> None:
    answer = school.app.test_client().get("/v1/me")
    assert (answer.status_code, answer.headers["WWW-Authenticate"].partition(" ")[0]) == (401, "Bearer")
    assert "password" not in answer.get_json()["detail"]


def test_whoever_shows_a_token_is_known_by_it_alone(school: School) -> None:
    add_login(school)
    browser = school.enter().client
    token = take_token(school)
    with_both = browser.get("/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert with_both.status_code == 200
    # A cookie must not save a wrong token, or the header would be a way around the protection of forms.
    wrong = browser.post(f"/learn/tiny/blocks/{CHECKPOINT}/handler/state", json={}, headers={"Authorization": "Bearer wrong"})
    assert wrong.status_code == 401


def test_cookie_without_a_form_token_still_changes_nothing(school: School) -> None:
    browser = school.enter().client
    answer = browser.post(f"/learn/tiny/blocks/{CHECKPOINT}/handler/state", json={})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "csrf_expired")


def test_oldest_device_makes_room(school: School) -> None:
    add_login(school)
    tokens = []
    for _ in range(MOST_DEVICES + 1):
        tokens.append(take_token(school))
        school.now += timedelta(minutes=1)
    assert [show(school, token).status_code for token in tokens[:2]] == [401, 200]
    with school.database.session(reading=True) as session:
        assert len(session.scalars(select(Device)).all()) == MOST_DEVICES


def test_day_of_the_last_use_is_kept(school: School) -> None:
    add_login(school)
    token = take_token(school)
    school.now += timedelta(days=3)
    assert show(school, token).status_code == 200
    with school.database.session(reading=True) as session:
        assert session.scalars(select(Device)).one().used_on == school.now.date()


def test_learner_sees_and_ends_their_own_devices_and_nobody_elses(school: School) -> None:
    mine, theirs = add_login(school), add_login(school, "reda")
    token, other = take_token(school), take_token(school, "reda")
    pupil = school.sign_in(mine)
    page = pupil.client.get("/account/devices").text
    assert page.count("Mon téléphone") == 2  # its name, and again for those who hear the button
    with school.database.session(reading=True) as session:
        ids = {device.account_id: device.id for device in session.scalars(select(Device))}
        accounts = {account.learner_id: account.id for account in session.scalars(select(Account))}
    end = "/account/devices/{}/end"
    refused = pupil.client.post(end.format(ids[accounts[theirs]]), data={"csrf_token": pupil.token})
    assert (refused.status_code, show(school, other).status_code) == (404, 200)
    ended = pupil.client.post(end.format(ids[accounts[mine]]), data={"csrf_token": pupil.token})
    assert (ended.status_code, show(school, token).status_code) == (303, 401)


def test_staff_have_no_page_of_applications(school: School) -> None:
    with school.database.session() as session:
        make_account(session, "registrar")
    assert sign_in(school.app, school.database, "registrar").get("/account/devices").status_code == 403
