"""Remember that the registry is silent, so that a page does not wait for it again and again.

A registry that refuses connections costs nothing. One that accepts them and never answers holds every page that asks it for the
whole time limit; without this memory a class opening its passports would leave no thread for those who learn.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

PAUSE_SECONDS: Final = 5.0


class Silence:
    """What one process knows of the registry's silence: after each, nobody asks for a while, and then one alone."""

    def __init__(self, timer: Callable[[], float] = time.monotonic) -> None:
        self._timer = timer
        self._lock = threading.Lock()
        self._is_silent = False
        self._ask_at = 0.0

    @property
    def is_silent(self) -> bool:
        """Whether the registry did not answer when it was asked last."""
        with self._lock:
            return self._is_silent

    def may_ask(self) -> bool:
        """Say whether to ask now. After a silence the first to come may, and the others do not wait beside it."""
        with self._lock:
            if not self._is_silent:
                return True
            at = self._timer()
            if at < self._ask_at:
                return False
            self._ask_at = at + PAUSE_SECONDS
            return True

    def note(self, *, silent: bool) -> None:
        """Remember how asking ended: in silence, or with any answer at all."""
        with self._lock:
            self._is_silent = silent
            self._ask_at = self._timer() + PAUSE_SECONDS
