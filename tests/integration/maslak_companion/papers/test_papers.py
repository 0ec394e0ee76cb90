"""The paper way: a tutor without telephone or mail signs by hand, and the scan becomes the same answer as one by link."""

from __future__ import annotations

import io
import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from tests.factories.account import Browser, make_account
from tests.factories.alternance import AT, COMPETENCY, Alternance, make_alternance
from tests.integration.maslak_companion.sign_offs.test_countersigning import decide
from werkzeug.test import TestResponse

from maslak_companion.accounts.models import Account
from maslak_companion.papers.models import Paper, PaperReceipt
from maslak_companion.placements.missions import MissionText, revise_mission
from maslak_companion.placements.models import MissionAgreement
from maslak_companion.placements.services import Actor, break_off, list_events
from maslak_companion.progress.models import EvidenceRow
from maslak_companion.sign_offs.models import SignOff
from maslak_web.database import Database
from maslak_xblocks.logbook.port import Target, Upload

SCAN = b"%PDF-1.7\nthe signed sheet"


def make_paper(alternance: Alternance, browser: Browser, language: str = "fr") -> str:
    """Make the paper of the stay, and return its number."""
    address = f"/papers/{alternance.placement_id}/{alternance.period_id}"
    browser.get(address)
    answer = browser.post(address, {"language": language})
    assert answer.status_code == 303, answer.text
    found = re.search(r"/papers/([0-9A-Z]{10})$", answer.location)
    assert found, answer.location
    return found[1]


def bring_back(
    browser: Browser, code: str, kind: str = "signed", *, scan: bytes = SCAN, name: str = "feuille.pdf", **changes: Any
) -> TestResponse:
    """Enter a paper as it came back."""
    browser.get(f"/papers/{code}")
    fields = {
        "kind": kind, "seen": "often", f"rating-{COMPETENCY}": "N2", "remark": "", "signed_on": "2027-02-10", "received_on": "2027-02-10",
        "received_by": "Nadia", "scan": (io.BytesIO(scan), name),
    }  # fmt: skip
    return browser.post(f"/papers/{code}", fields | changes)


def learner_account(alternance: Alternance) -> uuid.UUID:
    with alternance.database.session(reading=True) as session:
        return session.scalars(select(Account.id).where(Account.learner_id == alternance.learner_id)).one()


def count(alternance: Alternance, table: Any) -> int:
    with alternance.database.session(reading=True) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_paper_that_came_back_is_countersigned_and_becomes_evidence(alternance: Alternance) -> None:
    alternance.agree("learner")
    alternance.write()
    registrar, academic = alternance.sign_in(alternance.registrar_id), alternance.sign_in(alternance.academic_id)
    code = make_paper(alternance, registrar)
    assert bring_back(registrar, code, remark="Très soigneuse").status_code == 303
    assert count(alternance, EvidenceRow) == 0
    with alternance.database.session(reading=True) as session:
        paper, answer = session.scalars(select(Paper)).one(), session.scalars(select(SignOff)).one()
        assert (answer.paper_id, answer.link_id, answer.kind, answer.ratings) == (paper.id, None, "signed", {COMPETENCY: "N2"})
        assert (answer.content, answer.digest, answer.tutor_name) == (paper.content, paper.digest, "Rachid Amrani")
        assert set(session.scalars(select(MissionAgreement.role))) == {"learner", "academic_tutor", "company_tutor"}
        receipt = session.scalars(select(PaperReceipt)).one()
        assert (receipt.signed_on, receipt.received_by, receipt.scan) == (date(2027, 2, 10), "Nadia", SCAN)
        assert {"paper_made", "paper_received", "tutor_signed"} <= {event.kind for event in list_events(session, alternance.placement_id)}
    page = academic.get(f"/sign-offs/{alternance.placement_id}/periods/{alternance.period_id}/answer").text
    shown = re.search(r'href="(/papers/answers/[^"]+)"', page)
    assert shown
    assert academic.get(shown[1]).location.endswith(f"/papers/{code}")
    assert "Très soigneuse" in academic.get(f"/papers/{code}").text
    assert decide(alternance, academic) == 303
    assert count(alternance, EvidenceRow) == 1


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_paper_is_the_same_bytes_whoever_asks_for_it(alternance: Alternance, language: str) -> None:
    alternance.write('#import "x": * $x$ <a> *gras* \\ // `code` {{ 7 * 7 }}')
    registrar, learner = alternance.sign_in(alternance.registrar_id), alternance.sign_in(learner_account(alternance))
    code = make_paper(alternance, registrar, language)
    assert make_paper(alternance, learner, language) == code
    first, again = registrar.client.get(f"/papers/{code}/sheet.pdf"), learner.client.get(f"/papers/{code}/sheet.pdf")
    assert first.data == again.data
    assert first.data.startswith(b"%PDF-")
    assert first.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in first.headers["Content-Security-Policy"]
    assert first.headers["Cache-Control"] == "private, no-store"


