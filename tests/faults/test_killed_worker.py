"""The companion's worker dies between commit, seal, send and receipt; the next one ends the work exactly."""

from __future__ import annotations

import pytest
from tests.factories.country import Country
from tests.factories.ledgers import check_ledgers, read_copy, read_own, wait_until_applied, wait_until_delivered

from maslak_web.failpoints import KILLED

pytestmark = pytest.mark.faults
SCHOOL = "ensam-rabat"


def kill_worker_at(country: Country, failpoint: str) -> None:
    """Start the worker, which finds seeded facts and badges waiting, and see it die at the named place."""
    country.start(f"{SCHOOL}-worker", failpoint=failpoint)
    assert country.wait_for_end(f"{SCHOOL}-worker") == KILLED


def finish_with_a_new_worker(country: Country) -> None:
    country.start(f"{SCHOOL}-worker")
    wait_until_delivered(country, SCHOOL)
    wait_until_applied(country, SCHOOL)


# The place, whether entries are sealed by then, and whether the registry holds them; a receipt is kept nowhere.
@pytest.mark.parametrize(
    ("failpoint", "sealed", "held"),
    [("after_commit", None, None), ("after_seal", True, False), ("after_send", True, True), ("before_receipt", True, True)],
)
def test_worker_killed_at_a_named_place_leaves_a_ledger_that_the_next_one_ends_exactly(
    country: Country, failpoint: str, sealed: bool | None, held: bool | None
) -> None:
    country.start("registry", "registry-worker")
    kill_worker_at(country, failpoint)
    before = read_own(country, SCHOOL)
    if sealed is not None:
        assert (bool(before.sealed), bool(read_copy(country, SCHOOL).entries), before.receipts) == (sealed, held, [])
    finish_with_a_new_worker(country)
    after = check_ledgers(country, SCHOOL)
    assert before.facts.keys() <= after.facts.keys()
    assert before.sealed.items() <= after.sealed.items()


def test_worker_killed_at_every_place_in_turn_loses_and_doubles_nothing_on_postgresql(postgres_country: Country) -> None:
    postgres_country.start("registry", "registry-worker")
    for failpoint in ("after_commit", "after_seal", "after_send", "before_receipt"):
        kill_worker_at(postgres_country, failpoint)
    finish_with_a_new_worker(postgres_country)
    check_ledgers(postgres_country, SCHOOL)
