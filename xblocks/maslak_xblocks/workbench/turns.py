"""One request at a time in the workbench.

A handler reads a learner's state, changes it and writes it back. xblock-sdk does so in threads without a lock, so that of answers
sent at once some would be lost; a platform has transactions for this, and what is one process with one database needs only a turn.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

_TURN = Lock()


def take_turns(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Make the middleware that lets a request begin when the one before has its answer."""

    def middleware(request: Any) -> Any:
        with _TURN:
            return get_response(request)

    return middleware
