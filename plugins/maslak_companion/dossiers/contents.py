"""The bytes of files: kept once under their digest, given back only if they still have it, forgotten when no file names them."""

from __future__ import annotations

import hashlib

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from maslak_companion.dossiers.errors import DamagedFileError
from maslak_companion.dossiers.models import DossierFile, FileContent
from maslak_companion.once import insert_once


def keep_content(session: Session, body: bytes) -> str:
    """Keep the bytes and return their digest; the same bytes again take no room, even from two learners at one moment."""
    digest = hashlib.sha256(body).hexdigest()
    insert_once(session, FileContent, {"digest": digest, "body": body}, key=("digest",))
    return digest


def get_content(session: Session, digest: str) -> bytes:
    """Return the bytes; raises DamagedFileError where the database no longer holds what was handed in."""
    body = session.scalar(select(FileContent.body).where(FileContent.digest == digest))
    if body is None or hashlib.sha256(body).hexdigest() != digest:
        raise DamagedFileError("the stored file is not what was handed in", digest=digest[:12])
    return body


def forget_content(session: Session, digest: str) -> None:
    """Forget the bytes unless a file still names them."""
    is_named = exists().where(DossierFile.digest == digest)
    session.execute(delete(FileContent).where(FileContent.digest == digest, ~is_named))
