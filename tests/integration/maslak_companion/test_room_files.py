"""Stylesheets of rooms: those that are there are served, and asking for others leaves no trace."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories.classroom import School

from maslak_companion.room_files import _digests
from maslak_web.database import Database


@pytest.mark.parametrize("room", ["cohorts", "jury"])
@pytest.mark.parametrize("name", ["nothing.css", "a" * 300, "..", "%2e%2e%2fviews.py", "é" * 120])
def test_a_file_that_is_not_there_is_not_found_and_not_remembered(sqlite_database: Database, tmp_path: Path, room: str, name: str) -> None:
    client = School(sqlite_database, tmp_path / "school").app.test_client()
    client.get(f"/{room}/room/1/x.css")
    kept = _digests.cache_info().currsize
    assert client.get(f"/{room}/room/1/{name}").status_code == 404
    assert _digests.cache_info().currsize == kept
