"""What a logbook refuses. A host's room raises the same errors, so that a page and a phone get one code for one reason."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, TooLargeError, UnavailableError


class NoLogbookError(NotFoundError):
    """Raised where the platform keeps no logbooks, or has none for this learner."""

    code = "no_logbook"


class LogbookAwayError(UnavailableError):
    """Raised where logbooks are kept on another server and it does not answer."""

    code = "logbook_away"


class UnknownPlacementError(NotFoundError):
    """Raised for a placement that is not this learner's."""

    code = "unknown_placement"


class UnknownEntryError(NotFoundError):
    """Raised for an entry that is not in this learner's logbook: another learner's is answered in the same way."""

    code = "unknown_entry"


class UnknownMissionError(NotFoundError):
    """Raised for a mission that is not part of this learner's placements."""

    code = "unknown_mission"


class UnknownPeriodError(NotFoundError):
    """Raised for a period that is not part of the placement, or that asks for no synthesis."""

    code = "unknown_period"


class CompetencyOutsideMissionsError(InvalidError):
    """Raised when an entry names a competency that none of the placement's missions aims at."""

    code = "competency_outside_missions"


class FutureEntryError(InvalidError):
    """Raised when an entry tells of a day that has not come yet."""

    code = "future_entry"


class EntryOutsideContractError(InvalidError):
    """Raised when an entry tells of a day before the contract began or after it ended."""

    code = "entry_outside_contract"


class UnsafeLinkError(InvalidError):
    """Raised when a link to evidence is not a complete https address."""

    code = "unsafe_link"


class EvidenceTooLargeError(TooLargeError):
    """Raised when a file of evidence is beyond the cap."""

    code = "evidence_too_large"


class EvidenceTypeError(InvalidError):
    """Raised when a file of evidence is not of a kind that is accepted, whatever its name says."""

    code = "evidence_type"


class EmptyEvidenceError(InvalidError):
    """Raised when a file of evidence was chosen and nothing of it arrived."""

    code = "empty_evidence"


class EntrySupersededError(ConflictError):
    """Raised when the entry to correct has been corrected already: its correction is the one to correct."""

    code = "entry_superseded"


class KeyReusedError(ConflictError):
    """Raised when an idempotency key comes again with something else to write."""

    code = "key_reused"


class MissionClosedError(ConflictError):
    """Raised when an agreement is given to a mission that is withdrawn or over."""

    code = "mission_closed"


class SynthesisSubmittedError(ConflictError):
    """Raised when a synthesis that was handed in is to be changed."""

    code = "synthesis_submitted"


class PlacementClosedError(ForbiddenError):
    """Raised when a placement that was broken off, or closed by the school, is written to."""

    code = "placement_closed"
