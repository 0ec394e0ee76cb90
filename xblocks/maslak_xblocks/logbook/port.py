"""What the logbook asks of its host: one learner's placements as plain data, and what the learner may add to them.

A host answers under the name ``logbook`` (:func:`maslak_xblocks.host.find_room`), for the learner of the request and nobody
else. Keys are opaque. Nothing here signs for a tutor: tutors have a page of their own, outside the block, and what they sign
there never publishes a mark from their request. Nothing is ever erased: a correction is a new entry that supersedes another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Literal, Protocol, TypeAlias, get_args

from maslak_domain.language import LocalizedText

# What a room refuses beyond; the block refuses the same before it asks.
LONGEST_TASK: Final = 4_000
LONGEST_SYNTHESIS: Final = 12_000
LONGEST_LINK: Final = 2_000
MOST_COMPETENCIES: Final = 12
LARGEST_FILE: Final = 10 * 1024 * 1024

Role: TypeAlias = Literal["learner", "company_tutor", "academic_tutor"]
PeriodKind: TypeAlias = Literal["academic", "company"]
PlacementState: TypeAlias = Literal["planned", "running", "finished", "broken"]
# A tutor's rating: the competency was not observed, or a level of the framework.
Rating: TypeAlias = Literal["not_observed", "N1", "N2", "N3", "N4"]
_FROM_LOW = get_args(Rating)
SynthesisState: TypeAlias = Literal["none", "draft", "submitted"]
VisitMode: TypeAlias = Literal["company", "remote", "school"]
# What came of a defence; empty while it is still to come.
Outcome: TypeAlias = Literal["", "passed", "again", "failed", "absent"]
AlertKind: TypeAlias = Literal["no_entry", "no_review", "mission_without_competency", "competency_uncovered"]
StepKind: TypeAlias = Literal[
    "agree_mission", "write_entry", "write_synthesis", "submit_synthesis", "talk_about_disagreement", "wait_for_tutors", "nothing"
]


@dataclass(frozen=True)
class Competency:
    """One competency that a mission or a review names."""

    id: str  # MA-NUM.CYB.03
    titles: LocalizedText


@dataclass(frozen=True)
class Level:
    """One level of the framework, by the name that people read."""

    key: str  # N1…N4
    names: LocalizedText


@dataclass(frozen=True)
class Agreement:
    """What one of the three has to say to a mission. ``at`` is None as long as they have not agreed."""

    role: Role
    name: str
    at: datetime | None = None


@dataclass(frozen=True)
class Target:
    """The level that a mission aims at for a competency."""

    competency: str
    level: str


@dataclass(frozen=True)
class Mission:
    """What the learner is there to do. ``revision`` grows with its text or targets, and earlier agreements then fall."""

    key: str
    period: str  # the key of its period; empty for a mission of the whole contract
    text: str
    targets: tuple[Target, ...] = ()
    agreements: tuple[Agreement, ...] = ()  # one for each of the three, in the order learner, company, academic
    is_confidential: bool = False
    revision: int = 1

    @property
    def is_agreed(self) -> bool:
        """Whether all three agreed."""
        return bool(self.agreements) and all(each.at for each in self.agreements)

    @property
    def waits_for_learner(self) -> bool:
        """Whether the learner still has to agree."""
        return any(each.role == "learner" and each.at is None for each in self.agreements)


@dataclass(frozen=True)
class Hours:
    """The hours of a period: planned, present, and absent with a reason that was accepted or without."""

    planned: Decimal
    present: Decimal
    excused: Decimal
    unexcused: Decimal


@dataclass(frozen=True)
class Visit:
    """A visit of the school; ``held_on`` is None while it is still to come, and then it has no report."""

    key: str
    planned_on: date
    mode: VisitMode
    visitor: str
    held_on: date | None = None
    attendees: str = ""
    report: str = ""


@dataclass(frozen=True)
class Defence:
    """The defence before a jury, and what came of it. It is no decision about a module."""

    held_on: date
    place: str
    jury: tuple[str, ...]
    outcome: Outcome = ""
    remark: str = ""


@dataclass(frozen=True)
class Period:
    """A stay at the school or at the company, both days included.

    ``paper_url`` is where a sheet for a tutor without a telephone is made; empty where none is asked for.
    """

    key: str
    kind: PeriodKind
    starts_on: date
    ends_on: date
    is_current: bool = False
    paper_url: str = ""
    hours: Hours | None = None


@dataclass(frozen=True)
class EvidenceFile:
    """A file kept with an entry. ``url`` gives it to this learner and may end soon."""

    name: str
    size: int
    url: str


@dataclass(frozen=True)
class Entry:
    """One thing done on one day. An entry that was corrected stays, and says by which entry."""

    key: str
    done_on: date
    task: str
    competencies: tuple[str, ...]
    received_at: datetime
    period: str = ""  # the period that day falls into; empty between two
    link: str = ""
    file: EvidenceFile | None = None
    is_confidential: bool = False
    supersedes: str = ""
    superseded_by: str = ""


@dataclass(frozen=True)
class Countersignature:
    """What the academic tutor says to a review: that they stand for it, at a rating of their own, or that they do not, and why."""

    name: str
    at: datetime
    agrees: bool
    rating: Rating
    comment: str = ""


@dataclass(frozen=True)
class Review:
    """What the company tutor says of one competency. ``entry`` is empty where it is about the whole period.

    Until the academic tutor countersigns, it grants nothing, whatever its level.
    """

    key: str
    competency: str
    rating: Rating
    name: str
    at: datetime
    period: str = ""
    entry: str = ""
    comment: str = ""
    countersignature: Countersignature | None = None

    @property
    def is_disputed(self) -> bool:
        """Whether the academic tutor does not stand for it."""
        return self.countersignature is not None and not self.countersignature.agrees

    @property
    def counted(self) -> Rating:
        """What both tutors say: neither lifts a learner above what the other saw. Before the second has spoken, what the first says."""
        counter = self.countersignature
        return min(self.rating, counter.rating, key=_FROM_LOW.index) if counter and counter.agrees else self.rating


@dataclass(frozen=True)
class Synthesis:
    """What the learner makes of a company period. ``revision`` counts its savings; 0 before the first."""

    period: str
    text: str = ""
    state: SynthesisState = "none"
    revision: int = 0
    saved_at: datetime | None = None
    submitted_at: datetime | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class Alert:
    """A fact that somebody should act on. ``days`` counts since ``since``; the words are the block's."""

    kind: AlertKind
    since: date | None = None
    days: int = 0
    period: str = ""
    mission: str = ""
    competency: str = ""


