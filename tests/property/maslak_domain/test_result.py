"""Whatever is done to a record, its history grows by one revision at a time and never leaves the allowed paths."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.factories.completion_record import NOW, make_record

from maslak_domain.errors import DomainError
from maslak_domain.result import CompletionRecord, Decision, State, amend

ALLOWED = {
    ("provisional", "provisional"),
    ("provisional", "proposed"),
    ("provisional", "final"),
    ("proposed", "provisional"),
    ("proposed", "proposed"),
    ("proposed", "final"),
    ("final", "final"),
    ("final", "revoked"),
}
steps = st.fixed_dictionaries(
    {"state": st.sampled_from(State)},
    optional={
        "decision": st.none() | st.sampled_from(Decision),
        "mark": st.none() | st.decimals(-1, 21, places=2),
        "jury_on": st.just(date(2026, 11, 20)),
        "minutes_ref": st.sampled_from([None, "", "PV-1"]),
    },
)


@given(st.lists(st.tuples(steps, st.sampled_from([None, "marking_error"])), max_size=12))
def test_histories_stay_on_the_allowed_paths(history):
    record = make_record()
    for changes, reason in history:
        before = record
        try:
            record = amend(record, author="someone", recorded_at=NOW, reason=reason, **changes)
        except DomainError:
            assert record is before
            continue
        assert (before.state, record.state) in ALLOWED
        assert record.revision == before.revision + 1
        assert (record.uuid, record.learner, record.about) == (before.uuid, before.learner, before.about)
        assert before.state is not State.FINAL or reason
        if record.state is State.FINAL:
            assert record.decision is not None
            assert record.minutes_ref
        assert record.mark is None or 0 <= record.mark <= Decimal(20)
        assert CompletionRecord.from_body(record.to_body()) == record
