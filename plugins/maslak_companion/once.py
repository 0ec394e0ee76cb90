"""Writing a row that another request may be writing at this moment: whoever comes second leaves the first one's row as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from maslak_companion.base import Base


def insert_once(session: Session, model: type[Base], values: Mapping[str, Any], *, key: Sequence[str]) -> None:
    """Insert the row unless one with the same key exists."""
    session.execute(_insert(session)(model).values(dict(values)).on_conflict_do_nothing(index_elements=list(key)))


def write_once(session: Session, model: type[Base], values: Mapping[str, Any], *, key: Sequence[str], renewing: Sequence[str]) -> None:
    """Insert the row; where one with the same key exists, only what is to be renewed in it is written."""
    renewed = {name: values[name] for name in renewing}
    session.execute(_insert(session)(model).values(dict(values)).on_conflict_do_update(index_elements=list(key), set_=renewed))


def _insert(session: Session) -> Any:
    return postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
