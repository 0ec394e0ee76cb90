"""The sentences that a marker reuses: their own, and nobody else's."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from maslak_companion.dossiers.marking.models import ReusableComment

MOST: Final = 100
LONGEST: Final = 500


def list_sentences(session: Session, account_id: UUID) -> list[tuple[UUID, str]]:
    """Return a marker's sentences, the latest first."""
    query = select(ReusableComment).where(ReusableComment.account_id == account_id)
    return [(row.id, row.text) for row in session.scalars(query.order_by(ReusableComment.created_at.desc(), ReusableComment.id.desc()))]


def find_sentence(session: Session, account_id: UUID, sentence_id: str) -> str:
    """Return one of a marker's sentences; empty for what is none of theirs."""
    return next((text for known, text in list_sentences(session, account_id) if str(known) == sentence_id), "")


def keep_sentence(session: Session, account_id: UUID, text: str, at: datetime) -> bool:
    """Keep a sentence; one that is there already is not kept twice. Tell whether there is room for it and it is not empty."""
    words = " ".join(text.split())[:LONGEST]
    own = select(ReusableComment.id).where(ReusableComment.account_id == account_id)
    if not words or (session.scalar(select(func.count()).select_from(own.subquery())) or 0) >= MOST:
        return False
    if session.scalar(own.where(ReusableComment.text == words)) is None:
        session.add(ReusableComment(account_id=account_id, text=words, created_at=at))
        session.flush()
    return True


def forget_sentence(session: Session, account_id: UUID, sentence_id: UUID) -> None:
    """Forget a sentence of this marker; another's is left as it is."""
    session.execute(delete(ReusableComment).where(ReusableComment.id == sentence_id, ReusableComment.account_id == account_id))
