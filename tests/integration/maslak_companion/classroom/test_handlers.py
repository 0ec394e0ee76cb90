"""Handler calls over HTTP: what is refused, what is repeated, what is kept."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs
from tests.factories.classroom import AT, Pupil, School
from tests.factories.course import CHECKPOINT, LESSON

from maslak_companion.classroom.models import BlockState, Completion, HandlerReceipt, Mark
from maslak_companion.classroom.rest_api import MAX_UPLOAD_BYTES
from maslak_companion.progress.models import EvidenceRow
from maslak_web.database import Database


@pytest.fixture
def school(sqlite_database: Database, tmp_path: Path) -> School:
    return School(sqlite_database, tmp_path / "home")


@pytest.fixture
def pupil(school: School) -> Pupil:
    return school.enter()


def count(school: School, model: type) -> int:
    with school.database.session(reading=True) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def assert_problem(answer: object, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text  # type: ignore[attr-defined]
    assert answer.mimetype == "application/problem+json"  # type: ignore[attr-defined]
    assert answer.get_json()["code"] == code  # type: ignore[attr-defined]


def test_attempt_keeps_state_completion_mark_and_evidence_together(school: School, pupil: Pupil) -> None:
    pupil.begin()
    for item in ("q1", "q2", "q3"):
        assert pupil.answer(item, "a", pupil.state()["revision"]).status_code == 200
    assert pupil.state()["attempt"]["passed"] is True
    with school.database.session(reading=True) as session:
        assert [row.item for row in session.scalars(select(EvidenceRow).order_by(EvidenceRow.id))] == ["q1", "q2", "q3", "*"]
        assert session.scalars(select(Mark)).one().value == 1
        assert session.scalars(select(Completion)).one().usage_key == CHECKPOINT


def test_repeated_call_gets_the_stored_answer_and_changes_nothing(school: School, pupil: Pupil) -> None:
    revision = pupil.begin()["revision"]
    first = pupil.answer("q1", "b", revision, key="the-key")
    again = pupil.answer("q1", "b", revision, key="the-key")
    assert (first.status_code, again.status_code, first.data) == (200, 200, again.data)
    assert count(school, EvidenceRow) == 1
    assert pupil.state()["revision"] == revision + 1


def test_same_key_with_another_payload_is_a_conflict(pupil: Pupil) -> None:
    revision = pupil.begin()["revision"]
    pupil.answer("q1", "b", revision, key="the-key")
    assert_problem(pupil.answer("q1", "a", revision, key="the-key"), 409, "idempotency_conflict")


def test_answer_sent_again_after_the_state_was_read_anew_gets_the_stored_answer(school: School, pupil: Pupil) -> None:
    revision = pupil.begin()["revision"]
    first = pupil.answer("q1", "b", revision, key="the-key")
    # The reply was lost: the phone looks where it stands, and sends what it kept with the revision it knows now.
    again = pupil.answer("q1", "b", pupil.state()["revision"], key="the-key")
    assert (again.status_code, again.data) == (200, first.data)
    assert count(school, EvidenceRow) == 1


def test_same_key_of_another_learner_is_another_call(school: School, pupil: Pupil) -> None:
    other = school.enter()
    for each in (pupil, other):
        assert each.answer("q1", "b", each.begin()["revision"], key="the-key").status_code == 200
    assert count(school, EvidenceRow) == 2


def test_refused_call_keeps_neither_state_nor_receipt(school: School, pupil: Pupil) -> None:
    pupil.begin()
    before = count(school, HandlerReceipt)
    answer = pupil.answer("q1", "a", 99, key="k")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "stale_revision")
    assert count(school, HandlerReceipt) == before
    assert count(school, EvidenceRow) == 0


def test_two_answers_from_two_phones_keep_the_first(school: School, pupil: Pupil) -> None:
    revision = pupil.begin()["revision"]
    phone = school.sign_in(pupil.learner_id)
    assert pupil.answer("q1", "a", revision).status_code == 200
    assert_problem(phone.answer("q1", "b", revision), 409, "already_answered")


def test_missing_csrf_token_is_refused(school: School, pupil: Pupil) -> None:
    pupil.token = ""
    assert_problem(pupil.call(CHECKPOINT, "state", {}), 400, "csrf_expired")


def test_stranger_is_asked_to_sign_in(school: School) -> None:
    answer = school.app.test_client().post(f"/learn/tiny/blocks/{CHECKPOINT}/handler/state", json={})
    assert_problem(answer, 401, "unauthorized")


def test_learner_who_is_not_enrolled_is_refused(school: School) -> None:
    pupil = school.sign_in(school.add_learner(enrolled=False))
    assert_problem(pupil.call(CHECKPOINT, "state", {}), 403, "not_enrolled")
    assert pupil.client.get("/learn/tiny/u1").status_code == 403


def test_course_that_opens_later_is_not_open(school: School, pupil: Pupil) -> None:
    school.change_offering(opens_at=AT + timedelta(days=1))
    assert_problem(pupil.call(CHECKPOINT, "state", {}), 403, "not_open")


def test_block_that_the_course_does_not_have_is_not_found(pupil: Pupil) -> None:
    assert_problem(pupil.call(CHECKPOINT.replace("cp-bank", "nothing"), "state", {}), 404, "unit_not_found")
    assert_problem(pupil.call("sequential", "state", {}), 404, "unit_not_found")


@pytest.mark.parametrize("handler", ["nothing", "__init__", "save", "student_view", "host"])
def test_name_that_is_no_handler_is_not_found(pupil: Pupil, handler: str) -> None:
    assert_problem(pupil.call(CHECKPOINT, handler, {}), 404, "handler_not_found")


@pytest.mark.parametrize("address", ["state?note=%D8%B3", "state?note=%F2%B2%BC%83%5CR", "state/%D8%B3", "state/%F2%B2%BC%83%5CR.%FF"])
def test_address_in_any_script_reaches_the_block(pupil: Pupil, address: str) -> None:
    path = f"/learn/tiny/blocks/{CHECKPOINT}/handler/{address}"
    assert pupil.client.get(path).status_code == 200
    assert pupil.client.post(path, json={}, headers={"X-CSRFToken": pupil.token}).status_code == 200


def test_handler_of_the_editor_is_closed_to_learners(pupil: Pupil) -> None:
    answer = pupil.call(LESSON, "studio_save", {"language": "fr", "title": "x", "html": "<p>x</p>"})
    assert answer.status_code == 403


@pytest.mark.parametrize(("data", "mimetype"), [
    (b"[]", "application/json"), (b"{", "application/json"), (b"\xff", "application/json"), (b"null", "application/json"),
    (b'{"idempotency_key": 1}', "application/json"), (b'{"idempotency_key": ""}', "application/json"), (b"<x/>", "text/xml"),
    (json.dumps({"idempotency_key": "x" * 65}).encode(), "application/json"), (b"[" * 30_000, "application/json"),
], ids=["list", "cut off", "no text", "null", "key no text", "key empty", "xml", "key too long", "too deep"])  # fmt: skip
def test_payload_of_the_wrong_type_is_refused(pupil: Pupil, data: bytes, mimetype: str) -> None:
    address = f"/learn/tiny/blocks/{CHECKPOINT}/handler/answer"
    answer = pupil.client.post(address, data=data, content_type=mimetype, headers={"X-CSRFToken": pupil.token})
    assert_problem(answer, 400, "invalid_payload")
    assert_problem(pupil.call(CHECKPOINT, "answer", {"idempotency_key": "k", "item": 1}), 400, "invalid_payload")


@pytest.mark.parametrize("field", ["item", "response", "language", "idempotency_key"])
def test_half_a_character_is_no_text(pupil: Pupil, field: str) -> None:
    pupil.begin()
    payload = {"revision": pupil.state()["revision"], "idempotency_key": uuid.uuid4().hex, "item": "q1", "response": ["a"]}
    answer = pupil.call(CHECKPOINT, "answer", payload | {field: "\ud800"})
    assert (answer.status_code // 100, answer.mimetype) == (4, "application/problem+json")


def test_payload_beyond_the_cap_is_refused(pupil: Pupil) -> None:
    assert_problem(pupil.call(CHECKPOINT, "answer", {"idempotency_key": "k", "x": "y" * 40_000}), 413, "too_large")


def test_only_a_handler_that_reads_answers_a_link(pupil: Pupil) -> None:
    address = f"/learn/tiny/blocks/{CHECKPOINT}/handler/"
    read = pupil.client.get(address + "state")
    assert read.status_code == 200
    assert read.get_json()["revision"] == 0
    for name in ("begin_attempt", "answer", "set_language", "parse_xml", "no_such"):
        assert_problem(pupil.client.get(address + name), 404, "handler_not_found")
    assert pupil.state() == read.get_json()


def test_form_with_files_beyond_what_its_handler_takes_is_refused(pupil: Pupil) -> None:
    address = f"/learn/tiny/blocks/{CHECKPOINT}/handler/answer"
    form = {"csrf_token": pupil.token, "file": (io.BytesIO(b"x" * 40_000), "large.txt")}
    assert_problem(pupil.client.post(address, data=form, content_type="multipart/form-data"), 413, "too_large")
    # What is beyond every handler is refused before it is read.
    sent = {"data": b"x" * (MAX_UPLOAD_BYTES + 1), "content_type": "multipart/form-data; boundary=b"}
    assert_problem(pupil.client.post(address, **sent, headers={"X-CSRFToken": pupil.token}), 413, "too_large")


def test_log_says_by_which_code_a_block_or_the_classroom_refused(pupil: Pupil) -> None:
    with capture_logs() as lines:
        pupil.call(CHECKPOINT, "studio_save", {})
        pupil.call(CHECKPOINT, "answer", {"revision": "not a number"})
        pupil.call(CHECKPOINT, "no_such_handler", {})
        pupil.call(CHECKPOINT, "state", {})
    told = [line.get("refusal") for line in lines if line["event"] == "request"]
    assert told == ["not_author", "invalid_payload", "handler_not_found", None]


def test_plain_form_is_answered_with_the_page_it_came_from(school: School, pupil: Pupil) -> None:
    address = f"/learn/tiny/blocks/{LESSON}/handler/set_language"
    form = {"csrf_token": pupil.token, "language": "ar"}
    answer = pupil.client.post(address, data=form, headers={"Referer": "http://localhost/learn/tiny/u1/u1-read"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/learn/tiny/u1/u1-read")
    assert 'class="mk mk-lesson' in pupil.client.get("/learn/tiny/u1").text
    assert "أهلا بكم في الدرس" in pupil.client.get("/learn/tiny/u1").text


def test_plain_form_without_its_token_is_refused(pupil: Pupil) -> None:
    answer = pupil.client.post(f"/learn/tiny/blocks/{LESSON}/handler/set_language", data={"language": "ar"})
    assert answer.status_code == 400


def test_learners_state_is_their_own(school: School, pupil: Pupil) -> None:
    pupil.begin()
    other = school.enter()
    assert other.state()["attempt"] is None
    with school.database.session(reading=True) as session:
        assert {row.owner for row in session.scalars(select(BlockState))} == {pupil.learner_id.hex}


def test_two_keys_record_two_answers(school: School, pupil: Pupil) -> None:
    pupil.begin()
    for item in ("q1", "q2"):
        pupil.answer(item, "b", pupil.state()["revision"], key=uuid.uuid4().hex)
    assert count(school, EvidenceRow) == 2


def iter_hidden(name: str) -> Iterator[str]:
    yield f'<sequential display_name="x" {name}><vertical url_name="cp-page"/></sequential>'


def test_unit_kept_for_the_staff_is_forbidden(sqlite_database: Database, tmp_path: Path) -> None:
    (hidden,) = iter_hidden('visible_to_staff_only="true"')
    pupil = School(sqlite_database, tmp_path / "home", changes={"sequential/cp.xml": hidden}).enter()
    assert_problem(pupil.call(CHECKPOINT, "state", {}), 403, "forbidden")
    assert pupil.client.get("/learn/tiny/cp").status_code == 403
    assert "/learn/tiny/cp" not in pupil.client.get("/learn/tiny").text


def test_unit_that_starts_later_is_not_open(sqlite_database: Database, tmp_path: Path) -> None:
    (later,) = iter_hidden('start="2027-01-01T00:00:00+00:00"')
    pupil = School(sqlite_database, tmp_path / "home", changes={"sequential/cp.xml": later}).enter()
    assert_problem(pupil.call(CHECKPOINT, "state", {}), 403, "not_open")
    assert "/learn/tiny/cp" not in pupil.client.get("/learn/tiny").text
