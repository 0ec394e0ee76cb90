"""The pictures of a course: kept once each under a name of their content, and found by the texts that refer to them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, func, select
from sqlalchemy.orm import Session

from maslak_companion.authoring.errors import LargePictureError, ManyPicturesError
from maslak_companion.authoring.models import Overlay, OverlayRevision, Picture
from maslak_companion.authoring.pictures.kinds import Shape, read_shape
from maslak_companion.authoring.pictures.metadata import leave_out_metadata
from maslak_companion.once import write_once
from maslak_web.failpoints import failpoint

LARGEST: Final = 2 * 1024 * 1024
# A photograph of a phone has about twelve million dots.
LONGEST_SIDE: Final = 6_000
MOST_DOTS: Final = 24_000_000
# The pictures of a course together: half of what an archive may unpack to.
MOST_BYTES: Final = 64 * 1024 * 1024
_USED: Final = re.compile(r"(?<=static/)picture-[0-9a-f]{12}\.(?:png|jpg|webp)\b")


def keep_picture(session: Session, course_key: str, body: bytes, *, added_by: UUID, at: datetime) -> str:
    """Keep a picture without what stands beside it in its file, and return its name; the same picture again is the same file.

    Raises `UnknownPictureError`, `DamagedPictureError`, `LargePictureError` or `ManyPicturesError`.
    """
    shape = _measure(body)
    body = leave_out_metadata(body, shape)
    name = _name(body, shape)
    if session.get(Picture, (course_key, name)) is None:
        kept = session.scalar(select(func.coalesce(func.sum(Picture.size), 0)).where(Picture.course_key == course_key))
        if int(kept or 0) + len(body) > MOST_BYTES:
            raise ManyPicturesError("the course has no room for another picture", limit=MOST_BYTES)
    values = {"course_key": course_key, "name": name, "size": len(body), "body": body, "added_by": added_by, "added_at": at}
    # Whoever adds a picture again means to use it: from now on it is not swept before they have had time to save.
    write_once(session, Picture, values, key=("course_key", "name"), renewing=("added_at",))
    failpoint("before_commit")
    return name


def sweep_pictures(session: Session, before: datetime) -> int:
    """Take away the pictures added before a moment that no revision of any text refers to, and return how many there were.

    A draft is a revision, and a release is made from revisions and holds its pictures itself, so nothing that may be read or brought
    back loses one.
    """
    mentions = (
        select(OverlayRevision.number)
        .join(Overlay, Overlay.id == OverlayRevision.overlay_id)
        .correlate(Picture)
        .where(Overlay.course_key == Picture.course_key, OverlayRevision.source.contains(Picture.name))
    )
    unused = delete(Picture).where(Picture.added_at < before, ~mentions.exists())
    return cast("CursorResult[Any]", session.execute(unused)).rowcount


def find_picture(session: Session, course_key: str, name: str) -> bytes | None:
    """Return the bytes of a picture that was added to a course, or None."""
    return session.scalar(select(Picture.body).where(Picture.course_key == course_key, Picture.name == name))


def list_used(session: Session, course_key: str, texts: Iterable[str]) -> dict[str, bytes]:
    """Return the added pictures to which the texts refer, as files of the course."""
    names = {name for text in texts for name in _USED.findall(text)}
    rows = session.execute(select(Picture.name, Picture.body).where(Picture.course_key == course_key, Picture.name.in_(names)))
    return {f"static/{name}": body for name, body in rows}


def _measure(body: bytes) -> Shape:
    if len(body) > LARGEST:
        raise LargePictureError("the picture has too many bytes", limit=LARGEST)
    shape = read_shape(body)
    if max(shape.width, shape.height) > LONGEST_SIDE or shape.width * shape.height > MOST_DOTS:
        raise LargePictureError("the picture has too many dots", width=shape.width, height=shape.height)
    return shape


def _name(body: bytes, shape: Shape) -> str:
    return f"picture-{hashlib.sha256(body).hexdigest()[:12]}.{shape.ending}"
