"""The pages for signing in and out, and one's own account."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, session, url_for
from flask.sansio.app import App
from flask_babel import LazyString, gettext, ngettext
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response as BaseResponse

from maslak_web.access import public, signed_in
from maslak_web.accounts import MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, hash_password, verify_password
from maslak_web.bearer import find_token
from maslak_web.clock import now
from maslak_web.sessions import current_database, current_session, is_session_abandoned
from maslak_web.sign_in.services import check_credentials, find_session_account, is_safe_next
from maslak_web.sign_in.throttle import Admission, admit_attempt, record_success
from maslak_web.viewer import load_viewer


def make_sign_in_blueprint(
    account_model: Any, attempt_model: Any, *, home: str, lead: LazyString | str = "", forgotten: LazyString | str = ""
) -> Blueprint:
    """Return the blueprint ``sign_in`` for the service's tables; `home` is the endpoint to go to after signing in.

    `lead` says what one finds behind the door, `forgotten` who gives a new password; without them, a school's words stand there.
    """
    blueprint = Blueprint("sign_in", __name__, template_folder="../templates")
    blueprint.context_processor(lambda: {"sign_in_lead": lead, "sign_in_forgotten": forgotten})
    blueprint.record_once(lambda state: _connect_login(state.app, account_model))
    _add_sign_in(blueprint, account_model, attempt_model, home)
    _add_sign_out(blueprint, account_model)
    _add_account(blueprint, account_model, attempt_model)
    return blueprint


def _connect_login(app: App, account_model: Any) -> None:
    manager: Any = app.extensions["maslak_login"]

    def load(session_id: str) -> Any:
        # An error page greets nobody when the database is what failed; and whoever shows a token is known by it alone.
        if is_session_abandoned() or find_token() is not None:
            return None
        return find_session_account(current_database(), account_model, session_id)

    manager.user_loader(load)


def _add_sign_in(blueprint: Blueprint, account_model: Any, attempt_model: Any, home: str) -> None:
    @blueprint.get("/sign-in")
    @public("this is where strangers become known")
    def show() -> BaseResponse:
        if load_viewer() is not None:
            return redirect(_following(home), 303)
        return make_response(render_template("sign_in/sign_in.html", next=request.args.get("next", ""), login="", error=""))

    @blueprint.post("/sign-in")
    @public("this is where strangers become known")
    def sign_in() -> BaseResponse:
        login = request.form.get("login", "")[:200]
        outcome = check_credentials(
            current_database(),
            account_model,
            attempt_model,
            login=login,
            password=request.form.get("password", ""),
            address=request.remote_addr or "",
            at=now(),
        )
        if outcome.account is None:
            return _refuse(login, outcome.wait_seconds)
        begin_session(outcome.account)
        return redirect(_following(home), 303)


def begin_session(account: Any) -> None:
    """Sign `account` in on a fresh session: nothing a stranger may have planted in the old one survives."""
    session.clear()
    session["id"] = secrets.token_urlsafe(16)
    session.permanent = True
    login_user(account)


def _refuse(login: str, wait_seconds: int) -> Response:
    message = _say_wait(wait_seconds) if wait_seconds else gettext("The login or the password is not right. Check both and try again.")
    page = render_template("sign_in/sign_in.html", next=request.form.get("next", ""), login=login, error=message)
    response = make_response(page, 429 if wait_seconds else 401)
    if wait_seconds:
        response.headers["Retry-After"] = str(wait_seconds)
    response.headers["Cache-Control"] = "no-store"
    return response


def _say_wait(seconds: int) -> str:
    words: str = ngettext(
        "Too many attempts. Please wait %(num)d minute and try again.",
        "Too many attempts. Please wait %(num)d minutes and try again.",
        -(-seconds // 60),
    )
    return words


def _following(home: str) -> str:
    target = request.values.get("next", "")
    return target if is_safe_next(target) else url_for(home)


def _add_sign_out(blueprint: Blueprint, account_model: Any) -> None:
    @blueprint.post("/sign-out")
    @signed_in
    def sign_out() -> BaseResponse:
        if request.form.get("everywhere"):
            current_session().get_one(account_model, _own_id()).session_epoch += 1
        logout_user()
        session.clear()
        flash(gettext("You are signed out."), "success")
        return redirect(url_for("sign_in.show"), 303)


def _add_account(blueprint: Blueprint, account_model: Any, attempt_model: Any) -> None:
    @blueprint.get("/account")
    @signed_in
    def account() -> str:
        return render_template("sign_in/account.html", errors={}, shortest=MIN_PASSWORD_LENGTH)

    @blueprint.post("/account/password")
    @signed_in
    def change_password() -> BaseResponse:
        # Whoever found an open session could guess the password here as fast as they like; and counting comes before the
        # request's own transaction, which would hold the lock that the count needs.
        admission = _admit_own_attempt(attempt_model)
        if admission.attempt_id is None:
            return _show_account({"old_password": _say_wait(admission.wait_seconds)}, 429)
        row: Any = current_session().get_one(account_model, _own_id())
        errors = _check_new_password(row)
        if "old_password" not in errors:
            record_success(current_session(), attempt_model, admission.attempt_id)
        if errors:
            return _show_account(errors, 422)
        row.password_hash = hash_password(request.form["new_password"])
        # Whoever knew the old password is signed out; the person who changed it goes on.
        row.session_epoch += 1
        begin_session(row)
        flash(gettext("Your password is changed. Other devices are signed out."), "success")
        return redirect(url_for("sign_in.account"), 303)


def _admit_own_attempt(attempt_model: Any) -> Admission:
    viewer = load_viewer()
    login = viewer.login if viewer is not None else ""
    return admit_attempt(current_database(), attempt_model, login=login, address=request.remote_addr or "", at=now())


def _show_account(errors: dict[str, str], status: int) -> Response:
    return make_response(render_template("sign_in/account.html", errors=errors, shortest=MIN_PASSWORD_LENGTH), status)


def _check_new_password(row: Any) -> dict[str, str]:
    errors: dict[str, str] = {}
    new = request.form.get("new_password", "")
    if not verify_password(row.password_hash, request.form.get("old_password", "")):
        errors["old_password"] = gettext("This is not your current password.")
    if not MIN_PASSWORD_LENGTH <= len(new) <= MAX_PASSWORD_LENGTH:
        errors["new_password"] = gettext("Choose at least %(count)d characters; a short sentence is good.", count=MIN_PASSWORD_LENGTH)
    elif new.casefold() == str(row.login):
        errors["new_password"] = gettext("Choose something other than your login.")
    return errors


def _own_id() -> Any:
    viewer = load_viewer()
    return viewer.id if viewer is not None else None
