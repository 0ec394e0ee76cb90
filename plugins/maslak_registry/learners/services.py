"""Learn who a local learner is, link identities of one person, and answer who belongs together."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, text, tuple_
from sqlalchemy.orm import Session

from maslak_domain.language import fold_arabic
from maslak_registry.learners.matching import Fingerprint
from maslak_registry.learners.models import LocalLearnerRow, MatchReviewRow, PersonRow, RegistryCounterRow, WideningRow

LocalKey = tuple[uuid.UUID, uuid.UUID]
"""(institution id, local learner uuid)"""


@dataclass(frozen=True)
class VerifiedIdentity:
    """What a registrar verified: the names as printed, and the fingerprint of code and birth date (None without a code)."""

    name_ar: str
    name_latin: str
    fingerprint: Fingerprint | None


@dataclass(frozen=True)
class Name:
    """The names of a learner as printed; empty until an institution has verified them."""

    arabic: str
    latin: str


@dataclass(frozen=True)
class Widening:
    """An institution may now see more of a person, or saw what it should not: one line of the registry's own chain.

    `unlinked_from` is the learner elsewhere who is not the same person after all; None for a line that opens something.
    """

    seq: int
    institution_id: uuid.UUID
    learner: uuid.UUID
    at: datetime
    unlinked_from: LocalKey | None = None


def ensure_learner(session: Session, local: LocalKey, at: datetime) -> None:
    """Make sure that a local learner exists, as a person of their own until an identity says otherwise."""
    if session.get(LocalLearnerRow, local) is None:
        _add_local(session, local, at)


def record_identity(session: Session, local: LocalKey, revision: int, identity: VerifiedIdentity, at: datetime) -> bool:
    """Record a verified identity and link it; say whether this joined the learner to another institution's learner.

    An older revision than the one known changes nothing. The same code with another birth date opens a review and links nothing,
    unless it corrects the date of a learner who is alone under the code.
    """
    lock_registry_chain(session)
    row = session.get(LocalLearnerRow, local) or _add_local(session, local, at)
    if row.verified_at is not None and row.revision >= revision:
        return False
    row.name_ar, row.name_latin = identity.name_ar, identity.name_latin
    row.name_folded = fold_name(f"{identity.name_ar} {identity.name_latin}")
    row.revision, row.verified_at = revision, at
    linked = identity.fingerprint is not None and _match(session, row, identity.fingerprint, at)
    session.flush()
    return linked


def _match(session: Session, row: LocalLearnerRow, fingerprint: Fingerprint, at: datetime) -> bool:
    person = session.get_one(PersonRow, row.nlid)
    if person.code_mac not in (None, fingerprint.code):
        # The institution corrected the code: whatever comes now, this learner is not the person it was linked to.
        person = _part(session, row, person, at)
    found = session.scalar(select(PersonRow).where(PersonRow.code_mac == fingerprint.code))
    if found is None:
        person.code_mac, person.birth_mac = fingerprint.code, fingerprint.birth
        return False
    if found.birth_mac != fingerprint.birth and found.nlid == person.nlid and _count_linked(session, person) == 1:
        # Nobody else said who this person is, so the only institution that did may correct itself.
        person.birth_mac = fingerprint.birth
    if found.birth_mac != fingerprint.birth:
        _open_review(session, row, found.nlid, at)
        return False
    if found.nlid == person.nlid:
        return False
    row.nlid = found.nlid
    session.flush()
    _drop_if_nobody(session, person)
    return True


def _part(session: Session, row: LocalLearnerRow, person: PersonRow, at: datetime) -> PersonRow:
    """Give the learner a person of their own; a person whom nobody is any more does not lie in wait for the code's owner."""
    alone = _add_person(session, at)
    row.nlid = alone.nlid
    session.flush()
    _drop_if_nobody(session, person)
    session.flush()
    return alone


def _open_review(session: Session, row: LocalLearnerRow, nlid: uuid.UUID, at: datetime) -> None:
    review = session.get(MatchReviewRow, (row.institution_id, row.learner))
    if review is None:
        session.add(
            MatchReviewRow(
                institution_id=row.institution_id, learner=row.learner, nlid=nlid, reason="other_birth_date", opened_at=at, decided_at=None
            )
        )


def _drop_if_nobody(session: Session, person: PersonRow) -> None:
    if not _count_linked(session, person):
        session.delete(person)


def _count_linked(session: Session, person: PersonRow) -> int:
    return session.scalar(select(func.count()).select_from(LocalLearnerRow).where(LocalLearnerRow.nlid == person.nlid)) or 0


