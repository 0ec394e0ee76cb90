"""The life of an attempt: begun, answered one question at a time, finished. Pure; the block stores what these functions return."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from maslak_xblocks.diagnostic.document import DiagnosticDocument
from maslak_xblocks.diagnostic.engine import Outcome, Place, Trial, choose_topic, estimate_left, place_topic, read_beliefs
from maslak_xblocks.diagnostic.item import Item
from maslak_xblocks.errors import AttemptRunningError, CoolingDownError, NotOpenError
from maslak_xblocks.host import HostArrangement
from maslak_xblocks.seeding import rank


@dataclass(frozen=True)
class Answer:
    """One answer, as it was marked when it arrived. ``response`` is empty for *I don't know yet*."""

    item: str
    topic: str
    outcome: Outcome
    response: str
    key: str  # the idempotency key it came with
    at: datetime


@dataclass(frozen=True)
class Attempt:
    """One attempt. ``places`` is there when it is finished: what it found then, whatever becomes of the questions."""

    number: int
    began_at: datetime
    key: str
    answers: tuple[Answer, ...] = ()
    finished_at: datetime | None = None
    places: Mapping[str, Place] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Give the stored form."""
        return {
            "number": self.number,
            "began_at": self.began_at.isoformat(),
            "key": self.key,
            "answers": [
                {
                    "item": each.item,
                    "topic": each.topic,
                    "outcome": each.outcome,
                    "response": each.response,
                    "key": each.key,
                    "at": each.at.isoformat(),
                }
                for each in self.answers
            ],
            "finished_at": self.finished_at.isoformat() if self.finished_at else None,
            "places": dict(self.places),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Attempt:
        """Read the stored form."""
        answers = ({**each, "at": datetime.fromisoformat(each["at"])} for each in stored["answers"])
        finished = stored["finished_at"]
        return cls(
            number=stored["number"],
            began_at=datetime.fromisoformat(stored["began_at"]),
            key=stored["key"],
            answers=tuple(Answer(**each) for each in answers),
            finished_at=datetime.fromisoformat(finished) if finished else None,
            places=stored["places"],
        )


def hear_attempt(document: DiagnosticDocument, attempt: Attempt) -> dict[str, float]:
    """Give for each topic how likely it is known. Answers to questions that a newer release dropped no longer speak."""
    items = document.by_id
    heard = [each for each in attempt.answers if each.item in items and each.topic == items[each.item].topic]
    return read_beliefs(document.order, [Trial(each.topic, each.outcome, items[each.item].guess) for each in heard])


def find_question(document: DiagnosticDocument, history: Sequence[Attempt], seed: str) -> Item | None:
    """Give the question that the running attempt asks now; None when none is running or it has nothing left to ask.

    Of a topic's questions those come first that the learner has met least often, in the order of the seed.
    """
    attempt = history[-1] if history else None
    if attempt is None or attempt.finished_at is not None or len(attempt.answers) >= document.most:
        return None
    met = Counter(each.item for past in history[:-1] for each in past.answers)
    following = {topic: _list_least_met(items, met) for topic, items in _list_left(document, attempt).items() if items}
    # Questions of one topic may differ in how they can be guessed; the one that would come next speaks for it.
    guesses = {
        topic: items[0].guess if len({each.guess for each in items}) == 1 else _take_first(items, seed).guess
        for topic, items in following.items()
    }
    topic = choose_topic(hear_attempt(document, attempt), guesses, seed)
    return _take_first(following[topic], seed) if topic else None


def count_left(document: DiagnosticDocument, attempt: Attempt) -> int:
    """Give about how many questions are still to come, the one that is shown among them."""
    left = {topic: len(items) for topic, items in _list_left(document, attempt).items()}
    return estimate_left(hear_attempt(document, attempt), left, max(0, document.most - len(attempt.answers)))


def place_all(document: DiagnosticDocument, attempt: Attempt) -> dict[str, Place]:
    """Give where each topic stands by the answers of an attempt."""
    return {topic: place_topic(belief) for topic, belief in hear_attempt(document, attempt).items()}


def finish(document: DiagnosticDocument, attempt: Attempt, now: datetime) -> Attempt:
    """Give the attempt with what it found."""
    return replace(attempt, finished_at=now, places=place_all(document, attempt))


def next_begins_at(document: DiagnosticDocument, history: Sequence[Attempt]) -> datetime | None:
    """Give when the pause ends after the last attempt; None when there is none."""
    last = history[-1].finished_at if history else None
    return last + timedelta(minutes=document.cooldown_minutes) if last and document.cooldown_minutes else None


def check_open(arrangement: HostArrangement, now: datetime) -> None:
    """Raise NotOpenError outside the times that apply to this learner."""
    if arrangement.opens_at and now < arrangement.opens_at:
        raise NotOpenError("not open yet", opens_at=arrangement.opens_at.isoformat())
    if arrangement.closes_at and now > arrangement.closes_at:
        raise NotOpenError("closed", closed_at=arrangement.closes_at.isoformat())


def check_may_begin(document: DiagnosticDocument, history: Sequence[Attempt], question: Item | None, now: datetime) -> None:
    """Raise AttemptRunningError while a question is open, CoolingDownError during the pause."""
    if question is not None:
        raise AttemptRunningError("an attempt is running", attempt=history[-1].number)
    available_at = next_begins_at(document, history)
    if available_at and now < available_at:
        raise CoolingDownError("the diagnostic may be taken again later", available_at=available_at.isoformat())


def _list_least_met(items: Sequence[Item], met: Mapping[str, int]) -> list[Item]:
    fewest = min(met[item.id] for item in items)
    return [item for item in items if met[item.id] == fewest]


def _take_first(items: Sequence[Item], seed: str) -> Item:
    """Give the first in the order of a seed; where there is but one, nothing need be hashed."""
    return items[0] if len(items) == 1 else min(items, key=lambda item: rank(seed, "item", item.id))


def _list_left(document: DiagnosticDocument, attempt: Attempt) -> dict[str, list[Item]]:
    answered = {each.item for each in attempt.answers}
    left: dict[str, list[Item]] = {node.id: [] for node in document.nodes}
    for item in document.items:
        if item.id not in answered:
            left[item.topic].append(item)
    return left