@dataclass(frozen=True)
class Step:
    """The one thing that comes next for the learner."""

    kind: StepKind
    period: str = ""
    mission: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Placement:
    """One contract and everything that happened under it. Entries come newest day first, periods in their order.

    ``older_entries`` counts those that are not given here, because there are many; ``page_url`` shows them too.
    """

    key: str
    company: str
    institution_names: LocalizedText
    company_tutor: str  # a name; empty as long as nobody is named
    academic_tutor: str
    starts_on: date
    ends_on: date
    state: PlacementState = "running"
    academic_weeks: int = 0  # the rhythm: so many weeks at school, then so many at the company; 0 where there is none
    company_weeks: int = 0
    can_write: bool = True  # whether entries are accepted now
    periods: tuple[Period, ...] = ()
    missions: tuple[Mission, ...] = ()
    entries: tuple[Entry, ...] = ()
    older_entries: int = 0
    reviews: tuple[Review, ...] = ()
    syntheses: tuple[Synthesis, ...] = ()  # one for each company period that asks for one
    alerts: tuple[Alert, ...] = ()
    step: Step = Step("nothing")
    page_url: str = ""
    visits: tuple[Visit, ...] = ()
    defence: Defence | None = None

    @property
    def current_period(self) -> Period | None:
        """The period of today, None between two and outside the contract."""
        return next((each for each in self.periods if each.is_current), None)


