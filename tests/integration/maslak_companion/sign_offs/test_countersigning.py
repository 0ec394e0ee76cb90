"""The academic tutor's word: without it work grants nothing, with it the learner's rating moves, and nobody else's."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from tests.factories.account import Browser, make_account
from tests.factories.alternance import AT, COMPETENCY, TEXT, Alternance, make_alternance

from maslak_companion.badges.models import CredentialRow
from maslak_companion.placements.missions import MissionText, get_mission, revise_mission
from maslak_companion.placements.services import Actor
from maslak_companion.progress.models import EvidenceRow
from maslak_companion.progress.services import list_ratings
from maslak_companion.sign_offs.models import Countersignature, SignOff
from maslak_web.database import Database
from maslak_xblocks.logbook.port import Target


def answer_address(alternance: Alternance) -> str:
    return f"/sign-offs/{alternance.placement_id}/periods/{alternance.period_id}/answer"


def decide(alternance: Alternance, browser: Browser, act: str = "countersign", rating: str = "N2", reason: str = "") -> int:
    address = answer_address(alternance)
    page = browser.get(address).text
    found = re.search(r'name="sign_off" value="([^"]+)"', page)
    with alternance.database.session(reading=True) as session:
        latest = session.scalar(select(SignOff.id).order_by(SignOff.revision.desc()).limit(1))
    fields = {"sign_off": found[1] if found else str(latest), "act": act, f"rating-{COMPETENCY}": rating, "reason": reason}
    return browser.post(address, fields).status_code


def sign(alternance: Alternance, rating: str = "N2", kind: str = "signed") -> None:
    assert alternance.open_phone(alternance.give_link()).sign(kind, **{f"rating-{COMPETENCY}": rating}).status_code == 303


def read_ratings(session: Session, alternance: Alternance) -> list[tuple[str, str, str]]:
    return [(each.competency, each.level, each.rating.value) for each in list_ratings(session, alternance.learner_id)]


def test_both_signatures_make_evidence_of_work_and_the_rating_moves(alternance: Alternance) -> None:
    alternance.agree("learner")
    alternance.write()
    sign(alternance)
    with alternance.database.session(reading=True) as session:
        assert read_ratings(session, alternance) == []
    assert decide(alternance, alternance.sign_in(alternance.academic_id)) == 303
    with alternance.database.session(reading=True) as session:
        (evidence,) = session.scalars(select(EvidenceRow)).all()
        assert (evidence.learner_id, evidence.source, evidence.conditions) == (alternance.learner_id, "workplace", "workplace")
        assert (evidence.competency, evidence.level, evidence.score, evidence.item) == (COMPETENCY, "N2", 1, "*")
        assert evidence.observer == str(alternance.academic_id)
        assert read_ratings(session, alternance) == [(COMPETENCY, "N2", "acquired")]
        assert session.scalar(select(func.count()).select_from(CredentialRow)) == 1


@pytest.mark.parametrize(("said", "confirmed", "reached"), [("N1", "N2", 0), ("N3", "N1", 0), ("N4", "N2", 1)])
def test_neither_tutor_lifts_a_learner_above_what_the_other_saw(alternance: Alternance, said: str, confirmed: str, reached: int) -> None:
    alternance.agree("learner")
    sign(alternance, said)
    assert decide(alternance, alternance.sign_in(alternance.academic_id), rating=confirmed, reason="Vu au laboratoire") == 303
    with alternance.database.session(reading=True) as session:
        assert session.scalar(select(EvidenceRow.score)) == reached


def test_rating_otherwise_or_declining_needs_a_reason(alternance: Alternance) -> None:
    alternance.agree("learner")
    sign(alternance)
    browser = alternance.sign_in(alternance.academic_id)
    assert decide(alternance, browser, rating="N1") == 422
    assert decide(alternance, browser, "decline") == 422
    assert decide(alternance, browser, "decline", reason="Je n’ai pas pu vérifier") == 303
    with alternance.database.session(reading=True) as session:
        assert session.scalar(select(func.count()).select_from(EvidenceRow)) == 0
        assert session.scalar(select(Countersignature.reason)) == "Je n’ai pas pu vérifier"
    assert "Je n’ai pas pu vérifier" in alternance.open_phone(alternance.give_link()).open().text


def test_mission_that_one_of_the_three_did_not_agree_to_is_not_countersigned(alternance: Alternance) -> None:
    sign(alternance)
    assert decide(alternance, alternance.sign_in(alternance.academic_id)) == 409
    alternance.agree("learner")
    assert decide(alternance, alternance.sign_in(alternance.academic_id)) == 303


@pytest.mark.parametrize("kind", ["not_observed", "disagreed"])
def test_what_was_not_observed_or_is_disputed_is_not_countersigned(alternance: Alternance, kind: str) -> None:
    alternance.agree("learner", "company_tutor")
    sign(alternance, kind=kind)
    browser = alternance.sign_in(alternance.academic_id)
    assert decide(alternance, browser) == 409
    assert decide(alternance, browser, "decline", reason="Parlons-en") == 303


def test_mission_that_changed_after_the_signature_must_be_signed_again(alternance: Alternance) -> None:
    alternance.agree("learner")
    sign(alternance)
    with alternance.database.session() as session:
        actor = Actor(alternance.academic_id, AT)
        text = MissionText("Autre mission", (Target(COMPETENCY, "N2"),))
        assert revise_mission(session, alternance.placement_id, alternance.mission_id, text, actor, revision=1) == 2
        assert set(get_mission(session, alternance.placement_id, alternance.mission_id).agreements) == {"academic_tutor"}
    assert decide(alternance, alternance.sign_in(alternance.academic_id)) == 409


def test_entry_written_after_the_signature_takes_nothing_back(alternance: Alternance) -> None:
    alternance.agree("learner")
    sign(alternance)
    alternance.write()
    assert decide(alternance, alternance.sign_in(alternance.academic_id)) == 303


def test_verdicts_that_arrive_together_are_one(alternance: Alternance) -> None:
    alternance.agree("learner")
    sign(alternance)
    browsers = [alternance.sign_in(alternance.academic_id) for _ in range(3)]
    for browser in browsers:
        browser.get(answer_address(alternance))
    with alternance.database.session(reading=True) as session:
        sign_off = str(session.scalar(select(SignOff.id)))
    fields = {"sign_off": sign_off, "act": "countersign", f"rating-{COMPETENCY}": "N2", "reason": ""}
    with ThreadPoolExecutor(3) as pool:
        found = sorted(pool.map(lambda browser: browser.post(answer_address(alternance), fields).status_code, browsers))
    assert found == [303, 409, 409]
    with alternance.database.session(reading=True) as session:
        assert session.scalar(select(func.count()).select_from(EvidenceRow)) == 1


def test_tutor_cannot_sign_again_what_was_countersigned(alternance: Alternance) -> None:
    alternance.agree("learner")
    phone = alternance.open_phone(alternance.give_link())
    form = phone.read_form()
    assert phone.send(form).status_code == 303
    later = phone.read_form()
    assert decide(alternance, alternance.sign_in(alternance.academic_id)) == 303
    assert phone.send(later).status_code == 409
    assert 'name="code"' not in phone.open().text


def test_tutor_signs_again_what_the_school_did_not_countersign(alternance: Alternance) -> None:
    alternance.agree("learner")
    phone = alternance.open_phone(alternance.give_link())
    assert phone.sign(**{f"rating-{COMPETENCY}": "N4"}).status_code == 303
    browser = alternance.sign_in(alternance.academic_id)
    assert decide(alternance, browser, "decline", reason="N4 après une semaine ?") == 303
    assert "tutor-stay-waits" in phone.client.get(phone.home).text
    assert "répondre de nouveau" in browser.get("/placements").text
    assert phone.sign(**{f"rating-{COMPETENCY}": "N2"}).status_code == 303
    assert "tutor-stay-waits" not in phone.client.get(phone.home).text
    assert decide(alternance, browser) == 303
    with alternance.database.session(reading=True) as session:
        assert read_ratings(session, alternance) == [(COMPETENCY, "N2", "acquired")]
        # The first answer and what the school said to it stay.
        assert [row.is_countersigned for row in session.scalars(select(Countersignature).order_by(Countersignature.at))] == [False, True]


def test_answer_that_saw_nothing_is_not_asked_for_again_when_the_school_has_read_it(alternance: Alternance) -> None:
    phone = alternance.open_phone(alternance.give_link())
    assert phone.sign("not_observed").status_code == 303
    assert decide(alternance, alternance.sign_in(alternance.academic_id), "decline", reason="Au prochain séjour") == 303
    assert "tutor-stay-waits" not in phone.client.get(phone.home).text
    assert phone.sign().status_code == 303, "and yet it may be"


def test_only_the_academic_tutor_of_the_contract_countersigns(alternance: Alternance) -> None:
    alternance.agree("learner")
    sign(alternance)
    with alternance.database.session() as session:
        other = make_account(session, "instructor", "registrar", login="other").id
        stranger = make_account(session, "instructor", login="stranger").id
    assert decide(alternance, alternance.sign_in(other)) == 403
    assert decide(alternance, alternance.sign_in(stranger)) == 404
    assert decide(alternance, alternance.sign_in(alternance.registrar_id)) == 403
    with alternance.database.session(reading=True) as session:
        assert session.scalar(select(func.count()).select_from(Countersignature)) == 0


def test_expert_level_waits_for_the_level_below(database: Database, tmp_path: Path) -> None:
    alternance = make_alternance(database, tmp_path / "home", level="N4")
    alternance.agree("learner")
    sign(alternance, "N4")
    assert decide(alternance, alternance.sign_in(alternance.academic_id), rating="N4") == 303
    with database.session(reading=True) as session:
        assert read_ratings(session, alternance) == [(COMPETENCY, "N4", "partly")]


def test_confidential_texts_stay_with_the_three(database: Database, tmp_path: Path) -> None:
    alternance = make_alternance(database, tmp_path / "home", is_confidential=True)
    alternance.agree("learner")
    alternance.write("Secret de fabrication", done_on=date(2027, 2, 4))
    sign(alternance)
    academic, registrar = alternance.sign_in(alternance.academic_id), alternance.sign_in(alternance.registrar_id)
    for address in (f"/placements/{alternance.placement_id}", answer_address(alternance)):
        theirs, ours = registrar.get(address).text, academic.get(address).text
        for secret in (TEXT, "Secret de fabrication"):
            assert secret in ours
            assert secret not in theirs
    assert registrar.get(f"/placements/{alternance.placement_id}/missions/{alternance.mission_id}").status_code == 404
    assert decide(alternance, academic) == 303
    with database.session(reading=True) as session:
        row = session.scalars(select(EvidenceRow)).one()
        kept = " ".join(str(getattr(row, column.key)) for column in EvidenceRow.__table__.columns)
    assert TEXT not in kept
    assert "Secret" not in kept
