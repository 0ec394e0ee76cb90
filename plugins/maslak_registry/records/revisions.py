"""Write what one applied entry says: a completion record with its history, an enrolment, a credential, an identity."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from maslak_domain.errors import DomainError
from maslak_domain.ledger.commitment import is_commitment_valid
from maslak_domain.result import CompletionRecord, State, may_follow
from maslak_registry.credentials import services as credentials
from maslak_registry.learners import services as learners
from maslak_registry.learners.matching import make_fingerprint
from maslak_registry.records import bodies
from maslak_registry.records.errors import QuarantineError
from maslak_registry.records.models import CompletionRow, EnrolmentRow, RevisionRow

ACTIVE = ("active", "repeating")


@dataclass(frozen=True, kw_only=True)
class PendingEntry:
    """An entry on its way into the records, with what travelled beside it."""

    institution_id: uuid.UUID
    institution: str
    seq: int
    body: bodies.Body
    salt: bytes | None = None
    identity: Mapping[str, Any] | None = None
    matching_key: bytes
    at: datetime

    @property
    def local(self) -> learners.LocalKey:
        """The learner that the entry speaks about."""
        return self.institution_id, self.body.learner


def apply_completion(session: Session, entry: PendingEntry) -> bool:
    """Record a revision of a completion record; the highest revision is the record as it stands."""
    record = _read_record(entry)
    body = entry.body
    if session.get(RevisionRow, (entry.institution_id, body.subject, body.revision)) is not None:
        raise QuarantineError("revision_exists", f"revision {body.revision} was recorded before")
    learners.ensure_learner(session, entry.local, entry.at)
    session.add(_to_revision(entry, record))
    current = session.get(CompletionRow, (entry.institution_id, body.subject))
    _check_same_learner(entry, current, "a record")
    if current is None:
        current = CompletionRow(institution_id=entry.institution_id, uuid=body.subject)
        _fill(current, entry, record)
        session.add(current)
    elif current.revision < body.revision:
        if not may_follow(State(current.state), record.state):
            # Whoever read it as final would never be told, and what was revoked would come back in silence.
            raise QuarantineError("invalid_transition", f"from {current.state} to {record.state}")
        _fill(current, entry, record)
    session.flush()
    return True


def _check_same_learner(entry: PendingEntry, known: CompletionRow | EnrolmentRow | credentials.IndexedCredential | None, what: str) -> None:
    if known is not None and known.learner != entry.body.learner:
        raise QuarantineError("other_learner", f"{what} never moves from one learner to another")


def _read_record(entry: PendingEntry) -> CompletionRecord:
    try:
        record = CompletionRecord.from_body(entry.body.data)
    except DomainError as error:
        raise QuarantineError("malformed_record", str(error)[:500]) from error
    named = (record.institution, str(record.learner), str(record.uuid), record.revision)
    if named != (entry.institution, str(entry.body.learner), str(entry.body.subject), entry.body.revision):
        raise QuarantineError("record_contradicts_entry", "institution, learner, uuid or revision differ from the entry's own")
    return record


def _to_revision(entry: PendingEntry, record: CompletionRecord) -> RevisionRow:
    return RevisionRow(
        institution_id=entry.institution_id,
        uuid=entry.body.subject,
        revision=entry.body.revision,
        state=str(record.state),
        body=entry.body.data,
        author=entry.body.author,
        reason=entry.body.reason or record.reason,
        ledger_seq=entry.seq,
        recorded_at=entry.body.at,
        applied_at=entry.at,
    )


def _fill(row: CompletionRow, entry: PendingEntry, record: CompletionRecord) -> None:
    about: Mapping[str, Any] = entry.body.data.get("about") or {}
    row.learner = entry.body.learner
    row.about_kind, row.about_key = str(about.get("kind", "")), str(about.get("key", ""))
    row.title = bodies.read_title(about.get("title"))
    row.level = _read_level(about.get("level"))
    row.period, row.session = record.period, str(record.session)
    row.state = str(record.state)
    row.decision = None if record.decision is None else str(record.decision)
    for name in ("decision_code", "mode", "minutes_ref", "jury_on", "earned_at"):
        setattr(row, name, getattr(record, name))
    row.conditions = None if record.conditions is None else str(record.conditions)
    for name in ("mark", "scale", "credits", "hours"):
        value = getattr(record, name)
        setattr(row, name, None if value is None else format(value, "f"))
    row.recorded_at, row.revision = entry.body.at, entry.body.revision
    row.ledger_seq, row.applied_at = entry.seq, entry.at
    _check_lengths(row)


def _read_level(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise QuarantineError("malformed_body", "a level is a text")
    return value


def _check_lengths(row: CompletionRow) -> None:
    """SQLite keeps any length, PostgreSQL refuses: what is applied must not depend on the database."""
    for column in CompletionRow.__table__.columns:
        value, length = getattr(row, column.key), getattr(column.type, "length", None)
        if isinstance(value, str) and length is not None and len(value) > length:
            raise QuarantineError("text_too_long", column.key)


def apply_enrolment(session: Session, entry: PendingEntry) -> bool:
    """Record an enrolment; one that becomes active opens the learner's other final records to the school."""
    data, body = bodies.read_enrolment(entry.body), entry.body
    learners.ensure_learner(session, entry.local, entry.at)
    row = session.get(EnrolmentRow, (entry.institution_id, body.subject))
    _check_same_learner(entry, row, "an enrolment")
    if row is not None and row.revision >= body.revision:
        return False
    was_active = row is not None and row.status in ACTIVE
    if row is None:
        row = EnrolmentRow(institution_id=entry.institution_id, uuid=body.subject)
        session.add(row)
    row.learner, row.programme, row.version, row.year = body.learner, data.programme, data.version, data.year
    row.group_key, row.status, row.revision, row.ledger_seq = data.group, data.status, body.revision, entry.seq
    session.flush()
    if data.status in ACTIVE and not was_active:
        learners.record_widening(session, entry.local, "enrolled", entry.at)
    return True


