"""Requests that no browser sends and course files that nobody should write: each is refused with its code, never with a traceback."""

from __future__ import annotations

import json

import pytest
from tests.factories.xblock import PASSPORT, BareRuntime, Classroom, make_checkpoint_olx
from webob import Request

from maslak_xblocks.errors import OLXError

HANDLERS = ("set_language", "answer", "begin_attempt", "state", "time_up")
LAB = """<maslak_lab url_name="b1" generator="sales_table" rows="80" weight="{}">
<variant lang="fr" status="source" title="Ventes"/></maslak_lab>"""
PROJECT = '<maslak_project url_name="p1" level="N1"><variant lang="fr" status="source" title="Projet"/><rubric/></maslak_project>'


@pytest.mark.parametrize("handler", HANDLERS)
@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "application/x-www-form-urlencoded; charset=utf-16",
        "application/x-www-form-urlencoded; charset=no-such-charset",
    ],
)
def test_form_that_cannot_be_read_is_refused_as_a_page(handler: str, content_type: str) -> None:
    answer = Classroom(make_checkpoint_olx()).request(handler, b"language=fr", content_type)
    assert (answer.status_int, answer.content_type) == (400, "text/html")
    assert answer.headers["Maslak-Refusal"] == "invalid_payload"


def test_file_in_a_form_that_cannot_be_read_is_refused_with_its_code() -> None:
    for content_type in ("multipart/form-data", "application/x-www-form-urlencoded; charset=utf-16"):
        answer = Classroom(PROJECT).request("add_file", b"stage=s1", content_type)
        assert (answer.status_int, json.loads(answer.body)["code"]) == (400, "invalid_payload")


@pytest.mark.parametrize(
    ("olx", "handler"), [(make_checkpoint_olx(), "state"), (PASSPORT, "state"), (LAB.format(1), "state"), (LAB.format(1), "dataset")]
)
def test_address_that_is_no_text_is_refused_with_its_code(olx: str, handler: str) -> None:
    room = Classroom(olx)
    answer = room.runtime.handle(room.block, handler, Request.blank("/handler?form=%ff"))
    assert (answer.status_int, answer.content_type) == (400, "application/problem+json")
    assert json.loads(answer.body)["code"] == "invalid_payload"


@pytest.mark.parametrize("weight", ["heavy", "nan", "inf", "-1"])
def test_weight_that_no_mark_can_be_scaled_by_is_refused_with_its_line(weight: str) -> None:
    with pytest.raises(OLXError) as caught:
        BareRuntime().parse_xml_string(f"\n{LAB.format(weight)}".encode())
    assert caught.value.line == 2
    assert BareRuntime().parse_xml_string(LAB.format(0.5).encode())
