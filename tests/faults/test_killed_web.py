"""The school's web process is killed while people work: what was confirmed is there once, and nothing is there by half."""

from __future__ import annotations

import json
import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from tests.factories.answer_key import Question, read_answer_key
from tests.factories.country import Country, eventually
from tests.factories.jury import JURY_ON, hidden_fields, jury_path
from tests.factories.ledgers import check_ledgers, list_results, read_own, wait_until_applied, wait_until_delivered
from tests.factories.visitor import Checkpoint, Visitor

from maslak_companion.accounts.services import create_account
from maslak_companion.classroom.models import BlockState, Completion, HandlerReceipt, Mark
from maslak_companion.people.models import Learner
from maslak_companion.people.services import find_learner_by_number
from maslak_companion.progress.models import EvidenceRow

pytestmark = pytest.mark.faults
SCHOOL = "ensam-rabat"
PRACTICE, PAGE = "tc06-u1-practice", "/learn/shared_core/tc06-u1/tc06-u1-practice"
PASSWORD = "a long password for tests"
# Learners of the demo who have answered nothing yet.
SALMA = "ER260001"
FRESH = (SALMA, "ER260008", "ER260011")
KILLS = 3


@dataclass
class Pupil:
    """A learner who answers without pause, and after a lost connection sends the same message again, as the page's script does."""

    visitor: Visitor
    checkpoint: Checkpoint
    learner_id: uuid.UUID
    key: dict[str, Question]
    chance: random.Random
    confirmed: list[tuple[str, dict[str, Any], bytes]] = field(default_factory=list)
    chosen: dict[tuple[str, str], Any] = field(default_factory=dict)  # by item and what was sent: the same as its author names it
    refused: list[str] = field(default_factory=list)
    lost: int = 0

    def work(self, stop: threading.Event) -> None:
        """Answer until told to stop; whatever was begun is ended first."""
        checkpoint = self.checkpoint
        # Asking changes nothing, so it needs no key by which to know it again.
        state = self.visitor.call(checkpoint.addresses["state"], {"idempotency_key": None}).json()
        while not stop.is_set() and not self.refused:
            for item in [each for each in state["attempt"]["items"] if each["answer"] is None]:
                question = self.key[item["id"]]
                response = question.right_response() if self.chance.random() < 0.5 else question.wrong_response()
                sent = question.as_sent(item, response)
                self.chosen[item["id"], json.dumps(sent)] = response
                self._insist(checkpoint.addresses["answer"], state, item=item["id"], response=sent, language="en")
                if stop.is_set() or self.refused:
                    return
            state = self._insist(checkpoint.addresses["begin-attempt"], state)

    def _insist(self, address: str, state: dict[str, Any], **payload: Any) -> dict[str, Any]:
        payload = {"idempotency_key": uuid.uuid4().hex, "revision": state["revision"], **payload}
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            try:
                answer = self.visitor.call(address, payload)
            except httpx.TransportError:
                self.lost += 1
                time.sleep(0.05)
                continue
            if answer.status_code != httpx.codes.OK:
                break
            self.confirmed.append((address, payload, answer.content))
            state["revision"] = answer.json()["revision"]
            return {**state, **answer.json()}
        self.refused.append(f"{payload}: {answer.text}")
        return state

    def answers(self) -> dict[tuple[int, str], Any]:
        """Return what the service confirmed, by attempt and item, as it is stored."""
        found: dict[tuple[int, str], Any] = {}
        for _address, payload, content in self.confirmed:
            if "item" in payload:
                response = self.chosen[payload["item"], json.dumps(payload["response"])]
                number = json.loads(content)["attempt"]["number"]
                numeric = self.key[payload["item"]].kind == "numeric"
                found[number, payload["item"]] = response if numeric or isinstance(response, list) else [response]
        return found


def make_pupils(country: Country) -> list[Pupil]:
    pupils = []
    for number in FRESH:
        login = country.login(SCHOOL, "student") if number == SALMA else {"login": number, "password": PASSWORD}
        with country.database(SCHOOL) as database, database.session() as session:
            learner = find_learner_by_number(session, number)
            assert isinstance(learner, Learner)
            learner_id = learner.id
            if number != SALMA:
                create_account(session, login=number, password=PASSWORD, roles=["student"], display_name=number, learner_id=learner_id)
        visitor = Visitor(country.address(SCHOOL)).sign_in(login)
        pupils.append(Pupil(visitor, visitor.open_checkpoint(PAGE), learner_id, read_answer_key(PRACTICE), random.Random(number)))
    return pupils


