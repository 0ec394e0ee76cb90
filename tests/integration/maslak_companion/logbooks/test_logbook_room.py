"""The logbook's room in the classroom: a learner reads and writes their own placements and nobody else's, and nothing is ever edited."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from tests.factories.alternance import AT, COMPETENCY, Alternance, make_alternance
from tests.integration.maslak_companion.sign_offs.test_countersigning import decide

from maslak_companion.accounts.models import Account
from maslak_companion.classroom.frameworks import read_framework
from maslak_companion.logbooks.models import LogbookEntry, LogbookFile
from maslak_companion.logbooks.room import ClassroomLogbookRoom
from maslak_domain.errors import DomainError
from maslak_web.database import Database
from maslak_xblocks.errors import StaleRevisionError
from maslak_xblocks.logbook import errors
from maslak_xblocks.logbook.port import EntryDraft, Logbook, Upload
from maslak_xblocks.logbook.wording import review_state

PDF = b"%PDF-1.7\nproof"


@pytest.fixture
def alternance(database: Database, tmp_path: Path) -> Alternance:
    return make_alternance(database, tmp_path / "home")


@contextmanager
def open_room(alternance: Alternance, learner_id: uuid.UUID | None = None) -> Iterator[ClassroomLogbookRoom]:
    """Yield the room of a learner in one transaction."""
    framework = read_framework(alternance.app.extensions["maslak_settings"].courses)
    with alternance.app.test_request_context("/"), alternance.database.session() as session:
        reader = SimpleNamespace(learner_id=learner_id or alternance.learner_id)
        runtime: Any = SimpleNamespace(session=session, framework=framework, visit=SimpleNamespace(at=alternance.now), reader=reader)
        yield ClassroomLogbookRoom(runtime)


def read(alternance: Alternance) -> Logbook:
    with open_room(alternance) as room:
        return room.read()


def draft(**values: Any) -> EntryDraft:
    return EntryDraft(**({"done_on": date(2027, 2, 3), "task": "J’ai trié les comptes", "competencies": (COMPETENCY,)} | values))


def add(alternance: Alternance, entry: EntryDraft, key: str = "") -> str:
    with open_room(alternance) as room:
        return room.add_entry(alternance.placement_id.hex, entry, request_key=key or uuid.uuid4().hex).key


def count(session: Session, model: type[Any]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_learner_reads_contract_periods_mission_and_what_comes_next(alternance: Alternance) -> None:
    logbook = read(alternance)
    (placement,) = logbook.placements
    assert (placement.company, placement.company_tutor, placement.state) == ("Atlas Textile", "Rachid Amrani", "running")
    assert placement.current_period is not None
    assert placement.current_period.kind == "company"
    assert [(each.role, bool(each.at)) for each in placement.missions[0].agreements] == [
        ("learner", False), ("company_tutor", False), ("academic_tutor", True),
    ]  # fmt: skip
    assert placement.step.kind == "agree_mission"
    assert logbook.competencies[0].id == COMPETENCY
    assert logbook.contact


def test_agreeing_twice_is_agreeing_once_and_only_to_the_latest_revision(alternance: Alternance) -> None:
    with open_room(alternance) as room:
        first = room.agree_to_mission(alternance.mission_id.hex, revision=1)
        assert room.agree_to_mission(alternance.mission_id.hex, revision=1).is_repeat
        assert not first.is_repeat
        with pytest.raises(StaleRevisionError):
            room.agree_to_mission(alternance.mission_id.hex, revision=2)
    assert read(alternance).placements[0].step.kind == "write_entry"


def test_entry_is_kept_once_however_often_it_is_sent(alternance: Alternance) -> None:
    with open_room(alternance) as room:
        first = room.add_entry(alternance.placement_id.hex, draft(), request_key="k1")
        again = room.add_entry(alternance.placement_id.hex, draft(), request_key="k1")
        assert (again.key, again.is_repeat) == (first.key, True)
        with pytest.raises(errors.KeyReusedError):
            room.add_entry(alternance.placement_id.hex, draft(task="Autre"), request_key="k1")
    assert len(read(alternance).placements[0].entries) == 1


def test_same_entry_sent_at_once_is_kept_once(alternance: Alternance) -> None:
    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(lambda _: add(alternance, draft(), "k1"), range(4)))
    assert len(keys) == 1
    with alternance.database.session(reading=True) as session:
        assert count(session, LogbookEntry) == 1


def test_correction_is_a_new_entry_and_the_old_one_stays(alternance: Alternance) -> None:
    first = add(alternance, draft(file=Upload("preuve.pdf", PDF)))
    with open_room(alternance) as room:
        second = room.correct_entry(first, draft(task="J’ai trié 42 comptes"), request_key="c1").key
        with pytest.raises(errors.EntrySupersededError):
            room.correct_entry(first, draft(task="Encore"), request_key="c2")
        third = room.correct_entry(second, draft(task="Sans preuve"), request_key="c3", keeps_file=False).key
    entries = {each.key: each for each in read(alternance).placements[0].entries}
    assert (entries[first].superseded_by, entries[second].supersedes, entries[third].supersedes) == (second, first, second)
    assert entries[first].task == "J’ai trié les comptes"
    assert entries[second].file is not None
    assert entries[third].file is None


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"done_on": date(2027, 2, 11)}, errors.FutureEntryError),
        ({"done_on": date(2027, 1, 3)}, errors.EntryOutsideContractError),
        ({"competencies": ("MA-NUM.TC.01",)}, errors.CompetencyOutsideMissionsError),
        ({"link": "http://example.org/"}, errors.UnsafeLinkError),
        ({"link": "https:///path"}, errors.UnsafeLinkError),
        ({"link": "javascript:alert(1)"}, errors.UnsafeLinkError),
        ({"file": Upload("virus.pdf", b"MZ\x90")}, errors.EvidenceTypeError),
        ({"file": Upload("page.html", b"<script>")}, errors.EvidenceTypeError),
        ({"file": Upload("big.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024))}, errors.EvidenceTooLargeError),
    ],
)
def test_entry_that_cannot_be_is_refused_and_nothing_is_kept(
    alternance: Alternance, values: dict[str, Any], error: type[DomainError]
) -> None:
    with pytest.raises(error):
        add(alternance, draft(**values))
    with alternance.database.session(reading=True) as session:
        assert (count(session, LogbookEntry), count(session, LogbookFile)) == (0, 0)


def test_document_with_a_program_in_it_is_refused(alternance: Alternance) -> None:
    def document(*names: str) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name in names:
                archive.writestr(name, "x")
        return made.getvalue()

    with pytest.raises(errors.EvidenceTypeError):
        add(alternance, draft(file=Upload("a.docx", document("word/document.xml", "word/vbaProject.bin"))))
    add(alternance, draft(file=Upload("../../rapport.docm", document("word/document.xml"))))
    entry = read(alternance).placements[0].entries[0]
    assert entry.file is not None
    assert entry.file.name == "rapport.docx"


def test_other_learners_keys_are_unknown(alternance: Alternance) -> None:
    entry = add(alternance, draft())
    with alternance.database.session(reading=True) as session:
        other = session.scalar(select(Account.learner_id).where(Account.learner_id != alternance.learner_id)) or uuid.uuid4()
    with open_room(alternance, other) as room:
        assert room.read().placements == ()
        with pytest.raises(errors.UnknownPlacementError):
            room.add_entry(alternance.placement_id.hex, draft(), request_key="k")
        with pytest.raises(errors.UnknownEntryError):
            room.correct_entry(entry, draft(), request_key="k")
        with pytest.raises(errors.UnknownMissionError):
            room.agree_to_mission(alternance.mission_id.hex, revision=1)
        with pytest.raises(errors.UnknownPlacementError):
            room.save_synthesis("not a key", alternance.period_id.hex, "x", revision=0)


def test_synthesis_is_a_draft_until_it_is_submitted_and_never_after(alternance: Alternance) -> None:
    keys = alternance.placement_id.hex, alternance.period_id.hex
    with open_room(alternance) as room:
        assert room.save_synthesis(*keys, "Un", revision=0).revision == 1
        with pytest.raises(StaleRevisionError):
            room.save_synthesis(*keys, "Ailleurs", revision=0)
        assert room.submit_synthesis(*keys, "Deux", revision=1).revision == 2
        assert room.submit_synthesis(*keys, "Deux", revision=1).is_repeat
        with pytest.raises(errors.SynthesisSubmittedError):
            room.save_synthesis(*keys, "Trois", revision=2)
    (synthesis,) = read(alternance).placements[0].syntheses
    assert (synthesis.state, synthesis.text) == ("submitted", "Deux")


def test_proof_is_given_to_its_learner_and_tutors_as_a_file_to_keep(alternance: Alternance) -> None:
    add(alternance, draft(file=Upload("preuve.pdf", PDF)))
    file = read(alternance).placements[0].entries[0].file
    assert file is not None
    with alternance.database.session(reading=True) as session:
        learner = session.scalar(select(Account.id).where(Account.learner_id == alternance.learner_id))
    for account_id in (learner, alternance.academic_id, alternance.registrar_id):
        answer = alternance.sign_in(account_id).client.get(file.url)
        assert (answer.status_code, answer.data) == (200, PDF)
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert alternance.app.test_client().get(file.url).status_code == 303
    phone = alternance.open_phone(alternance.give_link())
    page = phone.open().text
    address = next(part for part in page.split('"') if part.startswith(phone.home) and "/files/" in part)
    assert phone.client.get(address).data == PDF


def test_confidential_proof_is_not_the_registrar_s_to_read(alternance: Alternance) -> None:
    add(alternance, draft(file=Upload("secret.pdf", PDF), is_confidential=True))
    file = read(alternance).placements[0].entries[0].file
    assert file is not None
    assert alternance.sign_in(alternance.registrar_id).client.get(file.url).status_code == 404
    assert alternance.sign_in(alternance.academic_id).client.get(file.url).status_code == 200


def test_what_the_tutors_say_is_in_the_logbook(alternance: Alternance) -> None:
    alternance.open_phone(alternance.give_link()).sign()
    (review,) = read(alternance).placements[0].reviews
    assert (review.competency, review.rating, review.comment, review.countersignature) == (COMPETENCY, "N2", "Soigneuse", None)
    assert review.at == AT


@pytest.mark.parametrize(
    ("kind", "rating", "act", "state"),
    [
        ("signed", "N1", "countersign", ("signed", "N1", False)),
        ("signed", "N2", "decline", ("disputed", "N2", True)),
        ("not_observed", "N2", "decline", ("unseen", "not_observed", False)),
        ("disagreed", "N2", "decline", ("disputed", "not_observed", True)),
    ],
)
def test_learner_reads_what_counts_and_who_differs(
    alternance: Alternance, kind: str, rating: str, act: str, state: tuple[str, str, bool]
) -> None:
    alternance.agree("learner", "company_tutor")
    assert alternance.open_phone(alternance.give_link()).sign(kind).status_code == 303
    assert decide(alternance, alternance.sign_in(alternance.academic_id), act, rating=rating, reason="Vu au laboratoire") == 303
    placement = read(alternance).placements[0]
    (review,) = placement.reviews
    assert (review_state(review), review.counted, review.is_disputed) == state
    assert (placement.step.kind == "talk_about_disagreement") == state[2]