def test_name_of_a_proof_stands_in_the_direction_of_its_letters(alternance: Alternance) -> None:
    alternance.write(file=Upload("تقرير (نهائي).pdf", SCAN), link="https://depot.example/7")
    registrar = alternance.sign_in(alternance.registrar_id)
    code = make_paper(alternance, registrar, "ar")
    with alternance.database.session(reading=True) as session:
        sheet = session.scalars(select(Paper.sheet)).one()
    assert sheet["entries"][0]["proofs"] == [{"text": "تقرير (نهائي).pdf", "direction": "rtl"}, "https://depot.example/7"]
    assert registrar.client.get(f"/papers/{code}/sheet.pdf").data.startswith(b"%PDF-")


def test_what_was_written_since_is_said_and_asked_about(alternance: Alternance) -> None:
    academic = alternance.sign_in(alternance.academic_id)
    code = make_paper(alternance, academic)
    assert "a écrit autre chose depuis" not in academic.get(f"/papers/{code}").text
    alternance.write()
    assert "a écrit autre chose depuis" in academic.get(f"/papers/{code}").text
    refused = bring_back(academic, code)
    assert refused.status_code == 409
    assert 'id="e-age"' in refused.text
    assert count(alternance, SignOff) == 0
    assert bring_back(academic, code, accepts_age="1").status_code == 303
    assert make_paper(alternance, academic) != code


def test_paper_about_a_mission_that_changed_is_refused_whatever_is_said(alternance: Alternance) -> None:
    academic = alternance.sign_in(alternance.academic_id)
    code = make_paper(alternance, academic)
    with alternance.database.session() as session:
        text = MissionText("Autre mission", (Target(COMPETENCY, "N3"),))
        revise_mission(session, alternance.placement_id, alternance.mission_id, text, Actor(alternance.academic_id, AT), revision=1)
    for kind in ("signed", "not_observed"):
        assert bring_back(academic, code, kind, accepts_age="1").status_code == 409
    assert count(alternance, SignOff) == 0
    # A disagreement is about what was printed, and stands all the same.
    assert bring_back(academic, code, "disagreed", remark="Rien de tout cela").status_code == 303


def test_answer_by_link_overtakes_the_paper(alternance: Alternance) -> None:
    academic = alternance.sign_in(alternance.academic_id)
    code = make_paper(alternance, academic)
    assert alternance.open_phone(alternance.give_link()).sign("disagreed").status_code == 303
    assert bring_back(academic, code).status_code == 409
    assert count(alternance, SignOff) == 1
    assert bring_back(academic, make_paper(alternance, academic)).status_code == 303


def test_tutor_who_left_on_paper_is_asked_nothing_more(alternance: Alternance) -> None:
    registrar = alternance.sign_in(alternance.registrar_id)
    code = make_paper(alternance, registrar)
    assert bring_back(registrar, code, "no_longer_tutor").status_code == 303
    assert "nommer un autre tuteur" in registrar.get("/placements").text
    address = f"/papers/{alternance.placement_id}/{alternance.period_id}"
    assert "désigne d’abord" in registrar.get(address).text
    registrar.post(address, {"language": "fr"})
    assert count(alternance, Paper) == 1


def test_paper_signed_before_the_contract_was_broken_off_still_counts(alternance: Alternance) -> None:
    registrar = alternance.sign_in(alternance.registrar_id)
    code = make_paper(alternance, registrar)
    alternance.now += timedelta(days=5)
    with alternance.database.session() as session:
        break_off(session, alternance.placement_id, Actor(alternance.registrar_id, alternance.now), on=date(2027, 2, 12), reason="")
    late = {"signed_on": "2027-02-13", "received_on": "2027-02-14"}
    assert bring_back(registrar, code, **late).status_code == 409
    assert bring_back(registrar, code, received_on="2027-02-14").status_code == 303


