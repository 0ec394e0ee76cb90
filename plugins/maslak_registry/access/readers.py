"""Who reads: one value for a signed-in registrar and for a program with a token, so that one rule serves pages and API."""

from __future__ import annotations

import uuid
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A registrar or a program, and the institutions whose records it keeps; `is_national` keeps all of them."""

    kind: str
    id: uuid.UUID
    label: str
    institutions: frozenset[uuid.UUID]
    is_national: bool = False
    purpose: str = "registrar"

    def keeps(self, institution_id: uuid.UUID) -> bool:
        """Say whether the records of this institution are the reader's own."""
        return self.is_national or institution_id in self.institutions
