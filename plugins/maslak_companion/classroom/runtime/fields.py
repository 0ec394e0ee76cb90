"""Where the fields of a block live: content in the release, everything about a learner in `BlockState` rows."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from xblock.core import XBlock
from xblock.field_data import FieldData
from xblock.fields import BlockScope, Scope, UserScope

from maslak_companion.classroom.models import BlockState

EVERYONE = "everyone"
ContentReader = Callable[[str], Mapping[str, Any]]


class StateStore:
    """The learner's `BlockState` rows that one request needs, loaded once each and written at the flush.

    With `locked`, rows are locked when they are read. A first try takes no lock, because two answers of the same learner at
    the same moment are rare; a retry takes it, so that many at once end instead of overtaking one another for ever.
    """

    def __init__(self, session: Session, learner_id: UUID, *, locked: bool = False) -> None:
        self._session = session
        self._learner_id = learner_id
        self._locked = locked
        self._rows: dict[tuple[str, str, str], BlockState | None] = {}

    def get_fields(self, scope: str, block_key: str, *, shared: bool) -> Mapping[str, Any]:
        """Return what is stored in one scope; empty when nothing is."""
        row = self._find(scope, block_key, shared)
        return row.fields if row else {}

    def set_fields(self, scope: str, block_key: str, changes: Mapping[str, Any], *, shared: bool) -> None:
        """Merge the changes into one scope."""
        row = self._find(scope, block_key, shared)
        changes = copy.deepcopy(dict(changes))
        if row is None:
            owner, learner_id = (EVERYONE, None) if shared else (self._learner_id.hex, self._learner_id)
            row = BlockState(owner=owner, learner_id=learner_id, scope=scope, block_key=block_key, fields=changes)
            self._session.add(row)
            self._rows[owner, scope, block_key] = row
        elif any(name not in row.fields or row.fields[name] != value for name, value in changes.items()):
            row.fields = {**row.fields, **changes}

    def delete_field(self, scope: str, block_key: str, name: str, *, shared: bool) -> None:
        """Forget one field, which goes back to its default."""
        row = self._find(scope, block_key, shared)
        if row is not None and name in row.fields:
            row.fields = {kept: value for kept, value in row.fields.items() if kept != name}

    def _find(self, scope: str, block_key: str, shared: bool) -> BlockState | None:
        key = (EVERYONE if shared else self._learner_id.hex, scope, block_key)
        if key not in self._rows:
            query = select(BlockState).where(BlockState.owner == key[0], BlockState.scope == scope, BlockState.block_key == block_key)
            self._rows[key] = self._session.scalar(query.with_for_update() if self._locked else query)
        return self._rows[key]


class ClassroomFieldData(FieldData):  # type: ignore[misc]
    """Reads content from the release and keeps state in the store. Content cannot be written: a release never changes."""

    def __init__(self, content: ContentReader, store: StateStore) -> None:
        self._content = content
        self._store = store

    def get(self, block: XBlock, name: str) -> Any:
        """Return the stored value, a copy of what the block might change; raises `KeyError` where there is none."""
        field = block.fields[name]
        scope = field.scope
        if _is_state(scope):
            value = self._store.get_fields(scope.name, _block_key(block, scope), shared=scope.user == UserScope.ALL)[name]
        else:
            value = self._content(block.scope_ids.usage_id)[name]
        return value if getattr(field, "is_kept", False) else copy.deepcopy(value)

    def set(self, block: XBlock, name: str, value: Any) -> None:
        """Store one value of a state scope."""
        self.set_many(block, {name: value})

    def set_many(self, block: XBlock, update_dict: Mapping[str, Any]) -> None:
        """Store the values of state scopes; what a block did to its content in passing is dropped."""
        by_scope: dict[Any, dict[str, Any]] = {}
        for name, value in update_dict.items():
            scope = block.fields[name].scope
            if _is_state(scope):
                by_scope.setdefault(scope, {})[name] = value
        for scope, changes in by_scope.items():
            self._store.set_fields(scope.name, _block_key(block, scope), changes, shared=scope.user == UserScope.ALL)

    def delete(self, block: XBlock, name: str) -> None:
        """Reset one field to its default."""
        scope = block.fields[name].scope
        if _is_state(scope):
            self._store.delete_field(scope.name, _block_key(block, scope), name, shared=scope.user == UserScope.ALL)


def _is_state(scope: Any) -> bool:
    return scope not in (Scope.children, Scope.parent) and scope.user != UserScope.NONE


def _block_key(block: XBlock, scope: Any) -> str:
    if scope.block == BlockScope.ALL:
        return ""
    return str(block.scope_ids.block_type if scope.block == BlockScope.TYPE else block.scope_ids.usage_id)
