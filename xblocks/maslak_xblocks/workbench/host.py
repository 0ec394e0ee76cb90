"""The workbench's host: keeps everything in memory and shows what a block asked of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar, Final

from maslak_domain.language import Language
from maslak_xblocks.host import HostArrangement, HostLearner, HostOutcome, HostRating, Observation
from maslak_xblocks.workbench.rooms import ROOMS

_NOTHING_GRANTED: Final = HostArrangement()


@dataclass
class Memory:
    """What all hosts of one process share."""

    languages: dict[str, Language] = field(default_factory=dict)
    evidence: list[tuple[str, str, Observation]] = field(default_factory=list)
    ratings: dict[tuple[str, str], str] = field(default_factory=dict)
    published: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    arrangements: dict[str, HostArrangement] = field(default_factory=dict)
    hidden_items: dict[str, set[str]] = field(default_factory=dict)
    logbooks: dict[str, Any] = field(default_factory=dict)
    dossiers: dict[tuple[str, str], Any] = field(default_factory=dict)  # by team and usage
    teams: dict[str, str] = field(default_factory=dict)  # of a learner, where it is not their own name
    clock_offset: timedelta = timedelta(0)


class WorkbenchHost:
    """A host without a database. A whole attempt with the full score counts as *acquired*."""

    shared: ClassVar[Memory] = Memory()

    def __init__(self, runtime: Any = None, learner: HostLearner | None = None, memory: Memory | None = None) -> None:
        self.runtime = runtime
        self._learner = learner
        self.memory = memory if memory is not None else self.shared

    def learner(self) -> HostLearner:
        """Give the learner named in the address; ``staff`` and ``anonymous`` are what they say."""
        if self._learner is not None:
            return self._learner
        name = str(getattr(self.runtime, "user_id", None) or "student_1")
        interface = getattr(self.runtime, "interface_language", None)
        return HostLearner("" if name == "anonymous" else name, name.startswith("staff"), interface)

    def content_language(self) -> Language | None:
        return self.memory.languages.get(self.learner().key)

    def set_content_language(self, language: Language) -> None:
        self.memory.languages[self.learner().key] = language

    def arrangement(self, usage_key: str) -> HostArrangement:
        return self.memory.arrangements.get(usage_key, _NOTHING_GRANTED)

    def record_evidence(self, usage_key: str, observations: Sequence[Observation]) -> HostOutcome:
        key = self.learner().key
        self.memory.evidence.extend((key, usage_key, observation) for observation in observations)
        before = self.memory.ratings.get((key, usage_key), "not_assessed")
        whole = [observation.score for observation in observations if observation.item == "*"]
        after = "acquired" if before == "acquired" or any(score >= 1 for score in whole) else "in_progress"
        self.memory.ratings[key, usage_key] = after
        return HostOutcome((self._rating(after, before != after),), self.now())

    def ratings(self, competencies: Sequence[str]) -> tuple[HostRating, ...]:
        return ()

    def room(self, name: str) -> Any:
        """Give the fake of a further room, or None."""
        return ROOMS[name](self) if name in ROOMS else None

    def now(self) -> datetime:
        return datetime.now(UTC) + self.memory.clock_offset

    @staticmethod
    def _rating(rating: str, changed: bool) -> HostRating:
        title: dict[Language, str] = {"ar": "كفاية تجريبية", "fr": "Compétence d’essai", "en": "Trial competency"}
        return HostRating("MA-NUM.TC.06", title, "N1", rating, changed)
