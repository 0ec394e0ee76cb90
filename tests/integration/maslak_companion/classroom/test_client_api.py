"""An application of one's own: with nothing but JSON and the contracts, a learner finds the course, reads, answers and passes."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from tests.factories.classroom import CHECKPOINT, LESSON, School
from tests.factories.contract import find_faults
from tests.factories.course import COMPETENCY, COURSE_KEY
from tests.factories.device import Phone, add_login

from maslak_companion.progress.services import list_ratings
from maslak_domain.mastery import Rating
from maslak_web.database import Database
from maslak_xblocks.contracts import BLOCKS, describe_block

COURSE = f"/v1/courses/{COURSE_KEY}"


@pytest.fixture
def school(sqlite_database: Database, tmp_path: Path) -> School:
    return School(sqlite_database, tmp_path / "home")


def test_learner_passes_a_checkpoint_without_a_single_page(school: School) -> None:
    learner_id, phone = add_login(school), Phone(school)
    course = phone.get("/v1/courses")["courses"][0]
    assert (course["course"], course["done"], course["titles"]["ar"]) == (COURSE_KEY, 0, "الجذع المشترك")
    checkpoint = phone.find_block(COURSE_KEY, "maslak_checkpoint")
    handlers = checkpoint["handlers"]
    state = phone.ask(handlers["state"]).get_json()
    told = phone.send(handlers["begin_attempt"], idempotency_key="b-1", revision=state["revision"]).get_json()
    for item in told["attempt"]["items"]:
        right = next(option["id"] for option in item["options"] if option["html"].startswith("right"))
        answer = {"item": item["id"], "response": [right], "html": False}
        told = phone.send(handlers["answer"], idempotency_key=uuid.uuid4().hex, revision=told["revision"], **answer).get_json()
        assert "html" not in told
    assert told["attempt"]["passed"] is True
    assert [(each["competency"], each["rating"], each["changed"]) for each in told["ratings"]] == [(COMPETENCY, "acquired", True)]
    assert phone.find_block(COURSE_KEY, "maslak_checkpoint")["is_complete"] is True
    with school.database.session(reading=True) as session:
        assert [each.rating for each in list_ratings(session, learner_id)] == [Rating.ACQUIRED]


def test_learner_reads_a_lesson_in_another_language(school: School) -> None:
    add_login(school)
    phone = Phone(school)
    lesson = phone.find_block(COURSE_KEY, "maslak_lesson")
    assert lesson["data"]["language"] == "fr"
    assert phone.send(lesson["handlers"]["set_language"], language="ar").get_json()["language"] == "ar"
    data = phone.find_block(COURSE_KEY, "maslak_lesson")["data"]
    assert (data["language"], data["title"]) == ("ar", "درس")
    assert find_faults("maslak_lesson", "data", data) == []
    assert phone.get(COURSE)["content_language"] == "ar"
    phone.send(lesson["handlers"]["read"], fraction=1)
    school.now += timedelta(minutes=30)
    assert phone.send(lesson["handlers"]["read"], fraction=1).get_json()["complete"] is True
    assert phone.find_block(COURSE_KEY, "maslak_lesson")["is_complete"] is True


def test_place_goes_from_one_device_to_the_other(school: School) -> None:
    learner_id = add_login(school)
    phone = Phone(school)
    unit = phone.get(COURSE)["chapters"][0]["units"][1]
    page = unit["pages"][0]["name"]
    kept = phone.client.put(f"{COURSE}/place", json={"unit": unit["name"], "page": page}, headers=phone.headers)
    assert kept.status_code == 204
    assert phone.get(COURSE)["place"] == {"unit": unit["name"], "page": page}
    assert f"/learn/{COURSE_KEY}/{unit['name']}/{page}" in school.sign_in(learner_id).client.get("/").text


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "invalid_payload"),
        (b'{"unit": 1}', 400, "invalid_payload"),
        (b'{"unit": "nowhere"}', 404, "unit_not_found"),
        (b'{"unit": "u1", "page": "nowhere"}', 404, "unit_not_found"),
    ],
)
def test_place_that_is_none_is_refused(school: School, body: bytes, status: int, code: str) -> None:
    add_login(school)
    phone = Phone(school)
    answer = phone.client.put(f"{COURSE}/place", data=body, headers=phone.headers, content_type="application/json")
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


@pytest.mark.parametrize("path", [COURSE, f"{COURSE}/blocks/{CHECKPOINT}", f"{COURSE}/blocks/{LESSON}"])
def test_learner_who_is_not_enrolled_gets_nothing(school: School, path: str) -> None:
    add_login(school, enrolled=False)
    answer = Phone(school).ask(path)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "not_enrolled")


def test_block_that_opens_later_tells_nothing_before(school: School) -> None:
    add_login(school)
    phone = Phone(school)
    school.change_offering(opens_at=school.now + timedelta(days=1))
    answer = phone.ask(f"{COURSE}/blocks/{CHECKPOINT}")
    assert (answer.status_code, answer.get_json()["code"]) == (403, "not_open")
    course = phone.get("/v1/courses")["courses"][0]
    assert course["opens_at"] is not None
    assert all(not unit["pages"] for chapter in phone.get(COURSE)["chapters"] for unit in chapter["units"])


def test_what_a_block_shows_holds_no_answer(school: School) -> None:
    add_login(school)
    phone = Phone(school)
    told = json.dumps([phone.find_block(COURSE_KEY, "maslak_checkpoint"), phone.get(COURSE)])
    assert "right" not in told
    assert "correct" not in told


def test_stranger_is_refused_as_programs_are(school: School) -> None:
    for path in ("/v1/me", "/v1/courses", COURSE, f"{COURSE}/blocks/{CHECKPOINT}"):
        answer = school.app.test_client().get(path)
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json"), path


@pytest.mark.parametrize("block_type", BLOCKS)
def test_contract_of_a_block_is_public(school: School, block_type: str) -> None:
    answer = school.app.test_client().get(f"/v1/contracts/{block_type}.json")
    assert answer.get_json() == json.loads(json.dumps(describe_block(block_type)))
    assert "Set-Cookie" not in answer.headers


def test_unknown_block_has_no_contract(school: School) -> None:
    answer = school.app.test_client().get("/v1/contracts/html.json")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "resource_not_found")
