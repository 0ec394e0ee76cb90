"""A project's own dates in an offering."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from maslak_web.column_types import JSON_DOCUMENT, UTCDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of projects' dates."""
    op.create_table(
        "project_schedule",
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("usage_key", sa.String(length=255), nullable=False),
        sa.Column("opens_at", UTCDateTime(), nullable=True),
        sa.Column("closes_at", UTCDateTime(), nullable=True),
        sa.Column("due", JSON_DOCUMENT, nullable=False),
        sa.Column("late_days", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["account.id"], name=op.f("fk_project_schedule_changed_by_account")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_project_schedule_offering_id_offering")),
        sa.PrimaryKeyConstraint("offering_id", "usage_key", name=op.f("pk_project_schedule")),
    )


def downgrade() -> None:
    """Drop it: projects follow the dates of their offering again."""
    op.drop_table("project_schedule")
