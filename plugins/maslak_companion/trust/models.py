"""Tables of the trust room."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from maslak_companion.base import Base


class CredentialKeyRow(Base):
    """A public key with which this institution signed badges. Retired keys stay; a compromised one verifies nothing any more."""

    __tablename__ = "credential_key"

    multikey: Mapped[str] = mapped_column(String(80), primary_key=True)
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime | None]
    compromised_at: Mapped[datetime | None]


class IssuerListRow(Base):
    """The last list of issuers that the registry signed, byte for byte; there is one row at most."""

    __tablename__ = "issuer_list"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    as_of: Mapped[datetime]
    fetched_at: Mapped[datetime]
    raw: Mapped[bytes] = mapped_column(LargeBinary)
