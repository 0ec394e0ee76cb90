from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from tests.factories.completion_record import NOW, make_final_record, make_record

from maslak_domain.ledger.canonical import canonical_bytes
from maslak_domain.result import (
    CompletionRecord,
    Decision,
    InvalidRecordError,
    InvalidTransitionError,
    MissingReasonError,
    State,
    amend,
    revoke,
)

LATER = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def test_amending_a_final_record_makes_a_new_revision_with_author_and_reason():
    record = make_final_record()
    amended = amend(record, author="someone", recorded_at=LATER, reason="marking_error", mark=Decimal("14.25"))
    assert (amended.revision, amended.mark, amended.reason, amended.author, amended.state) == (
        2,
        Decimal("14.25"),
        "marking_error",
        "someone",
        State.FINAL,
    )
    assert (record.revision, record.mark) == (1, Decimal("13.50"))
    assert amended.earned_at == NOW


def test_amending_or_revoking_a_final_record_needs_a_reason():
    with pytest.raises(MissingReasonError):
        amend(make_final_record(), author="someone", recorded_at=LATER, mark=Decimal(1))
    with pytest.raises(MissingReasonError):
        revoke(make_final_record(), author="someone", recorded_at=LATER, reason="")


def test_revoked_record_stays_readable_and_revoked():
    revoked = revoke(make_final_record(), author="someone", recorded_at=LATER, reason="fraud")
    assert (revoked.state, revoked.decision, revoked.mark) == (State.REVOKED, Decision.VALIDATED, Decimal("13.50"))
    with pytest.raises(InvalidTransitionError):
        amend(revoked, author="someone", recorded_at=LATER, reason="regret", state=State.FINAL)


def test_what_and_whom_a_record_is_about_never_changes():
    for field, value in (("learner", None), ("about", {}), ("revision", 9), ("uuid", None), ("colour", "blue")):
        with pytest.raises(InvalidRecordError):
            amend(make_record(), author="someone", recorded_at=LATER, **{field: value})


@pytest.mark.parametrize(
    "changes",
    [
        {"decision": None},
        {"jury_on": None},
        {"minutes_ref": None},
        {"minutes_ref": ""},
        {"mark": Decimal("20.01")},
        {"mark": Decimal("-1")},
        {"mark": Decimal("NaN")},
        {"scale": None},
        {"credits": Decimal("-1")},
        {"session": "summer"},
        {"about": {"kind": "module", "key": "x"}},
        {"about": {"kind": "offering"}},
        {"about": {"kind": "offering", "key": "x", "colour": "y"}},
        {"recorded_at": datetime(2026, 1, 1)},
        {"revision": 0},
        {"author": ""},
    ],
)
def test_record_that_contradicts_itself_is_refused(changes):
    with pytest.raises(InvalidRecordError):
        make_final_record(**changes)


def test_competency_needs_no_jury_to_be_final():
    about = {"kind": "competency", "key": "MA-NUM.TC.06", "level": "N1"}
    assert make_final_record(about=about, jury_on=None, minutes_ref=None).state is State.FINAL


def test_record_survives_the_road_through_an_entry():
    record = make_final_record(about={"kind": "offering", "key": "num-100", "title": {"ar": "أ", "fr": "b", "en": "c"}})
    body = record.to_body()
    canonical_bytes(body)
    assert body["mark"] == "13.50"
    assert body["jury_on"] == "2026-11-20"
    assert CompletionRecord.from_body(body) == record
    assert CompletionRecord.from_body(make_record(mark=None).to_body()).mark is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mark", 13.5),
        ("mark", "a lot"),
        ("state", "done"),
        ("decision", "maybe"),
        ("about", "offering"),
        ("about", {"kind": [], "key": "x"}),
        ("learner", "not a uuid"),
        ("revision", "1"),
        ("revision", True),
        ("jury_on", "20/11/2026"),
        ("recorded_at", "2026-11-23"),
        ("recorded_at", None),
        ("author", 7),
    ],
)
def test_data_that_is_no_record_is_refused(field, value):
    with pytest.raises(InvalidRecordError):
        CompletionRecord.from_body(make_final_record().to_body() | {field: value})


def test_data_with_a_field_too_few_or_too_many_is_refused():
    body = make_record().to_body()
    with pytest.raises(InvalidRecordError):
        CompletionRecord.from_body(body | {"colour": "blue"})
    body.pop("period")
    with pytest.raises(InvalidRecordError):
        CompletionRecord.from_body(body)
