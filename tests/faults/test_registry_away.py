"""The registry stops, or hangs, while a school works: nobody there notices, and when it returns every record arrives once."""

from __future__ import annotations

import os
import signal
import time

import httpx
import pytest
from tests.factories.answer_key import read_answer_key
from tests.factories.country import Country, eventually
from tests.factories.jury import close_jury
from tests.factories.ledgers import check_ledgers, list_results, read_copy, read_health, wait_until_applied, wait_until_delivered
from tests.factories.visitor import Visitor

pytestmark = pytest.mark.faults
SCHOOL = "ensam-rabat"
# Below the twenty seconds that a request to the registry may take, and far above what a page needs, even on a busy machine.
PATIENCE_S = 15.0
PAGES = ("/", "/learn/shared_core", "/learn/shared_core/tc06-u1", "/passport")


def stop(country: Country, how: str) -> None:
    if how == "stopped":
        country.kill("registry")
    else:
        os.killpg(country.processes["registry"].pid, signal.SIGSTOP)


def bring_back(country: Country, how: str) -> None:
    if how == "stopped":
        country.start("registry")
    else:
        os.killpg(country.processes["registry"].pid, signal.SIGCONT)


def read_pages(visitor: Visitor) -> None:
    for path in PAGES:
        begun = time.monotonic()
        answer = visitor.get(path)
        assert answer.status_code == httpx.codes.OK, f"{path}: {answer.text}"
        assert time.monotonic() - begun < PATIENCE_S, path


def earn_the_badge(country: Country) -> str:
    """Let the student read, pass the checkpoint and find her signed badge; return the badge's address."""
    with Visitor(country.address(SCHOOL)).sign_in(country.login(SCHOOL, "student")) as student:
        read_pages(student)
        last = student.open_checkpoint().attempt(read_answer_key("tc06-checkpoint-page"))[-1]
        assert last["ratings"][0]["rating"] == "acquired"
        badges = eventually(lambda: student.get("/passport").text, lambda page: "/badges/" in page)
        address = badges[badges.index("/badges/") :].split('"')[0].removesuffix(".json")
        assert eventually(lambda: student.get(f"{address}.json").status_code, lambda code: code == httpx.codes.OK)
        read_pages(student)
        return address


@pytest.mark.parametrize("how", ["stopped", "hanging"])
def test_school_works_on_without_the_registry_and_every_record_arrives_once_when_it_returns(country: Country, how: str) -> None:
    country.start("registry", "registry-worker", SCHOOL, f"{SCHOOL}-worker")
    wait_until_delivered(country, SCHOOL)
    before = read_copy(country, SCHOOL).head.seq
    stop(country, how)
    earn_the_badge(country)
    decided = close_jury(country.address(SCHOOL), country.login(SCHOOL, "registrar"), "ER260001", "PV-2026-01")
    health = read_health(country, SCHOOL)
    assert health.waiting + health.unreceived >= decided + 1
    bring_back(country, how)
    wait_until_delivered(country, SCHOOL)
    wait_until_applied(country, SCHOOL)
    own = check_ledgers(country, SCHOOL)
    assert len(own.facts) >= before + decided + 1
    ours, theirs = list_results(country, SCHOOL)
    assert ours == theirs
    assert len(ours) == decided
    assert read_health(country, SCHOOL).alarms == ()
