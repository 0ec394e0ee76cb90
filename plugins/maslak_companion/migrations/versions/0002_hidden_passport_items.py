"""What learners said is not theirs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from maslak_web.column_types import UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of hidden passport items."""
    op.create_table(
        "hidden_passport_item",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("hidden_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_hidden_passport_item_learner_id_learner")),
        sa.PrimaryKeyConstraint("learner_id", "item", name=op.f("pk_hidden_passport_item")),
    )


def downgrade() -> None:
    """Drop it: every entry shows again."""
    op.drop_table("hidden_passport_item")
