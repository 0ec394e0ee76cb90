"""The registrar's jury in a browser: what was typed is kept, what is wrong is said, what is final is final."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from tests.factories.account import Browser, sign_in
from tests.factories.offering import Campus, make_campus, make_companion

from maslak_companion.accounts.services import list_accesses
from maslak_companion.results.services import list_learner_results
from maslak_web.database import Database

PAGE = "/jury/NUM-100/GI-1A/normal"


@pytest.fixture
def campus(sqlite_database: Database) -> Campus:
    return make_campus(sqlite_database, learners=2)


@pytest.fixture
def app(campus: Campus, tmp_path: Path) -> Flask:
    return make_companion(campus.database, tmp_path / "home")


@pytest.fixture
def registrar(app: Flask, campus: Campus) -> Browser:
    return sign_in(app, campus.database, "registrar")


def hidden(text: str) -> dict[str, str]:
    return {name: re.search(rf'name="{name}" value="([^"]*)"', text)[1] for name in ("version", "token")}  # type: ignore[index]


def complete(campus: Campus, text: str, **changes: str) -> dict[str, str]:
    first, second = campus.learner_ids
    fields = {
        f"mark-{first}": "14,5", f"decision-{first}": "validated", f"mark-{second}": "8", f"decision-{second}": "not_validated",
        "jury_on": "2027-02-09", "minutes_ref": "PV-2027-014", "action": "freeze",
    }  # fmt: skip
    return {**fields, **hidden(text), **changes}


def test_registrar_lists_proposes_closes_and_sees_the_final_results(registrar: Browser, campus: Campus) -> None:
    assert "Tronc commun numérique" in registrar.get("/jury").text
    page = registrar.get(PAGE)
    assert registrar.post(PAGE, complete(campus, page.text)).status_code == 303
    proposed = registrar.get(PAGE)
    assert "14,5" in proposed.text
    assert registrar.post(f"{PAGE}/close", hidden(proposed.text)).status_code == 303
    final = registrar.get(PAGE)
    assert "Résultats définitifs" in final.text
    assert f'name="mark-{campus.learner_ids[0]}"' not in final.text
    with campus.database.session() as session:
        assert list_learner_results(session, campus.learner_ids[0])[0].state == "final"


def test_wrong_mark_keeps_everything_that_was_typed_and_records_nothing(registrar: Browser, campus: Campus) -> None:
    first = campus.learner_ids[0]
    answer = registrar.post(PAGE, complete(campus, registrar.get(PAGE).text, **{f"mark-{first}": "145"}))
    assert answer.status_code == 422
    assert 'value="145"' in answer.text
    assert 'value="PV-2027-014"' in answer.text
    assert "Une note est comprise entre 0 et 20." in answer.text
    assert 'value="PV-2027-014"' not in registrar.get(PAGE).text


def test_missing_decision_is_pointed_out_beside_the_learner(registrar: Browser, campus: Campus) -> None:
    second = campus.learner_ids[1]
    answer = registrar.post(PAGE, complete(campus, registrar.get(PAGE).text, **{f"decision-{second}": ""}))
    assert answer.status_code == 422
    assert f'id="e-decision-{second}">Il manque une décision.' in answer.text


def test_incomplete_entries_can_be_saved(registrar: Browser, campus: Campus) -> None:
    fields = complete(campus, registrar.get(PAGE).text, action="save", jury_on="", minutes_ref="")
    assert registrar.post(PAGE, fields).status_code == 303
    assert 'value="14,5"' in registrar.get(PAGE).text


def test_odd_mark_is_a_warning_and_not_a_refusal(registrar: Browser, campus: Campus) -> None:
    fields = complete(campus, registrar.get(PAGE).text, **{f"mark-{campus.learner_ids[0]}": "9"})
    assert registrar.post(PAGE, fields).status_code == 303
    assert "Validé sous la note de validation" in registrar.get(PAGE).text


def test_older_page_is_refused_and_keeps_what_was_typed(registrar: Browser, campus: Campus) -> None:
    old = registrar.get(PAGE).text
    registrar.post(PAGE, complete(campus, registrar.get(PAGE).text, action="save", minutes_ref="PV-1"))
    answer = registrar.post(PAGE, complete(campus, old, action="save", minutes_ref="PV-OTHER"))
    assert answer.status_code == 409
    assert 'value="PV-OTHER"' in answer.text
    assert 'value="PV-1"' in registrar.get(PAGE).text


def test_same_form_sent_twice_answers_twice_and_counts_once(registrar: Browser, campus: Campus) -> None:
    fields = complete(campus, registrar.get(PAGE).text, action="save")
    assert [registrar.post(PAGE, fields).status_code for _ in range(2)] == [303, 303]
    assert hidden(registrar.get(PAGE).text)["version"] == "1"


def test_reopening_asks_for_the_reason_and_shows_it_afterwards(registrar: Browser, campus: Campus) -> None:
    registrar.post(PAGE, complete(campus, registrar.get(PAGE).text))
    registrar.post(f"{PAGE}/close", hidden(registrar.get(PAGE).text))
    refused = registrar.post(f"{PAGE}/reopen", {**hidden(registrar.get(PAGE).text), "reason": "", "note": "lettre <b>reçue</b>"})
    assert refused.status_code == 422
    assert "lettre &lt;b&gt;reçue&lt;/b&gt;" in refused.text
    done = registrar.post(f"{PAGE}/reopen", {**hidden(registrar.get(PAGE).text), "reason": "late_document", "note": ""})
    assert done.status_code == 303
    assert "Un document est arrivé tardivement" in registrar.get(PAGE).text


@pytest.mark.parametrize("form", [{}, {"version": "x"}, {"version": "0", "token": "t", "action": "freeze", "mark-nobody": "12"}])
def test_senseless_form_never_breaks_the_page(registrar: Browser, form: dict[str, str]) -> None:
    registrar.get(PAGE)
    assert registrar.post(PAGE, form).status_code in (409, 422)


def test_arabic_page_reads_arabic_digits_and_writes_the_decimal_comma(app: Flask, campus: Campus) -> None:
    registrar = sign_in(app, campus.database, "registrar", language="ar")
    fields = complete(campus, registrar.get(PAGE).text, action="save", **{f"mark-{campus.learner_ids[0]}": "١٤٫٥"})
    assert registrar.post(PAGE, fields).status_code == 303
    assert 'value="14,5"' in registrar.get(PAGE).text


def test_reading_a_jury_is_written_into_the_access_log(registrar: Browser, campus: Campus) -> None:
    registrar.get(PAGE)
    with campus.database.session() as session:
        assert [access.what for access in list_accesses(session, campus.learner_ids[0])] == ["jury"]


@pytest.mark.parametrize("role", ["student", "instructor", "administrator"])
@pytest.mark.parametrize("path", ["/jury", PAGE, "/people"])
def test_other_roles_cannot_open_the_registrars_pages(app: Flask, campus: Campus, role: str, path: str) -> None:
    browser = sign_in(app, campus.database, role)
    assert browser.get(path).status_code == 403


@pytest.mark.parametrize("action", ["", "/close", "/unfreeze", "/reopen"])
def test_other_roles_cannot_act_on_a_jury(app: Flask, campus: Campus, action: str) -> None:
    assert sign_in(app, campus.database, "instructor").post(f"{PAGE}{action}", {"version": "0", "token": "t"}).status_code == 403


def test_form_without_its_token_is_refused(registrar: Browser, campus: Campus) -> None:
    fields = complete(campus, registrar.get(PAGE).text, csrf_token="stolen")
    assert registrar.post(PAGE, fields).status_code == 400


def test_unknown_jury_is_not_found(registrar: Browser) -> None:
    assert registrar.get("/jury/NUM-100/GI-1A/autumn").status_code == 404
