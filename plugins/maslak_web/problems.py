"""Every refusal, mapped once: a problem document (RFC 9457) for programs, a page in the reader's language for people."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask.globals import request_ctx
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import (
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    PendingRollbackError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound
from werkzeug.http import HTTP_STATUS_CODES

from maslak_domain.errors import Category, DomainError
from maslak_web.answer_kind import wants_problem
from maslak_web.request_log import note_refusal
from maslak_web.sessions import abandon_session

STATUS_BY_CATEGORY: dict[Category, int] = {
    Category.INVALID: 422,
    Category.UNAUTHENTICATED: 401,
    Category.FORBIDDEN: 403,
    Category.NOT_FOUND: 404,
    Category.CONFLICT: 409,
    Category.GONE: 410,
    Category.TOO_LARGE: 413,
    Category.TOO_MANY: 429,
    Category.UNAVAILABLE: 503,
}
# The blocks' own handlers refuse so on every platform, and one code has one status, whoever finds the fault.
STATUS_BY_CODE = {"invalid_payload": 400}
RETRY_AFTER_SECONDS = 5
# A database that is away, full or takes no writing; every connection taken; a lost connection that was asked once more.
_AWAY = (OperationalError, InterfaceError, InternalError, PoolTimeoutError, PendingRollbackError)
_log = structlog.get_logger(__name__)


def init_problems(app: Flask) -> None:
    """Register the answers to domain errors, HTTP errors and everything unforeseen."""
    app.register_error_handler(DomainError, _answer_domain_error)
    app.register_error_handler(CSRFError, _answer_csrf_error)
    app.register_error_handler(HTTPException, _answer_http_error)
    for error in _AWAY:
        app.register_error_handler(error, _answer_database_error)
    app.register_error_handler(IntegrityError, _answer_race)
    app.register_error_handler(DataError, _answer_value_error)
    app.register_error_handler(Exception, _answer_unforeseen_error)
    app.before_request(_refuse_null_characters)


def make_problem(status: int, code: str, detail: str, params: dict[str, Any] | None = None) -> Response:
    """Return a problem document; members of `params` stand beside the standard ones and cannot replace them."""
    document = {
        **(params or {}),
        "type": f"urn:maslak:problem:{code}",
        "title": HTTP_STATUS_CODES.get(status, "Error"),
        "status": status,
        "detail": detail,
        "code": code,
    }
    response = jsonify(document)
    response.status_code = status
    response.mimetype = "application/problem+json"
    response.headers["Cache-Control"] = "no-store"
    return response


def make_error_page(status: int, code: str, detail: str = "") -> Response:
    """Return the page that says what happened, what was kept and what to try, in the reader's language."""
    title, explanation, advice = _words(status, code)
    page = render_template("web/error.html", status=status, code=code, title=title, explanation=explanation, advice=advice, detail=detail)
    return make_response(page, status)


def _answer(status: int, code: str, detail: str, params: dict[str, Any] | None = None) -> Response:
    abandon_session()
    note_refusal(code)
    # A Host header that is no name leaves the request without addresses, and a page cannot be made without them.
    as_document = wants_problem() or request_ctx.url_adapter is None
    response = make_problem(status, code, detail, params) if as_document else make_error_page(status, code, detail)
    if status in (429, 503):
        response.headers["Retry-After"] = str((params or {}).get("retry_after", RETRY_AFTER_SECONDS))
    return response


def _answer_domain_error(error: DomainError) -> Response:
    status = STATUS_BY_CODE.get(error.code, STATUS_BY_CATEGORY[error.category])
    return _answer(status, error.code, error.detail, dict(error.params))


def _answer_csrf_error(error: CSRFError) -> Response:
    return _answer(400, "csrf_expired", str(error.description or "the form expired"))


