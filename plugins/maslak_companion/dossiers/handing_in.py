"""What a team does to its dossier: save, add and remove files, hand in. Services flush; the handler's request commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from maslak_companion.dossiers.contents import forget_content, keep_content
from maslak_companion.dossiers.dates import Dates
from maslak_companion.dossiers.models import Dossier, DossierFile, DossierRound, DossierStage
from maslak_web.database import new_id
from maslak_xblocks.errors import StaleRevisionError
from maslak_xblocks.project.assignment import Assignment, DeliverableRule, StageRule
from maslak_xblocks.project.errors import (
    FileTypeError,
    IncompleteRoundError,
    NoRoundLeftError,
    StageClosedError,
    TooManyFilesError,
    UnknownFileError,
    UnknownStageError,
)
from maslak_xblocks.project.media import MEDIA_TYPES
from maslak_xblocks.project.port import MOST_FILES, Upload

_OPEN_STATES = ("draft", "returned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who does something to which stage, when, and on which revision their page stood."""

    dossier_id: UUID
    learner_id: UUID
    assignment: Assignment
    stage: str
    revision: int
    dates: Dates
    at: datetime

    @property
    def rule(self) -> StageRule:
        """What the project asks for in this stage; raises UnknownStageError."""
        found = next((each for each in self.assignment.stages if each.id == self.stage), None)
        if found is None:
            raise UnknownStageError("the project has no such stage", stage=self.stage[:100])
        return found

    def find_deliverable(self, name: str) -> DeliverableRule:
        """Return what is asked for under a name; raises UnknownStageError."""
        found = next((each for each in self.rule.deliverables if each.id == name), None)
        if found is None:
            raise UnknownStageError("the stage asks for no such thing", deliverable=name[:100])
        return found


def save_draft(session: Session, act: Act, texts: Mapping[str, str]) -> None:
    """Keep every text and link of the draft. Raises StaleRevisionError, StageClosedError, NoRoundLeftError, UnknownStageError."""
    row = _open_stage(session, act)
    kept = {name: text for name, text in texts.items() if text and act.find_deliverable(name).kind != "file"}
    row.texts = kept
    _keep(session, row, act)


def add_file(session: Session, act: Act, upload: Upload, key: str) -> None:
    """Add a file to the draft; a key that was used before adds nothing.

    Raises as save_draft, TooManyFilesError, and FileTypeError for a type that no project takes.
    """
    if _is_repeated(session, DossierFile, act, key):
        return
    row = _open_stage(session, act)
    act.find_deliverable(upload.deliverable)
    if upload.media_type not in MEDIA_TYPES.values():
        raise FileTypeError("no project takes files of this type", accept=sorted(MEDIA_TYPES))
    if _list_deliverables(session, row).count(upload.deliverable) >= MOST_FILES:
        raise TooManyFilesError("the deliverable holds as many files as it may", limit=MOST_FILES)
    file = DossierFile(
        id=new_id(), stage_id=row.id, key=key, deliverable=upload.deliverable, name=upload.name[:200], media_type=upload.media_type,
        size=len(upload.content), digest=keep_content(session, upload.content), added_at=act.at, added_by=act.learner_id,
    )  # fmt: skip
    row.files = [*row.files, str(file.id)]
    _keep(session, row, act)
    session.add(file)
    session.flush()


def remove_file(session: Session, act: Act, file: str) -> None:
    """Take a file out of the draft; rounds that hold it keep it. Raises as save_draft, and UnknownFileError."""
    row = _open_stage(session, act)
    if file not in row.files:
        raise UnknownFileError("the draft holds no such file")
    handed_in = session.scalars(select(DossierRound.files).where(DossierRound.stage_id == row.id)).all()
    row.files = [each for each in row.files if each != file]
    _keep(session, row, act)
    if not any(file in files for files in handed_in):
        unseen = session.get_one(DossierFile, UUID(file))
        session.delete(unseen)
        session.flush()
        forget_content(session, unseen.digest)


