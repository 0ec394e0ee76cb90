"""The logbook block in the classroom: what a learner writes on a page of a course is what the tutors read on theirs."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.factories.account import make_account
from tests.factories.classroom import AT, Pupil, School
from tests.factories.course import COURSE_KEY, PREFIX
from tests.factories.xblock import LOGBOOK

from maslak_companion.placements.missions import MissionText, create_mission
from maslak_companion.placements.periods import add_period
from maslak_companion.placements.services import Actor, create_placement, save_tutor
from maslak_companion.sign_offs.content import read_claim
from maslak_web.database import Database
from maslak_xblocks.logbook.port import Target

USAGE = f"{PREFIX}+type@maslak_logbook+block@b1"
COMPETENCY = "MA-NUM.CYB.02"


@pytest.fixture
def school(database: Database, tmp_path: Path) -> School:
    page = f'<vertical display_name="Carnet">{LOGBOOK}</vertical>'
    return School(database, tmp_path / "school", changes={"vertical/u1-more.xml": page})


def place(school: School, learner_id: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID]:
    """Place a learner at a company, and return the placement and its stay."""
    with school.database.session() as session:
        teacher = Actor(make_account(session, "instructor").id, AT)
        contact = {"name": "Rachid Amrani", "company": "Atlas", "email": "r@atlas.example", "phone": "", "language": "fr"}
        values = {
            "company": "Atlas", "tutor_id": save_tutor(session, contact, teacher).id, "academic_tutor_id": teacher.id,
            "starts_on": date(2026, 11, 2), "ends_on": date(2027, 6, 30), "academic_weeks": 2, "company_weeks": 2, "legal_frame": "",
        }  # fmt: skip
        placement = create_placement(session, learner_id, values, teacher)
        stay = add_period(
            session, placement.id, kind="company", starts_on=date(2026, 11, 16), ends_on=date(2026, 11, 29), actor=teacher
        )  # fmt: skip
        create_mission(session, placement.id, MissionText("Inventaire des accès", (Target(COMPETENCY, "N2"),)), teacher)
        return placement.id, stay.id


def call(pupil: Pupil, handler: str, **payload: Any) -> dict[str, Any]:
    answer = pupil.call(USAGE, handler, payload)
    assert answer.status_code == 200, answer.text
    return dict(answer.get_json())


def test_learner_agrees_writes_and_finds_it_again_and_the_tutor_reads_it(school: School) -> None:
    pupil = school.enter()
    placement_id, stay_id = place(school, pupil.learner_id)
    page = pupil.client.get(f"/learn/{COURSE_KEY}/u1/u1-more")
    assert page.status_code == 200
    assert "Inventaire des accès" in page.text
    mission = call(pupil, "state")["logbook"]["placements"][0]["missions"][0]
    call(pupil, "agree", mission=mission["key"], revision=mission["revision"])
    entry = {
        "placement": placement_id.hex, "done_on": "2026-11-20", "task": "J’ai trié les comptes", "competencies": [COMPETENCY],
        "link": "", "is_confidential": False, "request_key": uuid.uuid4().hex,
    }  # fmt: skip
    first, again = call(pupil, "add_entry", **entry), call(pupil, "add_entry", **entry)
    assert first["receipt"]["key"] == again["receipt"]["key"]
    placement = call(pupil, "state")["logbook"]["placements"][0]
    assert [each["task"] for each in placement["entries"]] == ["J’ai trié les comptes"]
    with school.database.session(reading=True) as session:
        claim = read_claim(session, placement_id, stay_id)
    assert [each.row.task for each in claim.entries] == ["J’ai trié les comptes"]
    assert set(claim.missions[0].agreements) == {"learner", "academic_tutor"}


def test_learner_without_a_contract_is_told_whom_to_ask(school: School) -> None:
    pupil = school.enter()
    assert call(pupil, "state")["logbook"]["placements"] == []
    assert pupil.client.get(f"/learn/{COURSE_KEY}/u1/u1-more").status_code == 200


def test_another_learner_s_placement_is_none_of_theirs(school: School) -> None:
    placement_id, _ = place(school, school.enter().learner_id)
    pupil = school.enter()
    payload = {
        "placement": placement_id.hex, "done_on": "2026-11-20", "task": "x", "competencies": [], "link": "", "is_confidential": False,
        "request_key": uuid.uuid4().hex,
    }  # fmt: skip
    answer = pupil.call(USAGE, "add_entry", payload)
    assert (answer.status_code, answer.get_json()["code"]) == (404, "unknown_placement")
