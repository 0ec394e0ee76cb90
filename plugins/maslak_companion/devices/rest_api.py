"""Where an application signs in with login and password, and out with its token."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState

from maslak_companion.accounts.models import Account, LoginAttempt
from maslak_companion.accounts.services import get_current_account
from maslak_companion.classroom.desk import current_settings
from maslak_companion.devices import services
from maslak_companion.devices.errors import InvalidDeviceError, TooManyTriesError, WrongCredentialsError
from maslak_companion.devices.messages import DeviceAnswer, Person, SignIn
from maslak_companion.devices.openapi import describe_service
from maslak_web.access import machine, public, signed_in
from maslak_web.bearer import accept_tokens, find_token, open_to_tokens
from maslak_web.clock import now
from maslak_web.i18n import current_language
from maslak_web.messages import answer_message, publish_document
from maslak_web.sessions import current_database, current_session
from maslak_web.sign_in.services import check_credentials

blueprint = Blueprint("devices_api", __name__, url_prefix="/v1")


@blueprint.record_once
def _accept_tokens(state: BlueprintSetupState) -> None:
    accept_tokens(state.app, lambda token: services.find_account(current_database(), token, at=now()))


@blueprint.post("/devices")
@machine
def sign_in() -> Response:
    """Give a device its token; refuses slowly whoever guesses, exactly as the page does."""
    wish = _read_wish()
    outcome = check_credentials(
        current_database(), Account, LoginAttempt, login=wish.login, password=wish.password, address=request.remote_addr or "", at=now()
    )
    if outcome.wait_seconds:
        raise TooManyTriesError("too many attempts; wait before the next one", retry_after=outcome.wait_seconds)
    if outcome.account is None:
        raise WrongCredentialsError("the login or the password is not right")
    device, token = services.create_device(current_session(), outcome.account, wish.name.strip(), at=now())
    return answer_message(DeviceAnswer(token, device.expires_at, _describe(outcome.account)), 201)


@blueprint.delete("/devices/current")
@signed_in
@open_to_tokens
def sign_out() -> Response:
    """End the token that this request shows."""
    services.end_token(current_session(), get_current_account(), find_token() or "")
    return Response(status=204)


@blueprint.get("/me")
@signed_in
@open_to_tokens
def show_person() -> Response:
    """Say whose token it is."""
    return answer_message(_describe(get_current_account()))


@blueprint.get("/openapi.json")
@public("how to speak to this service is no secret, and holds nothing of anybody")
def show_contract() -> Response:
    """Return the OpenAPI document of what an application may call."""
    return publish_document(describe_service())


def _read_wish() -> SignIn:
    if request.mimetype != "application/json":
        raise InvalidDeviceError("the request must be JSON")
    try:
        wish = msgspec.json.decode(request.get_data(), type=SignIn)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise InvalidDeviceError(str(error)) from error
    if not wish.name.strip() or not wish.name.isprintable():
        raise InvalidDeviceError("the name must be a text that can be shown", field="name")
    return wish


def _describe(account: Account) -> Person:
    return Person(account.display_name or account.login, account.language or current_language(), current_settings().institution)
