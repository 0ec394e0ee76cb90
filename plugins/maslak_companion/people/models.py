"""Tables of the people room."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base
from maslak_web.database import new_id


class Learner(Base):
    """A person at this institution.

    The national code and the birth date are only ever what the registrar verified: nothing that the learner typed.
    """

    __tablename__ = "learner"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name_ar: Mapped[str] = mapped_column(String(200))
    name_latin: Mapped[str] = mapped_column(String(200))
    student_number: Mapped[str] = mapped_column(String(40), unique=True)
    national_code: Mapped[str | None] = mapped_column(String(20), unique=True)
    birth_on: Mapped[date | None]
    verified_at: Mapped[datetime | None]
    # The account that verified; not a foreign key, because the fact outlives the account.
    verified_by: Mapped[uuid.UUID | None]
    # How often an identity was verified: the revision of the next `learner.verified` entry.
    verifications: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