@dataclass(frozen=True)
class Logbook:
    """A learner's placements, the running one first, with the words for the competencies and levels they name.

    ``contact`` is whom to ask when there is no placement: a name or an office, in the interface's language, empty if unknown.
    """

    today: date  # where the learner works, not in UTC
    placements: tuple[Placement, ...] = ()
    competencies: tuple[Competency, ...] = ()
    levels: tuple[Level, ...] = ()
    contact: str = ""


@dataclass(frozen=True)
class Upload:
    """A file as it arrived; its name is the sender's word and its kind is found from its content."""

    name: str
    content: bytes


@dataclass(frozen=True)
class EntryDraft:
    """What a learner writes. The block has checked sizes and shapes; what depends on the contract is the room's to check.

    An entry whose competencies only confidential missions aim at is confidential, whatever the draft says.
    """

    done_on: date
    task: str
    competencies: tuple[str, ...] = ()
    link: str = ""
    file: Upload | None = None
    is_confidential: bool = False


@dataclass(frozen=True)
class Receipt:
    """What the host kept: the key of the entry, mission or period, when, and the revision where there is one.

    ``is_repeat`` says that this very request had been kept before.
    """

    key: str
    received_at: datetime
    revision: int = 0
    is_repeat: bool = False


class LogbookRoom(Protocol):
    """The host's side, for the learner of the request. Refusals are those of :mod:`maslak_xblocks.logbook.errors`.

    ``request_key`` makes a request safe to send again: the same key with the same content gives the first receipt, with other
    content ``key_reused``. A correction keeps the file of the entry it supersedes unless the draft brings another or
    ``keeps_file`` is False. ``revision`` is the one the learner had before their eyes; another raises ``stale_revision``
    (:class:`maslak_xblocks.errors.StaleRevisionError`), except for a repeat: agreeing again to the same revision, or handing in again
    the very text that was handed in. So an answer that got lost on its way does no harm.
    """

    def read(self) -> Logbook: ...

    def add_entry(self, placement: str, draft: EntryDraft, *, request_key: str) -> Receipt: ...

    def correct_entry(self, entry: str, draft: EntryDraft, *, request_key: str, keeps_file: bool = True) -> Receipt: ...

    def agree_to_mission(self, mission: str, *, revision: int) -> Receipt: ...

    def save_synthesis(self, placement: str, period: str, text: str, *, revision: int) -> Receipt: ...

    def submit_synthesis(self, placement: str, period: str, text: str, *, revision: int) -> Receipt: ...


def keep_safe(logbook: Logbook) -> Logbook:
    """Give the logbook with only such addresses of the host as a page may lead to: of the web, or of the host itself.

    A learner's own link is judged where it is shown, for its text stays readable even where nobody may follow it.
    """
    # As a rule every address is one, and nothing has to be made anew.
    if all(_safe(url) == url for placement in logbook.placements for url in _list_addresses(placement)):
        return logbook
    return replace(logbook, placements=tuple(_keep_placement_safe(each) for each in logbook.placements))


def _list_addresses(placement: Placement) -> Iterator[str]:
    yield placement.page_url
    yield from (each.file.url for each in placement.entries if each.file)
    yield from (each.paper_url for each in placement.periods)


def _keep_placement_safe(placement: Placement) -> Placement:
    entries = tuple(replace(each, file=replace(each.file, url=_safe(each.file.url))) if each.file else each for each in placement.entries)
    periods = tuple(replace(each, paper_url=_safe(each.paper_url)) for each in placement.periods)
    return replace(placement, entries=entries, periods=periods, page_url=_safe(placement.page_url))


def _safe(url: str) -> str:
    is_own = url.startswith("/") and not url.startswith(("//", "/\\"))
    return url if is_own or url.startswith(("https://", "http://")) else ""
