"""Hours and absences of placement periods, visits, and the defence."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from maslak_web.column_types import ExactDecimal, UTCDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of follow-ups."""
    op.create_table(
        "placement_attendance",
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("planned", ExactDecimal(), nullable=False),
        sa.Column("present", ExactDecimal(), nullable=False),
        sa.Column("excused", ExactDecimal(), nullable=False),
        sa.Column("unexcused", ExactDecimal(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["period_id"], ["placement_period.id"], name=op.f("fk_placement_attendance_period_id_placement_period")),
        sa.PrimaryKeyConstraint("period_id", name=op.f("pk_placement_attendance")),
    )
    op.create_table(
        "placement_visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("visitor", sa.String(length=200), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("attendees", sa.String(length=400), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("cancelled_at", UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_placement_visit_placement_id_placement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_visit")),
    )
    op.create_index("ix_placement_visit_placement_id", "placement_visit", ["placement_id"], unique=False)
    op.create_table(
        "placement_defence",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("jury", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_placement_defence_placement_id_placement")),
        sa.PrimaryKeyConstraint("placement_id", name=op.f("pk_placement_defence")),
    )


def downgrade() -> None:
    """Drop them, with every report."""
    for table in ("placement_defence", "placement_visit", "placement_attendance"):
        op.drop_table(table)