def _answer_http_error(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or error.code < 400:
        # A redirect raised as an exception, or an answer that was already made.
        return make_response(error.get_response())
    if isinstance(error, InternalServerError) and isinstance(error.original_exception, Exception):
        # What fails once the view has ended, above all the commit, reaches Flask past the answers above.
        return make_response(current_app.handle_user_exception(error.original_exception))
    if error.code >= 500:
        _log.error("http_error", status=error.code, endpoint=request.endpoint, detail=error.description)
    # A body is too large for the server as it is for a handler: clients know one code for both.
    name = "too_large" if error.code == 413 else HTTP_STATUS_CODES.get(error.code, "error").lower().replace(" ", "_").replace("'", "")
    response = _answer(error.code, name, error.description or name)
    for header, value in error.get_headers(request.environ):
        if header in ("Allow", "WWW-Authenticate", "Retry-After", "Content-Range"):
            response.headers[header] = value
    return response


def _answer_database_error(error: SQLAlchemyError) -> Response:
    _log.error("database_unavailable", endpoint=request.endpoint, error=str(getattr(error, "orig", error)))
    return _answer(503, "database_unavailable", "the database is busy or away; try again in a moment")


def _answer_race(error: IntegrityError) -> Response:
    # The services look before they write; whoever meets a constraint wrote at the same moment as somebody else.
    _log.warning("written_meanwhile", endpoint=request.endpoint, error=type(error.orig).__name__)
    return _answer(409, "written_meanwhile", "somebody else wrote the same at the same moment; nothing of this request was kept")


def _answer_value_error(error: DataError) -> Response:
    _log.warning("value_refused", endpoint=request.endpoint, error=type(error.orig).__name__)
    return _answer(400, "value_refused", "a value of this request cannot be kept; nothing was changed")


def _refuse_null_characters() -> None:
    """PostgreSQL cannot even look for U+0000, and no address of ours holds one; of its parameters a view speaks better itself."""
    if "\0" in request.path:
        raise NotFound


def _answer_unforeseen_error(error: Exception) -> Response:
    _log.error("unforeseen_error", endpoint=request.endpoint, exc_info=error)
    return _answer(500, "internal_error", "something went wrong here; nothing of this request was kept")


def _words(status: int, code: str) -> tuple[str, str, str]:
    """Return title, explanation and advice for people."""
    if code == "csrf_expired":
        return (
            gettext("This form has expired"),
            gettext("The page stayed open for a long time, so it was not sent. Nothing was changed."),
            gettext("Go back, reload the page and send it again."),
        )
    known = _words_by_status()
    return known.get(status) or known[500 if status >= 500 else 400]


def _words_by_status() -> dict[int, tuple[str, str, str]]:
    return {
        400: (
            gettext("This request could not be understood"),
            gettext("Something in the address or the form is not as expected. Nothing was changed."),
            gettext("Go back and check what you entered."),
        ),
        403: (
            gettext("This page is not open to you"),
            gettext("Your account does not have the right to see or do this."),
            gettext("If you think it should, ask your registrar’s office."),
        ),
        404: (
            gettext("There is no such page"),
            gettext("The address may be mistyped, or the page may have moved."),
            gettext("Start again from the home page."),
        ),
        409: (
            gettext("Somebody was faster"),
            gettext("What you wanted to change has changed in the meantime. Your change was not kept."),
            gettext("Go back, reload the page and try again."),
        ),
        413: (
            gettext("This is too large"),
            gettext("What you sent is larger than this page accepts. Nothing was kept."),
            gettext("Send a smaller file."),
        ),
        429: (
            gettext("Too many attempts"),
            gettext("To protect the accounts, we pause after several attempts."),
            gettext("Wait a little and try again."),
        ),
        500: (
            gettext("Something went wrong here"),
            gettext("The fault is ours. Nothing of this last step was kept; everything before it is safe."),
            gettext("Try again in a moment. If it happens again, tell your school’s administrator."),
        ),
        503: (
            gettext("We are busy for a moment"),
            gettext("The service cannot answer just now. Nothing was lost."),
            gettext("Try again in a few seconds."),
        ),
    }
