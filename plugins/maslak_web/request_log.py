"""One JSON line for each request, with nothing personal in it: the route, never the address typed; no names, no network addresses."""

from __future__ import annotations

import logging
import secrets
import time

import structlog
from flask import Flask, Response, g, request

_log = structlog.get_logger(__name__)


def configure_logging(level: int = logging.INFO) -> None:
    """Make every structured log line one JSON object on standard output, with an ISO time in UTC."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )


def note_refusal(code: str) -> None:
    """Let the line of this request say by which stable code it was refused."""
    g.maslak_refusal = code


def init_request_log(app: Flask) -> None:
    """Log each request of `app` with its route, status, duration and refusal, under an id that the caller gets back."""

    @app.before_request
    def begin() -> None:
        g.maslak_began = time.perf_counter()
        g.maslak_request_id = secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.maslak_request_id)

    @app.after_request
    def end(response: Response) -> Response:
        if "maslak_began" not in g:
            return response
        response.headers["X-Request-Id"] = g.maslak_request_id
        route = request.url_rule.rule if request.url_rule else "(no route)"
        if not (request.endpoint or "").endswith("static"):
            elapsed = round((time.perf_counter() - g.maslak_began) * 1000, 1)
            refused = {"refusal": g.maslak_refusal} if "maslak_refusal" in g else {}
            _log.info("request", method=request.method, route=route, status=response.status_code, ms=elapsed, **refused)
        return response
