"""What other rooms may ask of the results room, and the acts of a jury."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from maslak_companion.offerings.facts import GroupFacts, OfferingFacts, describe_group, describe_offering
from maslak_companion.offerings.models import SESSIONS, Offering
from maslak_companion.offerings.services import get_group, get_offering, list_offering_groups, list_offering_learners, list_offerings
from maslak_companion.people.models import Learner
from maslak_companion.people.services import list_learners_by_id
from maslak_companion.results.decisions import REOPENING_REASONS
from maslak_companion.results.drafts import Act, Draft, JuryOf, Line, check_complete
from maslak_companion.results.elsewhere import DecidedElsewhere, leave_alone, list_decided_elsewhere, map_decided_elsewhere, take_over
from maslak_companion.results.errors import (
    IncompleteJuryError,
    JuryNotFoundError,
    JuryStateError,
    StaleJuryError,
    UnknownReasonError,
)
from maslak_companion.results.models import CompletionRecordRow, Jury, JuryEvent, JuryLine
from maslak_companion.results.recording import record_completion
from maslak_domain.result import Decision

# Who takes part in the resit session, going by the ordinary session.
_RESIT_DECISIONS = (Decision.NOT_VALIDATED, Decision.ABSENT, Decision.ABSENT_JUSTIFIED)


@dataclass(frozen=True, slots=True)
class JurySummary:
    """One line of the registrar's list of juries."""

    offering: OfferingFacts
    group: GroupFacts
    session: str
    state: str
    learners: int
    decided: int


def get_jury_of(session: Session, offering_key: str, group_key: str, session_name: str) -> JuryOf:
    """Return which jury the keys mean; raise JuryNotFoundError when the offering is not given to the group."""
    offering, group = get_offering(session, offering_key), get_group(session, group_key)
    if session_name not in SESSIONS or group.id not in {each.id for each in list_offering_groups(session, offering)}:
        raise JuryNotFoundError("the offering has no such jury")
    return JuryOf(offering, group, session_name)


def find_jury(session: Session, of: JuryOf) -> Jury | None:
    """Return the jury, or None while nothing has been entered."""
    return session.scalar(_jury_statement(of))


def list_jury_learners(session: Session, of: JuryOf) -> Sequence[Learner]:
    """Return the learners whom the jury decides on, by Latin name: not those whom another group's jury has decided on.

    Someone who left the group after a decision stays on the list: a closed jury never loses a line.
    """
    return list_learners_by_id(session, _list_concerned(session, of) - map_decided_elsewhere(session, of).keys())


def list_settled_learners(session: Session, of: JuryOf) -> list[DecidedElsewhere]:
    """Return the learners of the group whom another group's jury has decided on: they show, and this jury leaves them alone."""
    return list_decided_elsewhere(session, of, _list_concerned(session, of))


def list_juries(session: Session) -> list[JurySummary]:
    """Return every jury that this institution has or will have; a resit appears once its ordinary session is closed."""
    summaries = []
    for offering in list_offerings(session):
        for group in list_offering_groups(session, offering):
            for name in SESSIONS:
                summary = _summarise(session, JuryOf(offering, group, name))
                if name == "normal" or summary.learners:
                    summaries.append(summary)
    return summaries


def get_draft(session: Session, of: JuryOf) -> Draft:
    """Return what has been entered so far, with an empty line for everyone who has none."""
    jury = find_jury(session, of)
    lines = _read_lines(session, jury) if jury else {}
    everyone = {learner.id: lines.get(learner.id, Line()) for learner in list_jury_learners(session, of)}
    return Draft(jury.jury_on if jury else None, jury.minutes_ref if jury else "", everyone)


def save_draft(session: Session, of: JuryOf, draft: Draft, act: Act) -> Jury:
    """Keep what was entered, complete or not.

    Raises JuryStateError unless the jury is open, StaleJuryError when someone else changed it meanwhile.
    """
    jury, repeated = _begin(session, of, act, state="open")
    if not repeated:
        _write_draft(session, jury, _leave_out_settled(session, of, draft))
        _finish(session, jury, act, "saved")
    return jury


def freeze_jury(session: Session, of: JuryOf, draft: Draft, act: Act) -> Jury:
    """Keep what was entered and propose it: nobody changes it until it is closed or taken back.

    Raises IncompleteJuryError when a decision, the date or the minutes are missing; the page shows where.
    """
    jury, repeated = _begin(session, of, act, state="open")
    if repeated:
        return jury
    draft = _leave_out_settled(session, of, draft)
    problems = check_complete(draft, act.at.date())
    if problems:
        raise IncompleteJuryError("the jury is not complete", problems=[problem.code for problem in problems])
    _write_draft(session, jury, draft)
    jury.state = "frozen"
    _finish(session, jury, act, "frozen")
    return jury


def unfreeze_jury(session: Session, of: JuryOf, act: Act) -> Jury:
    """Take a proposal back to be corrected. Nothing was final, so no reason is asked."""
    jury, repeated = _begin(session, of, act, state="frozen")
    if not repeated:
        jury.state = "open"
        _finish(session, jury, act, "unfrozen")
    return jury


