"""The life of an attempt: one set of data, tasks answered in any order and more than once, handed in at last.

Pure; the block stores what these functions return.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from maslak_xblocks.errors import AttemptOverError, AttemptRunningError, CoolingDownError, NoAttemptLeftError, NotOpenError
from maslak_xblocks.host import HostArrangement
from maslak_xblocks.lab.errors import NoTryLeftError
from maslak_xblocks.lab.verdict import round_score
from maslak_xblocks.timing import TimeLimit, find_finish, is_over

_KEPT_KEYS: Final = 20  # more than a phone keeps answers of one task waiting


@dataclass(frozen=True)
class TaskState:
    """Where one task stands: the best score, the last answer and what it was worth, how often it was tried, the hints seen.

    ``response`` of a file is its name; ``remarks`` are what was said about it, as ``[code, values]``. ``first`` is what the first
    answer was: right, a known wrong value, or another one; it stays when later answers are better.
    """

    best: Decimal = Decimal(0)
    tries: int = 0
    hints: tuple[str, ...] = ()
    response: str | None = None
    score: Decimal = Decimal(0)
    feedback: str = ""
    first: str = ""
    misconception: str = ""
    remarks: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    keys: tuple[str, ...] = ()  # the idempotency keys of the last answers, the newest at the end
    at: datetime | None = None

    @property
    def answered(self) -> bool:
        """Whether any answer arrived."""
        return self.at is not None

    def receive(self, key: str, at: datetime) -> TaskState:
        """Give the state with the key and the time of the answer that made it."""
        return replace(self, keys=(*self.keys, key)[-_KEPT_KEYS:], at=at)

    def to_json(self) -> dict[str, Any]:
        """Give the stored form."""
        return {
            "best": str(self.best),
            "tries": self.tries,
            "hints": list(self.hints),
            "response": self.response,
            "score": str(self.score),
            "feedback": self.feedback,
            "first": self.first,
            "misconception": self.misconception,
            "remarks": [[code, dict(values)] for code, values in self.remarks],
            "keys": list(self.keys),
            "at": self.at.isoformat() if self.at else None,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> TaskState:
        """Read the stored form."""
        return cls(
            best=Decimal(stored["best"]),
            tries=stored["tries"],
            hints=tuple(stored["hints"]),
            response=stored["response"],
            score=Decimal(stored["score"]),
            feedback=stored["feedback"],
            # Attempts that began before first answers were kept have none.
            first=stored.get("first", ""),
            misconception=stored["misconception"],
            remarks=tuple((code, values) for code, values in stored["remarks"]),
            # Attempts that began before several keys were kept have one.
            keys=tuple(stored.get("keys") or filter(None, [stored.get("key")])),
            at=datetime.fromisoformat(stored["at"]) if stored["at"] else None,
        )


_UNTOUCHED: Final = TaskState()


@dataclass(frozen=True)
class Attempt:
    """One attempt; ``score`` is there when it is handed in.

    ``generator``, ``rows``, ``salt`` and ``limit`` stay as they were at its beginning.
    """

    number: int
    generator: str
    rows: int
    salt: str
    began_at: datetime
    begin_key: str = ""
    tasks: Mapping[str, TaskState] = field(default_factory=dict)
    finished_at: datetime | None = None
    score: Decimal | None = None
    limit: TimeLimit | None = None
    timed_out: bool = False  # it ended because its time was over

    @property
    def finished(self) -> bool:
        """Whether it was handed in."""
        return self.finished_at is not None

    def task(self, task_id: str) -> TaskState:
        """Give where a task stands, answered or not."""
        return self.tasks.get(task_id, _UNTOUCHED)

    def with_task(self, task_id: str, state: TaskState) -> Attempt:
        """Give the attempt with one task's state."""
        return replace(self, tasks={**self.tasks, task_id: state})

    def to_json(self) -> dict[str, Any]:
        """Give the stored form."""
        return {
            "number": self.number,
            "generator": self.generator,
            "rows": self.rows,
            "salt": self.salt,
            "began_at": self.began_at.isoformat(),
            "begin_key": self.begin_key,
            "tasks": {name: state.to_json() for name, state in self.tasks.items()},
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
            generator=stored["generator"],
            rows=stored["rows"],
            salt=stored["salt"],
            began_at=datetime.fromisoformat(stored["began_at"]),
            begin_key=stored["begin_key"],
            tasks={name: TaskState.from_json(state) for name, state in stored["tasks"].items()},
            finished_at=datetime.fromisoformat(stored["finished_at"]) if stored["finished_at"] else None,
            score=None if stored["score"] is None else Decimal(stored["score"]),
            # Attempts without a limit, and those that began before there were limits, have none.
            limit=TimeLimit.from_json(stored.get("limit")),
            timed_out=stored.get("timed_out", False),
        )


@dataclass(frozen=True)
class Rules:
    """What bounds the attempts of one learner: the lab's own rules and what the school granted."""

    attempts: int
    cooldown_minutes: int
    tries: int
    arrangement: HostArrangement

    @property
    def allowed(self) -> int | None:
        """How many attempts there are in all; None for no limit."""
        return self.attempts + self.arrangement.extra_attempts if self.attempts else None


def attempts_left(history: Sequence[Attempt], rules: Rules) -> int | None:
    """Give how many attempts may still be begun; None for no limit."""
    return None if rules.allowed is None else max(0, rules.allowed - len(history))


def tries_left(state: TaskState, rules: Rules) -> int | None:
    """Give how often a task may still be answered; None for no limit."""
    return max(0, rules.tries - state.tries) if rules.tries else None


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


def check_may_answer(attempt: Attempt | None, task_id: str, rules: Rules, now: datetime) -> Attempt:
    """Give the running attempt. Raises AttemptOverError, NotOpenError and NoTryLeftError."""
    if attempt is None or attempt.finished:
        raise AttemptOverError("no attempt is running")
    check_open(rules, now, attempt)
    if tries_left(attempt.task(task_id), rules) == 0:
        raise NoTryLeftError("every try of this task is used", allowed=rules.tries)
    return attempt


def close_attempt(attempt: Attempt, score: Decimal, rules: Rules, now: datetime) -> Attempt:
    """Give the attempt with its score and its end, which is never later than that of its time."""
    arrangement = rules.arrangement
    return replace(attempt, finished_at=find_finish(attempt, arrangement, now), score=score, timed_out=is_over(attempt, arrangement, now))


def score_attempt(attempt: Attempt, weights: Mapping[str, Decimal]) -> Decimal:
    """Give the score of an attempt as it stands: the mean of the tasks' best scores by weight; an open task counts 0."""
    total = sum(weights.values(), Decimal(0))
    if not total:
        return Decimal(0)
    return round_score(sum((weight * attempt.task(name).best for name, weight in weights.items()), Decimal(0)) / total)


def is_settled(attempt: Attempt, weights: Mapping[str, Decimal], rules: Rules) -> bool:
    """Say whether nothing can be gained any more: every task was answered rightly or has no try left.

    In an exam a right answer must not be told by what happens next, so only tries count there.
    """
    tells = not rules.arrangement.exam_mode
    states = [attempt.task(name) for name in weights]
    return all(state.answered and (tells and state.score == 1 or tries_left(state, rules) == 0) for state in states)
