"""The lease: at most one worker seals and sends, and a dead one is replaced within a minute."""

from __future__ import annotations

import os
import secrets
import socket
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from maslak_companion.outbox.errors import LeaseLostError
from maslak_companion.outbox.models import LeaseRow
from maslak_web.database import Database

# Longer than the slowest request (20 s), so that a living holder never loses it while it waits for the registry.
LEASE: Final = timedelta(seconds=45)
_NAME: Final = "sealer"
_LONG_AGO: Final = timedelta(days=1)


def name_holder() -> str:
    """Name this worker so that another one on the same machine can see whether it still lives."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(6)}"


def acquire_lease(database: Database, holder: str, now: datetime) -> timedelta:
    """Take or renew the lease; return zero when it is ours, otherwise how long the other holder may keep it."""
    with database.session() as session:
        insert = sqlite.insert if database.is_sqlite else postgresql.insert
        session.execute(insert(LeaseRow).values(name=_NAME, holder="", expires_at=now - _LONG_AGO).on_conflict_do_nothing())
        before = session.scalars(select(LeaseRow.holder).where(LeaseRow.name == _NAME)).one()
        free = or_(LeaseRow.holder == holder, LeaseRow.expires_at <= now)
        if _is_dead(before):
            free = or_(free, LeaseRow.holder == before)
        taken = session.execute(
            update(LeaseRow).where(LeaseRow.name == _NAME, free).values(holder=holder, expires_at=now + LEASE).returning(LeaseRow.name)
        ).first()
        if taken is not None:
            return timedelta()
        return max(timedelta(seconds=1), session.scalars(select(LeaseRow.expires_at)).one() - now)


def release_lease(database: Database, holder: str, now: datetime) -> None:
    """Give the lease back, if it is still ours."""
    with database.session() as session:
        session.execute(update(LeaseRow).where(LeaseRow.name == _NAME, LeaseRow.holder == holder).values(expires_at=now))


def check_lease(session: Session, holder: str) -> None:
    """Hold the lease's row for the rest of this transaction. Raises LeaseLostError if another worker has it by now."""
    current = session.scalars(select(LeaseRow.holder).where(LeaseRow.name == _NAME).with_for_update()).first()
    if current != holder:
        raise LeaseLostError("another worker has taken over")


def _is_dead(holder: str) -> bool:
    """Say whether a holder was a process of this machine that has ended, so that a restart after a kill need not wait."""
    host, _, rest = holder.partition(":")
    pid = rest.partition(":")[0]
    if os.name != "posix" or host != socket.gethostname()[:30] or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
