"""Rows that say who a local learner is, and which local learners are one person."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from maslak_registry.base import DISTRIBUTED, LOCAL, REFERENCE, Base
from maslak_web.database import UTCDateTime


class PersonRow(Base):
    """A person by a random `nlid`; the code and the birth date are here only as HMACs under the matching key."""

    __tablename__ = "persons"
    __table_args__ = {"info": REFERENCE}

    nlid: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    code_mac: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True, default=None)
    birth_mac: Mapped[bytes | None] = mapped_column(LargeBinary(32), default=None)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class LocalLearnerRow(Base):
    """A learner as one institution knows them: the verified names, and the person once one is known."""

    __tablename__ = "local_learners"
    __table_args__ = (
        ForeignKeyConstraint(["institution_id"], ["institutions.id"]),
        Index("ix_local_learners_nlid", "nlid"),
        {"info": DISTRIBUTED},
    )

    institution_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    learner: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    nlid: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.nlid"))
    name_ar: Mapped[str] = mapped_column(String(200), default="")
    name_latin: Mapped[str] = mapped_column(String(200), default="")
    name_folded: Mapped[str] = mapped_column(String(500), default="")
    revision: Mapped[int] = mapped_column(default=0)
    verified_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)


class MatchReviewRow(Base):
    """Two identities with one national code and different birth dates: a person decides, nothing links by itself."""

    __tablename__ = "match_reviews"
    __table_args__ = (ForeignKeyConstraint(["institution_id"], ["institutions.id"]), {"info": DISTRIBUTED})

    institution_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    learner: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    nlid: Mapped[uuid.UUID] = mapped_column()
    reason: Mapped[str] = mapped_column(String(32))
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime, default=None)


class WideningRow(Base):
    """The registry's own chain: what an institution may now see of a person that it could not see before, and what it saw wrongly.

    A program that already pulled past the other institution's records finds them here on its next pull. `unlinked` names the
    learner elsewhere whose records were shown as this learner's and are not.
    """

    __tablename__ = "widenings"
    __table_args__ = {"info": LOCAL}

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institutions.id"))
    learner: Mapped[uuid.UUID] = mapped_column()
    reason: Mapped[str] = mapped_column(String(16))
    other_institution_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    other_learner: Mapped[uuid.UUID | None] = mapped_column(default=None)
    at: Mapped[datetime] = mapped_column(UTCDateTime)


class RegistryCounterRow(Base):
    """The last number of the registry's own chain; locking it makes matching of persons happen one after another."""

    __tablename__ = "registry_counters"
    __table_args__ = {"info": LOCAL}

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)
