"""The door of every handler: shape and size of what comes in, one form of answer and of refusal going out.

A handler takes JSON from programs and scripts, and a form from a page whose JavaScript is late or lost; a form is answered with
a redirect back to the page it came from. A script that has a file to send sends a form too, with a field ``answer`` that says
``json``: no header would do, for not every host passes headers on. Only a handler that says that it ``reads`` answers a GET: a
link, a preview or another site can send one, so nothing may change by it. A handler carries what a host must know before it reads
a request: ``body_cap``, in bytes, and ``reads``.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
from webob import Request, Response
from xblock.core import XBlock

from maslak_domain.errors import Category, DomainError
from maslak_domain.language import direction
from maslak_xblocks.errors import InvalidPayloadError, PayloadTooLargeError
from maslak_xblocks.markup import tag

MAX_PAYLOAD_BYTES: Final = 32 * 1024
REFUSAL_HEADER: Final = "Maslak-Refusal"
STATUS: Final[Mapping[Category, int]] = {
    Category.INVALID: 400,
    Category.UNAUTHENTICATED: 401,
    Category.FORBIDDEN: 403,
    Category.NOT_FOUND: 404,
    Category.CONFLICT: 409,
    Category.GONE: 410,
    Category.TOO_LARGE: 413,
    Category.TOO_MANY: 429,
    Category.UNAVAILABLE: 503,
}
_FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
_Handler = Callable[[Any, dict[str, Any]], Mapping[str, Any]]


def json_handler(func: _Handler | None = None, *, cap: int = MAX_PAYLOAD_BYTES, reads: bool = False) -> Any:
    """Make a method ``(self, payload) -> mapping`` an XBlock handler with one contract for web, phone and tests."""
    if func is None:
        return functools.partial(json_handler, cap=cap, reads=reads)

    @functools.wraps(func)
    def wrapper(self: Any, request: Request, suffix: str = "") -> Response:
        is_form = _is_form(request)
        try:
            payload = read_payload(request, cap, reads=reads, is_form=is_form)
            is_form = is_form and payload.pop("answer", "") != "json"
            answer = func(self, payload)
        except DomainError as error:
            return _refuse_form(self, request, error) if is_form else refuse(self, error)
        return redirect_back(request) if is_form else respond(answer)

    return _as_handler(wrapper, cap, reads)


def file_handler(func: Callable[..., Response] | None = None, *, cap: int = MAX_PAYLOAD_BYTES, reads: bool = False) -> Any:
    """Make a method ``(self, request, suffix) -> response`` an XBlock handler that takes or gives files."""
    if func is None:
        return functools.partial(file_handler, cap=cap, reads=reads)

    @functools.wraps(func)
    def wrapper(self: Any, request: Request, suffix: str = "") -> Response:
        try:
            _check_method(request, reads)
            _check_size(request, cap)
            return func(self, request, suffix)
        except DomainError as error:
            # A script sends files as a form too, and says by what it accepts that nobody will read a page.
            is_page = _is_form(request) and "json" not in request.headers.get("Accept", "")
            return _refuse_form(self, request, error) if is_page else refuse(self, error)

    return _as_handler(wrapper, cap, reads)


def _as_handler(wrapper: Callable[..., Response], cap: int, reads: bool) -> Any:
    handler = XBlock.handler(wrapper)
    handler.body_cap, handler.reads = cap, reads
    return handler


def _is_form(request: Request) -> bool:
    kind: str = request.content_type
    return kind.startswith(_FORM_TYPES)


def read_payload(request: Request, cap: int, *, reads: bool = False, is_form: bool = False) -> dict[str, Any]:
    """Give the payload of a request as a dict; a handler that ``reads`` takes it from the address too.

    Raises PayloadTooLargeError and InvalidPayloadError.
    """
    _check_method(request, reads)
    if request.method == "GET":
        return dict(read_address(request))
    if is_form:
        _check_size(request, cap)
        return _read_form(request)
    try:
        # Half a character, written as an escape, is refused with the rest: no answer and no database could hold it.
        payload = _DECODER.decode(_read_body(request, cap))
    except (msgspec.DecodeError, RecursionError) as error:
        raise InvalidPayloadError("the payload is not JSON") from error
    if not isinstance(payload, dict):
        raise InvalidPayloadError("the payload must be an object")
    return payload


def _check_method(request: Request, reads: bool) -> None:
    if request.method != "POST" and not (reads and request.method == "GET"):
        raise InvalidPayloadError("the method must be POST")


def _check_size(request: Request, cap: int) -> None:
    _check_length(request.content_length or 0, cap)
    if (request.content_type or "").startswith("multipart/form-data"):
        # A platform that has read a form with files already has no body to give any more, so its length must be told.
        if request.content_length is None:
            raise InvalidPayloadError("a form with files must say how long it is")
    else:
        _check_length(len(request.body), cap)


def _read_body(request: Request, cap: int) -> bytes:
    """Give the body, which each asking copies anew. Raises PayloadTooLargeError, before reading where the length is told."""
    _check_length(request.content_length or 0, cap)
    body: bytes = request.body
    _check_length(len(body), cap)
    return body


def _check_length(length: int, cap: int) -> None:
    if length > cap:
        raise PayloadTooLargeError("the payload is too large", limit=cap)


def _read_form(request: Request) -> dict[str, Any]:
    """Give the fields of a form. ``response`` is a list, and so is what groups of radio buttons named ``response.…`` add to it."""
    sent = read_fields(request)
    fields = {name: value for name, value in sent if name.partition(".")[0] != "response"}
    given = [value for name, value in sent if name.partition(".")[0] == "response"]
    return fields | ({"response": given} if given else {})


def read_address(request: Request) -> list[tuple[str, str]]:
    """Give what stands in the address. Raises InvalidPayloadError."""
    try:
        return list(request.GET.items())
    except ValueError as error:
        raise InvalidPayloadError("the address is not UTF-8") from error


def read_fields(request: Request) -> list[tuple[str, Any]]:
    """Give the fields of a form, each a text or a file. Raises InvalidPayloadError."""
    try:
        sent = list(request.POST.items())
    # WebOb raises this warning for a form that says that it is not in UTF-8.
    except (ValueError, DeprecationWarning) as error:
        raise InvalidPayloadError("the form cannot be read") from error
    if not all(isinstance(name, str) for name, _ in sent):
        raise InvalidPayloadError("a part of the form has no name")
    return sent


def respond(answer: Mapping[str, Any], status: int | None = None) -> Response:
    """Answer with JSON; decimals are strings, and the keys stand in the order in which they were written."""
    return Response(_ANSWERS.encode(answer), status, [("Content-Type", "application/json")])


def json_text(value: object) -> str:
    """Write JSON in the one form that is stored and compared: sorted keys, no spaces, decimals as strings."""
    return _ENCODER.encode(value)


def refuse(block: Any, error: DomainError) -> Response:
    """Answer with an RFC 9457 problem whose title is in the reader's language."""
    status = STATUS[error.category]
    problem = {
        **error.params,
        "type": "about:blank",
        "title": block.explain(error),
        "status": status,
        "detail": error.detail,
        "code": error.code,
    }
    return mark(Response(json_text(problem), status=status, content_type="application/problem+json", charset="utf-8"), error)


