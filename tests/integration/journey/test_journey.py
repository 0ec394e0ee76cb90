"""The main job by API, with real processes: a student learns at one school, registrars pull, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

import pytest
from tests.factories.answer_key import read_answer_key
from tests.factories.country import Country, eventually
from tests.factories.country_databases import copy_country
from tests.factories.database import ENGINES
from tests.factories.jury import JURY_ON, close_jury
from tests.factories.visitor import Program, Visitor

SCHOOL, OTHER_SCHOOL = "ensam-rabat", "esith"
KEY = read_answer_key("tc06-checkpoint-page")
SALMA = "ER260001"


@pytest.fixture(params=ENGINES)
def country(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Country]:
    """A country whose three services stand on SQLite, and one whose services stand on PostgreSQL."""
    home = tmp_path / "country"
    with ExitStack() as opened:
        if request.param == "sqlite":
            made = Country(home, like=request.getfixturevalue("seeded"))
        else:
            made = opened.enter_context(copy_country(request.getfixturevalue("seeded_on_postgres"), home))
        opened.callback(made.stop_all)
        made.start_all()
        yield made


# A busy machine takes minutes to make a country for the first time.
@pytest.mark.timeout(600)
def test_what_a_student_earns_reaches_registrars_once_though_the_registry_was_away(country: Country) -> None:
    with Program(country.summary["client"], country.address("registry")) as program:
        # Twelve learners, two of whom are in alternance as well.
        eventually(program.pull, lambda pulled: len(enrolled(pulled[0])) == 14)
        before, cursor = program.pull()
    assert before, "the enrolments came from the demo"

    with Visitor(country.address(SCHOOL)).sign_in(country.login(SCHOOL, "student")) as salma:
        learn(salma)
        badge = eventually(lambda: find_badge(salma))
        assert salma.get(f"/badges/{badge}.json").json()["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
        assert 'data-verdict="valid"' in salma.get(f"/badges/{badge}").text

    country.kill("registry-worker")
    country.kill("registry")
    decided = close_jury(country.address(SCHOOL), country.login(SCHOOL, "registrar"), SALMA, "PV-2026-31")
    with Visitor(country.address(OTHER_SCHOOL)).sign_in(country.login(OTHER_SCHOOL, "student")) as salma:
        away = salma.get("/passport")
        assert away.status_code == 200
        assert "note-warning" in away.text
    country.start("registry", "registry-worker")

    with Program(country.summary["client"], country.address("registry")) as program:
        eventually(lambda: program.list_records(state="final"), lambda records: len(records) >= decided, seconds=60)
        check_records(program, decided)
        check_changes(program, cursor, decided)
    with Visitor(country.address(OTHER_SCHOOL)).sign_in(country.login(OTHER_SCHOOL, "student")) as salma:
        passport = eventually(lambda: salma.get("/passport").text, lambda page: badge in page)
        assert "Arts et Métiers" in passport
        assert "note-warning" not in passport


def learn(salma: Visitor) -> None:
    """Read, fail the checkpoint as a whole, then pass it with one wrong answer."""
    assert salma.get("/learn/shared_core/tc06-u1").status_code == 200
    checkpoint = salma.open_checkpoint()
    failed = checkpoint.attempt(KEY, wrong=8)
    assert {Decimal(answer["item"]["answer"]["score"]) for answer in failed} == {Decimal(0)}
    first = failed[0]["item"]
    assert first["answer"]["feedback"][0]["misconception"] in [names["fr"] for names in KEY[first["id"]].misconceptions.values()]
    assert failed[-1]["attempt"]["passed"] is False
    assert failed[-1]["ratings"][0]["rating"] == "in_progress"
    passed = checkpoint.attempt(KEY, wrong=1)
    assert {answer["item"]["id"] for answer in passed}.isdisjoint({answer["item"]["id"] for answer in failed})
    assert passed[-1]["attempt"]["passed"] is True
    assert (passed[-1]["ratings"][0]["rating"], passed[-1]["ratings"][0]["changed"]) == ("acquired", True)


def find_badge(salma: Visitor) -> str:
    """Return the identifier of the badge in her passport, or an empty text while it is being signed."""
    _, found, rest = salma.get("/passport").text.partition('href="/badges/')
    return rest[:36] if found else ""


def enrolled(changes: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return the enrolments among changes."""
    return [change for change in changes if change["type"] == "enrolment.recorded"]


def check_records(program: Program, decided: int) -> None:
    """Every decision of the jury stands in the registry once, exactly as the minutes have it."""
    records = program.list_records(institution=SCHOOL, state="final", limit=5)
    assert len({record["uuid"] for record in records}) == len(records) == decided
    [hers] = [record for record in records if record["learner"]["name_latin"] == "Salma Bennani"]
    found = {name: hers[name] for name in ("decision", "state", "session", "jury_on", "minutes_ref", "revision")}
    assert found == {
        "decision": "validated",
        "state": "final",
        "session": "normal",
        "jury_on": JURY_ON,
        "minutes_ref": "PV-2026-31",
        "revision": 1,
    }
    assert Decimal(hers["mark"]) == Decimal("15.5")
    [revision] = program.get(f"/v1/records/{hers['uuid']}/history")["revisions"]
    assert revision["receipt"]["digest"]


def check_changes(program: Program, cursor: str, decided: int) -> None:
    """A pull from the old cursor brings the badge and the results and nothing else; the pull after it brings nothing."""
    new, after = program.pull(cursor, limit=5)
    kinds = [change["type"] for change in new]
    assert kinds.count("completion.recorded") == decided
    assert len({(change["subject"], change["revision"]) for change in new}) == len(new)
    assert "enrolment.recorded" not in kinds
    assert program.pull(after) == ([], after)
