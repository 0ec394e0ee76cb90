"""What the passport asks of its host: one learner's passport as plain data, and hiding what is not theirs.

A host answers under the name ``passport`` (:func:`maslak_xblocks.host.find_room`), for the learner of the request and nobody
else. ``read`` never waits for the registry: it gives what is known here, with its date. Only ``ask_registry`` asks it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Protocol, TypeAlias

from maslak_domain.language import LocalizedText

BadgeState: TypeAlias = Literal["awarded", "issued", "revoked"]


@dataclass(frozen=True)
class Institution:
    """Where something was earned."""

    key: str
    names: LocalizedText


@dataclass(frozen=True)
class Group:
    """A domain of the framework: one constellation of the map."""

    key: str
    titles: LocalizedText


@dataclass(frozen=True)
class Competency:
    """One competency of the framework: one star of the map."""

    id: str
    group: str
    titles: LocalizedText


@dataclass(frozen=True)
class Standing:
    """How the learner stands on a competency at a level, and who says so."""

    competency: str
    level_names: LocalizedText
    rating: str  # a value of maslak_domain.mastery.Rating
    institution: str
    since: datetime | None


@dataclass(frozen=True)
class Result:
    """One official result. ``decision`` and ``session`` are words in the interface's language, as the institution says them."""

    item: str
    titles: LocalizedText
    institution: str
    state: str
    decision: str
    session: str = ""
    mark: Decimal | None = None
    scale: Decimal | None = None
    decided_on: date | None = None  # the day of the jury
    earned_at: datetime | None = None  # where only that is known
    is_hidden: bool = False


@dataclass(frozen=True)
class Badge:
    """One badge. It has no addresses before it is signed; ``share_url`` is complete, to be given to others."""

    item: str
    titles: LocalizedText
    level_names: LocalizedText
    institution: str
    state: BadgeState
    at: datetime | None = None
    verification_url: str = ""
    share_url: str = ""
    file_url: str = ""
    image_url: str = ""
    is_hidden: bool = False


@dataclass(frozen=True)
class Passport:
    """A learner's passport. ``as_of`` is the moment the registry vouches for, None when it never answered.

    ``is_fresh`` says that it answered just now, ``is_away`` that it was asked and did not.
    """

    groups: tuple[Group, ...] = ()
    competencies: tuple[Competency, ...] = ()
    standings: tuple[Standing, ...] = ()
    results: tuple[Result, ...] = ()
    badges: tuple[Badge, ...] = ()
    institutions: tuple[Institution, ...] = ()
    as_of: datetime | None = None
    is_fresh: bool = False
    is_away: bool = False
    page_url: str = ""
    verify_url: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was acquired or earned yet."""
        return not self.standings and not self.results and not self.badges

    def hidden(self) -> Iterator[Result | Badge]:
        """Give what the learner said is not theirs."""
        return (each for each in (*self.results, *self.badges) if each.is_hidden)


class PassportRoom(Protocol):
    """The host's side. Item names are opaque; one that is not in this learner's passport raises ``unknown_passport_item``."""

    def read(self) -> Passport: ...

    def ask_registry(self) -> Passport: ...

    def hide_item(self, item: str) -> Passport: ...

    def show_item(self, item: str) -> Passport: ...


def keep_safe(passport: Passport) -> Passport:
    """Give the passport with only such addresses as a page may lead to: of the web, or of the host itself."""
    badges = tuple(
        replace(
            each,
            verification_url=_safe(each.verification_url),
            share_url=_safe(each.share_url),
            file_url=_safe(each.file_url),
            image_url=_safe(each.image_url),
        )
        for each in passport.badges
    )
    return replace(passport, badges=badges, page_url=_safe(passport.page_url), verify_url=_safe(passport.verify_url))


def _safe(url: str) -> str:
    is_own = url.startswith("/") and not url.startswith(("//", "/\\"))
    return url if is_own or url.startswith(("https://", "http://")) else ""
