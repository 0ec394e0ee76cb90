"""Evidence: one observation of one learner on one competency.

Evidence is never edited. Its natural key makes every road by which it arrives idempotent; the competency and the level come
from the course release's block map, never from the sender.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, Literal, get_args
from uuid import UUID

from maslak_domain.errors import InvalidError

Conditions = Literal["alone", "supervised", "workplace"]
IdentityCheck = Literal["password", "oidc", "staff", "none"]
NaturalKey = tuple[str, UUID, str, int, str]

WHOLE_ATTEMPT: Final = "*"
_CONDITIONS: Final = frozenset(get_args(Conditions))
_IDENTITY_CHECKS: Final = frozenset(get_args(IdentityCheck))


class InvalidEvidenceError(InvalidError):
    """Raised when an observation is not one: a score outside 0..1, a time without zone, an attempt before the first."""

    code = "invalid_evidence"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One observation. ``item`` names a question, or is ``"*"`` for the attempt as a whole; ``score`` runs from 0 to 1."""

    uuid: UUID
    issuer: str
    learner: UUID
    competency: str
    level: str
    source: str
    usage_key: str
    attempt: int
    item: str
    score: Decimal
    response: str
    observed_at: datetime
    observer: str
    conditions: Conditions
    identity_check: IdentityCheck

    def __post_init__(self) -> None:
        if not isinstance(self.score, Decimal) or not self.score.is_finite() or not 0 <= self.score <= 1:
            raise InvalidEvidenceError("a score is a decimal from 0 to 1", field="score")
        if self.attempt < 1:
            raise InvalidEvidenceError("attempts are counted from 1", field="attempt")
        if self.observed_at.utcoffset() is None:
            raise InvalidEvidenceError("a time has a time zone", field="observed_at")
        if self.conditions not in _CONDITIONS:
            raise InvalidEvidenceError("unknown conditions", field="conditions")
        if self.identity_check not in _IDENTITY_CHECKS:
            raise InvalidEvidenceError("unknown identity check", field="identity_check")
        for field in ("issuer", "competency", "level", "source", "usage_key", "item", "observer"):
            if not getattr(self, field):
                raise InvalidEvidenceError("a required field is empty", field=field)

    @property
    def natural_key(self) -> NaturalKey:
        """What makes two arrivals the same observation."""
        return (self.issuer, self.learner, self.usage_key, self.attempt, self.item)

    @property
    def is_whole_attempt(self) -> bool:
        """Whether this observation speaks about a finished attempt and not about one question."""
        return self.item == WHOLE_ATTEMPT
