"""The blocks' clock in the workbench: ``?ahead=600`` on any page sets it ten minutes ahead, and ``?ahead=0`` back.

Nobody waits an hour to see the end of a time limit.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from maslak_xblocks.workbench.host import WorkbenchHost


def set_clock(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Set the clock for everybody, where an address asks for it."""

    def answer(request: Any) -> Any:
        seconds = request.GET.get("ahead", "")
        if seconds.isascii() and seconds.isdigit() and len(seconds) < 7:
            WorkbenchHost.shared.clock_offset = timedelta(seconds=int(seconds))
        return get_response(request)

    return answer
