"""Tables of the dossiers room: teams with their dossiers, what they hand in, and the files.

The bytes of files lie in the database, under their SHA-256, and not in a folder beside it. A round and its files are then
one transaction: neither exists without the other after a crash. One backup holds both, and several machines need no shared
disk. A file is at most 20 MB and a school's projects a few gigabytes, which SQLite and PostgreSQL both keep well; rows that
pages read never hold the bytes.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_web.database import new_id

USAGE_KEY = String(255)
# The id of a stage or a deliverable, as authors write it.
AUTHORED_ID = String(100)


class Dossier(Base):
    """What one team does for one project of one offering. The team and its dossier are one row: neither exists without the other."""

    __tablename__ = "dossier"
    __table_args__ = (
        UniqueConstraint("offering_id", "usage_key", "number"),
        Index("ix_dossier_code", "offering_id", "usage_key", "code", unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offering.id"))
    usage_key: Mapped[str] = mapped_column(USAGE_KEY)
    # Teams are numbered within a project: the name under which markers see an anonymous one.
    number: Mapped[int]
    # What its members call it, where they made it themselves.
    name: Mapped[str] = mapped_column(String(80), default="")
    # By which others of the group come in, while learners form teams.
    code: Mapped[str | None] = mapped_column(String(8))
    # How many times a score was recorded as evidence: a corrected mark is a new attempt, for evidence is never edited.
    attempts: Mapped[int] = mapped_column(default=0)
    score: Mapped[Decimal | None]
    created_at: Mapped[datetime]


class DossierMember(Base):
    """A learner in a team. The key says that nobody is in two teams of one project."""

    __tablename__ = "dossier_member"

    offering_id: Mapped[UUID] = mapped_column(ForeignKey("offering.id"), primary_key=True)
    usage_key: Mapped[str] = mapped_column(USAGE_KEY, primary_key=True)
    learner_id: Mapped[UUID] = mapped_column(ForeignKey("learner.id"), primary_key=True)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"), index=True)
    joined_at: Mapped[datetime]


class DossierStage(Base):
    """Where a team stands in one stage, and what it has not handed in yet.

    `version` is the revision that learners name with every change: two changes from one page never both succeed.
    """

    __tablename__ = "dossier_stage"
    __table_args__ = (UniqueConstraint("dossier_id", "stage"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    dossier_id: Mapped[UUID] = mapped_column(ForeignKey("dossier.id"))
    stage: Mapped[str] = mapped_column(AUTHORED_ID)
    # draft, submitted (with the markers from then on), returned, marked.
    state: Mapped[str] = mapped_column(String(12), default="draft")
    # Texts and links by deliverable, and the ids of the files that the next round will hold.
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    files: Mapped[list[Any]] = mapped_column(default=list)
    saved_at: Mapped[datetime | None]
    saved_by: Mapped[UUID | None] = mapped_column(ForeignKey("learner.id"))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(nullable=False)

    __mapper_args__ = {"version_id_col": version}


class DossierRound(Base):
    """One handing in, exactly as it was. Rows are only ever added."""

    __tablename__ = "dossier_round"
    __table_args__ = (UniqueConstraint("stage_id", "number"), UniqueConstraint("stage_id", "key"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    stage_id: Mapped[UUID] = mapped_column(ForeignKey("dossier_stage.id"))
    number: Mapped[int]
    # What the sender called this act: sent twice, it is one round.
    key: Mapped[str] = mapped_column(String(100))
    texts: Mapped[dict[str, Any]]
    files: Mapped[list[Any]]
    submitted_at: Mapped[datetime] = mapped_column(index=True)
    submitted_by: Mapped[UUID] = mapped_column(ForeignKey("learner.id"))
    is_late: Mapped[bool]


class DossierFile(Base):
    """A file under the name that a learner gave it. A row is never changed; it goes only if it left a draft unseen by any round."""

    __tablename__ = "dossier_file"
    __table_args__ = (UniqueConstraint("stage_id", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    stage_id: Mapped[UUID] = mapped_column(ForeignKey("dossier_stage.id"))
    key: Mapped[str] = mapped_column(String(100))
    deliverable: Mapped[str] = mapped_column(AUTHORED_ID)
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(ForeignKey("file_content.digest"), index=True)
    added_at: Mapped[datetime]
    added_by: Mapped[UUID] = mapped_column(ForeignKey("learner.id"))


class FileContent(Base):
    """The bytes of files, once each, under their SHA-256 in hexadecimal."""

    __tablename__ = "file_content"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
