"""Arrangements are given, changed and withdrawn on a page, and what was done to them stays."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from maslak_web.column_types import JSON_DOCUMENT, UTCDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TABLE = "arrangement_event"


def upgrade() -> None:
    """Count the changes of an arrangement, let it be withdrawn, and keep its history in rows that are only ever added."""
    op.add_column("arrangement", sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("arrangement", sa.Column("withdrawn_at", UTCDateTime(), nullable=True))
    op.create_table(
        _TABLE,
        sa.Column("arrangement_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("token", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("said", JSON_DOCUMENT, nullable=False),
        sa.Column("reason_changed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["arrangement_id"], ["arrangement.id"], name=op.f("fk_arrangement_event_arrangement_id_arrangement")),
        sa.PrimaryKeyConstraint("arrangement_id", "revision", name=op.f("pk_arrangement_event")),
    )
    if op.get_bind().dialect.name == "postgresql":
        # The function came with the other tables of this kind.
        op.execute(f"CREATE TRIGGER {_TABLE}_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {_TABLE} EXECUTE FUNCTION refuse_change()")
        return
    for verb in ("update", "delete"):
        refusal = f"SELECT RAISE(ABORT, 'rows of {_TABLE} are only ever added')"
        op.execute(f"CREATE TRIGGER {_TABLE}_stays_{verb} BEFORE {verb.upper()} ON {_TABLE} BEGIN {refusal}; END")


def downgrade() -> None:
    """Take the history away; what was withdrawn is removed, so that it does not hold again."""
    op.drop_table(_TABLE)
    op.execute("DELETE FROM arrangement WHERE withdrawn_at IS NOT NULL")
    op.drop_column("arrangement", "withdrawn_at")
    op.drop_column("arrangement", "revision")
