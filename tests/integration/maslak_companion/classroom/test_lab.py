"""The lab in the classroom: data by a link, answers and files by script and by form, evidence for the competency."""

from __future__ import annotations

import base64
import io
import uuid
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from sqlalchemy import select
from tests.factories.classroom import Pupil, School
from tests.factories.course import PREFIX
from tests.factories.lab import csv_of, data_for, make_lab_olx, right_answer
from werkzeug.test import TestResponse

from maslak_companion.classroom.models import Completion, Mark
from maslak_companion.progress.models import EvidenceRow, RatingRow
from maslak_web.database import Database
from maslak_xblocks.lab.generators.writing import FORMS, write_file

LAB = f"{PREFIX}+type@maslak_lab+block@lab1"
ADDRESS = f"/learn/tiny/blocks/{LAB}/handler"
PAGE = "/learn/tiny/u1/u1-more"


def open_school(database: Database, home: Path, **rules: Any) -> School:
    olx = make_lab_olx("mastery", **rules).replace("MA-NUM.TC.05", "MA-NUM.TC.06")
    return School(database, home, changes={"vertical/u1-more.xml": f'<vertical display_name="TP">{olx}</vertical>'})


@pytest.fixture
def school(database: Database, tmp_path: Path) -> School:
    return open_school(database, tmp_path / "home")


@pytest.fixture
def pupil(school: School) -> Pupil:
    return school.enter()


def begin(pupil: Pupil) -> Any:
    answer = pupil.call(LAB, "begin_attempt", {"revision": pupil.state(LAB)["revision"], "idempotency_key": uuid.uuid4().hex})
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def send(pupil: Pupil, task: str, response: Any, **more: Any) -> TestResponse:
    revision = pupil.state(LAB)["revision"]
    payload = {"revision": revision, "idempotency_key": uuid.uuid4().hex, "task": task, "response": response, "language": "fr", **more}
    return pupil.call(LAB, "answer", payload)


def post_form(pupil: Pupil, handler: str, **fields: Any) -> TestResponse:
    data = {"csrf_token": pupil.token, "revision": str(pupil.state(LAB)["revision"]), "idempotency_key": uuid.uuid4().hex, **fields}
    return pupil.client.post(f"{ADDRESS}/{handler}", data=data, headers={"Referer": f"http://localhost{PAGE}"})


def test_data_is_a_link_to_a_file_of_the_learners_own(school: School, pupil: Pupil) -> None:
    assert pupil.client.get(f"{ADDRESS}/dataset?form=plain").get_json()["code"] == "attempt_over"
    begin(pupil)
    page = html.fromstring(pupil.client.get(PAGE).data)
    links = page.xpath("//a[@download]/@href")
    assert len(links) == 2
    data = data_for(LAB, pupil.learner_id.hex)
    for link, form in zip(links, FORMS, strict=False):
        answer = pupil.client.get(link)
        assert (answer.status_code, answer.mimetype) == (200, "text/csv")
        assert answer.data == write_file(data, form)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="ventes-1.csv"'
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
    other = school.enter()
    begin(other)
    assert other.client.get(links[0]).data != pupil.client.get(links[0]).data


def test_link_changes_nothing_and_no_other_handler_answers_one(pupil: Pupil) -> None:
    begin(pupil)
    before = pupil.state(LAB)
    for handler in ("answer", "hint", "finish", "begin_attempt"):
        assert pupil.client.get(f"{ADDRESS}/{handler}?task=total&hint=h1&response=1&revision=1&idempotency_key=x").status_code == 404
    pupil.client.get(f"{ADDRESS}/dataset")
    assert pupil.state(LAB) == before


