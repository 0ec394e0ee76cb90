"""The passport block in the classroom: the companion's own services answer it, for the learner of the request and nobody else."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import html
from sqlalchemy import event, text
from tests.factories.classroom import Pupil, School
from tests.factories.course import COURSE_KEY, PREFIX
from tests.factories.xblock import PASSPORT

from maslak_companion.badges.models import CredentialRow
from maslak_companion.passports.models import HiddenItemRow
from maslak_web.database import Database

USAGE = f"{PREFIX}+type@maslak_passport+block@p1"
BADGE = {
    "institution": {"key": "esith", "name": {"fr": "ESITH"}}, "kind": "credential", "key": "MA-NUM.CYB.02",
    "title": {"fr": "Identités"}, "level": "N1", "status": "issued", "state": "issued", "decision": None, "earned_at": None,
    "issued_at": "2026-10-02T10:00:00Z", "credential_url": "https://esith.example/badges/1",
}  # fmt: skip
RESULT = BADGE | {
    "kind": "completion", "key": "DAT-101", "title": {"fr": "Introduction aux données"}, "status": "completed", "state": "final",
    "decision": "validated", "issued_at": None, "credential_url": None, "earned_at": "2026-07-02T10:00:00Z",
}  # fmt: skip


class Registry:
    """A registry that knows one badge and one result of each learner, until the test says otherwise."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.answer: Callable[[], httpx.Response] = lambda: httpx.Response(
            200, json={"as_of": "2026-11-12T09:42:00Z", "items": [BADGE, RESULT]}
        )

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answer()


@pytest.fixture
def registry() -> Registry:
    return Registry()


@pytest.fixture
def school(database: Database, tmp_path: Path, registry: Registry) -> School:
    page = f'<vertical display_name="Passeport">{PASSPORT}</vertical>'
    return School(database, tmp_path / "school", registry=registry, changes={"vertical/u1-more.xml": page})


def show(pupil: Pupil) -> Any:
    page = pupil.client.get(f"/learn/{COURSE_KEY}/u1/u1-more")
    assert page.status_code == 200, page.text
    return html.fromstring(page.data)


def read(pupil: Pupil, handler: str = "state", **payload: Any) -> dict[str, Any]:
    answer = pupil.call(USAGE, handler, payload)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json()["passport"])


def test_page_of_a_course_never_waits_for_the_registry(school: School, registry: Registry) -> None:
    words = show(school.enter()).text_content()
    assert "n’a pas encore été interrogé" in words
    assert registry.requests == []


def test_asking_brings_what_was_earned_elsewhere_with_its_date_and_fills_a_star(school: School, registry: Registry) -> None:
    pupil = school.enter()
    known = read(pupil, "refresh")
    assert (known["as_of"], known["is_away"]) == ("2026-11-12T09:42:00+00:00", False)
    assert [(each["title"], each["decision"], each["institution"]) for each in known["results"]] == [
        ("Introduction aux données", "Validé", "ESITH")
    ]
    (star,) = [each for group in known["domains"] for each in group["competencies"] if each["id"] == "MA-NUM.CYB.02"]
    assert (star["rating"], star["evidence"][0]["institution"]) == ("acquired", "ESITH")
    assert "12 novembre 2026 à 10:42" in show(pupil).text_content()
    assert len(registry.requests) == 1


def test_page_and_block_fill_the_same_stars(school: School) -> None:
    pupil = school.enter()
    read(pupil, "refresh")
    page = html.fromstring(pupil.client.get("/passport").data)
    assert (
        len(page.xpath("//a[contains(@class, 'star-acquired')]")) == len(show(pupil).xpath("//*[contains(@class, 'mk-s mk-s-full')]")) == 1
    )


def test_registry_that_is_away_leaves_the_last_copy(school: School, registry: Registry) -> None:
    pupil = school.enter()
    read(pupil, "refresh")
    school.now += timedelta(hours=1)
    registry.answer = lambda: httpx.Response(503)
    known = read(pupil, "refresh")
    assert (known["is_away"], known["as_of"]) == (True, "2026-11-12T09:42:00+00:00")
    assert [each["title"] for each in known["badges"]] == ["Identités"]


