"""The passport page: here and elsewhere, results apart from competencies, and honest when the registry is away."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from lxml import html
from tests.factories.classroom import School

from maslak_companion.passports.models import PassportRow
from maslak_web.database import Database

BADGE = {
    "institution": {"key": "esith", "name": {"ar": "إسيث", "fr": "ESITH", "en": "ESITH"}}, "kind": "credential", "key": "x",
    "title": {"ar": "بحث", "fr": "Chercher l’information", "en": "Search"}, "level": "N1", "status": "issued", "state": "issued",
    "decision": None, "earned_at": None, "issued_at": "2026-10-02T10:00:00Z", "credential_url": "https://esith.example/badges/1",
}  # fmt: skip
RESULT = BADGE | {
    "kind": "completion", "title": {"fr": "Introduction aux données"}, "status": "completed", "state": "final",
    "decision": "validated", "issued_at": None, "credential_url": None, "earned_at": "2026-07-02T10:00:00Z",
}  # fmt: skip
OWN = RESULT | {"institution": {"key": "ensam-rabat", "name": {"fr": "ENSAM"}}, "title": {"fr": "Déjà ici"}}


class Registry:
    """A registry that answers what the test says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []
        self.answer: Callable[[], httpx.Response] = lambda: httpx.Response(
            200, json={"as_of": "2026-11-23T08:30:00Z", "items": [BADGE, RESULT, OWN]}
        )

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answer()


@pytest.fixture
def registry() -> Registry:
    return Registry()


@pytest.fixture
def school(sqlite_database: Database, tmp_path: Path, registry: Registry) -> School:
    return School(sqlite_database, tmp_path / "home", registry=registry)


def section(page: Any, name: str) -> str:
    return " ".join(html.fromstring(page.data).xpath(f"//section[@aria-labelledby='{name}']")[0].text_content().split())


def test_what_was_earned_elsewhere_shows_with_its_date(school: School) -> None:
    text = section(school.enter().client.get("/passport"), "p-schools")
    assert "ESITH" in text
    assert "Chercher l’information" in text
    assert "Introduction aux données Validé" in text
    assert "au 23 novembre 2026 à 09:30" in text
    assert "Déjà ici" not in text


def test_address_that_another_institution_wrote_leads_only_to_the_web(school: School, registry: Registry) -> None:
    hostile = BADGE | {"credential_url": "javascript:alert(document.cookie)"}
    registry.answer = lambda: httpx.Response(200, json={"as_of": "2026-11-23T08:30:00Z", "items": [hostile, BADGE]})
    page = html.fromstring(school.enter().client.get("/passport").data)
    assert page.xpath("//section[@aria-labelledby='p-schools']//a/@href") == ["https://esith.example/badges/1"]


def test_request_is_signed_and_names_the_signed_in_learner_only(school: School, registry: Registry) -> None:
    pupil = school.enter()
    pupil.client.get("/passport")
    (request,) = registry.requests
    assert json.loads(request.content) == {"institution": "ensam-rabat", "learner": str(pupil.learner_id)}
    assert 'tag="maslak-passport-v1"' in request.headers["Signature-Input"]
    assert request.url.path == "/v1/passports"


def test_registry_that_is_away_leaves_what_it_said_last_with_its_date(school: School, registry: Registry) -> None:
    pupil = school.enter()
    pupil.client.get("/passport")
    school.now += timedelta(hours=2)
    registry.answer = lambda: httpx.Response(503)
    text = section(pupil.client.get("/passport"), "p-schools")
    assert "ne répond pas" in text
    assert "le 23 novembre 2026 à 09:30" in text
    assert "Chercher l’information" in text


@pytest.mark.parametrize("answer", [
    httpx.Response(500), httpx.Response(302, headers={"Location": "http://evil.example"}), httpx.Response(200, content=b"<html>"),
    httpx.Response(200, json={"as_of": "yesterday", "items": []}), httpx.Response(200, json={"items": []}),
])  # fmt: skip
def test_registry_that_never_answered_well_is_said_to_be_away(school: School, registry: Registry, answer: httpx.Response) -> None:
    registry.answer = lambda: answer
    page = school.enter().client.get("/passport")
    assert page.status_code == 200
    assert "Rien n’est perdu" in section(page, "p-schools")


def test_registry_that_does_not_answer_in_time_is_away(school: School, registry: Registry) -> None:
    def time_out() -> httpx.Response:
        raise httpx.ReadTimeout("two seconds are over")

    registry.answer = time_out
    assert "Rien n’est perdu" in section(school.enter().client.get("/passport"), "p-schools")


def test_silent_registry_is_not_waited_for_again_at_once(school: School, registry: Registry) -> None:
    def time_out() -> httpx.Response:
        raise httpx.ReadTimeout("two seconds are over")

    registry.answer = time_out
    pupils = [school.enter(), school.enter()]
    for pupil in pupils:
        assert "Rien n’est perdu" in section(pupil.client.get("/passport"), "p-schools")
    assert len(registry.requests) == 1


def test_map_has_every_competency_as_a_star_and_in_a_list(school: School) -> None:
    tree = html.fromstring(school.enter().client.get("/passport").data)
    assert len(tree.xpath("//figure[contains(@class, 'constellation')]")) == 7
    assert len(tree.xpath("//figure//*[name()='svg']//a")) == 51
    assert len(tree.xpath("//ul[@class='star-list']/li")) == 51


def test_acquired_competency_shines_and_its_badge_waits_for_its_signature(school: School) -> None:
    pupil = school.enter()
    pupil.begin()
    for item in ("q1", "q2", "q3"):
        pupil.answer(item, "a", pupil.state()["revision"])
    page = pupil.client.get("/passport")
    assert len(html.fromstring(page.data).xpath("//a[contains(@class, 'star-acquired')]")) == 1
    assert "En cours de signature" in section(page, "p-badges")
    assert "n’est pas un résultat universitaire" in section(page, "p-badges")
    assert "Aucun jury" in section(page, "p-results")


def test_passport_of_a_stranger_asks_to_sign_in(school: School) -> None:
    assert school.app.test_client().get("/passport").status_code == 303


def test_two_tabs_may_ask_for_one_passport_at_once(database: Database, tmp_path: Path, registry: Registry) -> None:
    school = School(database, tmp_path / "school", registry=registry)
    learner = school.enter()
    answer_as_before = registry.answer

    def answer_late() -> httpx.Response:
        with school.database.session() as session:
            session.add(PassportRow(learner_id=learner.learner_id, items=[], as_of=school.now, fetched_at=school.now))
        return answer_as_before()

    registry.answer = answer_late
    assert learner.client.get("/passport").status_code == 200
