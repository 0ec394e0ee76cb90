"""Hours and absences, visits and the defence: noted by the staff, read by the learner and the company tutor."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event, func, select
from tests.factories.account import Browser, make_account
from tests.factories.alternance import Alternance

from maslak_companion.follow_ups.models import Attendance, Defence, Visit
from maslak_companion.placements.models import Placement
from maslak_companion.placements.reading import Addresses, PlacementFacts, Reader, read_placements
from maslak_companion.placements.services import FIELDS, Actor, create_placement, list_events

VISIT = {"planned_on": "2027-02-08", "mode": "company", "visitor": "Nadia Bennis", "held_on": "", "attendees": "", "report": ""}
HELD = {"held_on": "2027-02-09", "attendees": "L’apprenant et son tuteur", "report": "Le poste est installé.\nLa mission avance."}
JURY = "Nadia Bennis, présidente\nRachid Amrani, tuteur"
DEFENCE = {"held_on": "2027-02-10", "place": "Salle 3, 10 h", "jury": JURY, "outcome": "", "remark": ""}
HOURS = {"planned": "70", "present": "63,5", "excused": "4", "unexcused": "2.5"}


@pytest.fixture
def academic(alternance: Alternance) -> Browser:
    return alternance.sign_in(alternance.academic_id)


def addresses(alternance: Alternance) -> dict[str, str]:
    start = f"/follow-ups/{alternance.placement_id}"
    return {"hours": f"{start}/periods/{alternance.period_id}/hours", "visit": f"{start}/visits/new", "defence": f"{start}/defence"}


def send(browser: Browser, address: str, fields: dict[str, str], **changes: str) -> Any:
    browser.get(address)
    return browser.post(address, {"version": "0", **fields, **changes})


def read(alternance: Alternance) -> PlacementFacts:
    (found,) = read_all(alternance)
    return found


def read_all(alternance: Alternance) -> list[PlacementFacts]:
    reader = Reader({"fr": "École"}, alternance.now.date(), Addresses(lambda _: "", lambda *_: ""))
    with alternance.database.session(reading=True) as session:
        return read_placements(session, Placement.learner_id == alternance.learner_id, reader)


def count(alternance: Alternance, table: Any) -> int:
    with alternance.database.session(reading=True) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def check_refusals(
    alternance: Alternance, browser: Browser, form: str, fields: dict[str, str], wrong: list[tuple[str, dict[str, str]]]
) -> None:
    for field, changes in wrong:
        refused = send(browser, addresses(alternance)[form], fields, **changes)
        assert refused.status_code == 422, changes
        assert f'id="f-{field}-error"' in refused.text, changes


def test_hours_are_read_by_all_three_and_a_correction_keeps_what_they_said(alternance: Alternance, academic: Browser) -> None:
    address = addresses(alternance)["hours"]
    assert send(academic, address, HOURS).status_code == 303
    period = next(each for each in read(alternance).placement.periods if each.key == alternance.period_id.hex)
    assert period.hours
    assert (period.hours.present, period.hours.unexcused) == (Decimal("63.5"), Decimal("2.5"))
    told = "Heures prévues\u00a0: 70, de présence\u00a0: 63,5, d’absence\u00a0: 4 justifiées et 2,5 non justifiées"
    assert told in academic.get(f"/placements/{alternance.placement_id}").text
    assert told in alternance.open_phone(alternance.give_link()).open().text
    assert 'value="63,5"' in academic.get(address).text
    assert send(academic, address, HOURS, present="60").status_code == 409
    assert send(academic, address, HOURS, present="60", version="1").status_code == 303
    with alternance.database.session(reading=True) as session:
        noted = [each.detail for each in list_events(session, alternance.placement_id) if each.kind == "hours_noted"]
        assert session.scalars(select(Attendance.present)).one() == 60
    assert any("63.5" in detail for detail in noted)


def test_hours_that_cannot_be_are_refused_beside_their_field(alternance: Alternance, academic: Browser) -> None:
    wrong = [("planned", "-1"), ("planned", "beaucoup"), ("present", "1.234"), ("excused", "99"), ("present", "NaN"), ("present", "1,555")]
    for field, value in wrong:
        refused = send(academic, addresses(alternance)["hours"], HOURS, **{field: value})
        assert refused.status_code == 422, (field, value)
        assert f'id="f-{"planned" if field == "excused" else field}-error"' in refused.text, (field, value)
        assert f'value="{value}"' in refused.text
    assert count(alternance, Attendance) == 0


def test_visit_is_planned_then_reported_and_the_learner_reads_the_report(alternance: Alternance, academic: Browser) -> None:
    assert send(academic, addresses(alternance)["visit"], VISIT).status_code == 303
    assert "8 février 2027 · En entreprise · Nadia Bennis" in alternance.open_phone(alternance.give_link()).open().text
    with alternance.database.session(reading=True) as session:
        visit_id = session.scalars(select(Visit.id)).one()
    address = f"/follow-ups/{alternance.placement_id}/visits/{visit_id}"
    assert send(academic, address, VISIT | HELD, version="1").status_code == 303
    (visit,) = read(alternance).placement.visits
    assert (visit.held_on is not None, visit.report) == (True, HELD["report"])
    assert send(academic, address, VISIT | HELD, version="1", report="Autre").status_code == 409
    assert send(academic, address, VISIT, version="2", act="cancel").status_code == 409
    assert send(academic, address, VISIT | HELD, version="2", report="Complété").status_code == 303
    with alternance.database.session(reading=True) as session:
        amended = [each.detail for each in list_events(session, alternance.placement_id) if each.kind == "visit_amended"]
    assert amended == [HELD["report"]]


def test_visit_that_is_called_off_leaves_everybody_s_page(alternance: Alternance, academic: Browser) -> None:
    send(academic, addresses(alternance)["visit"], VISIT)
    with alternance.database.session(reading=True) as session:
        visit_id = session.scalars(select(Visit.id)).one()
    address = f"/follow-ups/{alternance.placement_id}/visits/{visit_id}"
    assert send(academic, address, {"version": "1", "act": "cancel"}).status_code == 303
    assert read(alternance).placement.visits == ()
    assert "a été annulée" in academic.get(address).text
    assert send(academic, address, VISIT, version="2").status_code == 409


def test_visit_that_cannot_be_is_refused_beside_its_field(alternance: Alternance, academic: Browser) -> None:
    wrong: list[tuple[str, dict[str, str]]] = [
        ("planned_on", {"planned_on": "2028-01-01"}),
        ("planned_on", {"planned_on": ""}),
        ("mode", {"mode": "moon"}),
        ("visitor", {"visitor": " "}),
        ("held_on", {"report": "Tenue"}),
        ("held_on", HELD | {"held_on": "2027-02-11"}),
        ("report", HELD | {"report": ""}),
        ("attendees", HELD | {"attendees": ""}),
        ("report", HELD | {"report": "x" * 8001}),
    ]
    check_refusals(alternance, academic, "visit", VISIT, wrong)
    assert count(alternance, Visit) == 0


def test_defence_is_set_then_decided(alternance: Alternance, academic: Browser) -> None:
    address = addresses(alternance)["defence"]
    assert send(academic, address, DEFENCE, held_on="2027-06-25").status_code == 303
    assert send(academic, address, DEFENCE, version="1", held_on="2027-06-25", outcome="passed").status_code == 422
    assert send(academic, address, DEFENCE, version="1", outcome="passed", remark="Clair et précis").status_code == 303
    defence = read(alternance).placement.defence
    assert defence
    assert (defence.outcome, defence.jury) == ("passed", ("Nadia Bennis, présidente", "Rachid Amrani, tuteur"))
    assert "Clair et précis" in academic.get(f"/placements/{alternance.placement_id}").text
    assert "10 février 2027 · Réussie" in alternance.open_phone(alternance.give_link()).open().text
    assert send(academic, address, DEFENCE, version="1").status_code == 409


def test_defence_that_cannot_be_is_refused_beside_its_field(alternance: Alternance, academic: Browser) -> None:
    wrong = [
        ("held_on", {"held_on": "hier"}), ("held_on", {"held_on": "2026-12-01"}), ("jury", {"jury": ""}), ("jury", {"jury": "x" * 1001}),
        ("outcome", {"outcome": "validated"}), ("remark", {"remark": "x" * 4001}),
    ]  # fmt: skip
    check_refusals(alternance, academic, "defence", DEFENCE, wrong)
    assert count(alternance, Defence) == 0


def test_follow_up_of_other_learners_is_none_of_an_instructor_s_business(alternance: Alternance) -> None:
    with alternance.database.session() as session:
        stranger = make_account(session, "instructor", login="stranger").id
        student = make_account(session, "student", login="student").id
    for account_id, status in ((stranger, 404), (student, 403)):
        browser = alternance.sign_in(account_id)
        for address in addresses(alternance).values():
            assert browser.get(address).status_code == status
            assert browser.post(address, DEFENCE | VISIT | HOURS).status_code == status
    assert [count(alternance, table) for table in (Attendance, Visit, Defence)] == [0, 0, 0]


def test_everything_about_a_learner_s_placements_is_read_in_five_statements(alternance: Alternance, academic: Browser) -> None:
    alternance.agree("learner")
    first = alternance.write()
    alternance.write("Suite")
    alternance.open_phone(alternance.give_link()).sign()
    send(academic, addresses(alternance)["hours"], HOURS)
    send(academic, addresses(alternance)["visit"], VISIT)
    send(academic, addresses(alternance)["defence"], DEFENCE)
    with alternance.database.session() as session:
        earlier = session.get_one(Placement, alternance.placement_id)
        values = {name: getattr(earlier, name) for name in FIELDS} | {"starts_on": date(2026, 9, 1), "ends_on": date(2026, 12, 31)}
        create_placement(session, alternance.learner_id, values, Actor(alternance.registrar_id, alternance.now))
    statements: list[str] = []
    listen = lambda *args: statements.append(args[2])  # noqa: E731
    event.listen(alternance.database.engine, "before_cursor_execute", listen)
    placement, other = (each.placement for each in read_all(alternance))
    event.remove(alternance.database.engine, "before_cursor_execute", listen)
    assert len(statements) == 5, "\n".join(statements)
    assert (other.entries, other.periods, other.defence) == ((), (), None)
    assert {each.key for each in placement.entries} >= {first.hex}
    assert len(placement.entries) == 2
    assert {each.role for each in placement.missions[0].agreements if each.at} == {"learner", "company_tutor", "academic_tutor"}
    assert (len(placement.reviews), len(placement.visits), placement.defence is not None) == (1, 1, True)
