"""How the school gives, renews and closes a link: the slip is shown once, and only to those who follow the tutor's learners."""

from __future__ import annotations

import re

from sqlalchemy import select
from tests.factories.account import make_account
from tests.factories.alternance import Alternance, Phone

from maslak_companion.sign_offs.models import TutorLink


def test_slip_holds_a_link_and_a_code_that_sign(alternance: Alternance) -> None:
    browser = alternance.sign_in(alternance.registrar_id)
    address = f"/sign-offs/tutors/{alternance.tutor_id}/link"
    assert "Rachid Amrani" in browser.get(address).text
    slip = browser.post(address, {"expires_on": "2027-06-30"})
    assert slip.status_code == 200
    assert slip.headers["Cache-Control"] == "no-store"
    assert "<svg" in slip.text
    token, code = re.search(r"/t/([\w-]+)", slip.text), re.search(r">(\d{3} \d{3})<", slip.text)
    assert token
    assert code
    phone = Phone(alternance.app.test_client(), f"/t/{token[1]}", f"/t/{token[1]}/{alternance.period_id}", code[1])
    assert phone.sign().status_code == 303
    again = browser.get(address).text
    assert token[1] not in again
    assert code[1] not in again
    assert "Réponse avec le bon code" in again


def test_link_ends_with_its_last_day_where_people_work(alternance: Alternance) -> None:
    browser = alternance.sign_in(alternance.registrar_id)
    address = f"/sign-offs/tutors/{alternance.tutor_id}/link"
    browser.get(address)
    assert browser.post(address, {"expires_on": "2027-02-10"}).status_code == 200
    with alternance.database.session(reading=True) as session:
        assert session.scalar(select(TutorLink.expires_at)).isoformat() in ("2027-02-10T23:00:00+00:00", "2027-02-11T00:00:00+00:00")
    for wrong in ("2027-02-09", "", "9999-12-31", "demain"):
        assert browser.post(address, {"expires_on": wrong}).status_code == 422


def test_closing_a_link_closes_it_at_once(alternance: Alternance) -> None:
    phone = alternance.open_phone(alternance.give_link())
    browser = alternance.sign_in(alternance.academic_id)
    browser.get(f"/sign-offs/tutors/{alternance.tutor_id}/link")
    assert browser.post(f"/sign-offs/tutors/{alternance.tutor_id}/link/close", {}).status_code == 303
    assert phone.open().status_code == 410


def test_tutor_of_other_learners_is_none_of_an_instructor_s_business(alternance: Alternance) -> None:
    with alternance.database.session() as session:
        stranger = make_account(session, "instructor", login="stranger").id
        student = make_account(session, "student", login="student").id
    address = f"/sign-offs/tutors/{alternance.tutor_id}/link"
    for account_id in (stranger, student):
        browser = alternance.sign_in(account_id)
        assert browser.get(address).status_code == 403
        assert browser.post(address, {"expires_on": "2027-06-30"}).status_code == 403
        assert browser.post(f"{address}/close", {}).status_code == 403
