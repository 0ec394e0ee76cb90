"""Writing a row that may exist already, in one statement: two tabs of the same learner never collide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from maslak_companion.base import Base


def upsert(session: Session, model: type[Base], values: Mapping[str, Any], *, key: Sequence[str]) -> None:
    """Insert the row, or update the one with the same key; an object of it in the session is read again at its next use."""
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = make(model).values(dict(values))
    changes = {name: statement.excluded[name] for name in values if name not in key}
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changes))
    known = session.identity_map.get(session.identity_key(model, tuple(values[name] for name in key)))
    if known is not None:
        session.expire(known)
