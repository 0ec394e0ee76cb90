"""What time it is, asked in one place, so that a test can answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flask import current_app, has_app_context

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the present moment as aware UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """Return the present moment by the running application's clock, or the system's outside an application."""
    clock: Clock = current_app.extensions.get("clock", system_clock) if has_app_context() else system_clock
    return clock()