def submit(session: Session, act: Act, key: str) -> None:
    """Make the draft a round, which nothing changes any more; a key that was used before makes no second one.

    Raises as save_draft, IncompleteRoundError with `missing`, NoRoundLeftError.
    """
    if _is_repeated(session, DossierRound, act, key):
        return
    # Somebody who leaves the team at this moment waits, and is then told that it has handed in.
    session.get_one(Dossier, act.dossier_id, with_for_update=True)
    row = _open_stage(session, act)
    missing = _list_missing(session, row, act.rule)
    if missing:
        raise IncompleteRoundError("something that is asked for is missing", missing=missing)
    due_at = act.dates.find_due(act.rule)
    made = DossierRound(
        stage_id=row.id, number=count_rounds(session, row.id) + 1, key=key, texts=dict(row.texts), files=list(row.files),
        submitted_at=act.at, submitted_by=act.learner_id, is_late=due_at is not None and act.at > due_at,
    )  # fmt: skip
    row.state = "submitted"
    _flush(session, row, act)
    session.add(made)
    session.flush()


def count_rounds(session: Session, stage_id: UUID) -> int:
    """Return how many rounds a team handed in for a stage."""
    return session.scalar(select(func.count()).select_from(DossierRound).where(DossierRound.stage_id == stage_id)) or 0


def _find_stage(session: Session, act: Act) -> DossierStage | None:
    query = select(DossierStage).where(DossierStage.dossier_id == act.dossier_id, DossierStage.stage == act.stage)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def _is_repeated(session: Session, model: type[DossierFile] | type[DossierRound], act: Act, key: str) -> bool:
    """Tell whether this act was done before; asked with the stage locked, so that the first of two equal acts is seen by the other."""
    row = _find_stage(session, act)
    return row is not None and session.scalar(select(model.id).where(model.stage_id == row.id, model.key == key)) is not None


def _open_stage(session: Session, act: Act) -> DossierStage:
    """Return the stage's row, locked and ready for one change, or a new one that is not in the database yet.

    Raises what save_draft raises.
    """
    rule = act.rule
    row = _find_stage(session, act)
    revision = row.version if row else 0
    if act.revision != revision:
        raise StaleRevisionError("somebody of the team changed this stage meanwhile", revision=revision)
    if not act.dates.is_open(rule, act.at) or (row is not None and row.state not in _OPEN_STATES):
        raise StageClosedError("the stage takes nothing now", stage=rule.id)
    if row is None:
        return DossierStage(id=new_id(), dossier_id=act.dossier_id, stage=rule.id, state="draft", texts={}, files=[], changed_at=act.at)
    if count_rounds(session, row.id) >= act.assignment.rounds:
        raise NoRoundLeftError("every round of the stage was handed in", limit=act.assignment.rounds)
    return row


def _keep(session: Session, row: DossierStage, act: Act) -> None:
    row.saved_at, row.saved_by = act.at, act.learner_id
    _flush(session, row, act)


def _flush(session: Session, row: DossierStage, act: Act) -> None:
    """Write the row once: one act is one revision, even one that says the same again."""
    row.changed_at = act.at
    session.add(row)
    if row.version is not None:
        flag_modified(row, "changed_at")
    session.flush()


def _list_missing(session: Session, row: DossierStage, rule: StageRule) -> list[str]:
    with_files, texts = set(_list_deliverables(session, row)), {name for name, text in row.texts.items() if str(text).strip()}
    return [each.id for each in rule.deliverables if each.is_required and each.id not in (with_files if each.kind == "file" else texts)]


def _list_deliverables(session: Session, row: DossierStage) -> list[str]:
    """Return the deliverable of each file of the draft."""
    ids = [UUID(each) for each in row.files]
    return list(session.scalars(select(DossierFile.deliverable).where(DossierFile.id.in_(ids)))) if ids else []
