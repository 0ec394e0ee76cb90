"""Attempts whose time is over while nobody looks: ended once, by the block itself, whoever acts at the same moment."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select
from tests.factories.account import make_account
from tests.factories.classroom import AT, CHECKPOINT, Pupil, School
from tests.factories.course import PREFIX
from tests.factories.lab import make_lab_olx

from maslak_companion.classroom import overdue
from maslak_companion.classroom.courses.shelf import CourseShelf
from maslak_companion.classroom.models import Completion, Mark, RunningAttempt
from maslak_companion.classroom.overdue import Proctor, end_overdue_attempts, list_overdue
from maslak_companion.classroom.runtime.running import count_running
from maslak_companion.offerings.models import Arrangement, Enrolment, Group, Offering
from maslak_companion.offerings.services import record_exam_mode
from maslak_companion.progress.models import EvidenceRow, RatingRow
from maslak_companion.worker import make_jobs
from maslak_web.database import Database
from maslak_xblocks.checkpoint.block import CheckpointBlock

LAB = f"{PREFIX}+type@maslak_lab+block@lab1"
MINUTE, GRACE = timedelta(minutes=1), timedelta(seconds=31)


@pytest.fixture
def school(database: Database, tmp_path: Path) -> School:
    olx = make_lab_olx("mastery").replace("MA-NUM.TC.05", "MA-NUM.TC.06")
    changes = {"vertical/u1-more.xml": f'<vertical display_name="TP">{olx}</vertical>'}
    return School(database, tmp_path / "home", changes=changes)  # type: ignore[arg-type]


def proctor_of(school: School, ahead: timedelta = timedelta(0)) -> Proctor:
    return Proctor(school.database, school.settings, school.shelf, lambda: school.now + ahead)


def set_exam(school: School, minutes: int | None, usage: str = CHECKPOINT) -> None:
    with school.database.session() as session:
        author = make_account(session, "instructor").id
        offering = session.get_one(Offering, school.offering_id)
        record_exam_mode(session, offering, usage, is_on=True, minutes=minutes, author=author, at=AT)


def grant(school: School, learner_id: uuid.UUID | None = None, **granted: Any) -> None:
    """Grant something to a learner, or to the group."""
    with school.database.session() as session:
        group = None if learner_id else session.query(Group).one().id
        row = Arrangement(
            offering_id=school.offering_id, learner_id=learner_id, group_id=group, granted_by=uuid.uuid4(), granted_at=AT, **granted
        )
        session.add(row)


def read(school: School, *query: Any) -> list[Any]:
    with school.database.session(reading=True) as session:
        return list(session.execute(select(*query)))


def running(school: School) -> int:
    with school.database.session(reading=True) as session:
        return sum(count_running(session, school.offering_id).values())


def whole_attempts(school: School) -> list[uuid.UUID]:
    """Return the learner of each attempt that was ended, once for each time it was."""
    return [learner_id for learner_id, item in read(school, EvidenceRow.learner_id, EvidenceRow.item) if item == "*"]


def answer_once(pupil: Pupil, item: str = "q1", option: str = "a") -> Any:
    return pupil.answer(item, option, pupil.state()["revision"])


def end_by_hand(pupil: Pupil, usage: str = CHECKPOINT) -> Any:
    return pupil.call(usage, "time_up", {}).get_json()


def test_attempt_that_its_learner_left_ends_as_if_the_learner_had_ended_it(school: School) -> None:
    set_exam(school, 60)
    left, pressed = school.enter(), school.enter()
    for pupil in (left, pressed):
        assert pupil.begin()["minutes"] == 60
        answer_once(pupil)
    assert running(school) == 2
    school.now = AT + 60 * MINUTE
    assert end_by_hand(pressed)["attempt"]["finished"]
    assert end_overdue_attempts(proctor_of(school)) == 0, "what was given in time may be on the way"
    school.now += GRACE
    assert end_overdue_attempts(proctor_of(school)) == 1
    assert end_overdue_attempts(proctor_of(school)) == 0
    assert running(school) == 0
    state, other = left.state(), pressed.state()
    assert (state["attempt"]["score"], state["attempt"]["finished"]) == (other["attempt"]["score"], True) == ("0.3333", True)
    for table, facts in (
        (EvidenceRow, (EvidenceRow.item, EvidenceRow.attempt, EvidenceRow.score, EvidenceRow.competency, EvidenceRow.identity_check)),
        (Mark, (Mark.usage_key, Mark.value, Mark.max_value)),
        (Completion, (Completion.usage_key, Completion.fraction)),
        (RatingRow, (RatingRow.competency, RatingRow.rating)),
    ):
        found: dict[uuid.UUID, list[Any]] = {}
        for row in read(school, table.learner_id, *facts):
            found.setdefault(row[0], []).append(tuple(row[1:]))
        assert sorted(found[left.learner_id], key=str) == sorted(found[pressed.learner_id], key=str) != []
    assert "Le temps était écoulé" in left.client.get("/learn/tiny/cp").text


def test_attempt_at_a_lab_ends_too(school: School) -> None:
    set_exam(school, 30, LAB)
    pupil = school.enter()
    pupil.begin(LAB)
    assert read(school, RunningAttempt.usage_key, RunningAttempt.ends_at) == [(LAB, AT + 30 * MINUTE)]
    school.now = AT + 31 * MINUTE
    assert end_overdue_attempts(proctor_of(school)) == 1
    state = pupil.state(LAB)
    assert (state["attempt"]["finished"], state["attempt"]["score"]) == (True, "0")
    assert whole_attempts(school) == [pupil.learner_id]


def test_late_answer_is_refused_and_ends_the_attempt_in_the_same_call(school: School) -> None:
    set_exam(school, 60)
    pupil = school.enter()
    pupil.begin()
    answer_once(pupil)
    known = pupil.state()["revision"]
    school.now = AT + 60 * MINUTE + GRACE
    late = pupil.answer("q2", "a", known)
    assert (late.status_code, late.get_json()["code"]) == (409, "time_over")
    assert "Le temps est écoulé" in late.get_json()["title"]
    assert "Maslak-Refusal" not in late.headers
    assert (whole_attempts(school), running(school)) == ([pupil.learner_id], 0)
    assert pupil.state()["revision"] == late.get_json()["revision"]
    again = pupil.answer("q2", "a", known)
    assert (again.get_json()["code"], whole_attempts(school)) == ("time_over", [pupil.learner_id])


def test_form_without_a_script_that_comes_late_ends_the_attempt_too(school: School) -> None:
    set_exam(school, 60)
    pupil = school.enter()
    pupil.begin()
    chosen = pupil.name("q1", "a")
    school.now = AT + 90 * MINUTE
    data = {"csrf_token": pupil.token, "item": "q1", "response": chosen, "revision": "1", "idempotency_key": "form"}
    answer = pupil.client.post(f"/learn/tiny/blocks/{CHECKPOINT}/handler/answer", data=data)
    assert (answer.status_code, "arrivé trop tard" in answer.text) == (409, True)
    assert whole_attempts(school) == [pupil.learner_id]


def test_other_refusals_keep_nothing_and_end_nothing(school: School) -> None:
    set_exam(school, 60)
    pupil = school.enter()
    pupil.begin()
    before = read(school, RunningAttempt.ends_at)
    assert pupil.answer("q1", "a", 99).get_json()["code"] == "stale_revision"
    assert (read(school, RunningAttempt.ends_at), whole_attempts(school)) == (before, [])


def test_extra_time_is_honoured_also_when_it_is_granted_while_the_clock_runs(school: School) -> None:
    set_exam(school, 60)
    early, late, nobody = school.enter(), school.enter(), school.enter()
    grant(school, early.learner_id, extra_time=Decimal("0.33"))
    assert [pupil.begin()["minutes"] for pupil in (early, late, nobody)] == [80, 60, 60]
    grant(school, late.learner_id, extra_time=Decimal("0.5"), usage_key=CHECKPOINT)
    school.now = AT + 61 * MINUTE
    assert end_overdue_attempts(proctor_of(school)) == 1
    with school.database.session(reading=True) as session:
        assert list_overdue(session, school.now) == [], "what was granted is noted, and not asked for every minute"
    school.now = AT + 81 * MINUTE
    assert end_overdue_attempts(proctor_of(school)) == 1
    assert late.state()["attempt"]["finished"] is False
    school.now = AT + 91 * MINUTE
    assert end_overdue_attempts(proctor_of(school)) == 1
    assert sorted(whole_attempts(school)) == sorted([early.learner_id, late.learner_id, nobody.learner_id])


def test_duration_changed_while_attempts_run_is_for_those_after_them(school: School) -> None:
    set_exam(school, 60)
    pupil = school.enter()
    pupil.begin()
    set_exam(school, 5)
    school.now = AT + 30 * MINUTE
    assert end_overdue_attempts(proctor_of(school)) == 0
    assert answer_once(pupil).status_code == 200
    set_exam(school, None)
    school.now = AT + 61 * MINUTE
    assert end_overdue_attempts(proctor_of(school)) == 1


def test_closing_time_ends_attempts_without_a_limit_but_not_those_that_may_go_on(school: School) -> None:
    closed, personal, moved = school.enter(), school.enter(), school.enter()
    for pupil in (closed, personal, moved):
        pupil.begin()
        answer_once(pupil)
    grant(school, personal.learner_id, closes_at=AT + timedelta(days=2))
    grant(school, moved.learner_id, closes_at=AT + timedelta(hours=1), usage_key=CHECKPOINT)
    school.now = AT + timedelta(hours=2)
    assert end_overdue_attempts(proctor_of(school)) == 1
    assert whole_attempts(school) == [moved.learner_id], "closed earlier for this learner"
    school.change_offering(closes_at=AT + timedelta(days=1))
    school.now = AT + timedelta(days=1, minutes=1)
    with school.database.session(reading=True) as session:
        assert list_overdue(session, school.now) == [(CHECKPOINT, closed.learner_id)], "who may go on is not asked for"
    assert end_overdue_attempts(proctor_of(school)) == 1
    assert personal.state()["attempt"]["finished"] is False
    school.now = AT + timedelta(days=2, minutes=1)
    assert end_overdue_attempts(proctor_of(school)) == 1


def test_arrangement_of_a_group_counts_for_its_learners_alone(school: School) -> None:
    mine, other = school.enter(), school.enter()
    for pupil in (mine, other):
        pupil.begin()
    with school.database.session() as session:
        group = Group(key="g2", titles={"fr": "Groupe 2"})
        session.add(group)
        session.flush()
        first = session.query(Enrolment).filter(Enrolment.learner_id == other.learner_id).one()
        first.group_id = group.id
        session.add(
            Arrangement(offering_id=school.offering_id, group_id=group.id, closes_at=AT + MINUTE, granted_by=uuid.uuid4(), granted_at=AT)
        )
    school.now = AT + 2 * MINUTE
    with school.database.session(reading=True) as session:
        assert list_overdue(session, school.now) == [(CHECKPOINT, other.learner_id)]


def test_extension_that_was_withdrawn_or_is_of_a_group_that_was_left_lets_nobody_go_on(school: School) -> None:
    withdrawn, gone = school.enter(), school.enter()
    for pupil in (withdrawn, gone):
        pupil.begin()
    grant(school, withdrawn.learner_id, closes_at=AT + timedelta(days=9), withdrawn_at=AT)
    with school.database.session() as session:
        group = Group(key="g2", titles={"fr": "Groupe 2"})
        session.add(group)
        session.flush()
        enrolment = session.query(Enrolment).filter(Enrolment.learner_id == gone.learner_id).one()
        left = Enrolment(
            learner_id=gone.learner_id, programme_id=enrolment.programme_id, year="2025-2026", group_id=group.id, status="withdrawn",
            enrolled_at=AT,
        )  # fmt: skip
        session.add(left)
        later = Arrangement(offering_id=school.offering_id, group_id=group.id, granted_by=uuid.uuid4(), granted_at=AT)
        later.closes_at = AT + timedelta(days=9)
        session.add(later)
    school.change_offering(closes_at=AT + MINUTE)
    school.now = AT + 2 * MINUTE
    assert end_overdue_attempts(proctor_of(school)) == 2
    assert sorted(whole_attempts(school)) == sorted([withdrawn.learner_id, gone.learner_id])


def test_two_workers_at_once_end_each_attempt_once(school: School) -> None:
    set_exam(school, 10)
    pupils = [school.enter() for _ in range(6)]
    for pupil in pupils:
        pupil.begin()
        answer_once(pupil)
    school.now = AT + 11 * MINUTE
    with ThreadPoolExecutor(3) as pool:
        ended = list(pool.map(lambda _: end_overdue_attempts(proctor_of(school)), range(3)))
    ended.append(end_overdue_attempts(proctor_of(school)))
    assert sum(ended) == 6
    assert sorted(whole_attempts(school)) == sorted(pupil.learner_id for pupil in pupils)


@pytest.mark.parametrize("act", [end_by_hand, answer_once])
def test_learner_who_acts_at_the_same_moment_meets_one_end(school: School, act: Callable[[Pupil], Any]) -> None:
    set_exam(school, 10)
    pupils = [school.enter() for _ in range(4)]
    for pupil in pupils:
        pupil.begin()
    # The learners' clock says that there are seconds left, the worker's that the grace is over: as near as the two can come.
    school.now = AT + 10 * MINUTE
    ahead = proctor_of(school, ahead=GRACE)
    revisions = {pupil.learner_id: pupil.state()["revision"] for pupil in pupils}

    def press(pupil: Pupil) -> Any:
        return act(pupil) if act is end_by_hand else pupil.answer("q1", "a", revisions[pupil.learner_id])

    with ThreadPoolExecutor(6) as pool:
        jobs = [pool.submit(end_overdue_attempts, ahead) for _ in range(2)]
        answers = list(pool.map(press, pupils))
        for job in jobs:
            job.result()
    end_overdue_attempts(ahead)
    assert sorted(whole_attempts(school)) == sorted(pupil.learner_id for pupil in pupils)
    answered = {learner_id for learner_id, item in read(school, EvidenceRow.learner_id, EvidenceRow.item) if item == "q1"}
    if act is answer_once:
        told = {pupil.learner_id for pupil, answer in zip(pupils, answers, strict=True) if answer.status_code == 200}
        assert answered == told, "what a learner was told to be received is kept, and nothing else"
        scores = {pupil.learner_id: pupil.state()["attempt"]["score"] for pupil in pupils}
        assert {learner_id for learner_id, score in scores.items() if score == "0.3333"} == told


def test_batches_are_bounded_and_go_on_behind_one_another(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    set_exam(school, 10)
    for _ in range(5):
        school.enter().begin()
    school.now = AT + 11 * MINUTE
    monkeypatch.setattr(overdue, "BATCH", 2)
    monkeypatch.setattr(overdue, "MOST_IN_A_RUN", 4)
    assert [end_overdue_attempts(proctor_of(school)) for _ in range(3)] == [4, 1, 0]


def test_one_that_cannot_be_ended_keeps_no_other_from_it_and_is_tried_again_later(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    set_exam(school, 10)
    pupils = [school.enter() for _ in range(3)]
    for pupil in pupils:
        pupil.begin()
    broken, end = pupils[1].learner_id.hex, CheckpointBlock.end_overdue

    def fail(block: CheckpointBlock) -> bool:
        if block.learner.key == broken:
            raise RuntimeError("a fault of the block")
        return end(block)

    school.now = AT + 11 * MINUTE
    with monkeypatch.context() as patch:
        patch.setattr(CheckpointBlock, "end_overdue", fail)
        assert end_overdue_attempts(proctor_of(school)) == 2
    assert end_overdue_attempts(proctor_of(school)) == 0, "it rests for an hour"
    school.now += 61 * MINUTE
    assert end_overdue_attempts(proctor_of(school)) == 1
    assert len(set(whole_attempts(school))) == 3


def test_attempt_at_a_block_that_a_release_no_longer_has_is_forgotten(school: School) -> None:
    pupil = school.enter()
    with school.database.session() as session:
        gone = RunningAttempt(learner_id=pupil.learner_id, usage_key="block-v1:gone", offering_id=school.offering_id, ends_at=AT - MINUTE)
        session.add(gone)
    assert end_overdue_attempts(proctor_of(school)) == 0
    assert running(school) == 0


def test_attempt_that_ends_in_time_leaves_no_note(school: School) -> None:
    pupil = school.enter()
    pupil.begin()
    assert running(school) == 1
    for item in ("q1", "q2", "q3"):
        answer_once(pupil, item)
    assert running(school) == 0


def test_worker_ends_attempts_at_its_start_and_every_minute(school: School) -> None:
    set_exam(school, 10)
    # The worker goes by the real clock, which is far beyond this one.
    school.enter().begin()
    jobs = make_jobs(school.settings, school.database)
    (task,) = [each for each in jobs.at_start if each.name == "end_attempts"]
    task.call_local()
    assert running(school) == 0
    assert "end_attempts_every_minute" in [each.name for each in jobs.queue._registry.periodic_tasks]


def test_looking_for_attempts_reads_no_state(school: School) -> None:
    set_exam(school, 10)
    school.enter().begin()
    seen: list[str] = []
    event.listen(school.database.engine, "before_cursor_execute", lambda *call: seen.append(call[2]))
    assert end_overdue_attempts(proctor_of(school)) == 0
    asked = [statement for statement in seen if statement.lstrip().upper().startswith(("SELECT", "WITH"))]
    assert len(asked) == 1
    assert "block_state" not in asked[0]
    with school.database.session(reading=True) as session:
        assert session.scalar(select(func.count()).select_from(RunningAttempt)) == 1


def test_attempt_whose_release_is_not_on_the_machine_waits_for_it(school: School, tmp_path: Path) -> None:
    set_exam(school, 30)
    pupil = school.enter()
    pupil.begin()
    away = Proctor(school.database, school.settings, CourseShelf(tmp_path / "empty"), lambda: school.now + 31 * MINUTE)
    assert end_overdue_attempts(away) == 0
    assert end_overdue_attempts(proctor_of(school, 31 * MINUTE)) == 0
    assert end_overdue_attempts(proctor_of(school, 92 * MINUTE)) == 1
    assert whole_attempts(school) == [pupil.learner_id]