def test_answers_confirmed_while_the_web_process_is_killed_are_there_exactly_once(any_country: Country) -> None:
    country, chance = any_country, random.Random(20261123)
    country.start(SCHOOL)
    pupils, stop = make_pupils(country), threading.Event()
    threads = [threading.Thread(target=pupil.work, args=(stop,)) for pupil in pupils]
    for thread in threads:
        thread.start()
    eventually(lambda: all(pupil.confirmed for pupil in pupils))
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.2, 0.9))
        country.kill(SCHOOL)
        country.start(SCHOOL)
    time.sleep(0.3)
    stop.set()
    for thread in threads:
        thread.join(60)
    assert [pupil.refused for pupil in pupils] == [[], [], []]
    assert sum(pupil.lost for pupil in pupils) >= KILLS
    for pupil in pupils:
        check_stored(country, pupil)
        check_repeated(pupil)
        pupil.visitor.client.close()


def check_stored(country: Country, pupil: Pupil) -> None:
    """Check that evidence, state, receipts, completion and mark all tell what the learner was told, and no more."""
    told = pupil.answers()
    assert len(told) > 3
    with country.database(SCHOOL) as database, database.session(reading=True) as session:
        mine = EvidenceRow.learner_id == pupil.learner_id
        rows = session.scalars(select(EvidenceRow).where(mine)).all()
        (state,) = session.scalars(select(BlockState).where(BlockState.learner_id == pupil.learner_id, BlockState.scope == "user_state"))
        receipts = session.scalars(select(HandlerReceipt.key).where(HandlerReceipt.learner_id == pupil.learner_id)).all()
        completed = session.scalars(select(Completion.fraction).where(Completion.learner_id == pupil.learner_id)).all()
        marked = session.scalars(select(Mark.max_value).where(Mark.learner_id == pupil.learner_id)).all()
    assert {(row.attempt, row.item): json.loads(row.response) for row in rows if row.item != "*"} == told
    assert len(rows) == len({(row.attempt, row.item) for row in rows})
    attempts = state.fields["attempts"]
    assert {(each["number"], item): answer["response"] for each in attempts for item, answer in each["answers"].items()} == told
    finished = {each["number"] for each in attempts if each["finished_at"]}
    assert {row.attempt for row in rows if row.item == "*"} == finished
    assert sorted(receipts) == sorted(payload["idempotency_key"] for _, payload, _ in pupil.confirmed)
    assert (len(completed), len(marked)) == ((1, 1) if finished else (0, 0))


def check_repeated(pupil: Pupil) -> None:
    """Check that a message sent again is answered as the first time."""
    for address, payload, content in pupil.confirmed[:: max(1, len(pupil.confirmed) // 20)]:
        assert pupil.visitor.call(address, payload).content == content


def test_jury_whose_closing_was_cut_off_after_the_commit_is_closed_once(country: Country) -> None:
    country.start("registry", "registry-worker", SCHOOL)
    before = len(read_own(country, SCHOOL).facts)
    with Visitor(country.address(SCHOOL)).sign_in(country.login(SCHOOL, "registrar")) as registrar:
        path = jury_path(SCHOOL)
        proposed = propose(registrar, path)
        country.kill(SCHOOL)
        country.start(SCHOOL, failpoint="after_commit")
        with pytest.raises(httpx.TransportError):
            registrar.send(f"{path}/close", proposed)
        country.kill(SCHOOL)
        decided = len(read_own(country, SCHOOL).facts) - before
        assert decided == 12
        country.start(SCHOOL, f"{SCHOOL}-worker")
        assert registrar.send(f"{path}/close", proposed).status_code == httpx.codes.OK
    wait_until_delivered(country, SCHOOL)
    wait_until_applied(country, SCHOOL)
    check_ledgers(country, SCHOOL)
    ours, theirs = list_results(country, SCHOOL)
    assert ours == theirs
    assert len(ours) == decided


def propose(registrar: Visitor, path: str) -> dict[str, str]:
    """Fill in the jury's sheet and propose it; return what the button that closes it sends."""
    page = registrar.get(path).text
    learners = {part.split('"')[0] for part in page.split('name="decision-')[1:]}
    fields = {f"decision-{each}": "validated" for each in learners} | {f"mark-{each}": "12" for each in learners}
    facts = {"jury_on": JURY_ON, "minutes_ref": "PV-2026-07", "action": "freeze"}
    return hidden_fields(registrar.send(path, {**hidden_fields(page), **fields, **facts}).text)
