"""How a line of a closing jury becomes a revision of a completion record, and an entry for the registry."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_companion.outbox.services import record_entry
from maslak_companion.results.decisions import DECISION_CODES
from maslak_companion.results.drafts import Act, JuryOf, Line
from maslak_companion.results.errors import IncompleteJuryError
from maslak_companion.results.models import CompletionRecordRow, Jury
from maslak_domain.language import LocalizedText
from maslak_domain.result import CompletionRecord, State, amend
from maslak_web.database import new_id


def record_completion(
    session: Session, of: JuryOf, jury: Jury, learner_id: UUID, line: Line, act: Act, *, institution: str
) -> CompletionRecordRow:
    """Record the final result of one learner as the next revision; return the current row when nothing changed."""
    previous = find_current(session, of, learner_id)
    facts = _decided_facts(of, jury, line)
    if previous is None:
        record = _first_revision(of, learner_id, facts, act, institution)
    else:
        before = CompletionRecord.from_body(previous.body)
        if all(getattr(before, name) == value for name, value in facts.items()):
            return previous
        record = amend(before, author=str(act.actor), recorded_at=act.at, reason=jury.reason, **facts)
    row = _write_row(session, record, act)
    _tell_registry(session, row)
    return row


def find_current(session: Session, of: JuryOf, learner_id: UUID) -> CompletionRecordRow | None:
    """Return the latest revision of the learner's record of this jury, if there is one."""
    statement = select(CompletionRecordRow).where(
        CompletionRecordRow.learner_id == learner_id,
        CompletionRecordRow.about_kind == "offering",
        CompletionRecordRow.about_key == of.offering.key,
        CompletionRecordRow.period == of.offering.period.key,
        CompletionRecordRow.session == of.session,
    )
    return session.scalars(statement.order_by(CompletionRecordRow.revision.desc())).first()


def _decided_facts(of: JuryOf, jury: Jury, line: Line) -> dict[str, Any]:
    """Return what the jury decided and what of the offering is frozen with it: all that can differ between revisions."""
    if line.decision is None or jury.jury_on is None:
        raise IncompleteJuryError("a frozen jury lost a decision or its date")
    offering = of.offering
    return {
        "state": State.FINAL,
        "decision": line.decision,
        "decision_code": DECISION_CODES[line.decision],
        "mark": line.mark,
        "scale": offering.scale,
        "credits": offering.credits,
        "hours": offering.hours,
        "mode": offering.mode,
        "jury_on": jury.jury_on,
        "minutes_ref": jury.minutes_ref,
        "conditions": ",".join(offering.conditions) or None,
        # A result is earned on the day of the jury, whenever it is written down or sent.
        "earned_at": datetime.combine(jury.jury_on, time(12), tzinfo=UTC),
    }


def _first_revision(of: JuryOf, learner_id: UUID, facts: dict[str, Any], act: Act, institution: str) -> CompletionRecord:
    return CompletionRecord(
        uuid=new_id(),
        institution=institution,
        learner=learner_id,
        about={"kind": "offering", "key": of.offering.key, "title": cast(LocalizedText, dict(of.offering.titles))},
        period=of.offering.period.key,
        session=of.session,
        recorded_at=act.at,
        revision=1,
        author=str(act.actor),
        reason=None,
        **facts,
    )


def _write_row(session: Session, record: CompletionRecord, act: Act) -> CompletionRecordRow:
    row = CompletionRecordRow(
        uuid=record.uuid,
        revision=record.revision,
        learner_id=record.learner,
        about_kind=record.about["kind"],
        about_key=record.about["key"],
        period=record.period,
        session=record.session,
        state=record.state.value,
        decision=record.decision.value if record.decision else None,
        mark=record.mark,
        author=act.actor,
        reason=record.reason,
        recorded_at=act.at,
        body=record.to_body(),
    )
    session.add(row)
    session.flush()
    return row


def _tell_registry(session: Session, row: CompletionRecordRow) -> None:
    record_entry(
        session,
        type="completion.recorded",
        subject=row.uuid,
        revision=row.revision,
        learner=row.learner_id,
        data=row.body,
        author=row.author,
        reason=row.reason,
        at=row.recorded_at,
    )
