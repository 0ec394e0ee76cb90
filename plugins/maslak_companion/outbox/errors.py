"""What can go wrong between the outbox and the registry."""

from __future__ import annotations

from maslak_domain.errors import ConflictError, UnavailableError


class LeaseLostError(ConflictError):
    """Raised when another worker has taken over while this one was sealing; it must write nothing."""

    code = "lease_lost"


class RegistryAwayError(UnavailableError):
    """Raised when the registry cannot be reached or asks to come back later; ``retry_after`` is in seconds, if it said so."""

    code = "registry_away"

    def __init__(self, detail: str, *, retry_after: float | None = None) -> None:
        super().__init__(detail, retry_after=retry_after)
        self.retry_after = retry_after


class RegistryRefusedError(ConflictError):
    """Raised when the registry answered with a refusal; ``problem`` is its problem document."""

    code = "registry_refused"

    def __init__(self, problem: dict[str, object]) -> None:
        self.problem = problem
        self.problem_code = str(problem.get("code", "unknown"))
        super().__init__(f"the registry refused: {self.problem_code}")
