"""What can go wrong while marking."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, InvalidError


class HeldByOtherError(ConflictError):
    """Raised when somebody else is marking the round; `marker` says who and `until` when it may be taken over."""

    code = "held_by_other"


class StaleMarkingError(ConflictError):
    """Raised when the marking changed since the page was opened, or is no longer this marker's."""

    code = "stale_marking"


class MarkingStateError(ConflictError):
    """Raised when the round is not in the state that the act needs; `state` names the one it is in."""

    code = "marking_state"


class IncompleteMarkError(InvalidError):
    """Raised when a mark is called ready without a band for each criterion; `missing` lists them."""

    code = "incomplete_mark"


class NothingSaidError(InvalidError):
    """Raised when a round is returned without a word about what should change."""

    code = "nothing_said"


class NoRoundLeftError(ConflictError):
    """Raised when a round is returned although the team has no other to hand in."""

    code = "no_round_left"


class StageOverError(NoRoundLeftError):
    """Raised when a round is returned although its stage takes nothing more from the team: it could never come back."""

    code = "stage_over"


class NoReasonError(InvalidError):
    """Raised when a published mark is corrected without a reason, which the team reads beside it."""

    code = "no_reason"


class NothingChosenError(InvalidError):
    """Raised when nothing was chosen to be published."""

    code = "nothing_chosen"