def test_paper_sent_twice_is_received_once(alternance: Alternance) -> None:
    registrar = alternance.sign_in(alternance.registrar_id)
    code = make_paper(alternance, registrar)
    assert [bring_back(registrar, code).status_code for _ in range(2)] == [303, 303]
    assert bring_back(registrar, code, **{f"rating-{COMPETENCY}": "N4"}).status_code == 409
    assert bring_back(registrar, code, scan=SCAN + b"!").status_code == 409
    assert (count(alternance, SignOff), count(alternance, PaperReceipt)) == (1, 1)


def test_papers_that_are_entered_together_are_one_answer(alternance: Alternance) -> None:
    browsers = [alternance.sign_in(each) for each in (alternance.registrar_id, alternance.academic_id, alternance.registrar_id)]
    code = make_paper(alternance, browsers[0])
    with ThreadPoolExecutor(3) as pool:
        ratings = [{f"rating-{COMPETENCY}": f"N{number}"} for number in (1, 2, 3)]
        sent = [pool.submit(bring_back, browser, code, **rating) for browser, rating in zip(browsers, ratings, strict=True)]
        found = sorted(each.result().status_code for each in sent)
    assert found == [303, 409, 409]
    assert (count(alternance, SignOff), count(alternance, PaperReceipt)) == (1, 1)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"scan": b""}, "f-scan-error"),
        ({"signed_on": "2027-02-09"}, "f-signed_on-error"),
        ({"signed_on": "demain"}, "f-signed_on-error"),
        ({"received_on": "2027-02-11"}, "f-received_on-error"),
        ({"received_by": "  "}, "f-received_by-error"),
        ({"kind": "draft"}, "e-kind"),
        ({"seen": ""}, "e-seen"),
        ({f"rating-{COMPETENCY}": "N9"}, f"f-rating-{COMPETENCY}-error"),
        ({"kind": "disagreed"}, "f-remark-error"),
        ({"remark": "x" * 2001}, "f-remark-error"),
    ],
)
def test_receipt_that_lacks_something_is_refused_beside_its_field(alternance: Alternance, change: dict[str, Any], place: str) -> None:
    registrar = alternance.sign_in(alternance.registrar_id)
    code = make_paper(alternance, registrar)
    refused = bring_back(registrar, code, **change)
    assert refused.status_code == 422
    assert f'id="{place}"' in refused.text
    assert count(alternance, SignOff) == 0


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<script>alert(1)</script>", "feuille.pdf"),
        (b"GIF89a", "feuille.png"),
        (b"PK\x03\x04", "feuille.docx"),
    ],
    ids=["html", "gif", "office"],
)
def test_scan_that_is_no_scan_is_refused_by_its_bytes(alternance: Alternance, content: bytes, name: str) -> None:
    registrar = alternance.sign_in(alternance.registrar_id)
    code = make_paper(alternance, registrar)
    refused = bring_back(registrar, code, scan=content, name=name)
    assert refused.status_code == 422
    assert 'id="f-scan-error"' in refused.text
    assert count(alternance, PaperReceipt) == 0


