"""The cookie of a session: sent with what is a person's own, never with what every cache may keep."""

from __future__ import annotations

from flask import Flask, Response
from flask.sessions import SecureCookieSessionInterface, SessionMixin


class SessionCookie(SecureCookieSessionInterface):
    """Flask's signed cookie, kept away from stylesheets, fonts and scripts.

    A page brings a dozen of them: a cookie with each weighs more than some of the files, and a shared cache that stored one
    would hand it to strangers.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie unless the answer is public and nothing of the session changed."""
        if not response.cache_control.public or session.modified:
            super().save_session(app, session, response)
