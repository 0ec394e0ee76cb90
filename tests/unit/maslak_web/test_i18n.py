from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from tests.factories.web_app import make_web_app

from maslak_web.database import Database
from maslak_web.i18n import format_day, format_moment, format_number, localized


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Flask:
    return make_web_app(sqlite_database, tmp_path)


@pytest.mark.parametrize(("language", "expected"), [("ar", "12 يوليوز 2026"), ("fr", "12 juillet 2026"), ("en", "July 12, 2026")])
def test_dates_use_the_words_of_morocco(app: Flask, language: str, expected: str) -> None:
    with app.test_request_context(f"/open?lang={language}"):
        assert format_day(date(2026, 7, 12)) == expected


def test_a_moment_is_told_in_moroccan_time(app: Flask) -> None:
    with app.test_request_context("/open?lang=fr"):
        assert format_moment(datetime(2026, 7, 12, 23, 30, tzinfo=UTC)) == "13 juillet 2026 à 00:30"


@pytest.mark.parametrize(("language", "expected"), [("ar", "14,5"), ("fr", "14,5"), ("en", "14.5")])
def test_numbers_use_the_decimal_sign_of_the_language_and_western_digits(app: Flask, language: str, expected: str) -> None:
    with app.test_request_context(f"/open?lang={language}"):
        assert format_number(Decimal("14.5")) == expected


def test_text_in_another_language_says_so_and_is_escaped(app: Flask) -> None:
    with app.test_request_context("/open?lang=ar"):
        assert localized({"fr": "<b>"}) == '<span lang="fr" dir="ltr">&lt;b&gt;</span>'
        assert localized({"ar": "مسلك", "fr": "x"}) == "مسلك"


@pytest.mark.parametrize(("header", "is_kept"), [("", True), ("Basic cGlsb3Q6cGlsb3Q=", True), ("Bearer abc", False)])
def test_choice_is_remembered_for_people_also_behind_a_door_of_their_own(app: Flask, header: str, is_kept: bool) -> None:
    answer = app.test_client().get("/open?lang=fr", headers={"Authorization": header} if header else {})
    assert ("maslak_lang=fr" in answer.headers.get("Set-Cookie", "")) is is_kept
