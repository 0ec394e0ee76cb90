"""Answers that arrive at the same moment: each gets a defined answer, and nothing is lost or doubled."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError
from tests.factories.classroom import Pupil, School
from tests.factories.course import CHECKPOINT

from maslak_companion.classroom.models import BlockState, HandlerReceipt
from maslak_companion.classroom.runtime.fields import StateStore
from maslak_companion.progress.models import EvidenceRow, RatingEvent, RatingRow
from maslak_web.database import Database

LEARNERS, MANY = 60, 20


@pytest.fixture
def school(database: Database, tmp_path: Path) -> School:
    return School(database, tmp_path / "home", items=MANY)


def answer_until_received(school: School, pupil: Pupil, item: str) -> list[int]:
    """Answer as a phone does: a stale revision is read again and sent again under the same key."""
    browser, key, statuses = school.sign_in(pupil.learner_id), uuid.uuid4().hex, []
    for _ in range(4 * MANY):
        answer = browser.answer(item, "a", browser.state()["revision"], key=key)
        statuses.append(answer.status_code)
        if answer.status_code == 200:
            return statuses
        assert answer.get_json()["code"] in {"stale_revision", "busy"}, answer.text
    raise AssertionError(f"{item} was never received: {statuses}")


def test_twenty_parallel_answers_of_one_learner_are_each_recorded_once(school: School) -> None:
    pupil = school.enter()
    pupil.begin()
    items = [f"q{number}" for number in range(1, MANY + 1)]
    with ThreadPoolExecutor(MANY) as pool:
        list(pool.map(lambda item: answer_until_received(school, pupil, item), items))
    assert pupil.state()["attempt"]["score"] == "1"
    with school.database.session(reading=True) as session:
        recorded = list(session.scalars(select(EvidenceRow.item)))
        assert sorted(recorded) == sorted([*items, "*"])
        assert session.scalars(select(RatingRow.rating)).one() == "acquired"


def test_sixty_learners_who_answer_at_once_are_each_recorded_once(school: School) -> None:
    pupils = [school.enter() for _ in range(LEARNERS)]
    for pupil in pupils:
        pupil.begin()
    with ThreadPoolExecutor(LEARNERS) as pool:
        statuses = list(pool.map(lambda pupil: answer_until_received(school, pupil, "q1"), pupils))
    assert statuses == [[200]] * LEARNERS, "nobody had to send twice"
    with school.database.session(reading=True) as session:
        recorded = session.execute(select(EvidenceRow.learner_id, EvidenceRow.item)).all()
        assert sorted(recorded) == sorted((pupil.learner_id, "q1") for pupil in pupils)


def test_same_call_sent_twenty_times_at_once_is_answered_alike_and_recorded_once(school: School) -> None:
    pupil = school.enter()
    revision = pupil.begin()["revision"]
    browsers = [school.sign_in(pupil.learner_id) for _ in range(MANY)]
    with ThreadPoolExecutor(MANY) as pool:
        answers = list(pool.map(lambda browser: browser.answer("q1", "a", revision, key="one-key"), browsers))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1
    with school.database.session(reading=True) as session:
        assert session.scalar(select(func.count()).select_from(EvidenceRow)) == 1
        assert session.scalar(select(func.count()).select_from(HandlerReceipt).where(HandlerReceipt.key == "one-key")) == 1


def test_many_learners_at_once_each_keep_their_own_answer(school: School) -> None:
    pupils = [school.enter() for _ in range(MANY)]
    revisions = [pupil.begin()["revision"] for pupil in pupils]
    with ThreadPoolExecutor(MANY) as pool:
        answers = list(pool.map(lambda pair: pair[0].answer("q1", "a", pair[1]), zip(pupils, revisions, strict=True)))
    assert [answer.status_code for answer in answers] == [200] * MANY
    with school.database.session(reading=True) as session:
        assert len(set(session.scalars(select(EvidenceRow.learner_id)))) == MANY
        assert set(session.scalars(select(RatingRow.rating))) == {"in_progress"}
        assert session.scalar(select(func.count()).select_from(RatingEvent)) == MANY


def test_update_computed_from_an_older_state_is_not_written(school: School) -> None:
    learner_id = school.add_learner()
    with school.database.session() as session:
        StateStore(session, learner_id).set_fields("user_state", CHECKPOINT, {"count": 0}, shared=False)

    def add_one(_: int) -> None:
        for tries in range(10):
            try:
                with school.database.session() as session:
                    store = StateStore(session, learner_id, locked=tries > 0)
                    seen = store.get_fields("user_state", CHECKPOINT, shared=False)["count"]
                    store.set_fields("user_state", CHECKPOINT, {"count": seen + 1}, shared=False)
            except StaleDataError:
                continue
            else:
                return
        raise AssertionError("never written")

    with ThreadPoolExecutor(MANY) as pool:
        list(pool.map(add_one, range(MANY)))
    with school.database.session(reading=True) as session:
        row = session.scalars(select(BlockState)).one()
        assert (row.fields["count"], row.version) == (MANY, MANY + 1)


def test_first_view_in_many_tabs_at_once_shows_the_lesson_in_each(school: School) -> None:
    pupil = school.enter()
    browsers = [school.sign_in(pupil.learner_id) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda browser: browser.client.get("/learn/tiny/u1"), browsers))
    assert [page.status_code for page in pages] == [200] * 8
    assert all("Bonjour le cours." in page.text for page in pages)
    with school.database.session(reading=True) as session:
        assert len(list(session.scalars(select(BlockState)))) == 1
