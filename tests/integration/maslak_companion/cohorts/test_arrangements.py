"""Arrangements are given, changed and withdrawn on a page, and every block keeps to them at once."""

from __future__ import annotations

import json
import logging
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from tests.factories.account import Browser, sign_in
from tests.factories.classroom import AT, CHECKPOINT, LESSON, Pupil, School
from tests.factories.course import make_checkpoint
from werkzeug.test import TestResponse

from maslak_companion.accounts.models import Account
from maslak_companion.accounts.services import list_accesses
from maslak_companion.offerings.models import Arrangement, ArrangementEvent, Group
from maslak_companion.outbox.models import OutboxRow
from maslak_companion.people.services import create_learner
from maslak_companion.tables import METADATA
from maslak_web.database import Database
from maslak_web.i18n import TIME_ZONE

PAGE = "/cohorts/core-2026/arrangements"
SECRET = "Hospitalisation du 3 au 9"
ONE_ATTEMPT = {
    "vertical/cp-page.xml": '<vertical display_name="Banque">' + make_checkpoint(1).replace('attempts="0"', 'attempts="1"') + "</vertical>"
}


@pytest.fixture
def school(database: Database, tmp_path: Path) -> School:
    return School(database, tmp_path / "home", changes=ONE_ATTEMPT)


@pytest.fixture
def lead(school: School) -> Browser:
    browser = sign_in(school.app, school.database, "instructor")
    school.change_offering(lead_account_id=account_of(browser))
    return browser


def account_of(browser: Browser) -> UUID:
    with browser.client.session_transaction() as cookie:
        return UUID(cookie["_user_id"].partition(":")[0])


def group_of(school: School) -> UUID:
    with school.database.session(reading=True) as session:
        return session.query(Group).one().id


def write(at: datetime) -> str:
    return at.astimezone(TIME_ZONE).strftime("%Y-%m-%dT%H:%M")


def give(browser: Browser, who: UUID, *, kind: str = "learner", action: str = "give", **fields: str) -> TestResponse:
    typed = {kind: str(who), "usage": CHECKPOINT, "token": str(uuid.uuid4()), "action": action, **fields}
    return browser.post(f"{PAGE}/new", typed)


def rows(school: School) -> list[Arrangement]:
    with school.database.session(reading=True) as session:
        found = session.query(Arrangement).order_by(Arrangement.granted_at, Arrangement.id).all()
        session.expunge_all()
        return found


def events(school: School) -> list[ArrangementEvent]:
    with school.database.session(reading=True) as session:
        found = session.query(ArrangementEvent).order_by(ArrangementEvent.at, ArrangementEvent.revision).all()
        session.expunge_all()
        return found


def change(browser: Browser, row: Arrangement, *, action: str = "give", **fields: str) -> TestResponse:
    typed = {"usage": row.usage_key or "", "token": str(uuid.uuid4()), "revision": str(row.revision), "action": action, **fields}
    return browser.post(f"{PAGE}/{row.id}", typed)


def withdraw(browser: Browser, row: Arrangement, **fields: str) -> TestResponse:
    return browser.post(f"{PAGE}/{row.id}/withdraw", {"token": str(uuid.uuid4()), "revision": str(row.revision), **fields})


def finish(pupil: Pupil) -> None:
    pupil.begin()
    assert pupil.answer("q1", "b", pupil.state()["revision"]).status_code == 200


def test_one_more_attempt_opens_the_checkpoint_again_and_the_learner_reads_it(school: School, lead: Browser) -> None:
    pupil = school.enter()
    finish(pupil)
    assert pupil.state()["attempts_left"] == 0
    answer = give(lead, pupil.learner_id, extra_attempts="1", private_reason=SECRET)
    assert answer.status_code == 303
    assert pupil.state()["attempts_left"] == 1
    page = pupil.client.get("/learn/tiny/cp").text
    assert "Ce qui vous est accordé" in page
    assert "1 tentative de plus" in page
    assert SECRET not in page
    pupil.begin()
    # Another learner has no more than the checkpoint allows, and nothing to read.
    other = school.enter()
    assert other.state()["attempts_left"] == 1
    assert "Ce qui vous est accordé" not in other.client.get("/learn/tiny/cp").text


