"""A jury is saved, proposed, closed and reopened, on both databases."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from tests.factories.offering import Campus, make_group

from maslak_companion.outbox.models import OutboxRow
from maslak_companion.results.drafts import Act, Draft, JuryOf, Line
from maslak_companion.results.errors import IncompleteJuryError, JuryNotFoundError, JuryStateError, StaleJuryError, UnknownReasonError
from maslak_companion.results.models import CompletionRecordRow
from maslak_companion.results.services import (
    close_jury,
    find_jury,
    freeze_jury,
    get_draft,
    get_jury_of,
    list_juries,
    list_jury_events,
    list_jury_learners,
    list_learner_results,
    reopen_jury,
    save_draft,
    unfreeze_jury,
)
from maslak_domain.errors import NotFoundError
from maslak_domain.result import CompletionRecord, Decision

MakeAct = Callable[[Session, JuryOf], Act]
Of = Callable[[Session], JuryOf]


def close(campus: Campus, draft: Draft, of: Of, act: MakeAct) -> None:
    with campus.database.session() as session:
        jury = of(session)
        freeze_jury(session, jury, draft, act(session, jury))
        close_jury(session, jury, act(session, jury), institution="ensam-rabat")


def reopen(campus: Campus, of: Of, act: MakeAct, reason: str = "mark_contested") -> None:
    with campus.database.session() as session:
        reopen_jury(session, of(session), act(session, of(session)), reason=reason, note="lettre du 11 février")


def completion_entries(session: Session) -> list[dict[str, Any]]:
    rows = session.scalars(select(OutboxRow).where(OutboxRow.type == "completion.recorded").order_by(OutboxRow.id))
    return [json.loads(row.body) for row in rows]


def test_incomplete_lines_are_saved_and_come_back(campus: Campus, of: Of, act: MakeAct) -> None:
    line = {campus.learner_ids[0]: Line(Decimal("9.75"), None)}
    with campus.database.session() as session:
        save_draft(session, of(session), Draft(None, "", line), act(session, of(session)))
    with campus.database.session() as session:
        draft = get_draft(session, of(session))
    assert draft.lines == {**line, campus.learner_ids[1]: Line(), campus.learner_ids[2]: Line()}


def test_incomplete_jury_is_not_proposed_and_says_what_is_missing(campus: Campus, of: Of, act: MakeAct, draft: Draft) -> None:
    with campus.database.session() as session, pytest.raises(IncompleteJuryError) as refusal:
        freeze_jury(session, of(session), replace(draft, minutes_ref=""), act(session, of(session)))
    assert refusal.value.params["problems"] == ["no_minutes"]


def test_closing_makes_every_result_final_and_tells_the_registry_once(campus: Campus, of: Of, act: MakeAct, draft: Draft) -> None:
    close(campus, draft, of, act)
    with campus.database.session() as session:
        entries = completion_entries(session)
        assert [(entry["revision"], entry["data"]["state"]) for entry in entries] == [(1, "final")] * 3
        assert {entry["learner"]: entry["data"]["decision"] for entry in entries} == {
            str(learner_id): line.decision for learner_id, line in draft.lines.items()
        }
        record = CompletionRecord.from_body(list_learner_results(session, campus.learner_ids[0])[0].body)
    assert (record.mark, record.scale, record.decision_code) == (Decimal("14.5"), Decimal(20), "V")
    assert (record.jury_on, record.minutes_ref, record.about["key"]) == (date(2027, 2, 9), "PV-2027-014", "NUM-100")


def test_nothing_is_final_before_the_jury_is_closed(campus: Campus, of: Of, act: MakeAct, draft: Draft) -> None:
    with campus.database.session() as session:
        freeze_jury(session, of(session), draft, act(session, of(session)))
        assert completion_entries(session) == []
        assert session.scalars(select(CompletionRecordRow)).all() == []


def test_open_jury_cannot_be_closed(campus: Campus, of: Of, act: MakeAct, draft: Draft) -> None:
    with campus.database.session() as session:
        save_draft(session, of(session), draft, act(session, of(session)))
        with pytest.raises(JuryStateError):
            close_jury(session, of(session), act(session, of(session)), institution="ensam-rabat")


def test_frozen_jury_takes_no_more_marks_until_it_is_taken_back(campus: Campus, of: Of, act: MakeAct, draft: Draft) -> None:
    with campus.database.session() as session:
        freeze_jury(session, of(session), draft, act(session, of(session)))
        with pytest.raises(JuryStateError):
            save_draft(session, of(session), draft, act(session, of(session)))
        unfreeze_jury(session, of(session), act(session, of(session)))
        assert save_draft(session, of(session), draft, act(session, of(session))).state == "open"


def test_form_sent_twice_closes_once(campus: Campus, of: Of, act: MakeAct, draft: Draft) -> None:
    with campus.database.session() as session:
        freeze_jury(session, of(session), draft, act(session, of(session)))
    with campus.database.session() as session:
        once = act(session, of(session))
    for _ in range(2):
        with campus.database.session() as session:
            assert close_jury(session, of(session), once, institution="ensam-rabat").state == "closed"
    with campus.database.session() as session:
        assert len(completion_entries(session)) == 3


def test_two_registrars_at_the_same_moment_close_once(campus: Campus, of: Of, act: MakeAct, draft: Draft) -> None:
    with campus.database.session() as session:
        freeze_jury(session, of(session), draft, act(session, of(session)))
        version = act(session, of(session)).version
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def press(number: int) -> None:
        start.wait()
        try:
            with campus.database.session() as session:
                jury = of(session)
                close_jury(session, jury, replace(act(session, jury), version=version, token=f"page-{number}"), institution="ensam-rabat")
            outcomes.append("closed")
        except StaleJuryError:
            outcomes.append("stale")

    threads = [threading.Thread(target=press, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["closed", "stale"]
    with campus.database.session() as session:
        assert len(completion_entries(session)) == 3


def test_page_older_than_the_jury_changes_nothing(campus: Campus, of: Of, act: MakeAct, draft: Draft) -> None:
    with campus.database.session() as session:
        old = act(session, of(session))
        save_draft(session, of(session), draft, act(session, of(session)))
    with campus.database.session() as session, pytest.raises(StaleJuryError):
        save_draft(session, of(session), Draft(), old)
    with campus.database.session() as session:
        assert get_draft(session, of(session)).minutes_ref == "PV-2027-014"


def test_reopened_jury_makes_a_new_revision_only_of_what_changed(campus: Campus, of: Of, act: MakeAct, draft: Draft) -> None:
    close(campus, draft, of, act)
    reopen(campus, of, act)
    second = campus.learner_ids[1]
    close(campus, replace(draft, lines={**draft.lines, second: Line(Decimal(10), Decision.VALIDATED)}), of, act)
    with campus.database.session() as session:
        revisions = [entry for entry in completion_entries(session) if entry["revision"] == 2]
        assert [(entry["learner"], entry["reason"], entry["data"]["decision"]) for entry in revisions] == [
            (str(second), "mark_contested", "validated")
        ]
        rows = session.scalars(select(CompletionRecordRow).where(CompletionRecordRow.learner_id == second)).all()
        assert len({row.uuid for row in rows}) == 1
        assert [row.revision for row in list_learner_results(session, campus.learner_ids[0])] == [1]


def test_what_was_final_stays_final_while_the_jury_is_reopened(campus: Campus, of: Of, act: MakeAct, draft: Draft) -> None:
    close(campus, draft, of, act)
    reopen(campus, of, act)
    with campus.database.session() as session:
        assert list_learner_results(session, campus.learner_ids[0])[0].state == "final"
        kinds = [(event.kind, event.reason, event.note) for event in list_jury_events(session, of(session))]
    assert kinds[0] == ("reopened", "mark_contested", "lettre du 11 février")


def test_note_of_the_registrar_never_leaves_the_school(campus: Campus, of: Of, act: MakeAct, draft: Draft) -> None:
    close(campus, draft, of, act)
    reopen(campus, of, act)
    close(campus, replace(draft, minutes_ref="PV-2027-020"), of, act)
    with campus.database.session() as session:
        bodies = [row.body.decode() for row in session.scalars(select(OutboxRow))]
    assert not [body for body in bodies if "lettre" in body]


def test_reopening_needs_a_known_reason(campus: Campus, of: Of, act: MakeAct, draft: Draft) -> None:
    close(campus, draft, of, act)
    with campus.database.session() as session, pytest.raises(UnknownReasonError):
        reopen_jury(session, of(session), act(session, of(session)), reason="")
    with campus.database.session() as session:
        jury = find_jury(session, of(session))
        assert jury is not None
        assert jury.state == "closed"


def test_resit_lists_those_who_did_not_validate_once_the_ordinary_session_is_closed(
    campus: Campus, of: Of, act: MakeAct, draft: Draft
) -> None:
    with campus.database.session() as session:
        assert [summary.session for summary in list_juries(session)] == ["normal"]
    close(campus, draft, of, act)
    with campus.database.session() as session:
        resit = get_jury_of(session, "NUM-100", "GI-1A", "resit")
        assert [learner.id for learner in list_jury_learners(session, resit)] == campus.learner_ids[1:]
        assert [(summary.session, summary.state) for summary in list_juries(session)] == [("normal", "closed"), ("resit", "open")]


@pytest.mark.parametrize(
    ("offering", "group", "name"), [("NUM-100", "GI-1A", "third"), ("NUM-100", "other", "normal"), ("no", "GI-1A", "normal")]
)
def test_jury_that_cannot_be_is_not_found(campus: Campus, offering: str, group: str, name: str) -> None:
    with campus.database.session() as session, pytest.raises(NotFoundError):
        get_jury_of(session, offering, group, name)


def test_group_that_does_not_take_the_offering_has_no_jury(campus: Campus) -> None:
    with campus.database.session() as session:
        make_group(session, "GI-2A")
        with pytest.raises(JuryNotFoundError):
            get_jury_of(session, "NUM-100", "GI-2A", "normal")
