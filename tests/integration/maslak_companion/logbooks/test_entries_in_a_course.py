"""The logbook block in the classroom: the companion's own placements answer it, for the learner of the request and nobody else."""

from __future__ import annotations

import re
import uuid
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from sqlalchemy import event
from tests.factories.account import make_account
from tests.factories.classroom import AT, Pupil, School
from tests.factories.course import COURSE_KEY, PREFIX
from tests.factories.device import Phone, add_login
from tests.factories.xblock import LOGBOOK

from maslak_companion.placements.missions import MissionText, create_mission
from maslak_companion.placements.periods import add_period
from maslak_companion.placements.services import Actor, create_placement, save_tutor
from maslak_web.database import Database
from maslak_xblocks.logbook.port import Target

USAGE = f"{PREFIX}+type@maslak_logbook+block@b1"
COMPETENCY = "MA-NUM.CYB.02"
PDF = b"%PDF-1.7\nproof"


@pytest.fixture
def school(database: Database, tmp_path: Path) -> School:
    page = f'<vertical display_name="Carnet">{LOGBOOK}</vertical>'
    return School(database, tmp_path / "school", changes={"vertical/u1-more.xml": page})


def place(school: School, learner_id: uuid.UUID, company: str = "Atlas Textile") -> None:
    """Send a learner to a company that is being visited today."""
    with school.database.session() as session:
        academic = make_account(session, "instructor", login=uuid.uuid4().hex[:8])
        registrar = make_account(session, "registrar", login=uuid.uuid4().hex[:8])
        actor = Actor(registrar.id, AT)
        contact = {"name": "Rachid Amrani", "company": company, "email": "r@atlas.example", "phone": "", "language": "fr"}
        values = {
            "company": company, "tutor_id": save_tutor(session, contact, actor).id, "academic_tutor_id": academic.id,
            "starts_on": date(2026, 11, 2), "ends_on": date(2027, 6, 30), "academic_weeks": 2, "company_weeks": 2,
            "legal_frame": "alternance",
        }  # fmt: skip
        placement = create_placement(session, learner_id, values, actor)
        add_period(session, placement.id, kind="company", starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 29), actor=actor)
        text = MissionText("Renouveler les accès", (Target(COMPETENCY, "N2"),), is_confidential=False)
        create_mission(session, placement.id, text, Actor(academic.id, AT))


@pytest.fixture
def pupil(school: School) -> Pupil:
    learner_id = school.add_learner()
    place(school, learner_id)
    return school.sign_in(learner_id)


def show(pupil: Pupil) -> Any:
    page = pupil.client.get(f"/learn/{COURSE_KEY}/u1/u1-more")
    assert page.status_code == 200, page.text
    return html.fromstring(page.data)


def call(pupil: Pupil, handler: str, **payload: Any) -> tuple[int, dict[str, Any]]:
    answer = pupil.call(USAGE, handler, payload)
    return answer.status_code, dict(answer.get_json())


def read(pupil: Pupil) -> dict[str, Any]:
    status, answer = call(pupil, "state")
    assert status == 200, answer
    (placement,) = answer["logbook"]["placements"]
    return dict(placement)


def entry(pupil: Pupil, **values: Any) -> dict[str, Any]:
    own = {"request_key": uuid.uuid4().hex, "placement": read(pupil)["key"], "done_on": "2026-11-20", "task": "J’ai trié les comptes."}
    return own | {"competencies": [COMPETENCY]} | values


def test_learner_without_a_contract_is_told_what_will_appear_and_whom_to_ask(school: School) -> None:
    words = show(school.enter()).text_content()
    assert "Vous n’avez pas encore de carnet" in words
    assert "Demandez à" in words


def test_page_shows_the_contract_and_today_s_form_in_few_queries(school: School, pupil: Pupil) -> None:
    show(pupil)
    statements: list[str] = []
    listen = lambda *args: statements.append(args[2])  # noqa: E731
    event.listen(school.database.engine, "before_cursor_execute", listen)
    page = show(pupil)
    event.remove(school.database.engine, "before_cursor_execute", listen)
    assert "Atlas Textile" in page.text_content()
    assert page.xpath("//form[starts-with(@data-draft, 'new-')]//input[@type='date']/@max") == ["2026-11-23"]
    own = [each for each in statements if re.search(r"\b(placement\w*|mission\w*|logbook_\w+|sign_off)\b", each)]
    assert len(own) == 5, "\n".join(own)
    # The rest is the classroom's: who reads, which course, which page, in which language, what was completed.
    assert len(statements) <= 16, "\n".join(statements)


def test_entry_reads_the_logbook_once_to_show_it(school: School, pupil: Pupil) -> None:
    draft = entry(pupil)
    statements: list[str] = []
    listen = lambda *args: statements.append(args[2])  # noqa: E731
    event.listen(school.database.engine, "before_cursor_execute", listen)
    status, _ = call(pupil, "add_entry", **draft)
    event.remove(school.database.engine, "before_cursor_execute", listen)
    assert status == 200
    assert sum("row_number()" in each for each in statements) == 1, "\n".join(statements)


