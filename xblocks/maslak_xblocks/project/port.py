"""What a project asks of its host: one team's dossier as plain data, and the few ways in which a learner may change it.

A host answers under the name ``project`` (:func:`maslak_xblocks.host.find_room`), for the learner of the request. A dossier
belongs to a team and a usage; every member reads and writes the same one, in the host's transaction. The block checks shape,
size and type of what comes in before it asks; the host checks who may do it, when, and against which state.

Every change names the ``revision`` of the stage it speaks about and raises it by one; what speaks about an older one raises
``StaleRevisionError``. A ``key`` that was used before for the same act gives the dossier as it is now and changes nothing.
What a host refuses it raises as the errors of :mod:`maslak_xblocks.project.errors`. Drafts of marks never come through here:
a round carries a mark only after it was published. A round that was handed in is never changed and never removed. The block
publishes completion for whoever hands in; for the other members, and evidence for all, it is the host that records.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final, Literal, Protocol, TypeAlias

from maslak_xblocks.project.assignment import Assignment

MOST_FILES: Final = 5  # of one deliverable, in one draft
LONGEST_TEXT: Final = 20_000  # characters of one deliverable

# A stage asks for another round after ``returned`` and is finished after ``marked``. ``marking`` is a round a marker has opened.
StageState: TypeAlias = Literal["not_begun", "draft", "submitted", "marking", "returned", "marked"]
RoundState: TypeAlias = Literal["submitted", "marking", "returned", "marked"]


@dataclass(frozen=True)
class Member:
    """One of the team, by the name the team knows them under."""

    name: str
    is_you: bool = False


@dataclass(frozen=True)
class StoredFile:
    """A file that the host keeps. ``id`` is opaque and good for download by the team alone; one deliverable may hold several."""

    id: str
    deliverable: str
    name: str
    media_type: str
    size: int
    added_at: datetime
    added_by: str = ""


@dataclass(frozen=True)
class Draft:
    """What the team has on the server and not handed in. ``texts`` holds texts and links by deliverable.

    After a round was returned it begins as a copy of that round, files included, so that only what changes is done anew.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    files: tuple[StoredFile, ...] = ()
    saved_at: datetime | None = None
    saved_by: str = ""


@dataclass(frozen=True)
class CriterionMark:
    """The band (1 to 4) of one criterion of the rubric, and why."""

    criterion: str
    band: int
    comment: str = ""


@dataclass(frozen=True)
class FileComment:
    """A remark on one file of a round, or on one text or link: then ``file`` is empty. ``by`` is empty where markers are anonymous."""

    deliverable: str
    text: str
    file: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class PublishedMark:
    """What came back for a round. ``score`` is from 0 to 1, None where the round was returned without bands."""

    published_at: datetime
    remark: str = ""
    criteria: tuple[CriterionMark, ...] = ()
    comments: tuple[FileComment, ...] = ()
    by: str = ""
    score: Decimal | None = None


@dataclass(frozen=True)
class Round:
    """One handing in, exactly as it was. ``mark`` is None until it is published."""

    number: int  # from 1
    state: RoundState
    submitted_at: datetime
    texts: Mapping[str, str] = field(default_factory=dict)
    files: tuple[StoredFile, ...] = ()
    submitted_by: str = ""
    is_late: bool = False
    mark: PublishedMark | None = None


@dataclass(frozen=True)
class StageWork:
    """Where the team stands in a stage. ``rounds`` are in order.

    ``can_change`` says whether the host takes drafts, files and a round now: it is open, not closed, not with the marker, and
    a round is left. ``due_at`` may pass and work still be taken, as late; after ``closes_at`` nothing is.
    """

    id: str
    state: StageState = "not_begun"
    revision: int = 0
    can_change: bool = True
    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    draft: Draft = field(default_factory=Draft)
    rounds: tuple[Round, ...] = ()


@dataclass(frozen=True)
class TeamOffer:
    """A team that this learner may ask to join: its name, and those of its members whom the learner knows from their group."""

    id: str
    name: str
    members: tuple[str, ...]
    size: int


@dataclass(frozen=True)
class TeamRequest:
    """Somebody of the group who asks to join this learner's team."""

    id: str
    name: str


@dataclass(frozen=True)
class Forming:
    """How this learner may form a team, while the host lets learners do so.

    In a team, ``code`` lets others in and ``requests`` are theirs to answer; in none, ``offers`` are teams with a place, and
    ``asked`` is the id of the one that was asked.
    """

    until: datetime | None = None
    code: str = ""
    can_leave: bool = False
    requests: tuple[TeamRequest, ...] = ()
    offers: tuple[TeamOffer, ...] = ()
    asked: str = ""


TeamAct: TypeAlias = Literal["create", "join", "ask", "withdraw", "accept", "decline", "leave"]


@dataclass(frozen=True)
class Dossier:
    """A team's dossier. A learner whom nobody put into a team yet has none: ``has_team`` is False and nothing can be changed.

    ``forming`` is there while learners form teams themselves.
    """

    stages: tuple[StageWork, ...] = ()
    members: tuple[Member, ...] = ()
    team_name: str = ""
    has_team: bool = True
    forming: Forming | None = None

    def stage(self, stage_id: str) -> StageWork:
        """Give the work on a stage; one the host does not know yet is not begun."""
        untouched = StageWork(stage_id, can_change=self.has_team)
        return next((each for each in self.stages if each.id == stage_id), untouched)


@dataclass(frozen=True)
class Upload:
    """A file on its way in: its name without a path, its type as its content shows it."""

    deliverable: str
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class FileContent:
    """A file on its way out."""

    name: str
    media_type: str
    content: bytes


class ProjectRoom(Protocol):
    """The host's side. Every method but ``read_file`` gives the dossier as it is afterwards."""

    def read(self, assignment: Assignment) -> Dossier: ...

    def save_draft(self, assignment: Assignment, stage: str, revision: int, texts: Mapping[str, str]) -> Dossier:
        """Keep the texts and links of a stage, all of them at once. Raises StaleRevisionError, StageClosedError, NoTeamError."""
        ...

    def add_file(self, assignment: Assignment, stage: str, revision: int, upload: Upload, key: str) -> Dossier:
        """Keep one more file. Raises as ``save_draft``, and TooManyFilesError."""
        ...

    def remove_file(self, assignment: Assignment, stage: str, revision: int, file: str) -> Dossier:
        """Take a file out of the draft; rounds that were handed in with it keep it. Raises as ``save_draft``, and UnknownFileError."""
        ...

    def submit(self, assignment: Assignment, stage: str, revision: int, key: str) -> Dossier:
        """Make the draft a round. Raises as ``save_draft``, IncompleteRoundError and NoRoundLeftError."""
        ...

    def form_team(self, assignment: Assignment, act: TeamAct, value: str) -> Dossier:
        """Do one thing about one's team: ``value`` is the name to create, the code to join by, the id of the team to ask or of the
        request to answer, and empty to withdraw or leave.

        Raises FormingClosedError, AlreadyInTeamError, UnknownTeamError, TeamFullError, TeamAtWorkError, NoTeamError.
        """
        ...

    def read_file(self, assignment: Assignment, file: str) -> FileContent:
        """Give a file of this learner's own team. Raises UnknownFileError, for another team's file as for none."""
        ...
