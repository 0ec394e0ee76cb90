"""The person in front of the blocks of one request, as blocks may know them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from maslak_domain.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who reads, in which language the interface is, and what a plain form must carry to be accepted."""

    learner_id: UUID
    display_name: str
    language: Language
    issuer: str
    is_staff: bool = False
    identity_check: str = "password"
    form_fields: Mapping[str, str] = field(default_factory=dict)