def apply_identity(session: Session, entry: PendingEntry) -> bool:
    """Record a verified identity after checking that it is the one the institution committed to in the ledger."""
    if entry.identity is None or entry.salt is None:
        raise QuarantineError("identity_missing", "the envelope carried no identity or no salt")
    if entry.body.commitment is None or not is_commitment_valid(entry.body.commitment, entry.salt, entry.identity):
        raise QuarantineError("commitment_mismatch", "the identity is not the one that the entry commits to")
    identity = bodies.read_identity(entry.identity)
    has_code = identity.national_code and identity.birth_on
    fingerprint = make_fingerprint(entry.matching_key, identity.national_code, identity.birth_on) if has_code else None  # type: ignore[arg-type]
    verified = learners.VerifiedIdentity(name_ar=identity.name_ar, name_latin=identity.name_latin, fingerprint=fingerprint)
    learners.lock_registry_chain(session)
    before = learners.list_same_person(session, entry.local)
    if learners.record_identity(session, entry.local, entry.body.revision, verified, entry.at):
        for local in learners.list_same_person(session, entry.local):
            learners.record_widening(session, local, "linked", entry.at)
    _tell_unlinked(session, entry, before)
    return True


def _tell_unlinked(session: Session, entry: PendingEntry, before: list[learners.LocalKey]) -> None:
    """Tell those to whom the learners' enrolments had opened each other's records that these are not one person."""
    if len(before) < 2:
        return
    still = learners.list_same_person(session, entry.local)
    for other in [local for local in before if local not in still]:
        for told, gone in ((entry.local, other), (other, entry.local)):
            if told[0] != gone[0] and _was_enrolled(session, told):
                learners.record_unlinking(session, told, gone, entry.at)


def _was_enrolled(session: Session, local: learners.LocalKey) -> bool:
    found = select(EnrolmentRow.uuid).where(EnrolmentRow.institution_id == local[0], EnrolmentRow.learner == local[1])
    return session.scalar(found.limit(1)) is not None


def apply_credential_issued(session: Session, entry: PendingEntry) -> bool:
    """Index an issued credential."""
    data = bodies.read_credential(entry.body)
    credential = credentials.IndexedCredential(
        institution_id=entry.institution_id,
        uuid=data.credential or entry.body.subject,
        learner=entry.body.learner,
        achievement=data.achievement,
        kind=data.kind,
        competency=data.competency,
        level=data.level,
        title=bodies.dict_title(data.title),
        digest=data.digest,
        url=data.url,
        released=data.released,
        issued_at=data.issued_at,
    )
    _check_same_learner(entry, credentials.find_credential(session, entry.institution_id, credential.uuid), "a credential")
    learners.ensure_learner(session, entry.local, entry.at)
    return credentials.record_issued(session, credential, credentials.Origin(entry.body.revision, entry.seq))


def apply_credential_revoked(session: Session, entry: PendingEntry) -> bool:
    """Mark a credential revoked; one that never arrived cannot be."""
    credential, origin = bodies.read_credential_name(entry.body), credentials.Origin(entry.body.revision, entry.seq)
    _check_same_learner(entry, credentials.find_credential(session, entry.institution_id, credential), "a credential")
    if not credentials.record_revoked(session, entry.institution_id, credential, entry.body.at, origin):
        raise QuarantineError("unknown_credential", "no such credential was issued before")
    return True


APPLIERS: Mapping[str, Callable[[Session, PendingEntry], bool]] = {
    "learner.verified": apply_identity,
    "enrolment.recorded": apply_enrolment,
    "completion.recorded": apply_completion,
    "credential.issued": apply_credential_issued,
    "credential.revoked": apply_credential_revoked,
}


def is_revoking(body: bodies.Body) -> bool:
    """Say whether an entry takes something away from a learner."""
    return body.type == "credential.revoked" or (body.type == "completion.recorded" and body.data.get("state") == "revoked")
