"""Attempts whose time is over while their learner is away: each is ended by its own block, as if the learner had ended it."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy import and_, or_, select, union
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from maslak_companion.classroom.courses.shelf import CourseShelf
from maslak_companion.classroom.errors import CourseNotFoundError, ReleaseAwayError, UnitNotFoundError
from maslak_companion.classroom.frameworks import read_framework
from maslak_companion.classroom.models import RunningAttempt
from maslak_companion.classroom.reader import Reader
from maslak_companion.classroom.runtime.classroom_runtime import Addresses, ClassroomRuntime
from maslak_companion.classroom.runtime.running import drop_note
from maslak_companion.classroom.visit import visit_offering
from maslak_companion.offerings.closings import select_closed
from maslak_companion.offerings.models import Offering
from maslak_companion.settings import Settings
from maslak_web.database import Database
from maslak_xblocks.timed import TimedBlock
from maslak_xblocks.timing import GRACE

BATCH: Final = 200
MOST_IN_A_RUN: Final = 2_000  # the next run goes on with the rest
_REST: Final = timedelta(hours=1)
# Nothing is drawn for a learner who is away.
_NOWHERE: Final = Addresses(handler=lambda *_: "", resource=lambda *_: "", static=lambda _: "")
_log = structlog.get_logger(__name__)
Key = tuple[str, UUID]  # the usage key of the block, and the learner


@dataclass(frozen=True, slots=True)
class Proctor:
    """What ending attempts needs."""

    database: Database
    settings: Settings
    shelf: CourseShelf
    clock: Callable[[], datetime]


def end_overdue_attempts(proctor: Proctor) -> int:
    """End every attempt whose time is over, each in a transaction of its own; return how many were ended.

    May be run at any time and by several workers at once. One that cannot be ended keeps no other from being ended.
    """
    return sum(_try_to_end(proctor, key) for key in _iterate_overdue(proctor))


def list_overdue(session: Session, at: datetime, after: Key | None = None, limit: int | None = None) -> list[Key]:
    """Return attempts whose time may be over, in the order of their keys; the block itself judges."""
    noted = select(RunningAttempt.usage_key, RunningAttempt.learner_id)
    noted = noted.where(or_(RunningAttempt.not_before.is_(None), RunningAttempt.not_before <= at))
    closed = select_closed(
        noted,
        offering_id=RunningAttempt.offering_id,  # type: ignore[arg-type]
        learner_id=RunningAttempt.learner_id,  # type: ignore[arg-type]
        usage_key=RunningAttempt.usage_key,  # type: ignore[arg-type]
        at=at,
    )
    found = union(noted.where(RunningAttempt.ends_at < at - GRACE), *closed).subquery()
    usage_key, learner_id = found.c.usage_key, found.c.learner_id
    query = select(usage_key, learner_id).order_by(usage_key, learner_id).limit(limit or BATCH)
    if after is not None:
        query = query.where(or_(usage_key > after[0], and_(usage_key == after[0], learner_id > after[1])))
    return [(each.usage_key, each.learner_id) for each in session.execute(query)]


def _iterate_overdue(proctor: Proctor) -> Iterator[Key]:
    """Give what may be over, a batch at a time: no list of a whole school is held, and none is asked for twice in one run."""
    at, after = proctor.clock(), None
    for _ in range(0, MOST_IN_A_RUN, BATCH):
        with proctor.database.session(reading=True) as session:
            keys = list_overdue(session, at, after)
        yield from keys
        if len(keys) < BATCH:
            return
        after = keys[-1]


def _try_to_end(proctor: Proctor, key: Key) -> bool:
    usage_key, learner_id = key
    try:
        with proctor.database.session() as session:
            return _end_one(session, proctor, key)
    except (StaleDataError, IntegrityError, OperationalError):
        # The learner acted at this moment; the next run sees what came of it.
        _log.info("attempt_not_ended_yet", usage_key=usage_key, learner=str(learner_id))
    except ReleaseAwayError:
        # The files may come back, and the attempt is still to be ended then.
        _log.error("running_attempt_without_release", usage_key=usage_key, learner=str(learner_id))
        _leave_alone(proctor, key)
    except (UnitNotFoundError, CourseNotFoundError) as error:
        _log.warning("running_attempt_without_block", usage_key=usage_key, learner=str(learner_id), detail=error.detail)
        with proctor.database.session() as session:
            drop_note(session, learner_id, usage_key)
    except Exception:
        # As text: a log that shows the variables of each frame would ask a block for its fields, and so open the session again.
        _log.error("attempt_not_ended", usage_key=usage_key, learner=str(learner_id), traceback=traceback.format_exc())
        _leave_alone(proctor, key)
    return False


def _end_one(session: Session, proctor: Proctor, key: Key) -> bool:
    """End one attempt, unless another worker or the learner did; the note and the state are locked meanwhile."""
    usage_key, learner_id = key
    note = session.get(RunningAttempt, (learner_id, usage_key), with_for_update={"skip_locked": True})
    if note is None:
        return False
    offering = session.get_one(Offering, note.offering_id)
    visit = visit_offering(session, proctor.shelf, learner_id, offering, at=proctor.clock())
    reader = Reader(learner_id=learner_id, display_name="", language="ar", issuer=proctor.settings.institution)
    framework = read_framework(proctor.settings.courses)
    runtime = ClassroomRuntime(session, visit, reader, addresses=_NOWHERE, framework=framework, locked=True)
    block = runtime.get_block(usage_key)
    if not isinstance(block, TimedBlock):
        drop_note(session, learner_id, usage_key)
        return False
    is_ended = block.end_overdue()
    block.save()
    return is_ended


def _leave_alone(proctor: Proctor, key: Key) -> None:
    with proctor.database.session() as session:
        note = session.get(RunningAttempt, (key[1], key[0]))
        if note is not None:
            note.not_before = proctor.clock() + _REST
