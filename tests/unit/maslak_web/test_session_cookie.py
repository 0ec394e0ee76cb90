"""The session's cookie goes with pages, and never with what shared caches keep."""

from __future__ import annotations

from flask import Flask, Response, session
from flask.testing import FlaskClient

from maslak_web.session_cookie import SessionCookie


def enter() -> FlaskClient:
    app = Flask("cookies")
    app.secret_key = "x" * 32
    app.session_interface = SessionCookie()

    @app.get("/enter")
    def sign_in() -> str:
        session.permanent = True
        session["who"] = "salma"
        return ""

    @app.get("/page")
    def page() -> str:
        return str(session["who"])

    @app.get("/style.css", defaults={"changes": False})
    @app.get("/changing.css", defaults={"changes": True})
    def style(changes: bool) -> Response:
        if changes:
            session["who"] = "reda"
        return Response(session["who"], headers={"Cache-Control": "public, max-age=31536000, immutable"})

    client = app.test_client()
    client.get("/enter")
    return client


def test_page_of_a_person_renews_the_cookie() -> None:
    assert "Set-Cookie" in enter().get("/page").headers


def test_what_every_cache_may_keep_carries_no_cookie_and_does_not_vary_by_one() -> None:
    answer = enter().get("/style.css")
    assert answer.text == "salma"
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_change_of_the_session_is_never_lost() -> None:
    client = enter()
    assert "Set-Cookie" in client.get("/changing.css").headers
    assert client.get("/page").text == "reda"