def test_entry_is_kept_once_and_only_its_learner_finds_it(school: School, pupil: Pupil) -> None:
    draft = entry(pupil)
    first, again = call(pupil, "add_entry", **draft), call(pupil, "add_entry", **draft)
    assert (first[0], again[0]) == (200, 200)
    assert again[1]["receipt"]["key"] == first[1]["receipt"]["key"]
    assert [each["task"] for each in read(pupil)["entries"]] == ["J’ai trié les comptes."]
    other_id = school.add_learner()
    place(school, other_id, "Autre Entreprise")
    other = school.sign_in(other_id)
    assert read(other)["entries"] == []
    status, problem = call(other, "correct_entry", **entry(other), entry=first[1]["receipt"]["key"])
    assert (status, problem["code"]) == (404, "unknown_entry")


def test_form_with_a_file_works_without_a_script_and_the_file_is_given_back(pupil: Pupil) -> None:
    form = show(pupil).xpath("//form[starts-with(@data-draft, 'new-')]")[0]
    fields = {field.get("name"): field.get("value") or "" for field in form.xpath(".//input[@type='hidden']")}
    fields |= {"done_on": "2026-11-20", "task": "Avec une preuve", f"competency.{COMPETENCY}": "on"}
    address, back = form.get("action"), f"/learn/{COURSE_KEY}/u1/u1-more"
    answer = pupil.client.post(address, data=fields | {"file": (BytesIO(PDF), "fiche.pdf")}, headers={"Referer": f"http://localhost{back}"})
    assert (answer.status_code, answer.headers["Location"]) == (303, back), answer.text
    (kept,) = read(pupil)["entries"]
    assert (kept["file"]["name"], kept["competencies"]) == ("fiche.pdf", [COMPETENCY])
    given = pupil.client.get(re.sub(r"^https?://[^/]+", "", kept["file"]["url"]))
    assert (given.status_code, given.data) == (200, PDF)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"done_on": "2026-11-24"}, "future_entry"),
        ({"done_on": "2026-11-01"}, "entry_outside_contract"),
        ({"competencies": ["MA-NUM.TST.01"]}, "competency_outside_missions"),
        ({"link": "http://a.ma"}, "unsafe_link"),
        ({"placement": "0" * 32}, "unknown_placement"),
        ({"placement": "not a key"}, "unknown_placement"),
    ],
)
def test_entry_that_cannot_be_is_refused_and_nothing_is_kept(pupil: Pupil, change: dict[str, Any], code: str) -> None:
    status, problem = call(pupil, "add_entry", **entry(pupil, **change))
    assert (status in (400, 404), problem["code"]) == (True, code)
    assert read(pupil)["entries"] == []


def test_mission_is_agreed_and_a_synthesis_handed_in_though_answers_get_lost(pupil: Pupil) -> None:
    known = read(pupil)
    mission = known["missions"][0]
    for _ in range(2):
        status, answer = call(pupil, "agree", mission=mission["key"], revision=mission["revision"])
        assert status == 200, answer
    assert [bool(each["at"]) for each in read(pupil)["missions"][0]["agreements"]] == [True, False, True]
    text = {"placement": known["key"], "period": known["periods"][0]["key"], "text": "Je sais renouveler un accès."}
    for handler, revision in (("save_synthesis", 0), ("save_synthesis", 0), ("submit_synthesis", 1), ("submit_synthesis", 1)):
        status, answer = call(pupil, handler, **text, revision=revision)
        assert status == 200, answer
    assert read(pupil)["syntheses"][0]["state"] == "submitted"
    assert call(pupil, "save_synthesis", **text | {"text": "Autre"}, revision=2)[1]["code"] == "synthesis_submitted"


def test_application_opens_the_proof_that_its_learner_kept_and_no_other(school: School) -> None:
    for login in ("salma", "youssef"):
        place(school, add_login(school, login))
    phone, other = Phone(school), Phone(school, "youssef")
    address = phone.find_block(COURSE_KEY, "maslak_logbook")["handlers"]["add_entry"]
    (placement,) = phone.ask(address.replace("add_entry", "state")).get_json()["logbook"]["placements"]
    fields = {"placement": placement["key"], "request_key": uuid.uuid4().hex, "done_on": "2026-11-20", "task": "Tri", "answer": "json"}
    kept = phone.client.post(address, data=fields | {"file": (BytesIO(PDF), "fiche.pdf")}, headers=phone.headers)
    assert kept.status_code == 200, kept.text
    proof = kept.get_json()["logbook"]["placements"][0]["entries"][0]["file"]
    given = phone.ask(proof["url"])
    assert (given.status_code, given.data) == (200, PDF)
    assert other.ask(proof["url"]).status_code == 404
