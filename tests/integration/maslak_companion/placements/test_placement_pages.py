"""The staff's pages on alternance: note a contract, lay out its periods, write missions, and see who must do what."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.factories.account import Browser, make_account
from tests.factories.alternance import COMPETENCY, TEXT, Alternance, make_alternance

from maslak_companion.accounts.services import list_accesses
from maslak_companion.people.models import Learner
from maslak_companion.placements import coverage
from maslak_companion.placements.missions import list_missions
from maslak_companion.placements.models import CompanyTutor, Placement
from maslak_companion.placements.periods import list_periods
from maslak_companion.placements.services import list_events
from maslak_web.database import Database


@pytest.fixture
def alternance(database: Database, tmp_path: Path) -> Alternance:
    return make_alternance(database, tmp_path / "home")


@pytest.fixture
def registrar(alternance: Alternance) -> Browser:
    return alternance.sign_in(alternance.registrar_id)


def contract(alternance: Alternance, **changes: str) -> dict[str, str]:
    with alternance.database.session(reading=True) as session:
        number = session.scalars(select(Learner.student_number).where(Learner.id != alternance.learner_id)).first()
    fields = {
        "student_number": str(number), "company": "Sahara Data", "tutor_id": str(alternance.tutor_id),
        "academic_tutor_id": str(alternance.academic_id), "starts_on": "2027-03-01", "ends_on": "2027-04-25",
        "academic_weeks": "2", "company_weeks": "2", "legal_frame": "apprenticeship",
    }  # fmt: skip
    return fields | changes


def test_registrar_notes_a_tutor_and_a_contract_whose_periods_follow_its_rhythm(alternance: Alternance, registrar: Browser) -> None:
    tutor = {"name": "Leïla Saadi", "company": "Sahara Data", "email": "", "phone": "+212 600 00 00 00", "language": "ar"}
    assert registrar.post("/placements/tutors/new", tutor).status_code == 303
    assert "Leïla Saadi" in registrar.get("/placements/tutors").text
    registrar.get("/placements/new")
    answer = registrar.post("/placements/new", contract(alternance))
    assert answer.status_code == 303
    page = registrar.get(answer.location).text
    assert "Sahara Data" in page
    with alternance.database.session(reading=True) as session:
        placement = session.scalars(select(Placement).where(Placement.company == "Sahara Data")).one()
        spans = [(each.kind, each.starts_on, each.ends_on) for each in list_periods(session, [placement.id])]
    assert spans == [
        ("academic", date(2027, 3, 1), date(2027, 3, 14)),
        ("company", date(2027, 3, 15), date(2027, 3, 28)),
        ("academic", date(2027, 3, 29), date(2027, 4, 11)),
        ("company", date(2027, 4, 12), date(2027, 4, 25)),
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [("student_number", "nobody"), ("company", ""), ("ends_on", "2027-02-01"), ("starts_on", "demain"), ("academic_weeks", "99"),
     ("academic_tutor_id", ""), ("legal_frame", "other")],
)  # fmt: skip
def test_contract_that_cannot_be_is_refused_beside_its_field(alternance: Alternance, registrar: Browser, field: str, value: str) -> None:
    registrar.get("/placements/new")
    answer = registrar.post("/placements/new", contract(alternance, **{field: value}))
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.text
    with alternance.database.session(reading=True) as session:
        assert len(session.scalars(select(Placement)).all()) == 1


def test_tutor_whom_nobody_could_reach_is_not_noted(alternance: Alternance, registrar: Browser) -> None:
    fields = {"name": "X", "company": "Y", "email": "", "phone": "", "language": "fr"}
    registrar.get("/placements/tutors/new")
    assert registrar.post("/placements/tutors/new", fields).status_code == 422
    assert registrar.post("/placements/tutors/new", fields | {"email": "not an address"}).status_code == 422
    with alternance.database.session(reading=True) as session:
        assert len(session.scalars(select(CompanyTutor)).all()) == 1


def test_two_open_pages_do_not_overwrite_one_another_and_an_amendment_stays_in_the_history(
    alternance: Alternance, registrar: Browser
) -> None:
    address = f"/placements/{alternance.placement_id}/edit"
    registrar.get(address)
    fields = contract(alternance, starts_on="2027-01-04", ends_on="2027-06-30", company="Atlas Groupe", version="1")
    assert registrar.post(address, fields).status_code == 303
    assert registrar.post(address, fields | {"company": "Autre"}).status_code == 409
    with alternance.database.session(reading=True) as session:
        assert session.get_one(Placement, alternance.placement_id).company == "Atlas Groupe"
        amended = [event.detail for event in list_events(session, alternance.placement_id) if event.kind == "amended"]
    assert "company: Atlas Textile" in amended[0]


def test_revised_mission_asks_everybody_again(alternance: Alternance) -> None:
    alternance.agree("learner", "company_tutor")
    academic = alternance.sign_in(alternance.academic_id)
    address = f"/placements/{alternance.placement_id}/missions/{alternance.mission_id}"
    assert TEXT in academic.get(address).text
    fields = {"text": TEXT, "competency-0": COMPETENCY, "level-0": "N3", "revision": "1", "act": "save"}
    assert academic.post(address, fields).status_code == 303
    with alternance.database.session(reading=True) as session:
        (mission,) = list_missions(session, [alternance.placement_id])
    assert (mission.revision, set(mission.agreements)) == (2, {"academic_tutor"})
    assert academic.post(address, fields | {"text": "Autre"}).status_code == 409
    assert academic.post(address, fields | {"revision": "2", "competency-0": "MA-NUM.XXX.99"}).status_code == 422


def test_academic_tutor_agrees_to_what_the_registrar_wrote(alternance: Alternance, registrar: Browser) -> None:
    address = f"/placements/{alternance.placement_id}/missions"
    registrar.get(f"{address}/new")
    fields = {"text": "Trier les journaux", "competency-0": COMPETENCY, "level-0": "N2"}
    assert registrar.post(f"{address}/new", fields).status_code == 303
    with alternance.database.session(reading=True) as session:
        mission = list_missions(session, [alternance.placement_id])[-1]
    assert mission.agreements == {}
    assert registrar.post(f"{address}/{mission.id}", {"act": "agree", "revision": "1"}).status_code != 303
    academic = alternance.sign_in(alternance.academic_id)
    academic.get(address.rsplit("/", 1)[0])
    assert academic.post(f"{address}/{mission.id}", {"act": "agree", "revision": "1"}).status_code == 303
    with alternance.database.session(reading=True) as session:
        assert set(list_missions(session, [alternance.placement_id])[-1].agreements) == {"academic_tutor"}


def test_list_says_what_is_wrong_and_who_must_do_what(alternance: Alternance) -> None:
    academic = alternance.sign_in(alternance.academic_id)
    page = academic.get("/placements").text
    assert "donner un lien au tuteur" in page
    assert "Apprenant" in page
    alternance.now += timedelta(days=14)
    assert "14 jours en entreprise sans rien au carnet" in academic.get("/placements").text
    assert "Pas de réponse du tuteur en entreprise 10 jours après" in academic.get("/placements").text
    alternance.open_phone(alternance.give_link()).sign("no_longer_tutor")
    assert "nommer un autre tuteur" in academic.get("/placements").text


def test_each_of_the_four_alerts_says_what_to_do(alternance: Alternance, registrar: Browser) -> None:
    address = f"/placements/{alternance.placement_id}/edit"
    assert f'name="expected-{COMPETENCY}"' in registrar.get(address).text
    fields = contract(alternance, starts_on="2027-01-04", ends_on="2027-06-30", version="1")
    expected = {"expected-MA-NUM.CLD.01": "1", "expected-MA-NUM.CLD.02": "1", "expected-MA-NUM.XXX.99": "1", f"expected-{COMPETENCY}": "1"}
    assert registrar.post(address, fields | expected).status_code == 303
    page = registrar.get(address).text
    assert re.findall(r'name="expected-([A-Z0-9.-]+)" value="1" checked', page) == [COMPETENCY, "MA-NUM.CLD.01", "MA-NUM.CLD.02"]
    registrar.post(f"/placements/{alternance.placement_id}/missions/new", {"text": "Sans compétence"})
    alternance.now = datetime(2027, 5, 1, 9, tzinfo=UTC)
    for place in ("/placements", f"/placements/{alternance.placement_id}"):
        shown = registrar.get(place).text
        for words in ("14 jours en entreprise sans", "jours après la période", "nomme aucune compétence", "2 compétences du diplôme"):
            assert words in shown, (place, words)
        for advice in ("appeler l’apprenant", "relancer le tuteur", "nommer les compétences", "écrire une mission qui la vise"):
            assert advice in shown, (place, advice)


def test_contract_without_a_choice_takes_what_the_learner_s_labs_and_projects_assess(
    alternance: Alternance, registrar: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    block_map = {
        "lab": {"competency": "MA-NUM.CLD.01", "block_type": "maslak_lab"},
        "test": {"competency": "MA-NUM.DAT.01", "block_type": "maslak_checkpoint"},
        "project": {"competency": "", "block_type": "maslak_project"},
    }  # fmt: skip
    monkeypatch.setattr(coverage, "list_block_maps", lambda *_: [block_map])
    registrar.get("/placements/new")
    assert registrar.post("/placements/new", contract(alternance)).status_code == 303
    with alternance.database.session(reading=True) as session:
        assert session.scalars(select(Placement.expected).where(Placement.company == "Sahara Data")).one() == ["MA-NUM.CLD.01"]


def test_period_on_which_an_answer_stands_is_not_removed(alternance: Alternance, registrar: Browser) -> None:
    address = f"/placements/{alternance.placement_id}"
    alternance.open_phone(alternance.give_link()).sign()
    registrar.get(address)
    assert registrar.post(f"{address}/periods/{alternance.period_id}/remove", {}).status_code == 303
    with alternance.database.session(reading=True) as session:
        first, second = list_periods(session, [alternance.placement_id])
    assert second.id == alternance.period_id
    assert registrar.post(f"{address}/periods/{first.id}/remove", {}).status_code == 303
    overlap = {"kind": "company", "starts_on": "2027-02-14", "ends_on": "2027-02-20"}
    assert registrar.post(f"{address}/periods", overlap).status_code == 422
    assert registrar.post(f"{address}/periods", overlap | {"starts_on": "2027-02-15"}).status_code == 303
    with alternance.database.session(reading=True) as session:
        assert [each.id for each in list_periods(session, [alternance.placement_id])][0] == second.id


def test_every_address_on_the_page_of_a_placement_leads_somewhere(alternance: Alternance) -> None:
    alternance.write()
    alternance.open_phone(alternance.give_link()).sign("not_observed")
    academic, registrar = alternance.sign_in(alternance.academic_id), alternance.sign_in(alternance.registrar_id)
    for browser in (academic, registrar):
        page = browser.get(f"/placements/{alternance.placement_id}").text
        addresses = set(re.findall(r'href="(/(?:placements|sign-offs)/(?!room/)[^"]+)"', page))
        assert len(addresses) >= 4
        assert {browser.get(address).status_code for address in addresses} == {200}
        actions = set(re.findall(r'action="(/(?:placements|sign-offs)/[^"]+)"', page))
        assert actions
        # Without a button's value they change nothing, and none of them is unknown.
        routes = alternance.app.url_map.bind("localhost")
        assert all(routes.match(action, method="POST") for action in actions)


def test_broken_contract_asks_nothing_more_and_keeps_what_was_done(alternance: Alternance, registrar: Browser) -> None:
    alternance.write()
    phone = alternance.open_phone(alternance.give_link())
    address = f"/placements/{alternance.placement_id}"
    registrar.get(address)
    assert registrar.post(f"{address}/break-off", {"reason": "Fermeture"}).status_code == 303
    assert "trié les comptes" in registrar.get(address).text
    assert phone.open().status_code == 404


def test_other_people_s_placements_are_as_if_they_did_not_exist(alternance: Alternance) -> None:
    with alternance.database.session() as session:
        stranger = make_account(session, "instructor", login="stranger").id
        student = make_account(session, "student", login="student").id
    page, mission = f"/placements/{alternance.placement_id}", f"/placements/{alternance.placement_id}/missions/{alternance.mission_id}"
    answer = f"/sign-offs/{alternance.placement_id}/periods/{alternance.period_id}/answer"
    other = alternance.sign_in(stranger)
    assert "Learner 00" not in other.get("/placements").text
    for address in (page, mission, answer):
        assert other.get(address).status_code == 404
    assert other.post(f"{page}/periods", {"act": "lay_out"}).status_code == 404
    for address in ("/placements/new", "/placements/tutors", f"{page}/edit"):
        assert other.get(address).status_code == 403
    learner = alternance.sign_in(student)
    for address in ("/placements", page, answer):
        assert learner.get(address).status_code == 403
    assert alternance.app.test_client().get(page).status_code == 303


def test_learner_sees_who_read_their_placement(alternance: Alternance) -> None:
    alternance.sign_in(alternance.academic_id).get(f"/placements/{alternance.placement_id}")
    with alternance.database.session(reading=True) as session:
        assert [each.what for each in list_accesses(session, alternance.learner_id)] == ["placement"]