def test_right_answers_and_file_make_the_competency_move_with_evidence_mark_and_completion(school: School, pupil: Pupil) -> None:
    begin(pupil)
    data = data_for(LAB, pupil.learner_id.hex)
    wrong = send(pupil, "total", right_answer(data, "total_with_duplicates")).get_json()
    assert wrong["task"]["answer"]["misconception"] == "MISCONCEPTION-TWICE"
    assert send(pupil, "total", right_answer(data, "total_after_dedup")).get_json()["task"]["best"] == "1"
    send(pupil, "city", right_answer(data, "best_city"))
    content = base64.b64encode(csv_of(data.facts["totals_by_city"]).encode()).decode()
    last = send(pupil, "table", {"name": "totaux.csv", "content": content}).get_json()
    assert (last["attempt"]["finished"], last["attempt"]["passed"], last["attempt"]["score"]) == (True, True, "1")
    with school.database.session(reading=True) as session:
        rows = session.scalars(select(EvidenceRow).order_by(EvidenceRow.id)).all()
        assert [(row.item, row.competency, row.level) for row in rows] == [
            (item, "MA-NUM.TC.06", "N1") for item in ("total", "city", "table", "*")
        ]
        assert session.scalars(select(Mark)).one().value == 1
        assert session.scalars(select(Completion)).one().usage_key == LAB
        # The chapter's checkpoint decides too, and has not been passed.
        assert session.scalars(select(RatingRow)).one().rating == "partly"


def test_everything_works_with_plain_forms(school: School, pupil: Pupil) -> None:
    assert post_form(pupil, "begin_attempt").headers["Location"].endswith(PAGE)
    data = data_for(LAB, pupil.learner_id.hex)
    assert post_form(pupil, "hint", task="total", hint="h1").status_code == 303
    assert post_form(pupil, "answer", task="total", language="fr", response=right_answer(data, "total_after_dedup")).status_code == 303
    file = (io.BytesIO(csv_of(data.facts["totals_by_city"]).encode()), "totaux.csv", "text/csv")
    assert post_form(pupil, "answer", task="table", language="fr", response=file).status_code == 303
    assert post_form(pupil, "finish").status_code == 303
    state = pupil.state(LAB)
    assert state["attempt"]["score"] == "0.7"
    assert "totaux.csv" in pupil.client.get(PAGE).text


def test_hostile_files_are_refused_and_cost_nothing(pupil: Pupil) -> None:
    begin(pupil)
    for raw, code in (
        (b"PK\x03\x04" + b"\x00" * 1000, "upload_refused"),
        ("ville;total\nFès;é".encode("cp1252"), "upload_refused"),
        (b"ville,total\nRabat,=HYPERLINK(1)\n", "upload_refused"),
        (b"ville,total\n" + b"a,1\n" * 40_000, "upload_refused"),
        (b"x" * 300_000, "upload_refused"),
        (b"x" * 400_000, ""),
    ):
        status = 400 if code else 413
        answer = send(pupil, "table", {"name": "a.csv", "content": base64.b64encode(raw).decode()})
        assert answer.status_code == (status if len(raw) < 270_000 else 413), answer.text
        page = post_form(pupil, "answer", task="table", response=(io.BytesIO(raw), "a.csv"))
        assert page.status_code == status
        assert answer.get_json()["code"] in (code, "too_large")
    tasks = {task["id"]: task for task in pupil.state(LAB)["attempt"]["tasks"]}
    assert tasks["table"]["answer"] is None


def test_repeated_call_gets_the_stored_answer(pupil: Pupil) -> None:
    begin(pupil)
    payload = {"revision": 1, "idempotency_key": "once", "task": "total", "response": "5", "language": "fr"}
    first, again = pupil.call(LAB, "answer", payload), pupil.call(LAB, "answer", payload)
    assert (first.status_code, first.data) == (200, again.data)
    assert pupil.state(LAB)["revision"] == 2


def test_release_lists_the_tasks_of_the_lab(school: School) -> None:
    entry = school.block_map[LAB]
    assert (entry["decides"], entry["items"]) == (True, {"total": "number", "city": "text", "table": "file"})
