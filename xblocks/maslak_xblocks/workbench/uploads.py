"""Files in the workbench: what a form carries is read whole before anything else looks into it.

Django's guard against forged requests parses a form with a file from the stream, and then nobody can give the body to a block any
more. In the platform a block's handlers are exempt from that guard and bring their own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def keep_body(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Make the middleware that keeps a request's body."""

    def middleware(request: Any) -> Any:
        _ = request.body
        return get_response(request)

    return middleware
