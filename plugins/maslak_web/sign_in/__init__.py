"""Signing in and out: pages, throttle and session, on whatever account table the service has."""

from maslak_web.sign_in.views import make_sign_in_blueprint

__all__ = ["make_sign_in_blueprint"]
