"""Old backups, wrong clocks and late deliveries: nothing is overwritten, and the doctors say what is the matter."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.factories.country import Country, eventually
from tests.factories.ledgers import check_ledgers, read_copy, read_health, read_own, wait_until_applied, wait_until_delivered

from maslak_companion.offerings.models import Enrolment
from maslak_companion.offerings.services import record_enrolment_status
from maslak_companion.outbox.models import OutboxRow
from maslak_companion.people.models import Learner
from maslak_companion.worker import make_delivery
from maslak_domain.ledger.chain import Head
from maslak_web.clock import system_clock
from maslak_web.identifiers import new_id

pytestmark = pytest.mark.faults
SCHOOL = "esith"


def record_facts(country: Country, status: str, many: int = 5) -> None:
    """Let the school change the status of some enrolments."""
    with country.database(SCHOOL) as database, database.session() as session:
        for enrolment in session.scalars(select(Enrolment).order_by(Enrolment.id).limit(many)):
            record_enrolment_status(session, enrolment, status=status, reason="correction", at=system_clock(), author=new_id())


def deliver_everything(country: Country) -> None:
    country.start(f"{SCHOOL}-worker")
    wait_until_delivered(country, SCHOOL)
    country.kill(f"{SCHOOL}-worker")
    wait_until_applied(country, SCHOOL)


def back_up(country: Country, key: str) -> Path:
    """Copy the database of a service, of which no process runs, and return where the copy is."""
    source, copy = country.services[key].home, country.home / f"backup-of-{key}"
    copy.mkdir()
    for path in source.glob("*.db*"):
        shutil.copy(path, copy)
    return copy


def restore(country: Country, key: str, copy: Path) -> None:
    home = country.services[key].home
    for path in home.glob("*.db*"):
        path.unlink()
    for path in copy.iterdir():
        shutil.copy(path, home)


def test_restored_backup_of_a_school_stops_before_it_forks_and_overwrites_nothing(country: Country) -> None:
    country.start("registry", "registry-worker")
    deliver_everything(country)
    copy = back_up(country, SCHOOL)
    record_facts(country, "suspended")
    deliver_everything(country)
    held = read_copy(country, SCHOOL)
    restore(country, SCHOOL, copy)
    sealed = read_own(country, SCHOOL).sealed
    record_facts(country, "withdrawn", many=2)
    country.start(f"{SCHOOL}-worker")
    eventually(lambda: read_health(country, SCHOOL).is_stopped)
    assert [alarm[0] for alarm in read_health(country, SCHOOL).alarms] == ["behind_registry"]
    told = country.run(SCHOOL, "doctor")
    assert (told.returncode, "behind_registry" in told.stdout) == (1, True), told.stdout
    # A person who only says *go on* changes nothing: the next comparison stops delivery again.
    assert country.run(SCHOOL, "resume-delivery").returncode == 0
    country.kill(f"{SCHOOL}-worker")
    country.start(f"{SCHOOL}-worker")
    eventually(lambda: read_health(country, SCHOOL).is_stopped)
    own = read_own(country, SCHOOL)
    assert own.sealed == sealed
    assert sum(seq is None for seq in own.facts.values()) == 2
    assert read_copy(country, SCHOOL) == held
    assert f"{SCHOOL}: good" in country.run("registry", "doctor").stdout


def test_registry_restored_from_an_old_backup_is_sent_again_what_it_lost(country: Country) -> None:
    copy = back_up(country, "registry")
    country.start("registry", "registry-worker")
    deliver_everything(country)
    receipts = read_own(country, SCHOOL).receipts
    country.kill("registry")
    country.kill("registry-worker")
    restore(country, "registry", copy)
    assert read_copy(country, SCHOOL).head.seq == 0
    country.start("registry", "registry-worker")
    record_facts(country, "suspended")
    deliver_everything(country)
    own = check_ledgers(country, SCHOOL)
    assert set(receipts) <= set(own.receipts)
    assert read_copy(country, SCHOOL).head == Head(len(own.facts), read_copy(country, SCHOOL).head.hash)


@pytest.mark.parametrize("ahead", [timedelta(days=-3), timedelta(hours=7)])
def test_school_whose_clock_is_wrong_is_told_the_time_and_delivers(country: Country, ahead: timedelta) -> None:
    country.start("registry", "registry-worker")
    with country.database(SCHOOL) as database:
        delivery = make_delivery(country.settings(SCHOOL), database)
        delivery.clock = lambda: system_clock() + ahead
        assert delivery.deliver() is None
        assert abs(delivery.offset + ahead) < timedelta(seconds=30)
    wait_until_applied(country, SCHOOL)
    check_ledgers(country, SCHOOL)


def test_doctors_tell_what_waits_for_how_long_and_what_is_frozen_or_missing(country: Country) -> None:
    country.start("registry")
    assert country.run(SCHOOL, "doctor").stdout == "everything is as it should be\n"
    assert f"{SCHOOL}: new" in country.run("registry", "doctor").stdout
    with country.database(SCHOOL) as database, database.session() as session:
        for row in session.scalars(select(OutboxRow)):
            row.created_at = system_clock() - timedelta(hours=2)
        waiting = sum(len(session.scalars(select(each)).all()) for each in (Learner.id, Enrolment.id))
    late = country.run(SCHOOL, "doctor")
    assert (late.returncode, f"{waiting} facts wait for the registry since" in late.stdout) == (1, True), late.stdout
    country.start(f"{SCHOOL}-worker")
    wait_until_delivered(country, SCHOOL)
    assert country.run(SCHOOL, "doctor").returncode == 0
    # Nobody applies yet: what was appended waits, which is no trouble by itself.
    assert f"{SCHOOL}: waiting" in country.run("registry", "doctor").stdout
    (country.services[SCHOOL].home / "keys" / "sync.jwk").unlink()
    missing = country.run(SCHOOL, "doctor")
    assert (missing.returncode, "sync.jwk" in missing.stdout) == (1, True), missing.stdout
