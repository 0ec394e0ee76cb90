"""The one port through which a block asks its surroundings for what XBlock does not have.

Three adapters answer: the companion's classroom (in process), the platform's plugin, and the workbench's fake. A block finds
its host with :func:`find_host`: the runtime service ``maslak_host`` where the runtime offers one (the classroom, the workbench),
else the adapter of the entry point group ``maslak.host`` that ``runtime.maslak_host_name`` or the environment variable
``MASLAK_BLOCK_HOST`` names, called with the runtime; else :class:`BareHost`, so that a block works in any runtime.

Besides the methods of :class:`Host`, a host may have ``form_fields() -> Mapping[str, str]``: hidden fields that a plain HTML
form must carry to be accepted (a CSRF token), for readers whose JavaScript is late or lost, and ``room(name) -> object | None``:
what only some blocks need (dossiers, placements, the passport), each by the protocol that its block declares. Addresses of the form
``/static/name`` in course text are rewritten by the runtime service ``replace_urls`` (``replace_urls(html) -> html``), as in
the platform.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from importlib.metadata import entry_points
from typing import Any, Protocol, cast, runtime_checkable

from maslak_domain.language import LANGUAGES, Language, LocalizedText

SERVICE_NAME = "maslak_host"
ENTRY_POINT_GROUP = "maslak.host"
CHOICE_VARIABLE = "MASLAK_BLOCK_HOST"


@dataclass(frozen=True)
class HostLearner:
    """Who is in front of the block. ``key`` is opaque and stable; an empty one is an anonymous reader."""

    key: str
    is_staff: bool = False
    language: Language | None = None  # the language of the interface, None when the host does not know
    time_zone: str = "Africa/Casablanca"


@dataclass(frozen=True)
class HostArrangement:
    """What a school granted this learner for this block; the reason stays with the school."""

    extra_attempts: int = 0
    extra_time: Decimal = Decimal(0)  # share of the normal time, 0.33 is a third more
    exam_mode: bool = False  # no feedback before the attempt is finished
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    minutes: int | None = None  # the normal time of an attempt, which extra_time multiplies; None for as long as one likes


@dataclass(frozen=True)
class Observation:
    """One thing seen: an item answered, or with item ``"*"`` a whole attempt."""

    item: str
    attempt: int
    score: Decimal  # 0..1
    response: str = ""  # canonical JSON text of the answer, authored ids


@dataclass(frozen=True)
class HostRating:
    """How a competency of this learner stands, and whether the last evidence moved it."""

    competency: str
    title: LocalizedText
    level: str
    rating: str  # a value of maslak_domain.mastery.Rating
    changed: bool = False


@dataclass(frozen=True)
class HostOutcome:
    """The host's receipt for evidence."""

    ratings: tuple[HostRating, ...] = ()
    received_at: datetime | None = None


@runtime_checkable
class Host(Protocol):
    """What a block may ask for. Calls run inside the request's transaction and may be repeated."""

    def learner(self) -> HostLearner: ...

    def content_language(self) -> Language | None: ...

    def set_content_language(self, language: Language) -> None: ...

    def arrangement(self, usage_key: str) -> HostArrangement: ...

    def record_evidence(self, usage_key: str, observations: Sequence[Observation]) -> HostOutcome: ...

    def ratings(self, competencies: Sequence[str]) -> tuple[HostRating, ...]: ...

    def now(self) -> datetime: ...


@dataclass
class BareHost:
    """The host of a runtime that has none: the platform's user, no memory beyond the block, evidence through the mark only."""

    learner_key: str = ""
    is_staff: bool = False
    language: Language | None = None
    chosen: Language | None = field(default=None, init=False)

    def learner(self) -> HostLearner:
        return HostLearner(self.learner_key, self.is_staff, self.language)

    def content_language(self) -> Language | None:
        return self.chosen

    def set_content_language(self, language: Language) -> None:
        self.chosen = language

    def arrangement(self, usage_key: str) -> HostArrangement:
        return HostArrangement()

    def record_evidence(self, usage_key: str, observations: Sequence[Observation]) -> HostOutcome:
        return HostOutcome(received_at=self.now())

    def ratings(self, competencies: Sequence[str]) -> tuple[HostRating, ...]:
        return ()

    def now(self) -> datetime:
        return datetime.now(UTC)


def find_host(block: Any) -> Host:
    """Give the host of a block's runtime."""
    service = block.runtime.service(block, SERVICE_NAME)
    if service is not None:
        return cast(Host, service)
    chosen = getattr(block.runtime, "maslak_host_name", None) or os.environ.get(CHOICE_VARIABLE)
    if chosen:
        (entry,) = entry_points(group=ENTRY_POINT_GROUP, name=chosen)
        return cast(Host, entry.load()(block.runtime))
    user_id, told = block.scope_ids.user_id, _ask_user_service(block)
    is_staff = told.get("edx-platform.user_is_staff")
    if is_staff is None:
        # Older runtimes say it themselves; newer ones warn whoever asks them.
        is_staff = getattr(block.runtime, "user_is_staff", False)
    language = _service_language(block) or _read_language((told.get("edx-platform.user_preferences") or {}).get("pref-lang"))
    return BareHost("" if user_id is None else str(user_id), bool(is_staff), language)


def may_edit(block: Any) -> bool:
    """Say whether Studio let the caller in to change the block.

    Its previews carry a mark. Its editors do not: there a service knows who may write in the course.
    """
    if getattr(block.runtime, "is_author_mode", False):
        return True
    permissions = block.runtime.service(block, "studio_user_permissions")
    course_key = getattr(block.scope_ids.usage_id, "course_key", None)
    return permissions is not None and course_key is not None and bool(permissions.can_write(course_key))


def form_fields(host: Host) -> Mapping[str, str]:
    """Give the hidden fields that a plain form of this host needs."""
    give = getattr(host, "form_fields", None)
    return give() if give else {}


def find_room(host: Host, name: str) -> Any:
    """Give a further room of the host by its name, or None where this host has none."""
    give = getattr(host, "room", None)
    return give(name) if give else None


def _ask_user_service(block: Any) -> Mapping[str, Any]:
    """Give what the platform's user service says of whoever is there; nothing where there is no such service."""
    service = block.runtime.service(block, "user")
    return service.get_current_user().opt_attrs if service is not None else {}


def _service_language(block: Any) -> Language | None:
    """Ask the runtime's i18n service which language the interface is in; the null service does not know."""
    service = block.runtime.service(block, "i18n")
    found = getattr(service, "get_language", None)
    try:
        name = (found() if callable(found) else getattr(service, "language", None)) or ""
    except (AttributeError, LookupError):
        return None
    return _read_language(name)


def _read_language(name: object) -> Language | None:
    """Give the one of our languages that a locale such as ``fr-ma`` names."""
    code = str(name or "").replace("_", "-").split("-")[0]
    return code if code in LANGUAGES else None
