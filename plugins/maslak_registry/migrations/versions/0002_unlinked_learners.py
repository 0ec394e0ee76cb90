"""The registry's own chain names the learner elsewhere whose link ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the learner elsewhere to the chain; what stands in it opens something and names none."""
    op.add_column("widenings", sa.Column("other_institution_id", sa.Uuid(), nullable=True))
    op.add_column("widenings", sa.Column("other_learner", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """Take the learner elsewhere away; a line that only said who was unlinked says nothing without."""
    op.execute("DELETE FROM widenings WHERE reason = 'unlinked'")
    with op.batch_alter_table("widenings") as table:
        table.drop_column("other_learner")
        table.drop_column("other_institution_id")
