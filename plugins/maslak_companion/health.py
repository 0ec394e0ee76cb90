"""What an operator should know about this companion, one sentence for each thing that needs a person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from maslak_companion.classroom.courses.shelf import CourseShelf
from maslak_companion.classroom.errors import CourseNotFoundError, CourseRefusedError
from maslak_companion.classroom.services import get_release
from maslak_companion.offerings.services import list_offerings
from maslak_companion.outbox.services import outbox_health
from maslak_companion.settings import Settings
from maslak_web.database import Database
from maslak_web.keys import load_public_key, load_signer
from maslak_web.room_on_disk import check_room
from maslak_web.settings import SettingsError


def check_health(settings: Settings, database: Database, now: datetime) -> list[str]:
    """Return one sentence for each thing that needs a person; an empty list means that all is well."""
    findings = [*_check_keys(settings), *check_room(settings.home)]
    try:
        with database.session(reading=True) as session:
            findings.extend(_check_courses(settings, session))
            findings.extend(_check_outbox(session, now))
    except DBAPIError as error:
        findings.append(f"the database does not answer as it should ({error.orig}); run `maslak-companion upgrade`")
    return findings


def _check_keys(settings: Settings) -> Iterator[str]:
    for name in ("sync.jwk", "credentials.jwk", "releases.jwk"):
        try:
            load_signer(settings.keys / name)
        except (SettingsError, OSError) as error:
            yield f"the key {name} cannot be used ({error}); run `maslak-companion upgrade` or bring it back from its copy"
    try:
        load_public_key(settings.registry_key)
    except (SettingsError, OSError, ValueError) as error:
        yield f"the registry's public key cannot be read ({error}); ask the registry for it"


def _check_courses(settings: Settings, session: Session) -> Iterator[str]:
    shelf = CourseShelf(settings.home / "releases")
    for offering in list_offerings(session):
        try:
            release = get_release(session, offering.course_key, offering.release_id)
            shelf.get(release.course_key, release.hash)
        except CourseNotFoundError:
            yield f"the course of {offering.key} is not on this machine; run `maslak-companion install-course`"
        except CourseRefusedError as error:
            yield f"the course of {offering.key} was damaged on this machine ({error}); run `maslak-companion install-course` again"


def _check_outbox(session: Session, now: datetime) -> Iterator[str]:
    health = outbox_health(session, now)
    for kind, detail, raised_at in health.alarms:
        yield f"delivery to the registry: {kind} since {raised_at:%Y-%m-%d %H:%M} UTC ({detail})"
    if health.is_late:
        yield f"{health.waiting + health.unreceived} facts wait for the registry since {health.oldest_at:%Y-%m-%d %H:%M} UTC"
