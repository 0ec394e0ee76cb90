"""What a browser may do with our pages: nothing but what they need."""

from __future__ import annotations

from flask import Flask, Response, g

from maslak_web.viewer import find_viewer

_POLICY: dict[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_HEADERS: dict[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def allow_framing(*origins: str) -> None:
    """Let the pages of `origins` (``https://lms.example``) show the answer to this request in a frame."""
    g.maslak_frame_ancestors = " ".join(origins)


def init_security_headers(app: Flask) -> None:
    """Put the headers on every answer; a view that sets one itself keeps its own."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        policy = _POLICY | ({"frame-ancestors": g.maslak_frame_ancestors} if "maslak_frame_ancestors" in g else {})
        response.headers.setdefault("Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in policy.items()))
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        if app.config["SESSION_COOKIE_SECURE"]:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        if "Cache-Control" not in response.headers and find_viewer() is not None:
            # What a signed-in person sees stays in no cache, shared or on a school's computer.
            response.headers["Cache-Control"] = "private, no-store"
        return response
