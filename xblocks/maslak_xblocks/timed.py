"""What the blocks share whose attempts may have a time limit: the end of time, without the learner too, and the note of what runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol, cast

from web_fragments.fragment import Fragment

from maslak_xblocks.base import GradedBlock
from maslak_xblocks.errors import AttemptOverError, TimeOverError
from maslak_xblocks.fields import once
from maslak_xblocks.host import HostArrangement, find_room
from maslak_xblocks.payload import json_handler, take_integer
from maslak_xblocks.timing import Timed, find_end, is_over, is_overdue, is_too_late


class RunningAttempts(Protocol):
    """The host's room ``attempts``: a note of each attempt that runs, by which it finds those that its learner has left."""

    def keep(self, usage_key: str, ends_at: datetime | None) -> None:
        """Note that an attempt runs, until a moment or until the block closes."""

    def drop(self, usage_key: str) -> None:
        """Forget the note: nothing runs any more."""


class TimedBlock(GradedBlock):
    """Base of the blocks that have attempts. A subclass gives ``find_running``, ``end_running`` and ``describe_whole``."""

    @once
    def arrangement(self) -> HostArrangement:
        """What a school granted this learner for this block."""
        return self.host.arrangement(self.usage)

    def find_running(self) -> Timed | None:
        """Give the stored attempt that is not finished yet."""
        raise NotImplementedError

    def end_running(self) -> None:
        """End the running attempt with what was answered; score, evidence, mark and completion as if the learner had ended it."""
        raise NotImplementedError

    def describe_whole(self, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give the state, with the page where one is wanted."""
        raise NotImplementedError

    def student_view(self, context: Any = None) -> Fragment:
        """Show the block, with the clock that a limited attempt needs."""
        return self.compose(self.inner(), view="student", scripts=("frame.js", "timer.js", f"{self.kind}.js"))

    def end_overdue(self) -> bool:
        """End the running attempt if nothing that was given in time can be on the way any more; say whether it was.

        The host calls this for learners who are away. Either way its note of what runs is true afterwards.
        """
        attempt, arrangement = self.find_running(), self.arrangement
        if attempt is None:
            self.note_ended()
            return False
        if not is_overdue(attempt, arrangement, self.host.now()):
            self.note_begun(attempt)
            return False
        self.end_running()
        return True

    def refuse_late(self, attempt: Timed | None) -> None:
        """Raise TimeOverError for what cannot have been given in time, and end the attempt with what was."""
        if attempt is None or attempt.limit is None:
            return
        arrangement = self.arrangement
        if not is_too_late(attempt, arrangement, self.host.now()):
            return
        ends_at = find_end(attempt, arrangement)
        self.end_overdue()
        raise TimeOverError("the time of the attempt is over", ended_at=ends_at.isoformat() if ends_at else None, revision=self.revision)

    def refuse_other(self, payload: Mapping[str, Any], attempt: Timed | None) -> None:
        """Raise AttemptOverError for what names another attempt than the newest: what was kept without a connection, or given in
        a window that was left open, must not land in one that was begun since.
        """
        if "attempt" in payload and take_integer(payload, "attempt") != (attempt.number if attempt else None):
            raise AttemptOverError("this belongs to another attempt", revision=self.revision)

    def note_begun(self, attempt: Timed) -> None:
        """Tell the host that an attempt runs."""
        if (room := self._running_attempts) is not None:
            room.keep(self.usage, find_end(attempt, self.arrangement))

    def note_ended(self) -> None:
        """Tell the host that no attempt runs any more."""
        if (room := self._running_attempts) is not None:
            room.drop(self.usage)

    @property
    def _running_attempts(self) -> RunningAttempts | None:
        return cast("RunningAttempts | None", find_room(self.host, "attempts"))

    @json_handler
    def time_up(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """End the running attempt if its time is over, and give the state; a clock that is ahead changes nothing."""
        self.require_learner()
        attempt = self.find_running()
        if attempt is not None and is_over(attempt, self.arrangement, self.host.now()):
            self.end_running()
        return self.describe_whole(payload)
