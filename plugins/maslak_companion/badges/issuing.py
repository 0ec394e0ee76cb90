"""Sign what was awarded. Only the worker comes here: it alone holds the issuing key."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from maslak_companion.badges.models import AchievementRow, CredentialRow, StatusListRow
from maslak_companion.badges.services import digest_of, get_achievement
from maslak_companion.outbox.services import record_entry
from maslak_companion.settings import Settings
from maslak_companion.trust.services import get_own_issuer, record_own_key
from maslak_domain.achievement import Achievement, competency_achievement
from maslak_domain.competency import Competency, Framework, load_framework
from maslak_domain.credential.compose import Award, compose_credential
from maslak_domain.credential.issuer import Issuer
from maslak_domain.credential.jose import secure_as_jwt
from maslak_domain.credential.proof import sign_document
from maslak_domain.credential.status import LIST_BITS, LIST_LIFE, compose_status_list
from maslak_domain.errors import DomainError
from maslak_domain.keys import Signer
from maslak_domain.ledger.canonical import instant_text
from maslak_web.database import Database
from maslak_web.failpoints import failpoint

# Half full at most, so that a random place is free at the second try on average.
_MOST_IN_A_LIST: Final = LIST_BITS // 2
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Workshop:
    """What signing needs."""

    database: Database
    settings: Settings
    signer: Signer
    clock: Callable[[], datetime]


def issue_pending(workshop: Workshop) -> int:
    """Sign every badge that waits, each in its own transaction with its outbox entry, and every status list that is due.

    Returns how many badges were signed. May be run at any time and by several workers at once.
    """
    at = workshop.clock()
    with workshop.database.session() as session:
        record_own_key(session, workshop.signer, at)
        _sign_due_lists(session, workshop, at)
        waiting = session.scalars(select(CredentialRow.id).where(CredentialRow.state == "awarded").order_by(CredentialRow.id)).all()
    if not waiting:
        return 0
    framework = _read_framework(workshop.settings)
    return sum(_try_to_issue(workshop, uuid, framework) for uuid in waiting)


def _try_to_issue(workshop: Workshop, uuid: UUID, framework: Framework) -> bool:
    """Sign one badge; one that cannot be signed keeps no other from being signed, and is tried again at the next run."""
    try:
        return _issue_one(workshop, uuid, framework)
    except DomainError as error:
        _log.error("badge_not_signed", badge=str(uuid), code=error.code, detail=error.detail)
        return False


def _read_framework(settings: Settings) -> Framework:
    path = settings.courses / "frameworks" / "ma-num.json"
    return load_framework(json.loads(path.read_bytes()))


def _issue_one(workshop: Workshop, uuid: UUID, framework: Framework) -> bool:
    """Sign one badge unless another worker did meanwhile."""
    with workshop.database.session() as session:
        row = session.get(CredentialRow, uuid, with_for_update=True)
        if row is None or row.state != "awarded":
            return False
        at = workshop.clock()
        issuer = get_own_issuer(session, workshop.settings)
        competency = framework.get_competency(row.competency)
        achievement = _freeze_achievement(session, row, competency, at)
        row.status_list, row.status_index = _pick_place(session, workshop, issuer, at)
        document = _sign(workshop.signer, issuer, row, achievement, competency, at)
        row.state, row.issued_at, row.document, row.digest = "issued", at, document, digest_of(document)
        session.flush()
        _tell_registry(session, row, achievement, issuer, at)
    failpoint("after_commit")
    return True


def _freeze_achievement(session: Session, row: CredentialRow, competency: Competency, at: datetime) -> Achievement:
    """Keep the definition as it is at its first signature; later changes to the framework do not reach it."""
    if session.get(AchievementRow, row.achievement_key) is None:
        defined = competency_achievement(competency, row.level)  # type: ignore[arg-type]  # checked against the framework inside
        session.add(
            AchievementRow(
                key=defined.key, kind=defined.kind, competency=defined.competency, level=defined.level,
                name=dict(defined.name), description=dict(defined.description), criteria=dict(defined.criteria), frozen_at=at,
            )
        )  # fmt: skip
        session.flush()
    return get_achievement(session, row.achievement_key)


def _pick_place(session: Session, workshop: Workshop, issuer: Issuer, at: datetime) -> tuple[int, int]:
    """Return a status list with room and a random free place in it; the table's constraint has the last word."""
    newest = session.scalar(select(func.max(StatusListRow.number))) or 0
    taken = session.scalar(select(func.count()).select_from(CredentialRow).where(CredentialRow.status_list == newest)) or 0
    if newest == 0 or taken >= _MOST_IN_A_LIST:
        newest += 1
        _sign_list(session, workshop, issuer, newest, at)
    while True:
        index = secrets.randbelow(LIST_BITS)
        query = select(CredentialRow.id).where(CredentialRow.status_list == newest, CredentialRow.status_index == index)
        if session.scalar(query) is None:
            return newest, index


def _sign(signer: Signer, issuer: Issuer, row: CredentialRow, achievement: Achievement, competency: Competency, at: datetime) -> bytes:
    award = Award(row.id, row.subject, row.awarded_at, row.status_list or 0, row.status_index or 0)
    unsigned = compose_credential(award, achievement, issuer, issued_at=at, competency=competency)
    return _write(sign_document(unsigned, signer, issuer, at))


def _tell_registry(session: Session, row: CredentialRow, achievement: Achievement, issuer: Issuer, at: datetime) -> None:
    data = {
        "achievement": achievement.key,
        "kind": achievement.kind,
        "competency": achievement.competency,
        "level": achievement.level,
        "title": dict(achievement.name),
        "credential": str(row.id),
        "digest": row.digest,
        "url": f"{issuer.url}/badges/{row.id}",
        "issued_at": instant_text(at),
        "released": row.is_released,
    }
    record_entry(
        session, type="credential.issued", subject=row.id, revision=1, learner=row.learner_id, data=data, author="system", at=at
    )  # fmt: skip


def _sign_due_lists(session: Session, workshop: Workshop, at: datetime) -> None:
    """Sign the lists that changed, and those past half their life: an expired list makes every badge's status unknown."""
    rows: Sequence[StatusListRow] = session.scalars(select(StatusListRow).with_for_update()).all()
    issuer = get_own_issuer(session, workshop.settings)
    for row in rows:
        if row.is_stale or at - row.signed_at > LIST_LIFE / 2:
            _sign_list(session, workshop, issuer, row.number, at)


def _sign_list(session: Session, workshop: Workshop, issuer: Issuer, number: int, at: datetime) -> None:
    query = select(CredentialRow.status_index).where(CredentialRow.status_list == number, CredentialRow.state == "revoked")
    revoked = [index for index in session.scalars(query) if index is not None]
    unsigned = compose_status_list(issuer, number, revoked, issued_at=at)
    document = _write(sign_document(unsigned, workshop.signer, issuer, at))
    jwt = secure_as_jwt(unsigned, workshop.signer, issuer)
    session.merge(StatusListRow(number=number, signed_at=at, is_stale=False, document=document, jwt=jwt))
    session.flush()


def _write(document: dict[str, Any]) -> bytes:
    """Write a signed document as it will be kept and handed out, byte for byte."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
