"""A call to a block's handler: answered once, in one transaction, and again if another answer came at the same moment."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError
from webob import Request  # type: ignore[import-untyped]
from xblock.exceptions import NoSuchHandlerError
from xblock.runtime import Runtime

from maslak_companion.classroom.errors import BusyError, HandlerNotFoundError, IdempotencyConflictError
from maslak_companion.classroom.models import HandlerReceipt
from maslak_companion.classroom.runtime.classroom_runtime import ClassroomRuntime
from maslak_xblocks.errors import TimeOverError
from maslak_xblocks.payload import REFUSAL_HEADER
from maslak_xblocks.timed import TimedBlock

MAX_TRIES = 6
# PostgreSQL's words for "somebody else was there": deadlock detected, serialization failure.
_RACES = frozenset({"40P01", "40001"})
_FILE_HEADERS = ("Content-Disposition", "Content-Security-Policy")
OpenRuntime = Callable[[bool], ClassroomRuntime]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerCall:
    """What was asked: which block and handler, by whom, with which body."""

    learner_id: UUID
    usage_key: str
    handler: str
    suffix: str
    body: bytes
    content_type: str
    idempotency_key: str | None
    method: str
    accept: str
    url: str
    referrer: str
    at: datetime

    @property
    def payload_digest(self) -> str:
        """What two calls with the same idempotency key must agree on: what is asked, by whichever revision the caller knew then."""
        return hashlib.sha256(b"\0".join((self.handler.encode(), self.suffix.encode(), _leave_revision_out(self.body)))).hexdigest()


@dataclass(frozen=True, slots=True)
class HandlerAnswer:
    """What the caller is answered."""

    status: int
    content_type: str
    body: bytes
    location: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)  # what a file brings: its name, and how a browser may treat it
    refusal: str = ""  # the code of a refusal by the block, in whatever form it is told


def answer_call(session: Session, call: HandlerCall, open_runtime: OpenRuntime) -> HandlerAnswer:
    """Run the handler and flush its state, completion, mark, evidence and receipt together; the caller commits.

    `open_runtime` is called for each try, with whether the state must be locked. A refusal by the block (status 400 and up)
    keeps nothing, but for one thing: an attempt whose time is over ends. Raises `IdempotencyConflictError`,
    `HandlerNotFoundError`, and `BusyError` when every try met another answer.
    """
    for number in range(MAX_TRIES):
        try:
            answer = _try_once(session, call, open_runtime, locked=number > 0)
            session.flush()
        except (StaleDataError, IntegrityError):
            session.rollback()
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) not in _RACES:
                raise
            session.rollback()
        else:
            return answer
    raise BusyError("another answer arrived at the same moment; nothing was changed, send it again")


def answer_reading(session: Session, call: HandlerCall, open_runtime: OpenRuntime) -> HandlerAnswer:
    """Run a handler that only reads; whatever it would have changed is taken back.

    Raises `HandlerNotFoundError` where the block has no handler of that name that may be asked by a link.
    """
    runtime = open_runtime(False)
    block = runtime.get_block(call.usage_key)
    if not getattr(getattr(type(block), call.handler, None), "reads", False):
        raise HandlerNotFoundError("the block has no such handler to read from", handler=call.handler[:100])
    answer = run_handler(runtime, call)
    session.rollback()
    return answer


def find_body_cap(block_class: type, handler: str, usual: int) -> int:
    """Return how many bytes a handler takes: what it says of itself, else the usual."""
    return int(getattr(getattr(block_class, handler, None), "body_cap", usual))


def _try_once(session: Session, call: HandlerCall, open_runtime: OpenRuntime, *, locked: bool) -> HandlerAnswer:
    runtime = open_runtime(locked)
    runtime.visit.get_block(call.usage_key)
    known = _find_receipt(session, call)
    if known is not None:
        return known
    answer = run_handler(runtime, call)
    if answer.status >= 400:
        session.rollback()
        if answer.refusal == TimeOverError.code:
            _end_overdue(call, open_runtime)
    elif call.idempotency_key is not None and answer.location is None and not answer.headers:
        session.add(_receipt(call, answer))
    return answer


def _end_overdue(call: HandlerCall, open_runtime: OpenRuntime) -> None:
    """End the attempt whose time is over: the refusal took back what the block itself did about it."""
    block = open_runtime(True).get_block(call.usage_key)
    if isinstance(block, TimedBlock) and block.end_overdue():
        block.save()


def _find_receipt(session: Session, call: HandlerCall) -> HandlerAnswer | None:
    if call.idempotency_key is None:
        return None
    row = session.scalar(
        select(HandlerReceipt).where(
            HandlerReceipt.learner_id == call.learner_id,
            HandlerReceipt.usage_key == call.usage_key,
            HandlerReceipt.key == call.idempotency_key,
        )
    )
    if row is None:
        return None
    if row.payload_digest != call.payload_digest:
        raise IdempotencyConflictError("this idempotency key was used with another payload")
    return HandlerAnswer(row.status, row.content_type, row.body)


def run_handler(runtime: Runtime, call: HandlerCall) -> HandlerAnswer:
    """Let a block answer a call; raises `HandlerNotFoundError`. Whatever it changed is the runtime's to keep."""
    given = {"body": call.body, "content_type": call.content_type} if call.method == "POST" else {}
    request = Request.blank(call.url, method=call.method, **given)
    # `blank` writes the port out even where it is the usual one; blocks compare the host with the referring page's.
    request.host = urlsplit(call.url).netloc
    request.referer = call.referrer
    request.headers["Accept"] = call.accept
    try:
        response = runtime.handle(runtime.get_block(call.usage_key), call.handler, request, call.suffix)
    except NoSuchHandlerError as error:
        raise HandlerNotFoundError("the block has no such handler", handler=call.handler[:100]) from error
    headers = {name: response.headers[name] for name in _FILE_HEADERS if name in response.headers}
    refusal = response.headers.get(REFUSAL_HEADER, "")
    return HandlerAnswer(response.status_code, response.headers["Content-Type"], response.body, response.location, headers, refusal)


def _leave_revision_out(body: bytes) -> bytes:
    """Return the payload without its revision. A phone whose reply was lost looks where it stands, then sends the same answer again."""
    payload = {name: value for name, value in json.loads(body).items() if name != "revision"}
    return json.dumps(payload, sort_keys=True, separators=(",", ":")).encode()


def _receipt(call: HandlerCall, answer: HandlerAnswer) -> HandlerReceipt:
    return HandlerReceipt(
        learner_id=call.learner_id,
        usage_key=call.usage_key,
        key=call.idempotency_key,
        payload_digest=call.payload_digest,
        status=answer.status,
        content_type=answer.content_type,
        body=answer.body,
        received_at=call.at,
    )