def test_registry_is_waited_for_without_holding_the_database(school: School, registry: Registry) -> None:
    answer = registry.answer

    def answer_while_another_writes() -> httpx.Response:
        with school.database.session() as session:
            if session.get_bind().dialect.name == "sqlite":
                session.execute(text("PRAGMA busy_timeout=200"))
            session.execute(text("UPDATE learner SET name_latin = 'Autre'"))
        return answer()

    registry.answer = answer_while_another_writes
    assert read(school.enter(), "refresh")["as_of"]


def test_own_acquired_competency_and_its_badge_are_there(school: School) -> None:
    pupil = school.enter()
    pupil.begin()
    for item in ("q1", "q2", "q3"):
        pupil.answer(item, "a", pupil.state()["revision"])
    (badge,) = read(pupil)["badges"]
    assert (badge["state"], badge["verification_url"]) == ("awarded", "")
    with school.database.session() as session:
        session.query(CredentialRow).update({"state": "issued", "issued_at": school.now})
    (badge,) = read(pupil)["badges"]
    assert badge["verification_url"].startswith("/badges/")
    assert badge["share_url"] == f"http://127.0.0.1:8201{badge['verification_url']}"
    assert show(pupil).xpath("//a[starts-with(@href, '/badges/')]")


def test_what_is_not_mine_hides_here_and_on_the_page_and_comes_back(school: School) -> None:
    pupil = school.enter()
    item = read(pupil, "refresh")["badges"][0]["item"]
    hidden = read(pupil, "hide_item", item=item)
    assert (hidden["badges"], [each["item"] for each in hidden["hidden"]]) == ([], [item])
    assert read(pupil, "hide_item", item=item) == hidden
    (star,) = [each for group in hidden["domains"] for each in group["competencies"] if each["id"] == "MA-NUM.CYB.02"]
    assert star["rating"] == "not_assessed", "a badge of somebody else fills no star"
    page = html.fromstring(pupil.client.get("/passport").data)
    assert "Identités" not in page.xpath("//section[@aria-labelledby='p-schools']")[0].text_content()
    assert "Identités" in page.xpath("//section[@aria-labelledby='p-hidden']")[0].text_content()
    form = {"item": item, "act": "show", "csrf_token": pupil.token}
    assert pupil.client.post("/passport/hidden", data=form).status_code == 303
    assert [each["item"] for each in read(pupil)["badges"]] == [item]


def test_hiding_lasts_over_the_next_fetch(school: School) -> None:
    pupil = school.enter()
    item = read(pupil, "refresh")["results"][0]["item"]
    read(pupil, "hide_item", item=item)
    school.now += timedelta(days=1)
    assert read(pupil, "refresh")["results"] == []


def test_item_of_another_learner_cannot_be_hidden(school: School) -> None:
    owner, other = school.enter(), school.enter()
    read(owner, "refresh")
    with school.database.session() as session:
        session.add(
            CredentialRow(
                learner_id=owner.learner_id, achievement_key="MA-NUM.TC.01-N1", competency="MA-NUM.TC.01", level="N1",
                awarded_at=school.now,
            )
        )  # fmt: skip
    own = next(each["item"] for each in read(owner)["badges"] if each["item"].startswith("badge:"))
    for item in (own, f"badge:{uuid.uuid4()}", "x"):
        for handler in ("hide_item", "show_item"):
            answer = other.call(USAGE, handler, {"item": item})
            assert (answer.status_code, answer.get_json()["code"]) == (404, "unknown_passport_item")
        form = {"item": item, "csrf_token": other.token}
        assert other.client.post("/passport/hidden", data=form).status_code == 404
    with school.database.session(reading=True) as session:
        assert session.query(HiddenItemRow).count() == 0
    assert own in [each["item"] for each in read(owner)["badges"]]


def test_form_without_a_token_changes_nothing(school: School) -> None:
    pupil = school.enter()
    item = read(pupil, "refresh")["badges"][0]["item"]
    assert pupil.client.post("/passport/hidden", data={"item": item}).status_code in (400, 403)
    assert read(pupil)["hidden"] == []


def test_passport_asks_the_database_at_most_five_times(school: School) -> None:
    pupil = school.enter()
    read(pupil, "refresh")
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if any(f"FROM {name}" in statement for name in ("rating", "credential", "completion_record", "passport", "hidden_passport_item")):
            asked.append(statement)

    event.listen(school.database.engine, "before_cursor_execute", note)
    show(pupil)
    event.remove(school.database.engine, "before_cursor_execute", note)
    assert 1 <= len(asked) <= 5
