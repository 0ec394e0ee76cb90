"""What can go wrong in the progress room."""

from __future__ import annotations

from maslak_domain.errors import InvalidError


class NothingAssessedError(InvalidError):
    """Raised when evidence arrives from a block that assesses no competency in its release."""

    code = "nothing_assessed"


class ContradictingEvidenceError(InvalidError):
    """Raised when one report holds two different observations of the same item and attempt."""

    code = "contradicting_evidence"
