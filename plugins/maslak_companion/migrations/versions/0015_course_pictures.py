"""Pictures that authors at the school add to a course."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from maslak_web.column_types import UTCDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of the pictures, each once in a course under the name of its content."""
    op.create_table(
        "course_picture",
        sa.Column("course_key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["account.id"], name=op.f("fk_course_picture_added_by_account")),
        sa.PrimaryKeyConstraint("course_key", "name", name=op.f("pk_course_picture")),
    )


def downgrade() -> None:
    """Drop it: drafts that refer to a picture show its description; releases that were made hold theirs."""
    op.drop_table("course_picture")
