"""What a release says about its blocks, in the words of the mastery rules. No database here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from maslak_companion.progress.errors import NothingAssessedError
from maslak_domain.evidence import WHOLE_ATTEMPT
from maslak_domain.mastery import Requirement

BlockMap = Mapping[str, Mapping[str, Any]]
# What work that both tutors signed may stand for.
REPLACEABLE = ("maslak_lab", "maslak_project")


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """The part of a course release that evidence needs: which course, which release, what its blocks assess."""

    release_id: UUID
    course_key: str
    block_map: BlockMap


@dataclass(frozen=True, slots=True)
class WorkObserved:
    """What two tutors signed about a competency at work: whether the level that the three agreed on was reached.

    `agreement_id` names the agreed document that fixed competency and level, as a release does for a block.
    """

    key: str
    attempt: int
    competency: str
    level: str
    reached: bool
    agreement_id: UUID

    @property
    def item(self) -> str:
        """The work as a whole, not one part of it."""
        return WHOLE_ATTEMPT

    @property
    def score(self) -> Decimal:
        """1 where the agreed level was reached, else 0: nobody gives marks at work."""
        return Decimal(int(self.reached))

    @property
    def response(self) -> str:
        """Nothing: what was done at work may be confidential, and stays in the logbook."""
        return ""


def find_target(block_map: BlockMap, usage_key: str) -> tuple[str, str]:
    """Return the competency and level that a block assesses; raises `NothingAssessedError`."""
    entry = block_map.get(usage_key, {})
    if not entry.get("competency") or not entry.get("level"):
        raise NothingAssessedError("the block assesses no competency in this release", usage_key=usage_key)
    return str(entry["competency"]), str(entry["level"])


def list_requirements(block_map: BlockMap, competency: str, level: str) -> list[Requirement]:
    """Return what a release asks for a competency at a level."""
    return [
        Requirement(
            usage_key=usage_key,
            pass_mark=Decimal(str(entry["pass_mark"])),
            decides=bool(entry["decides"]),
            replaceable=entry.get("block_type") in REPLACEABLE,
        )
        for usage_key, entry in block_map.items()
        if entry.get("competency") == competency and entry.get("level") == level
    ]
