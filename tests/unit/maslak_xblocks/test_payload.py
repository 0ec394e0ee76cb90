"""The door of every handler: what is read, what is refused as no JSON, and how an answer is written."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from webob import Request

from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.markup import Html
from maslak_xblocks.payload import read_payload, respond


def ask(body: bytes) -> Request:
    return Request.blank("/", method="POST", content_type="application/json", body=body)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b"\"a\"", b"{", b'{"a": 1,}', b"{'a': 1}", b'{"a": NaN}', b'{"a": Infinity}', b'{"a": 1e400}', b"\xff",
        b'{"a": "\\ud800"}', b'{"a": "\\udc00\\ud800"}', b'{"\\ud800": 1}', b'{"a": "\xed\xa0\x80"}', b"[" * 20_000, b'{"a":' * 5_000,
    ],
)  # fmt: skip
def test_what_is_no_object_of_json_is_refused(body: bytes) -> None:
    with pytest.raises(InvalidPayloadError):
        read_payload(ask(body), 32 * 1024)


@pytest.mark.parametrize("value", ["نص", "\U0001f600", "a\u0000b", 0, -1, 10**30, 0.5, None, True, [], {"b": ["c"]}])
def test_what_is_json_is_read_as_it_was_written(value: Any) -> None:
    assert read_payload(ask(json.dumps({"a": value}).encode()), 32 * 1024) == {"a": value}


@pytest.mark.parametrize(
    "part", [b"[]", b"\r\na", b'Content-Disposition: form-data; filename="a"\r\n\r\na', b"Content-Disposition: x\r\n\r\na"]
)
def test_part_of_a_form_that_has_no_name_is_refused(part: bytes) -> None:
    request = Request.blank("/", method="POST", content_type="multipart/form-data; boundary=B", body=b"--B\r\n" + part + b"\r\n--B--\r\n")
    with pytest.raises(InvalidPayloadError):
        read_payload(request, 32 * 1024, is_form=True)


def test_answer_is_json_in_utf_8_with_decimals_as_strings_and_markup_as_text() -> None:
    answer = {"score": Decimal("0.50"), "html": Html("<p>نص</p>"), "list": (1, None, [True]), "a": {"z": 1, "b": Html("")}}
    response = respond(answer)
    assert response.content_type == "application/json"
    assert json.loads(response.body) == {"score": "0.50", "html": "<p>نص</p>", "list": [1, None, [True]], "a": {"z": 1, "b": ""}}
    assert "نص".encode() in response.body


def test_answer_that_has_no_form_in_json_is_no_answer() -> None:
    with pytest.raises(TypeError):
        respond({"a": object()})
