"""Blocks of an offering that are taken as an exam."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from maslak_web.column_types import UTCDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of exams."""
    op.create_table(
        "exam_mode",
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("usage_key", sa.String(length=200), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("set_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_exam_mode_offering_id_offering")),
        sa.ForeignKeyConstraint(["set_by"], ["account.id"], name=op.f("fk_exam_mode_set_by_account")),
        sa.PrimaryKeyConstraint("offering_id", "usage_key", name=op.f("pk_exam_mode")),
    )


def downgrade() -> None:
    """Drop it: every answer is met with its feedback again."""
    op.drop_table("exam_mode")
