from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from tests.factories.web_app import LoginAttempt, add_account, find_csrf_token, make_web_app, sign_in

from maslak_web.access import list_public_routes, list_unprotected_routes
from maslak_web.database import Database


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Flask:
    return make_web_app(sqlite_database, tmp_path)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_a_view_that_does_not_say_who_may_call_it_is_refused_and_named(app: Flask, client: FlaskClient) -> None:
    assert (client.get("/silent").status_code, list_unprotected_routes(app)) == (500, ["sample.silent"])


def test_every_public_route_gives_its_reason(app: Flask) -> None:
    assert all(list_public_routes(app).values())


def test_a_stranger_is_led_to_signing_in_and_a_program_is_told_401(client: FlaskClient) -> None:
    assert client.get("/jury").headers["Location"] == "/sign-in?next=/jury"
    problem = client.get("/jury", headers={"Accept": "application/json"})
    assert (problem.status_code, problem.mimetype, problem.json["code"]) == (401, "application/problem+json", "unauthorized")


@pytest.mark.parametrize(("roles", "status"), [(["student"], 403), (["registrar"], 200), (["student", "administrator"], 200), ([], 403)])
def test_a_role_opens_its_pages_only(client: FlaskClient, sqlite_database: Database, roles: list[str], status: int) -> None:
    add_account(sqlite_database, roles=roles)
    sign_in(client)
    assert client.get("/jury").status_code == status


def test_a_post_without_token_is_refused_and_with_the_header_accepted(client: FlaskClient, sqlite_database: Database) -> None:
    add_account(sqlite_database)
    sign_in(client)
    token = find_csrf_token(client.get("/").text)
    assert client.post("/notes").status_code == 400
    assert client.post("/notes", headers={"X-CSRFToken": token}).status_code == 200


def test_a_domain_error_is_a_problem_document_whose_members_cannot_be_replaced(client: FlaskClient) -> None:
    answer = client.post("/v1/notes/domain-error")
    assert (answer.status_code, answer.json["code"], answer.json["status"], answer.json["expected"]) == (409, "conflict", 409, 7)


def test_an_unforeseen_error_tells_nothing_of_its_inside(client: FlaskClient) -> None:
    answer = client.post("/v1/notes/crash")
    assert (answer.status_code, answer.json["code"], "secret detail" in answer.text) == (500, "internal_error", False)


@pytest.mark.parametrize(
    ("language", "words", "attributes"),
    [
        ("ar", "هذه الصفحة غير موجودة", 'lang="ar" dir="rtl"'),
        ("fr", "Cette page n’existe pas", 'lang="fr" dir="ltr"'),
        ("en", "There is no such page", 'lang="en" dir="ltr"'),
    ],
)
def test_a_page_that_is_not_there_is_explained_in_the_readers_language(
    client: FlaskClient, language: str, words: str, attributes: str
) -> None:
    answer = client.get(f"/nothing?lang={language}")
    assert (answer.status_code, words in answer.text, attributes in answer.text) == (404, True, True)


def test_the_chosen_language_is_remembered(client: FlaskClient) -> None:
    client.get("/open?lang=fr")
    assert 'lang="fr"' in client.get("/open", headers={"Accept-Language": "en"}).text


def test_the_browsers_language_is_used_until_one_is_chosen(client: FlaskClient) -> None:
    assert '<html lang="en"' in client.get("/open", headers={"Accept-Language": "de, en;q=0.8, fr;q=0.5"}).text
    assert '<html lang="ar"' in client.get("/open", headers={"Accept-Language": "de"}).text


def test_language_links_keep_the_page_and_its_filters(client: FlaskClient) -> None:
    page = client.get("/open?state=final&state=revoked&lang=ar").text
    assert 'href="/open?state=final&amp;state=revoked&amp;lang=fr"' in page


def test_every_answer_carries_the_security_headers(client: FlaskClient) -> None:
    for path in ("/open", "/nothing", "/healthz", "/v1/notes/crash"):
        headers = client.open(path, method="POST" if path.startswith("/v1") else "GET").headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert (headers["X-Content-Type-Options"], "Permissions-Policy" in headers) == ("nosniff", True)


def test_no_page_has_an_inline_script_or_style(client: FlaskClient, sqlite_database: Database) -> None:
    add_account(sqlite_database)
    pages = [client.get("/sign-in").text, client.get("/nothing").text]
    sign_in(client)
    pages.append(client.get("/account").text)
    assert not [page for page in pages if "<script>" in page or "<style" in page or " style=" in page or " onclick=" in page]


def test_what_a_signed_in_person_sees_stays_in_no_cache(client: FlaskClient, sqlite_database: Database) -> None:
    add_account(sqlite_database)
    sign_in(client)
    assert client.get("/").headers["Cache-Control"] == "private, no-store"


def test_cookies_are_out_of_reach_of_scripts_and_secure_where_the_service_is(sqlite_database: Database, tmp_path: Path) -> None:
    app = make_web_app(sqlite_database, tmp_path, public_base_url="https://ensam-rabat.maslak.example")
    answer = app.test_client().get("/sign-in", base_url="https://ensam-rabat.maslak.example")
    cookie = answer.headers["Set-Cookie"]
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax"))
    assert "Strict-Transport-Security" in answer.headers


def test_a_request_larger_than_the_cap_is_refused(sqlite_database: Database, tmp_path: Path) -> None:
    client = make_web_app(sqlite_database, tmp_path, max_request_bytes=1000).test_client()
    answer = client.post("/sign-in?lang=en", data={"login": "x" * 2000})
    assert (answer.status_code, "This is too large" in answer.text) == (413, True)


def test_a_database_that_is_away_is_said_so_and_the_process_is_still_alive(client: FlaskClient, app: Flask, tmp_path: Path) -> None:
    app.extensions["maslak_database"] = Database(f"sqlite:///{tmp_path}/no/such/directory/x.db")
    assert (client.get("/healthz").status_code, client.get("/readyz").status_code) == (200, 503)


def test_an_error_page_can_be_made_while_the_database_is_away(
    client: FlaskClient, app: Flask, sqlite_database: Database, tmp_path: Path
) -> None:
    add_account(sqlite_database)
    sign_in(client)
    app.extensions["maslak_database"] = Database(f"sqlite:///{tmp_path}/no/such/directory/x.db")
    answer = client.get("/?lang=fr")
    assert (answer.status_code, "momentanément" in answer.text, answer.headers["Retry-After"]) == (503, True, "5")


@pytest.mark.parametrize(("proxies", "believed"), [(0, "127.0.0.1"), (1, "10.0.0.9")])
def test_a_callers_address_is_believed_only_from_trusted_proxies(
    sqlite_database: Database, tmp_path: Path, proxies: int, believed: str
) -> None:
    client = make_web_app(sqlite_database, tmp_path, trusted_proxies=proxies).test_client()
    token = find_csrf_token(client.get("/sign-in").text)
    client.post("/sign-in", data={"login": "x", "csrf_token": token}, headers={"X-Forwarded-For": "6.6.6.6, 10.0.0.9"})
    with sqlite_database.session(reading=True) as session:
        assert session.scalars(select(LoginAttempt.address)).all() == [believed]