@pytest.mark.parametrize(("size", "status"), [(3 * 2**20, 303), (10 * 2**20 + 1, 422), (12 * 2**20, 413)])
def test_scan_may_be_larger_than_a_form_and_has_its_own_limit(alternance: Alternance, size: int, status: int) -> None:
    registrar = alternance.sign_in(alternance.registrar_id)
    code = make_paper(alternance, registrar)
    registrar.get(f"/papers/{code}")
    fields = {
        "csrf_token": registrar.token, "kind": "not_observed", "signed_on": "2027-02-10", "received_on": "2027-02-10",
        "received_by": "Nadia",
    }  # fmt: skip
    # Written by hand: the test client would leave the temporary file of a form as large as this one open.
    lines = [f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]
    lines.append('--b\r\nContent-Disposition: form-data; name="scan"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n')
    body = "".join(lines).encode() + b"%PDF-".ljust(size, b"0") + b"\r\n--b--\r\n"
    answer = registrar.client.post(f"/papers/{code}", data=body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == status
    assert count(alternance, PaperReceipt) == (status == 303)


def test_scan_is_given_to_be_kept_and_never_shown(alternance: Alternance) -> None:
    registrar, learner = alternance.sign_in(alternance.registrar_id), alternance.sign_in(learner_account(alternance))
    code = make_paper(alternance, registrar)
    assert registrar.get(f"/papers/{code}/scan").status_code == 404
    assert bring_back(registrar, code, scan=b"\xff\xd8\xff picture", name="../../x\x01<b>.exe").status_code == 303
    for browser in (registrar, learner):
        given = browser.client.get(f"/papers/{code}/scan")
        assert (given.data, given.mimetype) == (b"\xff\xd8\xff picture", "image/jpeg")
        assert given.headers["X-Content-Type-Options"] == "nosniff"
        assert re.search(r"attachment; filename=\"?[^/\\\x01]+\.jpg", given.headers["Content-Disposition"])
        assert "sandbox" in given.headers["Content-Security-Policy"]


def test_number_is_read_however_it_was_typed(alternance: Alternance) -> None:
    registrar = alternance.sign_in(alternance.registrar_id)
    code = make_paper(alternance, registrar)
    for typed in (code.lower(), f"{code[:5]} {code[5:]}", f"{code[:5]}-{code[5:]}", code.replace("1", "l").replace("0", "o")):
        assert registrar.get(f"/papers?code={typed}").location.endswith(f"/papers/{code}")
    assert registrar.get("/papers?code=0000000000").status_code == 404
    assert registrar.get("/papers/0000000000").status_code == 404
    assert registrar.get("/papers").status_code == 200


def test_papers_are_their_learner_s_and_staff_s_alone(alternance: Alternance) -> None:
    registrar, learner = alternance.sign_in(alternance.registrar_id), alternance.sign_in(learner_account(alternance))
    code = make_paper(alternance, registrar)
    with alternance.database.session() as session:
        stranger = make_account(session, "instructor", login="stranger").id
        student = make_account(session, "student", login="student").id
    stay = f"/papers/{alternance.placement_id}/{alternance.period_id}"
    for account_id in (stranger, student):
        other = alternance.sign_in(account_id)
        for address in (stay, f"/papers/{code}", f"/papers/{code}/sheet.pdf", f"/papers/{code}/scan"):
            assert other.get(address).status_code == 404
        assert other.post(stay, {"language": "fr"}).status_code == 404
    assert bring_back(alternance.sign_in(stranger), code).status_code == 404
    assert learner.get(stay).status_code == 200
    assert "<form" not in learner.get(f"/papers/{code}").text.split("<main", 1)[1]
    # Nobody enters what is said of their own work.
    assert bring_back(learner, code).status_code == 403
    assert alternance.app.test_client().get(f"/papers/{code}").status_code == 303
    assert registrar.client.post(f"/papers/{code}", data={"kind": "signed"}).status_code == 400
    assert count(alternance, SignOff) == 0


def test_number_of_a_paper_is_not_told_by_its_answer(alternance: Alternance) -> None:
    registrar = alternance.sign_in(alternance.registrar_id)
    code = make_paper(alternance, registrar)
    assert bring_back(registrar, code).status_code == 303
    with alternance.database.session() as session:
        answer = f"/papers/answers/{session.scalars(select(SignOff.id)).one()}"
        stranger_id = make_account(session, "instructor", login="stranger").id
    assert registrar.get(answer).location.endswith(code)
    refusal = alternance.sign_in(stranger_id).get(answer)
    assert refusal.status_code == 404
    assert code not in refusal.text


def test_confidential_paper_is_for_the_learner_and_the_academic_tutor(database: Database, tmp_path: Any) -> None:
    alternance = make_alternance(database, tmp_path / "home", is_confidential=True)
    academic, registrar = alternance.sign_in(alternance.academic_id), alternance.sign_in(alternance.registrar_id)
    stay = f"/papers/{alternance.placement_id}/{alternance.period_id}"
    assert "confidentiel" in registrar.get(stay).text
    assert registrar.post(stay, {"language": "fr"}).status_code == 409
    code = make_paper(alternance, academic)
    page = registrar.get(f"/papers/{code}")
    assert page.status_code == 200
    assert "confidentiel" in page.text
    for suffix in ("/sheet.pdf", "/scan"):
        assert registrar.get(f"/papers/{code}{suffix}").status_code == 404
    assert bring_back(registrar, code).status_code == 404
    assert bring_back(academic, code).status_code == 303


def test_stay_that_has_not_begun_is_not_put_on_paper(alternance: Alternance) -> None:
    registrar = alternance.sign_in(alternance.registrar_id)
    alternance.now -= timedelta(days=20)
    address = f"/papers/{alternance.placement_id}/{alternance.period_id}"
    assert "n’a pas commencé" in registrar.get(address).text
    registrar.post(address, {"language": "fr"})
    assert count(alternance, Paper) == 0