def close_jury(session: Session, of: JuryOf, act: Act, *, institution: str) -> Jury:
    """Make every result final, and tell the registry, in the transaction of the caller.

    A learner whose result is as it was before the jury was reopened gets no new revision; one whom another group's jury has
    decided on meanwhile keeps that result.
    """
    jury, repeated = _begin(session, of, act, state="frozen")
    if repeated:
        return jury
    leave_alone(session, of, jury)
    for learner_id, line in _read_lines(session, jury).items():
        record_completion(session, of, jury, learner_id, line, act, institution=institution)
    take_over(session, of, jury)
    jury.state, jury.reason = "closed", None
    _finish(session, jury, act, "closed")
    return jury


def reopen_jury(session: Session, of: JuryOf, act: Act, *, reason: str, note: str = "") -> Jury:
    """Open a closed jury again for a reason. What was final stays final until it is closed again."""
    if reason not in REOPENING_REASONS:
        raise UnknownReasonError("reopening needs one of the known reasons", reason=reason)
    jury, repeated = _begin(session, of, act, state="closed")
    if not repeated:
        jury.state, jury.reason = "open", reason
        _finish(session, jury, act, "reopened", reason=reason, note=note)
    return jury


def list_jury_events(session: Session, of: JuryOf) -> Sequence[JuryEvent]:
    """Return what happened to the jury, the latest first, without the plain savings."""
    jury = find_jury(session, of)
    if jury is None:
        return []
    statement = select(JuryEvent).where(JuryEvent.jury_id == jury.id, JuryEvent.kind != "saved")
    return session.scalars(statement.order_by(JuryEvent.at.desc(), JuryEvent.id.desc())).all()


def list_learner_results(session: Session, learner_id: UUID) -> list[CompletionRecordRow]:
    """Return the learner's completion records in their current revision, the latest first."""
    statement = select(CompletionRecordRow).where(CompletionRecordRow.learner_id == learner_id).order_by(CompletionRecordRow.revision)
    current = {row.uuid: row for row in session.scalars(statement)}
    return sorted(current.values(), key=lambda row: row.recorded_at, reverse=True)


def _jury_statement(of: JuryOf) -> Select[Jury]:
    return select(Jury).where(Jury.offering_id == of.offering.id, Jury.group_id == of.group.id, Jury.session == of.session)


def _begin(session: Session, of: JuryOf, act: Act, *, state: str) -> tuple[Jury, bool]:
    """Lock the jury; return it and whether this very form was already received.

    The offering is locked with it, so that of two juries with one learner the second sees what the first decided.
    """
    session.execute(select(Offering.id).where(Offering.id == of.offering.id).with_for_update(key_share=True))
    jury = session.scalar(_jury_statement(of).with_for_update().execution_options(populate_existing=True))
    if jury is None:
        if act.version or state != "open":
            raise StaleJuryError("the jury is not as it was when the page was opened")
        jury = Jury(offering_id=of.offering.id, group_id=of.group.id, session=of.session, version=0)
        session.add(jury)
        session.flush()
    if jury.last_token and jury.last_token == act.token:
        return jury, True
    if jury.version != act.version:
        raise StaleJuryError("the jury is not as it was when the page was opened")
    if jury.state != state:
        raise JuryStateError("the jury is in another state", state=jury.state)
    return jury, False


def _finish(session: Session, jury: Jury, act: Act, kind: str, *, reason: str | None = None, note: str = "") -> None:
    jury.version += 1
    jury.last_token = act.token
    session.add(JuryEvent(jury_id=jury.id, kind=kind, actor_id=act.actor, reason=reason, note=note, at=act.at))
    session.flush()


def _write_draft(session: Session, jury: Jury, draft: Draft) -> None:
    jury.jury_on, jury.minutes_ref = draft.jury_on, draft.minutes_ref
    for learner_id, line in draft.lines.items():
        session.merge(JuryLine(jury_id=jury.id, learner_id=learner_id, mark=line.mark, decision=line.decision))


def _leave_out_settled(session: Session, of: JuryOf, draft: Draft) -> Draft:
    settled = map_decided_elsewhere(session, of)
    return replace(draft, lines={learner_id: line for learner_id, line in draft.lines.items() if learner_id not in settled})


def _list_concerned(session: Session, of: JuryOf) -> set[UUID]:
    jury = find_jury(session, of)
    noted = set(_read_lines(session, jury)) if jury else set()
    if of.session == "normal":
        return noted | {learner.id for learner in list_offering_learners(session, of.offering, of.group)}
    return noted | _resit_learners(session, of)


def _read_lines(session: Session, jury: Jury) -> dict[UUID, Line]:
    rows = session.scalars(select(JuryLine).where(JuryLine.jury_id == jury.id))
    return {row.learner_id: Line(row.mark, Decision(row.decision) if row.decision else None) for row in rows}


def _resit_learners(session: Session, of: JuryOf) -> set[UUID]:
    normal = find_jury(session, JuryOf(of.offering, of.group, "normal"))
    if normal is None or normal.state != "closed":
        return set()
    return {learner_id for learner_id, line in _read_lines(session, normal).items() if line.decision in _RESIT_DECISIONS}


def _summarise(session: Session, of: JuryOf) -> JurySummary:
    jury = find_jury(session, of)
    lines: Mapping[UUID, Line] = _read_lines(session, jury) if jury else {}
    state = jury.state if jury else "open"
    everyone = [learner.id for learner in list_jury_learners(session, of)]
    decided = sum(lines.get(learner_id, Line()).decision is not None for learner_id in everyone)
    return JurySummary(describe_offering(of.offering), describe_group(of.group), of.session, state, len(everyone), decided)
