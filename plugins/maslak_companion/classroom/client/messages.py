"""What the classroom tells an application that draws for itself: courses, their outline, and one block at a time.

Titles come in every language that the course has (at least one of ar, fr, en). Times are ISO 8601 in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

Titles = Mapping[str, str]
Time = Annotated[datetime, Meta(tz=True)]
State = Literal["new", "begun", "done"]


class ClientPlace(Struct, frozen=True, forbid_unknown_fields=True):
    """A page of a unit; without `page`, the unit's first."""

    unit: Annotated[str, Meta(min_length=1, max_length=200)]
    page: Annotated[str, Meta(min_length=1, max_length=200)] | None = None


class ClientCourse(Struct, frozen=True):
    """One course of the learner: how many of its required units are done, until when, and where to go on."""

    course: str
    titles: Titles
    done: int
    total: int
    opens_at: Time | None
    due_at: Time | None
    next: ClientPlace | None


class ClientCourses(Struct, frozen=True):
    """The learner's courses, and the place to go on with first."""

    courses: Sequence[ClientCourse]
    institution: str


class ClientBlock(Struct, frozen=True):
    """One block in an outline; `url` gives what it shows."""

    usage: str
    type: str
    titles: Titles
    is_complete: bool
    url: str


class ClientPage(Struct, frozen=True):
    """One page of a unit."""

    name: str
    titles: Titles
    blocks: Sequence[ClientBlock]


class ClientUnit(Struct, frozen=True):
    """One unit. One that opens later (`opens_at`) has no pages yet; an optional one only places the learner, and one
    that stays open, as a logbook, is never done with and counts nowhere."""

    name: str
    titles: Titles
    state: State
    opens_at: Time | None
    is_optional: bool
    stays_open: bool
    is_checkpoint: bool
    pages: Sequence[ClientPage]


class ClientChapter(Struct, frozen=True):
    """One chapter."""

    name: str
    titles: Titles
    state: State
    units: Sequence[ClientUnit]


class ClientOutline(Struct, frozen=True):
    """A course from its first chapter to its last. `release` changes when the course does: what was kept of the old one is stale.

    `content_language` is what the learner chose at any block; null before that: then each block comes in the interface's language.
    `place` is the page opened last, on whichever device.
    """

    course: str
    titles: Titles
    release: str
    content_language: str | None
    place: ClientPlace | None
    chapters: Sequence[ClientChapter]


class ClientBlockView(Struct, frozen=True):
    """What a block shows, and the addresses of its handlers.

    `contract` leads to the description of `data` and of each handler; it is empty, and `data` null, where the block has none.
    """

    usage: str
    type: str
    is_complete: bool
    data: Mapping[str, Any] | None
    handlers: Mapping[str, str]
    contract: str