def mark(response: Response, error: DomainError) -> Response:
    """Tell the host by a header which refusal this is, for it cannot read every form in which that is told."""
    response.headers[REFUSAL_HEADER] = error.code
    return response


def take_text(payload: Mapping[str, Any], name: str, longest: int = 200) -> str:
    """Give a text of the payload. Raises InvalidPayloadError."""
    value = payload.get(name)
    if not isinstance(value, str) or not value or len(value) > longest or "\x00" in value:
        raise InvalidPayloadError(f"{name} must be a text of 1 to {longest} characters", field=name)
    return value


def take_integer(payload: Mapping[str, Any], name: str) -> int:
    """Give a whole number of the payload; a form sends it as digits. Raises InvalidPayloadError."""
    value = payload.get(name)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise InvalidPayloadError(f"{name} must be a whole number", field=name)
    return value


def wants_html(payload: Mapping[str, Any]) -> bool:
    """Say whether the answer is for a page; a client that draws for itself says ``html: false`` and is spared it."""
    return payload.get("html") is not False


def _plain(value: object) -> str:
    if isinstance(value, Decimal | str):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
_ANSWERS: Final = msgspec.json.Encoder(enc_hook=_plain)
_DECODER: Final = msgspec.json.Decoder()


def redirect_back(request: Request) -> Response:
    """Lead back to the page the form stood on, and never to another site."""
    back = urlsplit(request.referer or "/")
    own = back.netloc in ("", urlsplit(request.host_url).netloc) and back.scheme in ("", "http", "https")
    if not own or not back.path.startswith("/") or back.path.startswith("//"):
        return Response(status=303, location="/")
    return Response(status=303, location=f"{back.path}?{back.query}" if back.query else back.path)


def _refuse_form(block: Any, request: Request, error: DomainError) -> Response:
    translate = block.translator
    language = translate.language
    back = tag("a", {"href": redirect_back(request).headers["Location"]}, translate("Back to the page"))
    page = tag(
        "html",
        {"lang": language, "dir": direction(language)},
        tag("head", {}, tag("title", {}, translate("Not accepted"))),
        tag("body", {}, tag("p", {"role": "alert"}, block.explain(error)), tag("p", {}, back)),
    )
    return mark(Response(f"<!doctype html>{page}", status=STATUS[error.category], content_type="text/html", charset="utf-8"), error)
