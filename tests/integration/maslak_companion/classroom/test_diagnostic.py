"""The diagnostic in the classroom: offered beside the way, answered once, leading to units, and deciding nothing."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from sqlalchemy import event, func, select
from tests.factories.classroom import AT, Pupil, School
from tests.factories.course import COURSE_KEY, PREFIX
from tests.factories.diagnostic import make_diagnostic_olx

from maslak_companion.classroom.courses.release import CourseRelease
from maslak_companion.classroom.frameworks import read_framework
from maslak_companion.classroom.models import Completion, Mark
from maslak_companion.classroom.services import count_completed_units, record_completion
from maslak_companion.cohorts.services import make_plan
from maslak_companion.progress.models import EvidenceRow, RatingRow
from maslak_web.database import Database

MANY = 20
USAGE = f"{PREFIX}+type@maslak_diagnostic+block@d1"
CHANGES = {
    "course/run.xml": '<course display_name="Petit cours" language="fr"><chapter url_name="start"/><chapter url_name="ch1"/></course>',
    "chapter/start.xml": '<chapter display_name="Avant de commencer"><sequential url_name="place"/></chapter>',
    "sequential/place.xml": '<sequential display_name="Se situer"><vertical url_name="place-page"/></sequential>',
    "vertical/place-page.xml": '<vertical display_name="Se situer">'
    + make_diagnostic_olx().replace("u-net u-web", "u1 cp nowhere")
    + "</vertical>",
}


@pytest.fixture
def school(database: Database, tmp_path: Path) -> School:
    return School(database, tmp_path / "home", changes=CHANGES)


def call(pupil: Pupil, handler: str, **payload: Any) -> dict[str, Any]:
    answer = pupil.call(USAGE, handler, payload)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def begin(pupil: Pupil) -> dict[str, Any]:
    revision = call(pupil, "state")["revision"]
    return call(pupil, "begin_attempt", revision=revision, idempotency_key=uuid.uuid4().hex)


def take(pupil: Pupil) -> dict[str, Any]:
    """Say to every question that it is not known."""
    state = begin(pupil)
    while state["question"]:
        state = call(
            pupil, "answer", revision=state["revision"], idempotency_key=uuid.uuid4().hex, item=state["question"]["id"], unknown=True
        )  # fmt: skip
    return state


def course_of(school: School) -> CourseRelease:
    release = school.find_release()
    return school.shelf.get(release.course_key, release.hash)


def words_of(pupil: Pupil, address: str) -> str:
    page = pupil.client.get(address)
    assert page.status_code == 200, page.text
    return " ".join(html.fromstring(page.data).text_content().split())


def test_release_says_that_it_places_and_decides_nothing(school: School) -> None:
    entry = school.block_map[USAGE]
    assert (entry["purpose"], entry["competency"], entry["decides"]) == ("placement", "", False)
    assert len(entry["items"]) == 12


def test_twenty_parallel_answers_of_one_learner_are_recorded_once(school: School) -> None:
    pupil = school.enter()
    state = begin(pupil)
    browsers = [school.sign_in(pupil.learner_id) for _ in range(MANY)]

    def answer(browser: Pupil) -> tuple[int, str]:
        payload = {"revision": state["revision"], "idempotency_key": uuid.uuid4().hex, "item": state["question"]["id"], "unknown": True}
        reply = browser.call(USAGE, "answer", payload)
        return reply.status_code, reply.get_json().get("code", "")

    with ThreadPoolExecutor(MANY) as pool:
        replies = list(pool.map(answer, browsers))
    assert [status for status, _ in replies].count(200) == 1, replies
    assert {code for status, code in replies if status != 200} <= {"already_answered", "stale_revision", "busy"}
    after = call(pupil, "state")
    assert (after["revision"], after["question"]["number"]) == (state["revision"] + 1, 2)


def test_same_answer_sent_twenty_times_under_one_key_is_recorded_once_and_answered_alike(school: School) -> None:
    pupil = school.enter()
    state = begin(pupil)
    browsers = [school.sign_in(pupil.learner_id) for _ in range(MANY)]
    payload = {"revision": state["revision"], "idempotency_key": "one", "item": state["question"]["id"], "unknown": True}
    with ThreadPoolExecutor(MANY) as pool:
        replies = list(pool.map(lambda browser: browser.call(USAGE, "answer", payload), browsers))
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.get_json()["question"]["id"] for reply in replies}) == 1
    assert call(pupil, "state")["question"]["number"] == 2


def test_advice_leads_to_units_of_this_course_and_nothing_counts(school: School) -> None:
    pupil = school.enter()
    state = take(pupil)
    assert [(each["name"], each["url"], each["title"]) for each in state["result"]["units"]] == [
        ("u1", f"/learn/{COURSE_KEY}/u1", "Unité une"),
        ("cp", f"/learn/{COURSE_KEY}/cp", "Évaluation"),
    ]
    page = html.fromstring(pupil.client.get(f"/learn/{COURSE_KEY}/place").data)
    assert page.xpath("//ol[@class='mk-study']//a/@href") == [f"/learn/{COURSE_KEY}/u1", f"/learn/{COURSE_KEY}/cp"]
    with school.database.session(reading=True) as session:
        for table in (EvidenceRow, RatingRow, Mark):
            assert session.scalar(select(func.count()).select_from(table)) == 0, table
        assert session.scalars(select(Completion.usage_key)).all() == [USAGE]


def test_unit_that_is_done_or_kept_for_the_staff_is_told_so_or_left_out(school: School, database: Database, tmp_path: Path) -> None:
    pupil = school.enter()
    take(pupil)
    with school.database.session() as session:
        for block in course_of(school).blocks_under(course_of(school).find("sequential", "u1")):  # type: ignore[arg-type]
            record_completion(session, pupil.learner_id, COURSE_KEY, block.usage_key, fraction=1, at=AT)  # type: ignore[arg-type]
    units = {each["name"]: each for each in call(pupil, "state")["result"]["units"]}
    assert units["u1"]["is_done"] is True
    assert units["cp"]["is_done"] is False


def test_diagnostic_is_offered_to_whoever_has_done_nothing_and_waits_in_no_total(school: School) -> None:
    pupil = school.enter()
    for address in ("/", f"/learn/{COURSE_KEY}"):
        text = words_of(pupil, address)
        assert "Voir par où commencer" in text
        assert "0 unité terminée sur 2" in text, text
    assert "Facultatif" in words_of(pupil, f"/learn/{COURSE_KEY}")
    home = html.fromstring(pupil.client.get("/").data)
    assert home.xpath("//section[contains(@class, 'today')]//a[contains(@class, 'btn')]/@href") == [f"/learn/{COURSE_KEY}/u1"]
    take(pupil)
    assert "Voir par où commencer" not in words_of(pupil, "/")
    with school.database.session(reading=True) as session:
        assert count_completed_units(session, [pupil.learner_id], course_of(school)) == {pupil.learner_id: 0}


def test_plain_forms_are_accepted_and_lead_back_to_the_page(school: School) -> None:
    pupil, address = school.enter(), f"/learn/{COURSE_KEY}/place"
    for handler, more in (("begin_attempt", {}), *[("answer", {"unknown": "yes"})] * 12):
        page = html.fromstring(pupil.client.get(address).data)
        found = page.xpath(f"//form[@data-handler='{handler}']")
        if not found:
            break
        fields = {field.get("name"): field.get("value") for field in found[0].xpath(".//input[@type='hidden']")}
        reply = pupil.client.post(found[0].get("action"), data=fields | more, headers={"Referer": f"http://localhost{address}"})
        assert (reply.status_code, reply.location) == (303, address), reply.text
    assert html.fromstring(pupil.client.get(address).data).xpath("//ol[@class='mk-topics']")


def test_cohort_has_no_column_for_it(school: School) -> None:
    plan = make_plan(course_of(school), read_framework(school.settings.courses))
    assert [unit.name for unit in plan.units] == ["u1", "cp"]
    assert [chapter.name for chapter in plan.chapters] == ["ch1"]
    assert [chapter.units for chapter in plan.chapters] == [(0, 1)]


def test_view_asks_the_database_little(school: School) -> None:
    pupil = school.enter()
    take(pupil)
    asked: list[str] = []

    def listen(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(school.database.engine, "before_cursor_execute", listen)
    try:
        pupil.client.get(f"/learn/{COURSE_KEY}/place")
    finally:
        event.remove(school.database.engine, "before_cursor_execute", listen)
    own = [each for each in asked if "FROM block_state" in each or "FROM completion" in each or "FROM arrangement" in each]
    assert len(own) <= 5, own
