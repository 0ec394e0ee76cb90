"""What a learner sends: every shape that is accepted, and every one that is not."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maslak_domain.errors import DomainError
from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.logbook.draft import is_safe_link, take_draft, take_prose, take_request_key, take_switch, take_upload
from maslak_xblocks.logbook.errors import EmptyEvidenceError, EvidenceTooLargeError, UnsafeLinkError
from maslak_xblocks.logbook.port import LARGEST_FILE, LONGEST_TASK

GOOD: dict[str, Any] = {"done_on": "2026-11-12", "task": "J’ai relu."}


def test_form_and_json_say_the_same_entry() -> None:
    json = GOOD | {"competencies": ["MA-NUM.CYB.03", "MA-NUM.CYB.03"], "is_confidential": True, "link": " https://a.ma/x "}
    form = GOOD | {"competency.MA-NUM.CYB.03": "on", "is_confidential": "on", "link": "https://a.ma/x", "file": b""}
    assert take_draft(json) == take_draft(form)
    assert take_draft(json).competencies == ("MA-NUM.CYB.03",)


@pytest.mark.parametrize(
    "change",
    [
        {"task": ""},
        {"task": "   \n "},
        {"task": "x" * (LONGEST_TASK + 1)},
        {"task": 3},
        {"task": None},
        {"done_on": "12/11/2026"},
        {"done_on": "2026-02-30"},
        {"done_on": "٢٠٢٦-١١-١٢"},
        {"done_on": "2026-11-12T10:00"},
        {"done_on": 20261112},
        {"competencies": "MA-NUM.CYB.03"},
        {"competencies": [3]},
        {"competencies": [""]},
        {"competencies": ["x" * 65]},
        {"competencies": [f"MA-NUM.CYB.{n:02}" for n in range(13)]},
        {"is_confidential": "yes"},
        {"is_confidential": 1},
        {"link": "https://a.ma/" + "x" * 2_000},
        {"link": ["https://a.ma"]},
        {"file": "a.pdf"},
        {"file": {"filename": "a.pdf"}},
    ],
)
def test_entry_of_a_wrong_shape_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(InvalidPayloadError):
        take_draft(GOOD | change)


def test_day_is_taken_as_it_was_written() -> None:
    assert take_draft(GOOD).done_on == date(2026, 11, 12)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "http://a.ma/x",
        "//a.ma/x",
        "https:a.ma",
        "https://",
        "https://localhost/x",
        "https://user@bank.ma/",
        "https://a.ma/x y",
        "https://a.ma/\nx",
        "https://a.ma/<b>",
        "https://a.ma\\@evil.ma/",
        "data:text/html,x",
        "https://[::1]/",
        "https://[bad/",
    ],
)
def test_link_that_a_page_must_not_lead_to_is_refused(link: str) -> None:
    with pytest.raises(UnsafeLinkError):
        take_draft(GOOD | {"link": link})


@given(st.text(max_size=60))
def test_safe_link_can_only_lead_to_another_site_by_https(text: str) -> None:
    for link in (text, f"https://{text}", f"https://a.ma/{text}"):
        if is_safe_link(link):
            parts = urlsplit(link)
            assert (parts.scheme, parts.username, parts.password) == ("https", None, None)
            assert "." in str(parts.hostname)
            assert not set(link) & set(" \t\r\n<>\"'\\")


@given(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text()), st.dictionaries(st.text(), st.text()))
)
def test_whatever_is_sent_gives_an_entry_or_a_refusal_with_a_code(value: Any) -> None:
    for name in ("done_on", "task", "competencies", "link", "file", "is_confidential", "competency.x"):
        with suppress(DomainError):
            assert take_draft(GOOD | {name: value}).task


def test_text_keeps_its_lines_and_loses_what_disguises_it() -> None:
    assert take_prose({"t": "a\r\nb\rc\n\n\x07\u202egnp\u202c "}, "t", 20) == "a\nb\nc\n\ngnp"


@given(st.text(max_size=40))
def test_text_that_was_taken_is_taken_again_unchanged(text: str) -> None:
    try:
        taken = take_prose({"t": text}, "t", 40)
    except InvalidPayloadError:
        return
    assert take_prose({"t": taken}, "t", 40) == taken


@pytest.mark.parametrize("key", [None, "", "short", "with space in it", "x" * 65, "../../etc/passwd"])
def test_request_key_is_plain(key: Any) -> None:
    with pytest.raises(InvalidPayloadError):
        take_request_key({"request_key": key})


def test_switch_is_off_where_a_form_sends_nothing() -> None:
    assert [take_switch(each, "s") for each in ({}, {"s": ""}, {"s": "on"}, {"s": False}, {"s": True})] == [False, False, True, False, True]


def upload(name: str, content: bytes) -> Any:
    return take_upload({"f": SimpleNamespace(filename=name, file=io.BytesIO(content))}, "f")


def test_file_has_a_plain_name_and_no_path() -> None:
    assert upload("C:\\fakepath\\photo.jpg", b"x").name == "photo.jpg"
    assert upload("../../etc/pass\u202ewd", b"x").name == "passwd"
    assert upload("x" * 300 + ".pdf", b"x").name.endswith(".pdf")
    assert upload("/", b"x").name == "evidence"
    assert upload("", b"x") is None


def test_empty_file_is_refused_rather_than_left_out_in_silence() -> None:
    with pytest.raises(EmptyEvidenceError) as refusal:
        upload("photo.jpg", b"")
    assert refusal.value.params["field"] == "f"


def test_file_beyond_the_cap_is_refused_and_one_at_the_cap_is_not() -> None:
    assert len(upload("a.pdf", b"x" * LARGEST_FILE).content) == LARGEST_FILE
    with pytest.raises(EvidenceTooLargeError):
        upload("a.pdf", b"x" * (LARGEST_FILE + 1))