def _add_local(session: Session, local: LocalKey, at: datetime) -> LocalLearnerRow:
    row = LocalLearnerRow(institution_id=local[0], learner=local[1], nlid=_add_person(session, at).nlid)
    session.add(row)
    session.flush()
    return row


def _add_person(session: Session, at: datetime) -> PersonRow:
    person = PersonRow(nlid=uuid.uuid4(), created_at=at)
    session.add(person)
    session.flush()
    return person


def lock_registry_chain(session: Session) -> RegistryCounterRow:
    """Lock the registry's own chain until the transaction ends: persons are matched one after another."""
    session.execute(text("INSERT INTO registry_counters (name, value) VALUES ('widenings', 0) ON CONFLICT DO NOTHING"))
    return session.scalars(
        select(RegistryCounterRow).where(RegistryCounterRow.name == "widenings").with_for_update().execution_options(populate_existing=True)
    ).one()


def record_widening(session: Session, local: LocalKey, reason: str, at: datetime) -> None:
    """Append to the registry's own chain that an institution may now see more of a person than before."""
    _append_line(session, WideningRow(institution_id=local[0], learner=local[1], reason=reason, at=at))


def record_unlinking(session: Session, told: LocalKey, other: LocalKey, at: datetime) -> None:
    """Append to the registry's own chain, for the institution of `told`, that `other` is not the same person after all."""
    line = WideningRow(institution_id=told[0], learner=told[1], reason="unlinked", at=at)
    line.other_institution_id, line.other_learner = other
    _append_line(session, line)


def _append_line(session: Session, line: WideningRow) -> None:
    counter = lock_registry_chain(session)
    counter.value += 1
    line.seq = counter.value
    session.add(line)
    session.flush()


def list_widenings(session: Session, after: int, institutions: Iterable[uuid.UUID], limit: int) -> list[Widening]:
    """Return the registry's own chain after a number, for these institutions."""
    rows = session.scalars(
        select(WideningRow)
        .where(WideningRow.seq > after, WideningRow.institution_id.in_(list(institutions)))
        .order_by(WideningRow.seq)
        .limit(limit)
    )
    return [Widening(row.seq, row.institution_id, row.learner, row.at, _unlinked_from(row)) for row in rows]


def _unlinked_from(row: WideningRow) -> LocalKey | None:
    if row.other_institution_id is None or row.other_learner is None:
        return None
    return row.other_institution_id, row.other_learner


def get_chain_end(session: Session) -> int:
    """Return the last number of the registry's own chain."""
    return session.scalar(select(RegistryCounterRow.value).where(RegistryCounterRow.name == "widenings")) or 0


def list_same_person(session: Session, local: LocalKey) -> list[LocalKey]:
    """Return every local learner who is the same person, the given one included; empty when the learner is unknown."""
    row = session.get(LocalLearnerRow, local)
    if row is None:
        return []
    others = session.execute(select(LocalLearnerRow.institution_id, LocalLearnerRow.learner).where(LocalLearnerRow.nlid == row.nlid))
    return [(institution_id, learner) for institution_id, learner in others]


def map_names(session: Session, locals_: Iterable[LocalKey]) -> Mapping[LocalKey, Name]:
    """Return the names of these local learners."""
    keys = list(set(locals_))
    found: dict[LocalKey, Name] = {}
    for start in range(0, len(keys), 400):
        rows = session.scalars(
            select(LocalLearnerRow).where(tuple_(LocalLearnerRow.institution_id, LocalLearnerRow.learner).in_(keys[start : start + 400]))
        )
        found.update({(row.institution_id, row.learner): Name(row.name_ar, row.name_latin) for row in rows})
    return found


def search_condition(text: str) -> ColumnElement[bool]:
    """Return the SQL condition for local learners whose name in either script contains the text."""
    pattern = "%" + fold_name(text).replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") + "%"
    return LocalLearnerRow.name_folded.like(pattern, escape="\\")


def fold_name(text: str) -> str:
    """Make spellings of a name comparable in search; never used to link people."""
    return " ".join(fold_arabic(text).casefold().split())


def count_open_reviews(session: Session, institution_id: uuid.UUID) -> int:
    """Return how many identities of an institution wait for a person to decide."""
    statement = select(func.count()).select_from(MatchReviewRow)
    return session.scalar(statement.where(MatchReviewRow.institution_id == institution_id, MatchReviewRow.decided_at.is_(None))) or 0


__all__ = [
    "LocalKey", "LocalLearnerRow", "Name", "VerifiedIdentity", "Widening", "count_open_reviews", "ensure_learner", "fold_name",
    "get_chain_end", "list_same_person", "list_widenings", "lock_registry_chain", "map_names", "record_identity", "record_unlinking",
    "record_widening", "search_condition",
]  # fmt: skip