def test_dates_of_their_own_are_in_moroccan_time_and_go_before_the_courses(school: School, lead: Browser) -> None:
    school.change_offering(closes_at=AT - timedelta(days=1))
    pupil = school.enter()
    end = AT + timedelta(days=2)
    assert give(lead, pupil.learner_id, closes_at=write(end)).status_code == 303
    assert rows(school)[0].closes_at == end
    pupil.begin()
    assert f"ouvert jusqu’au {end.astimezone(TIME_ZONE).day} novembre 2026" in pupil.client.get("/learn/tiny/cp").text
    school.now = end + timedelta(seconds=1)
    assert pupil.answer("q1", "a", pupil.state()["revision"]).get_json()["code"] == "not_open"


def test_part_that_opens_early_for_somebody_can_be_reached(school: School, lead: Browser) -> None:
    school.change_offering(opens_at=AT + timedelta(days=9))
    pupil, other = school.enter(), school.enter()
    give(lead, pupil.learner_id, opens_at=write(AT - timedelta(hours=1)))
    assert pupil.client.get("/learn/tiny/cp").status_code == 200
    pupil.begin()
    assert pupil.client.get("/learn/tiny/u1").status_code != 200, "only what was granted opens early"
    assert other.client.get("/learn/tiny/cp").status_code != 200
    give(lead, other.learner_id, usage="", opens_at=write(AT - timedelta(hours=1)))
    assert other.client.get("/learn/tiny/u1").status_code == 200


def test_group_has_it_with_everybody_who_joins_later(school: School, lead: Browser) -> None:
    first = school.enter()
    assert give(lead, group_of(school), kind="group", extra_attempts="2").status_code == 303
    assert [school.sign_in(each).state()["attempts_left"] for each in (first.learner_id, school.add_learner())] == [3, 3]


def test_values_come_from_the_first_that_names_them_and_the_page_says_which_counts(school: School, lead: Browser) -> None:
    pupil = school.enter()
    end = AT + timedelta(days=3)
    give(lead, group_of(school), kind="group", extra_attempts="5", closes_at=write(end))
    give(lead, pupil.learner_id, usage="", extra_attempts="1", extra_time="third")
    assert pupil.state()["attempts_left"] == 2, "a personal one goes before the group's"
    words = pupil.client.get("/learn/tiny/cp").text
    assert "un tiers de temps en plus" in words
    assert "ouvert jusqu’au 26 novembre" in words, "and what it does not name still comes from the group's"
    listed = lead.get(PAGE).text
    assert "Passe après" in listed
    assert re.search(r"Passe après.*?Salma.*?Tout le cours · 1 tentative de plus", listed, re.DOTALL)
    preview = give(lead, pupil.learner_id, extra_attempts="3", action="preview").text
    for loser in ("Salma.*?Tout le cours · 1 tentative de plus", "Groupe 1 · .*?5 tentatives de plus"):
        assert re.search(f"Passe avant.*?{loser}", preview, re.DOTALL)


def test_preview_says_what_it_will_mean_and_grants_nothing(school: School, lead: Browser) -> None:
    pupil = school.enter()
    page = give(lead, pupil.learner_id, extra_attempts="٢", extra_time="half", action="preview", private_reason=SECRET)
    assert page.status_code == 200
    assert "2 tentatives de plus" in page.text
    assert "3 tentatives en tout au lieu de 1." in page.text
    assert "la moitié du temps en plus" in page.text
    assert SECRET in page.text, "what was typed stays"
    assert rows(school) == []


