"""Where Flask meets the classroom: the shelf of the running application, the reader of this request, and its addresses."""

from __future__ import annotations

from uuid import UUID

from flask import current_app, url_for
from flask_wtf.csrf import generate_csrf

from maslak_companion.accounts.services import get_current_account
from maslak_companion.classroom.courses.shelf import CourseShelf
from maslak_companion.classroom.errors import LearnerOnlyError
from maslak_companion.classroom.frameworks import read_framework
from maslak_companion.classroom.reader import Reader
from maslak_companion.classroom.runtime.classroom_runtime import Addresses, ClassroomRuntime
from maslak_companion.classroom.runtime.resources import resource_version
from maslak_companion.classroom.visit import Visit, open_visit
from maslak_companion.settings import Settings
from maslak_web.bearer import find_token
from maslak_web.clock import now
from maslak_web.i18n import current_language
from maslak_web.sessions import current_session

_SHELF = "maslak_shelf"


def current_settings() -> Settings:
    """Return the settings of the running companion."""
    settings: Settings = current_app.extensions["maslak_settings"]
    return settings


def current_shelf() -> CourseShelf:
    """Return the application's shelf of releases, made at its first use."""
    shelf: CourseShelf = current_app.extensions.setdefault(_SHELF, CourseShelf(current_settings().home / "releases"))
    return shelf


def current_learner_id() -> UUID:
    """Return the signed-in learner; raises `LearnerOnlyError` for an account that belongs to none."""
    learner_id = get_current_account().learner_id
    if learner_id is None:
        raise LearnerOnlyError("this page belongs to learners")
    return learner_id


def visit_course(course_key: str) -> Visit:
    """Open a course for the signed-in learner; raises `NotEnrolledError`, `CourseNotFoundError`, `LearnerOnlyError`."""
    return open_visit(current_session(), current_shelf(), current_learner_id(), course_key, at=now())


def make_reader() -> Reader:
    """Return the signed-in learner as blocks may know them."""
    account = get_current_account()
    return Reader(
        learner_id=current_learner_id(),
        display_name=account.display_name or account.login,
        language=current_language(),
        issuer=current_settings().institution,
        # Whoever shows a token sends no plain form, and is given no session by being asked for one.
        form_fields={} if find_token() is not None else {"csrf_token": generate_csrf()},
    )


def make_runtime(visit: Visit, reader: Reader, *, locked: bool = False) -> ClassroomRuntime:
    """Return the runtime of this request over the request's session."""
    return ClassroomRuntime(
        current_session(),
        visit,
        reader,
        addresses=_make_addresses(visit),
        framework=read_framework(current_settings().courses),
        locked=locked,
    )


def _make_addresses(visit: Visit) -> Addresses:
    course, version = visit.course_key, visit.course.hash[:12]

    def name_handler(usage_key: str, handler: str, suffix: str) -> str:
        address = url_for("classroom.call_handler", course=course, usage=usage_key, handler=handler)
        return f"{address}/{suffix}" if suffix else address

    return Addresses(
        handler=name_handler,
        resource=lambda block_type, uri: url_for(
            "classroom.block_resource", block_type=block_type, version=resource_version(block_type, uri), uri=uri
        ),
        static=lambda name: url_for("classroom.course_file", course=course, version=version, name=name),
    )
