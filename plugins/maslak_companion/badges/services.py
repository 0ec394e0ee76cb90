"""What other rooms ask of the badges room: award, list, show, withdraw."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, cast
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from maslak_companion.badges.errors import AchievementNotFoundError, BadgeNotFoundError, BadgeNotIssuedError
from maslak_companion.badges.models import AchievementRow, CredentialRow, StatusListRow
from maslak_companion.outbox.services import record_entry
from maslak_domain.achievement import Achievement
from maslak_domain.competency import Level
from maslak_domain.language import LocalizedText
from maslak_web.database import new_id
from maslak_web.sessions import after_commit

CredentialState = Literal["awarded", "issued", "revoked"]

# Who to wake, by database: the task that signs what was awarded.
_wakers: Final[dict[URL, Callable[[], object]]] = {}


@dataclass(frozen=True, slots=True)
class LearnerCredential:
    """A badge as its owner sees it. `title` falls back to the achievement's key until the badge is signed, seconds after the award."""

    uuid: UUID
    achievement: str
    competency: str
    level: Level
    title: LocalizedText
    state: CredentialState
    is_released: bool
    awarded_at: datetime
    issued_at: datetime | None


@dataclass(frozen=True, slots=True)
class PublicCredential:
    """A signed badge as anybody with its address sees it: no name, no number."""

    uuid: UUID
    achievement: Achievement
    state: CredentialState
    issued_at: datetime
    digest: str
    document: bytes


def set_waker(url: URL, wake: Callable[[], object]) -> None:
    """Let `wake` be called after every commit that awarded or withdrew a badge in this database."""
    _wakers[url] = wake


def award_competency_badge(session: Session, learner_id: UUID, competency: str, level: str, at: datetime) -> None:
    """Award the badge of a competency at a level, once: a second award of the same is the same award.

    The worker signs it after the commit; a web process holds no issuing key.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {
        "id": new_id(),
        "learner_id": learner_id,
        "achievement_key": f"{competency}-{level}",
        "competency": competency,
        "level": level,
        "awarded_at": at,
    }
    session.execute(insert(CredentialRow).values(values).on_conflict_do_nothing(index_elements=["learner_id", "achievement_key"]))
    wake_after_commit(session)


def list_learner_credentials(session: Session, learner_id: UUID) -> list[LearnerCredential]:
    """Return a learner's badges, newest first."""
    query = (
        select(CredentialRow, AchievementRow)
        .outerjoin(AchievementRow, AchievementRow.key == CredentialRow.achievement_key)
        .where(CredentialRow.learner_id == learner_id)
        .order_by(CredentialRow.awarded_at.desc(), CredentialRow.id.desc())
    )
    return [_describe(row, achievement) for row, achievement in session.execute(query)]


def get_public_credential(session: Session, uuid: UUID) -> PublicCredential:
    """Return a signed badge with its exact bytes; raise BadgeNotFoundError when there is none, or none signed yet."""
    row = session.get(CredentialRow, uuid)
    if row is None or row.document is None or row.issued_at is None:
        raise BadgeNotFoundError("no badge has this identifier")
    achievement = get_achievement(session, row.achievement_key)
    return PublicCredential(row.id, achievement, _state(row), row.issued_at, row.digest or "", row.document)


def get_achievement(session: Session, key: str) -> Achievement:
    """Return a frozen definition; raise AchievementNotFoundError when nothing was ever earned under this key."""
    row = session.get(AchievementRow, key)
    if row is None:
        raise AchievementNotFoundError("no achievement has this key")
    return to_achievement(row)


def find_status_list(session: Session, number: int) -> StatusListRow | None:
    """Return a signed status list, if there is one of this number."""
    return session.get(StatusListRow, number)


def revoke_credential(session: Session, uuid: UUID, *, reason: str, author: UUID, at: datetime) -> None:
    """Withdraw a badge for a reason code, and tell the registry in the same transaction; the worker signs the status list anew.

    Raises BadgeNotFoundError, or BadgeNotIssuedError when the badge is not in force.
    """
    row = session.get(CredentialRow, uuid, with_for_update=True)
    if row is None:
        raise BadgeNotFoundError("no badge has this identifier")
    if row.state != "issued":
        raise BadgeNotIssuedError("only a badge in force can be withdrawn", state=row.state)
    row.state, row.revoked_at, row.revoked_reason = "revoked", at, reason
    status_list = session.get(StatusListRow, row.status_list)
    if status_list is not None:
        status_list.is_stale = True
    data = {"credential": str(row.id), "digest": row.digest}
    record_entry(
        session,
        type="credential.revoked",
        subject=row.id,
        revision=2,
        learner=row.learner_id,
        data=data,
        author=author,
        reason=reason,
        at=at,
    )
    wake_after_commit(session)


def wake_after_commit(session: Session) -> None:
    """Wake the worker when the session's transaction is committed, once for each transaction."""
    bind = session.get_bind()
    wake = _wakers.get((bind if isinstance(bind, Engine) else bind.engine).url)
    if wake is None or session.info.get("badges_wake"):
        return
    session.info["badges_wake"] = True

    def wake_once() -> None:
        session.info["badges_wake"] = False
        wake()

    after_commit(wake_once, session)


def to_achievement(row: AchievementRow) -> Achievement:
    """Read a frozen definition."""
    return Achievement(
        key=row.key,
        kind=cast("Literal['competency', 'course', 'programme']", row.kind),
        competency=row.competency,
        level=cast("Level | None", row.level),
        name=cast(LocalizedText, row.name),
        description=cast(LocalizedText, row.description),
        criteria=cast(LocalizedText, row.criteria),
    )


def digest_of(document: bytes) -> str:
    """Return the digest under which the registry knows a signed document (SHA-256, hex)."""
    return hashlib.sha256(document).hexdigest()


def _describe(row: CredentialRow, achievement: AchievementRow | None) -> LearnerCredential:
    key = row.achievement_key
    title: LocalizedText = cast(LocalizedText, achievement.name) if achievement else {"ar": key, "fr": key, "en": key}
    return LearnerCredential(
        uuid=row.id,
        achievement=key,
        competency=row.competency,
        level=cast(Level, row.level),
        title=title,
        state=_state(row),
        is_released=row.is_released,
        awarded_at=row.awarded_at,
        issued_at=row.issued_at,
    )


def _state(row: CredentialRow) -> CredentialState:
    return cast(CredentialState, row.state)
