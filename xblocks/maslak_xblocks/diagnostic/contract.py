"""The state of a diagnostic as a client may know it: the start, the one question that is asked now, or the advice at the end.

Nothing here tells a right answer, neither before nor after: options go out under seeded names, and no answer is ever marked in
the open, since the same question may be asked again next time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from maslak_domain.language import Language, LocalizedText, pick
from maslak_xblocks.diagnostic.advice import Advice, give_advice
from maslak_xblocks.diagnostic.attempt import Attempt, count_left, find_question, next_begins_at
from maslak_xblocks.diagnostic.document import DiagnosticDocument
from maslak_xblocks.diagnostic.item import Item
from maslak_xblocks.diagnostic.port import Unit
from maslak_xblocks.fields import once
from maslak_xblocks.host import HostArrangement
from maslak_xblocks.seeding import make_seed, option_token, shuffle_options

Phase: TypeAlias = Literal["start", "question", "result"]


@dataclass(frozen=True)
class Situation:
    """Everything the description of a diagnostic depends on."""

    document: DiagnosticDocument
    language: Language
    history: tuple[Attempt, ...]
    seed: str
    question: Item | None
    units: Mapping[str, Unit]
    arrangement: HostArrangement
    now: datetime
    revision: int

    @property
    def attempt(self) -> Attempt | None:
        """The last attempt, running or finished."""
        return self.history[-1] if self.history else None

    @property
    def finished(self) -> tuple[Attempt, ...]:
        """The finished attempts."""
        return tuple(each for each in self.history if each.finished_at is not None)

    @property
    def phase(self) -> Phase:
        """Which of the three pages is shown."""
        return "question" if self.question else "result" if self.finished else "start"

    @property
    def available_at(self) -> datetime | None:
        """When it may be taken again; None when it may be now."""
        at = next_begins_at(self.document, self.history)
        return at if at and at > self.now else None

    @once
    def asked(self) -> dict[str, Any] | None:
        """The question that is asked now, as both the page and the state tell it."""
        return _describe_question(self)

    @property
    def advice(self) -> Advice | None:
        """What the last finished attempt says."""
        return give_advice(self.document, self.finished, self.units)

    def tokens(self, item: Item) -> dict[str, str]:
        """Give the names under which a question's options are sent, in the order in which they are shown."""
        return {option_token(name, item.id, self.seed): name for name in shuffle_options(item.options, item.id, self.seed)}


def make_situation(
    document: DiagnosticDocument, history: Sequence[Attempt], *, usage: str, learner: str, **others: Any
) -> Situation:  # fmt: skip
    """Give the situation of a learner; the question is worked out from what was answered, so nothing can disagree with it."""
    seed = make_seed(usage, learner, history[-1].number if history else 1)
    return Situation(document=document, history=tuple(history), seed=seed, question=find_question(document, history, seed), **others)


def describe_state(situation: Situation) -> dict[str, Any]:
    """Give the whole state as plain JSON values; times in ISO 8601."""
    document, at = situation.document, situation.available_at
    return {
        "revision": situation.revision,
        "language": situation.language,
        "framework": document.framework,
        "level": document.level,
        "most": document.most,
        "phase": situation.phase,
        "attempts": len(situation.finished),
        "available_at": at.isoformat() if at else None,
        "question": situation.asked,
        "result": describe_advice(situation),
    }


def _describe_question(situation: Situation) -> dict[str, Any] | None:
    """Give the question that is asked now, and how far it is."""
    item, attempt = situation.question, situation.attempt
    if item is None or attempt is None:
        return None
    text, language = item.text(situation.language)
    return {
        "number": len(attempt.answers) + 1,
        "about_left": max(1, count_left(situation.document, attempt)),
        "id": item.id,
        "type": item.type,
        "language": language,
        "stem": text.stem,
        "options": [{"id": token, "html": text.options[name]} for token, name in situation.tokens(item).items()],
        "unit": text.unit,
    }


def describe_advice(situation: Situation) -> dict[str, Any] | None:
    """Give where each topic stands and the units to study."""
    advice = situation.advice
    if advice is None:
        return None
    return {
        "at": advice.at.isoformat(),
        "before_at": advice.before_at.isoformat() if advice.before_at else None,
        "topics": [
            {
                "id": line.node.id,
                "competency": line.node.competency,
                "name": _say(line.node.names, situation.language),
                "place": line.place,
                "before": line.before,
                "change": line.change,
            }
            for line in advice.topics
        ],
        "units": [
            {
                "name": step.unit.name,
                "title": _say(step.unit.titles, situation.language),
                "url": step.unit.url,
                "is_done": step.unit.is_done,
                "topic": step.topic.node.id,
            }
            for step in advice.steps
        ],
    }


def _say(text: LocalizedText, language: Language) -> str:
    return pick(text, language)[0] if any(text.values()) else ""
