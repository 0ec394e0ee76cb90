"""From evidence to a rating, by a named policy, with the reasons.

A rating is a pure function of a set of evidence: the order of arrival never matters. Policies are named with a version and
never change once used, so that an old rating can be explained for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from maslak_domain.errors import InvalidError
from maslak_domain.evidence import Evidence


class Rating(StrEnum):
    """How far a learner has come on a competency at a level."""

    NOT_ASSESSED = "not_assessed"
    IN_PROGRESS = "in_progress"
    PARTLY = "partly"
    ACQUIRED = "acquired"


_ORDER: Final = {rating: position for position, rating in enumerate(Rating)}


class UnknownPolicyError(InvalidError):
    """Raised when a rating is asked under a policy that does not exist."""

    code = "unknown_policy"


class InvalidRequirementError(InvalidError):
    """Raised when a pass mark lies outside 0..1."""

    code = "invalid_requirement"


@dataclass(frozen=True, slots=True)
class Requirement:
    """What the course release asks for a competency: reach ``pass_mark`` (0..1) in one attempt at ``usage_key``.

    Only a requirement that ``decides`` moves the rating beyond *in progress*; the others are practice. One that is
    ``replaceable`` (a lab, a project) may also be met at work, by evidence that both tutors signed.
    """

    usage_key: str
    pass_mark: Decimal
    decides: bool
    replaceable: bool = False

    def __post_init__(self) -> None:
        if not self.pass_mark.is_finite() or not 0 <= self.pass_mark <= 1:
            raise InvalidRequirementError("a pass mark is a decimal from 0 to 1", usage_key=self.usage_key)


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the explanation: a stable code and the values its translated sentence needs."""

    code: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RatingOutcome:
    """A rating, the policy it was made under, and why."""

    rating: Rating
    policy: str
    explanation: tuple[Reason, ...]


Rule = Callable[[Sequence[Evidence], Sequence[Requirement]], tuple[Rating, tuple[Reason, ...]]]


@dataclass(frozen=True, slots=True)
class Policy:
    """A named rule that never changes once it has rated somebody."""

    name: str
    rule: Rule


def rate(evidence: Iterable[Evidence], requirements: Sequence[Requirement], policy_name: str) -> RatingOutcome:
    """Rate the evidence of one learner on one competency at one level against the release's requirements.

    Raises UnknownPolicyError.
    """
    policy = POLICIES.get(policy_name)
    if policy is None:
        raise UnknownPolicyError("no policy of this name", policy=policy_name)
    rating, explanation = policy.rule(tuple(evidence), requirements)
    return RatingOutcome(rating=rating, policy=policy.name, explanation=explanation)


def is_lowering(before: Rating, after: Rating) -> bool:
    """Say whether a change takes something away, which only a person may decide, with a reason."""
    return _ORDER[after] < _ORDER[before]


def _rate_by_threshold(evidence: Sequence[Evidence], requirements: Sequence[Requirement]) -> tuple[Rating, tuple[Reason, ...]]:
    """Compare the best whole attempt at each deciding requirement with its pass mark.

    The best attempt counts, so a later, worse attempt never lowers. Evidence on a single question shows progress only.
    """
    if not evidence:
        return Rating.NOT_ASSESSED, (Reason("no_evidence", {}),)
    best: dict[str, Decimal] = {}
    for observation in evidence:
        if observation.is_whole_attempt:
            best[observation.usage_key] = max(observation.score, best.get(observation.usage_key, Decimal(0)))
    deciding = sorted((each for each in requirements if each.decides), key=lambda each: (each.usage_key, each.pass_mark))
    met = [requirement for requirement in deciding if _is_met(requirement, best)]
    reasons = tuple(_explain(requirement, best) for requirement in deciding) or (Reason("nothing_decides", {}),)
    if deciding and len(met) == len(deciding):
        return Rating.ACQUIRED, reasons
    return (Rating.PARTLY if met else Rating.IN_PROGRESS), reasons


def _is_met(requirement: Requirement, best: Mapping[str, Decimal]) -> bool:
    """Say whether an attempt exists that reached the mark; an attempt is needed even where the mark is zero."""
    return requirement.usage_key in best and best[requirement.usage_key] >= requirement.pass_mark


def _explain(requirement: Requirement, best: Mapping[str, Decimal]) -> Reason:
    params = {"usage_key": requirement.usage_key, "pass_mark": str(requirement.pass_mark)}
    if requirement.usage_key not in best:
        return Reason("requirement_not_attempted", params)
    code = "requirement_met" if _is_met(requirement, best) else "requirement_not_met"
    return Reason(code, params | {"best": str(best[requirement.usage_key])})


# What the levels ask of work: at N2 and N3 it may stand for a lab or a project, N4 is never reached without it.
_REPLACING_LEVELS: Final = ("N2", "N3")
_WORKPLACE_LEVEL: Final = "N4"
WORKPLACE: Final = "workplace"


def _rate_with_workplace(evidence: Sequence[Evidence], requirements: Sequence[Requirement]) -> tuple[Rating, tuple[Reason, ...]]:
    """Rate as `threshold/1` does, and let work that both tutors signed count as the levels say (see `_REPLACING_LEVELS`).

    All evidence is of one level. Work counts when its score is 1: the agreed level was reached.
    """
    at_work = [each for each in evidence if each.conditions == WORKPLACE]
    reached = any(each.is_whole_attempt and each.score == 1 for each in at_work)
    level = evidence[0].level if evidence else ""
    asked = list(requirements)
    if reached and level in _REPLACING_LEVELS:
        asked = [each for each in asked if not (each.decides and each.replaceable)]
    if level == _WORKPLACE_LEVEL or (reached and level in _REPLACING_LEVELS):
        asked.append(Requirement(WORKPLACE, Decimal(1), decides=True))
    return _rate_by_threshold([_under_one_name(each) for each in evidence], asked)


def _under_one_name(each: Evidence) -> Evidence:
    return replace(each, usage_key=WORKPLACE) if each.conditions == WORKPLACE else each


POLICIES: Final[Mapping[str, Policy]] = MappingProxyType(
    {policy.name: policy for policy in (Policy("threshold/1", _rate_by_threshold), Policy("threshold/2", _rate_with_workplace))}
)
