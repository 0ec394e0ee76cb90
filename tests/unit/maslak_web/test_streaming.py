from __future__ import annotations

import uuid
from datetime import UTC, datetime

from flask import Flask

from maslak_web.streaming import coalesce, encode_lines, make_disposition, stream


def test_small_parts_travel_in_large_chunks_and_nothing_is_lost() -> None:
    chunks = list(coalesce((b"x" * 100 for _ in range(100)), size=1000))
    assert ([len(chunk) for chunk in chunks], len(b"".join(chunks))) == ([1000] * 10, 10_000)
    assert list(coalesce([])) == []


def test_rows_become_one_line_of_json_each() -> None:
    row = {"id": uuid.UUID(int=1), "at": datetime(2026, 3, 12, tzinfo=UTC), "name": "سلمى"}
    expected = '{"id":"00000000-0000-0000-0000-000000000001","at":"2026-03-12T00:00:00Z","name":"سلمى"}\n'
    assert b"".join(encode_lines([row])).decode() == expected


def test_an_arabic_file_name_reaches_new_and_old_browsers() -> None:
    header = make_disposition('نتائج "2026".csv')
    assert 'filename="_____ _2026_.csv"' in header
    assert "filename*=UTF-8''%D9%86" in header


def test_a_stream_is_kept_in_no_cache() -> None:
    with Flask("x").test_request_context():
        response = stream([b"a"], "text/csv", filename="a.csv")
        assert (response.data, response.headers["Cache-Control"]) == (b"a", "private, no-store")
