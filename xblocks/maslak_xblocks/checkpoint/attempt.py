"""The life of an attempt: begun, answered item by item, finished. Pure; the block stores what these functions return."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from maslak_xblocks.checkpoint.scoring import Response
from maslak_xblocks.errors import (
    AlreadyAnsweredError,
    AttemptOverError,
    AttemptRunningError,
    CoolingDownError,
    NoAttemptLeftError,
    NotOpenError,
    UnknownItemError,
)
from maslak_xblocks.host import HostArrangement
from maslak_xblocks.timing import TimeLimit, find_finish, is_over


@dataclass(frozen=True)
class Answer:
    """One item's answer, as it was marked when it arrived."""

    response: Response
    score: Decimal
    key: str  # the idempotency key it came with
    at: datetime


@dataclass(frozen=True)
class Attempt:
    """One attempt; ``score`` is there when it is finished. ``limit`` is what it began with, whatever is set later."""

    number: int
    items: tuple[str, ...]
    answers: Mapping[str, Answer]
    began_at: datetime
    finished_at: datetime | None = None
    score: Decimal | None = None
    limit: TimeLimit | None = None
    timed_out: bool = False  # it ended because its time was over

    @property
    def finished(self) -> bool:
        """Whether it has ended, by its last answer, its learner or its time, and the score is set."""
        return self.finished_at is not None

    @property
    def open_items(self) -> tuple[str, ...]:
        """The items that wait for an answer."""
        return tuple(item for item in self.items if item not in self.answers)

    def was_received(self, item: str, key: str) -> bool:
        """Whether an item has the answer that came with a key."""
        known = self.answers.get(item)
        return known is not None and known.key == key

    def to_json(self) -> dict[str, Any]:
        """Give the stored form."""
        return {
            "number": self.number,
            "items": list(self.items),
            "answers": {
                name: {"response": answer.response, "score": str(answer.score), "key": answer.key, "at": answer.at.isoformat()}
                for name, answer in self.answers.items()
            },
            "began_at": self.began_at.isoformat(),
            "finished_at": self.finished_at.isoformat() if self.finished_at else None,
            "score": None if self.score is None else str(self.score),
            **({"limit": self.limit.to_json()} if self.limit else {}),
            **({"timed_out": True} if self.timed_out else {}),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Attempt:
        """Read the stored form."""
        return cls(
            number=stored["number"],
            items=tuple(stored["items"]),
            answers={
                name: Answer(answer["response"], Decimal(answer["score"]), answer["key"], datetime.fromisoformat(answer["at"]))
                for name, answer in stored["answers"].items()
            },
            began_at=datetime.fromisoformat(stored["began_at"]),
            finished_at=datetime.fromisoformat(stored["finished_at"]) if stored["finished_at"] else None,
            score=None if stored["score"] is None else Decimal(stored["score"]),
            # Attempts without a limit, and those that began before there were limits, have none.
            limit=TimeLimit.from_json(stored.get("limit")),
            timed_out=stored.get("timed_out", False),
        )


@dataclass(frozen=True)
class Rules:
    """What bounds the attempts of one learner: the checkpoint's own rules and what the school granted."""

    attempts: int
    cooldown_minutes: int
    arrangement: HostArrangement

    @property
    def allowed(self) -> int | None:
        """How many attempts there are in all; None for no limit."""
        return self.attempts + self.arrangement.extra_attempts if self.attempts else None


def attempts_left(history: Sequence[Attempt], rules: Rules) -> int | None:
    """Give how many attempts may still be begun; None for no limit."""
    return None if rules.allowed is None else max(0, rules.allowed - len(history))


def next_begins_at(history: Sequence[Attempt], rules: Rules) -> datetime | None:
    """Give when the cool-down ends; None when there is none."""
    last = history[-1].finished_at if history else None
    return last + timedelta(minutes=rules.cooldown_minutes) if last and rules.cooldown_minutes else None


def check_open(rules: Rules, now: datetime, running: Attempt | None = None) -> None:
    """Raise NotOpenError outside the times that apply to this learner; a running attempt with a limit has an end of its own."""
    opens_at, closes_at = rules.arrangement.opens_at, rules.arrangement.closes_at
    if opens_at and now < opens_at:
        raise NotOpenError("not open yet", opens_at=opens_at.isoformat())
    if closes_at and now > closes_at and not (running and running.limit):
        raise NotOpenError("closed", closed_at=closes_at.isoformat())


def is_stuck(attempt: Attempt, rules: Rules, now: datetime) -> bool:
    """Say whether a running attempt can take no answer any more: a newer release took what was open, or the time is over."""
    return not attempt.finished and (not attempt.open_items or is_over(attempt, rules.arrangement, now))


def close_attempt(attempt: Attempt, score: Decimal, rules: Rules, now: datetime) -> Attempt:
    """Give the attempt with its score and its end, which is never later than that of its time."""
    timed_out = bool(attempt.open_items) and is_over(attempt, rules.arrangement, now)
    return replace(attempt, finished_at=find_finish(attempt, rules.arrangement, now), score=score, timed_out=timed_out)


def check_may_begin(history: Sequence[Attempt], rules: Rules, now: datetime) -> None:
    """Raise NotOpenError, AttemptRunningError, NoAttemptLeftError or CoolingDownError."""
    check_open(rules, now)
    if history and not history[-1].finished:
        raise AttemptRunningError("an attempt is running", attempt=history[-1].number)
    if attempts_left(history, rules) == 0:
        raise NoAttemptLeftError("no attempt is left", allowed=rules.allowed)
    available_at = next_begins_at(history, rules)
    if available_at and now < available_at:
        raise CoolingDownError("the next attempt opens later", available_at=available_at.isoformat())


def count_seen(history: Sequence[Attempt]) -> Mapping[str, int]:
    """Give how often each item was drawn."""
    return Counter(item for attempt in history for item in attempt.items) if history else {}


def add_answer(attempt: Attempt | None, item: str, answer: Answer) -> Attempt:
    """Give the attempt with one more answer.

    The same answer arriving again under its key changes nothing. Raises AttemptOverError, UnknownItemError and
    AlreadyAnsweredError.
    """
    if attempt is None:
        raise AttemptOverError("no attempt is running")
    known = attempt.answers.get(item)
    if known is not None:
        if known.key == answer.key and known.response == answer.response:
            return attempt
        raise AlreadyAnsweredError("the item has an answer", item=item)
    if attempt.finished:
        raise AttemptOverError("the attempt is finished", attempt=attempt.number)
    if item not in attempt.items:
        raise UnknownItemError("the item is not part of the attempt", item=item)
    return replace(attempt, answers={**attempt.answers, item: answer})


def recall_attempts(stored: Sequence[Mapping[str, Any]], existing: frozenset[str]) -> tuple[Attempt, ...]:
    """Give the stored attempts, without the items that a newer release no longer has.

    A running attempt of which nothing is left was never there: it can be begun again, and costs nobody an attempt.
    """
    attempts = tuple(retire_missing(Attempt.from_json(each), existing) for each in stored)
    return attempts[:-1] if attempts and not attempts[-1].finished and not attempts[-1].items else attempts


def find_attempt(history: Sequence[Attempt], number: int) -> Attempt:
    """Give the stored attempt of a number. Raises AttemptOverError where there is none."""
    found = next((attempt for attempt in history if attempt.number == number), None)
    if found is None:
        raise AttemptOverError("there is no such attempt", attempt=number)
    return found


def retire_missing(attempt: Attempt, existing: frozenset[str]) -> Attempt:
    """Leave out items that a newer release no longer has, so that a running attempt can be finished. A finished one stays."""
    if attempt.finished or all(item in existing for item in attempt.items):
        return attempt
    return replace(attempt, items=tuple(item for item in attempt.items if item in existing))