def test_same_form_twice_grants_once_and_a_used_form_with_other_words_grants_again(school: School, lead: Browser) -> None:
    learner, token = school.add_learner(), str(uuid.uuid4())
    for _ in range(2):
        assert give(lead, learner, extra_attempts="1", token=token).status_code == 303
    assert len(rows(school)) == len(events(school)) == 1
    give(lead, learner, extra_attempts="2", token=token)
    assert sorted(row.extra_attempts for row in rows(school)) == [1, 2]


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({}, "", "Rien n’est encore accordé"),
        ({"extra_attempts": "0"}, "extra_attempts", "de 1 à 20"),
        ({"extra_attempts": "-1"}, "extra_attempts", "de 1 à 20"),
        ({"extra_attempts": "21"}, "extra_attempts", "de 1 à 20"),
        ({"extra_attempts": "9" * 400}, "extra_attempts", "de 1 à 20"),
        ({"extra_attempts": "deux"}, "extra_attempts", "de 1 à 20"),
        ({"extra_attempts": "1.5"}, "extra_attempts", "de 1 à 20"),
        ({"extra_time": "own"}, "own_time", "de 1 à 300"),
        ({"own_time": "0"}, "own_time", "de 1 à 300"),
        ({"own_time": "-25"}, "own_time", "de 1 à 300"),
        ({"own_time": "1e3"}, "own_time", "de 1 à 300"),
        ({"own_time": "301"}, "own_time", "de 1 à 300"),
        ({"extra_time": "third", "own_time": "25"}, "own_time", "Choisissez"),
        ({"closes_at": "demain"}, "closes_at", "Écrivez une date"),
        ({"closes_at": "9999-12-31T23:59"}, "closes_at", "Écrivez une date"),
        ({"closes_at": "2026-11-22T10:00"}, "closes_at", "déjà passé"),
        ({"opens_at": "2026-12-02T00:00", "closes_at": "2026-12-01T00:00"}, "closes_at", "précéderait"),
        ({"opens_at": "2026-12-02T00:00", "closes_at": "2026-12-02T00:00"}, "closes_at", "précéderait"),
        ({"opens_at": "2027-03-01T00:00"}, "opens_at", "ne serait jamais ouvert"),
        ({"extra_attempts": "1", "private_reason": "x" * 2001}, "private_reason", "000 caractères"),
        ({"extra_attempts": "1", "usage": LESSON}, "usage", "une partie du cours"),
        ({"extra_attempts": "1", "usage": "block-v1:none"}, "usage", "une partie du cours"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_stays_typed(
    school: School, lead: Browser, fields: dict[str, str], field: str, words: str
) -> None:
    school.change_offering(closes_at=AT + timedelta(days=60))
    answer = give(lead, school.add_learner(), **fields)
    assert answer.status_code == 422
    assert words in answer.text
    if field:
        assert re.search(rf'id="f-{field}-error">[^<]*{words}', answer.text)
    assert all(value[:20] in answer.text for name, value in fields.items() if name not in ("usage", "extra_time"))
    assert rows(school) == []


def test_percentage_of_ones_own_is_kept_exactly_and_shown_again(school: School, lead: Browser) -> None:
    give(lead, school.add_learner(), own_time="12,5")
    (row,) = rows(school)
    assert row.extra_time == Decimal("0.125")
    page = lead.get(f"{PAGE}/{row.id}").text
    assert 'value="12,5"' in page
    assert '<option value="own" selected>' in page
    give(lead, school.add_learner(), extra_time="third")
    assert Decimal("0.3333") in {each.extra_time for each in rows(school)}


def test_change_holds_at_once_and_its_history_stays(school: School, lead: Browser) -> None:
    pupil = school.enter()
    give(lead, pupil.learner_id, extra_attempts="1", private_reason=SECRET)
    (row,) = rows(school)
    assert SECRET in lead.get(f"{PAGE}/{row.id}").text
    assert change(lead, row, extra_attempts="4", private_reason=SECRET).status_code == 303
    assert pupil.state()["attempts_left"] == 5
    assert [(each.kind, each.said["extra_attempts"], each.reason_changed) for each in events(school)] == [
        ("given", 1, True), ("changed", 4, False),
    ]  # fmt: skip
    page = lead.get(f"{PAGE}/{row.id}").text
    assert "Accordé" in page
    assert "Modifié" in page


def test_withdrawn_arrangement_no_longer_holds_and_undoes_no_answer(school: School, lead: Browser) -> None:
    pupil = school.enter()
    finish(pupil)
    give(lead, pupil.learner_id, extra_attempts="1")
    finish(pupil)
    (row,) = rows(school)
    assert withdraw(lead, row).status_code == 303
    state = pupil.state()
    assert (state["attempts_left"], state["attempt"]["number"], state["attempt"]["finished"]) == (0, 2, True)
    assert "Ce qui vous est accordé" not in pupil.client.get("/learn/tiny/cp").text
    assert "Salma" not in lead.get(PAGE).text
    assert "Salma" in lead.get(f"{PAGE}?state=withdrawn").text
    page = lead.get(f"{PAGE}/{row.id}").text
    assert "ne s’applique plus" in page
    assert "<textarea" not in page
    (again,) = rows(school)
    assert change(lead, again, extra_attempts="9").status_code == 409
    assert withdraw(lead, again).status_code == 409


def test_second_of_two_who_edit_at_once_is_told_and_keeps_what_was_typed(school: School, lead: Browser) -> None:
    give(lead, school.add_learner(), extra_attempts="1")
    (row,) = rows(school)
    other = sign_in(school.app, school.database, "administrator")
    assert change(other, row, extra_attempts="2").status_code == 303
    answer = change(lead, row, extra_attempts="7")
    assert answer.status_code == 409
    assert 'value="7"' in answer.text
    assert rows(school)[0].extra_attempts == 2
    assert withdraw(lead, row).status_code == 409
    assert rows(school)[0].withdrawn_at is None
    assert len(events(school)) == 2


def test_same_change_twice_is_one_change(school: School, lead: Browser) -> None:
    give(lead, school.add_learner(), extra_attempts="1")
    (row,) = rows(school)
    token = str(uuid.uuid4())
    for _ in range(2):
        assert change(lead, row, extra_attempts="2", token=token).status_code == 303
    # Going back and typing something else is another change, on what is no longer there.
    assert change(lead, row, extra_attempts="3", token=token).status_code == 409
    for _ in range(2):
        assert withdraw(lead, rows(school)[0], token=token, revision="2").status_code == 303
    assert [each.kind for each in events(school)] == ["given", "changed", "withdrawn"]


def test_closing_date_that_passed_may_stay_when_something_else_changes(school: School, lead: Browser) -> None:
    end = AT + timedelta(days=1)
    give(lead, school.add_learner(), extra_attempts="1", closes_at=write(end))
    school.now = end + timedelta(days=1)
    (row,) = rows(school)
    assert change(lead, row, extra_attempts="2", closes_at=write(end)).status_code == 303
    assert change(lead, rows(school)[0], extra_attempts="2", closes_at=write(end + timedelta(hours=1))).status_code == 422


def test_only_the_lead_and_the_administration_may_arrange(school: School, lead: Browser) -> None:
    learner = school.add_learner()
    give(lead, learner, extra_attempts="1")
    (row,) = rows(school)
    stranger = sign_in(school.app, school.database, "instructor")
    for path in (PAGE, f"{PAGE}/new", f"{PAGE}/{row.id}"):
        assert stranger.get(path).status_code == 404
    answers = [give(stranger, learner, extra_attempts="1"), change(stranger, row, extra_attempts="3"), withdraw(stranger, row)]
    assert [each.status_code for each in answers] == [404, 404, 404]
    pupil = school.sign_in(learner)
    for path in (PAGE, f"{PAGE}/new", f"{PAGE}/{row.id}"):
        assert pupil.client.get(path).status_code == 403
    answer = pupil.client.post(
        f"{PAGE}/new", data={"learner": str(learner), "extra_attempts": "9", "action": "give", "csrf_token": pupil.token}
    )
    assert answer.status_code == 403
    for role in ("registrar", "administrator"):
        browser = sign_in(school.app, school.database, role)
        assert browser.get(PAGE).status_code == 200
        assert give(browser, learner, extra_attempts="2").status_code == 303


def test_nobody_outside_the_offering_can_be_granted_anything(school: School, lead: Browser) -> None:
    outsider = school.add_learner(enrolled=False)
    with school.database.session() as session:
        other = Group(key="g2", titles={"fr": "Groupe 2"})
        session.add(other)
        session.flush()
        group = other.id
    assert give(lead, outsider, extra_attempts="1").status_code == 404
    assert give(lead, group, kind="group", extra_attempts="1").status_code == 404
    assert lead.post(f"{PAGE}/new", {"learner": "nobody", "extra_attempts": "1", "action": "give"}).status_code == 404
    assert rows(school) == []
    assert lead.get(f"{PAGE}/{uuid.uuid4()}").status_code == 404


def test_reason_is_read_by_its_writer_and_the_administration_alone(school: School, lead: Browser) -> None:
    learner = school.add_learner()
    registrar = sign_in(school.app, school.database, "registrar")
    give(registrar, learner, extra_attempts="1", private_reason=SECRET)
    (row,) = rows(school)
    assert SECRET in registrar.get(f"{PAGE}/{row.id}").text
    page = lead.get(f"{PAGE}/{row.id}").text
    assert SECRET not in page
    assert "que vous ne voyez pas" in page
    assert change(lead, row, extra_attempts="2").status_code == 303
    assert rows(school)[0].private_reason == SECRET, "who does not see it does not lose it"
    stale = change(lead, row, extra_attempts="3")
    assert stale.status_code == 409
    assert SECRET not in stale.text
    # Whoever writes it anew has it from then on.
    assert change(lead, rows(school)[0], extra_attempts="2", private_reason="Autre").status_code == 303
    assert "Autre" in lead.get(f"{PAGE}/{row.id}").text


def test_reason_stands_in_its_own_column_and_nowhere_else(school: School, lead: Browser, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    pupil = school.enter()
    finish(pupil)
    give(lead, pupil.learner_id, extra_attempts="1", private_reason=SECRET)
    (row,) = rows(school)
    change(lead, row, extra_attempts="2", private_reason=SECRET + " novembre")
    give(lead, pupil.learner_id, extra_attempts="x", private_reason=SECRET)
    finish(pupil)
    withdraw(lead, rows(school)[0])
    assert SECRET not in caplog.text
    registrar = sign_in(school.app, school.database, "registrar")
    pages = [PAGE, f"{PAGE}?state=all", "/cohorts/core-2026", "/jury/core-2026/g1/normal"]
    assert all(SECRET not in browser.get(path).text for browser in (lead, registrar) for path in pages)
    learner_pages = ["/", "/learn/tiny", "/learn/tiny/cp", "/passport", "/account"]
    assert all(SECRET not in pupil.client.get(path).text for path in learner_pages)
    with school.database.session(reading=True) as session:
        assert all(SECRET.encode() not in row.body for row in session.query(OutboxRow))
        found = [
            name
            for name, table in METADATA.tables.items()
            for line in session.execute(table.select()).mappings()
            if SECRET in json.dumps(dict(line), default=lambda value: value.decode("latin-1") if isinstance(value, bytes) else str(value))
        ]
    assert found == ["arrangement"]


def test_somebody_excused_is_neither_missing_nor_behind_and_the_jury_sees_it(school: School, lead: Browser) -> None:
    pupil, other = school.enter(), school.enter()
    give(lead, pupil.learner_id, excused="1", private_reason=SECRET)
    page = pupil.client.get("/learn/tiny/cp").text
    assert "Rien n’est attendu de vous ici" in page
    assert "dispense" in page
    outline = pupil.client.get("/learn/tiny").text
    assert "Dispense" in outline
    assert "0 unité terminée sur 1" in outline
    assert "Dispense" not in other.client.get("/learn/tiny").text
    assert "0 unité terminée sur 2" in other.client.get("/learn/tiny").text
    # The course has one chapter, so the page shows its units.
    assert lead.get("/cohorts/core-2026").text.count('class="heat heat-0">dispense') == 1
    registrar = sign_in(school.app, school.database, "registrar")
    jury = registrar.get("/jury/core-2026/g1/normal").text
    assert jury.count("Dispense</span>") == 1
    assert (jury.count("0 sur 1<"), jury.count("0 sur 2<")) == (1, 1)
    pupil.begin()
    assert pupil.answer("q1", "a", pupil.state()["revision"]).status_code == 200, "who is excused may do it all the same"


def test_somebody_excused_from_the_course_is_not_asked_for_it(school: School, lead: Browser) -> None:
    school.change_offering(closes_at=AT + timedelta(days=5))
    pupil = school.enter()
    assert "À terminer" in pupil.client.get("/").text
    give(lead, pupil.learner_id, usage="", excused="1")
    home = pupil.client.get("/").text
    assert "Rien n’est attendu de vous pour l’instant" in home
    assert "À terminer" not in home
    cohort = lead.get("/cohorts/core-2026").text
    assert 'attention-excused"' in cohort
    assert "Pas commencé" not in cohort.replace("Pas commencés", "")
    registrar = sign_in(school.app, school.database, "registrar")
    assert "Dispense de tout le cours" in registrar.get("/jury/core-2026/g1/normal").text


def test_due_day_on_the_first_page_is_the_learners_own(school: School, lead: Browser) -> None:
    school.change_offering(closes_at=AT + timedelta(days=5))
    pupil = school.enter()
    assert "28 novembre" in pupil.client.get("/").text
    give(lead, pupil.learner_id, usage="", closes_at=write(AT + timedelta(days=12)))
    home = pupil.client.get("/").text
    assert "5 décembre" in home
    assert "28 novembre" not in home


def test_list_is_searched_by_name_number_and_group_and_shows_long_lists_in_pages(school: School, lead: Browser) -> None:
    with school.database.session() as session:
        create_learner(session, name_ar="أحمد", name_latin="Ahmed", student_number="N-1", at=AT)
    pupil = school.enter()
    with school.database.session(reading=True) as session:
        number = session.query(Account).filter(Account.learner_id == pupil.learner_id).one().login
    give(lead, pupil.learner_id, extra_attempts="1")
    give(lead, group_of(school), kind="group", extra_time="half")
    for query in ("salma", number, "سلمى"):
        page = lead.get(f"{PAGE}?q={query}").text
        assert "1 tentative de plus" in page
        assert "la moitié du temps" not in page
    assert "la moitié du temps" in lead.get(f"{PAGE}?q=groupe").text
    assert "Rien de trouvé" in lead.get(f"{PAGE}?q=personne").text
    found = lead.get(f"{PAGE}/new?q={number}").text
    assert f"learner={pupil.learner_id}" in found
    assert "Groupe 1" not in found
    assert "Ahmed" not in lead.get(f"{PAGE}/new?q=ahmed").text.replace("value=", ""), "who does not take the course is not found"
    for _ in range(50):
        give(lead, pupil.learner_id, extra_attempts="2")
    assert lead.get(PAGE).text.count('class="grant-current"') == 50
    assert lead.get(f"{PAGE}?page=2").text.count('class="grant-current"') == 2
    assert lead.get(f"{PAGE}?page=99").text.count('class="grant-current"') == 2


def test_empty_list_explains_what_it_is_for(school: School, lead: Browser) -> None:
    page = lead.get(PAGE).text
    assert "Rien d’accordé pour l’instant" in page
    assert f"{PAGE}/new" in page


def test_reading_it_is_written_into_the_learners_access_log(school: School, lead: Browser) -> None:
    learner = school.add_learner()
    give(lead, learner, extra_attempts="1")
    lead.get(PAGE)
    with school.database.session(reading=True) as session:
        assert {each.what for each in list_accesses(session, learner)} == {"arrangement"}
    assert "Ce qui vous est accordé, sur la page de votre cours" in school.sign_in(learner).client.get("/account/accesses").text


def test_what_was_granted_for_a_part_that_left_the_course_can_still_be_changed(school: School, lead: Browser) -> None:
    give(lead, school.add_learner(), extra_attempts="1")
    with school.database.session() as session:
        session.execute(text("UPDATE arrangement SET usage_key = 'block-v1:gone'"))
    (row,) = rows(school)
    assert "n’est plus dans le cours" in lead.get(PAGE).text
    assert "n’est plus dans le cours" in lead.get(f"{PAGE}/{row.id}").text
    assert change(lead, row, extra_attempts="2").status_code == 303
    assert change(lead, rows(school)[0], extra_attempts="2", usage="").status_code == 303


def test_grant_by_two_requests_at_once_is_one(school: School, lead: Browser) -> None:
    learner, token = school.add_learner(), str(uuid.uuid4())
    browsers = [lead, *(sign_in(school.app, school.database, "administrator") for _ in range(2))]

    def send(browser: Browser) -> Any:
        return give(browser, learner, extra_attempts="1", token=token).status_code

    with ThreadPoolExecutor(3) as pool:
        assert set(pool.map(send, browsers)) == {303}
    assert len(rows(school)) == len(events(school)) == 1


def test_of_two_changes_at_one_moment_one_is_told(school: School, lead: Browser) -> None:
    give(lead, school.add_learner(), extra_attempts="1")
    (row,) = rows(school)
    browsers = [lead, sign_in(school.app, school.database, "administrator")]
    with ThreadPoolExecutor(2) as pool:
        answers = pool.map(lambda each: change(each[1], row, extra_attempts=str(each[0])).status_code, enumerate(browsers, start=5))
    assert sorted(answers) == [303, 409]
    assert [each.kind for each in events(school)] == ["given", "changed"]
