"""Mark sheets that came back from a spreadsheet and wait for a yes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from maslak_web.column_types import JSON_DOCUMENT, UTCDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of mark sheets."""
    op.create_table(
        "mark_sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("usage_key", sa.String(length=255), nullable=False),
        sa.Column("stage", sa.String(length=100), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("cells", JSON_DOCUMENT, nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.Column("taken_over_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_mark_sheet_account_id_account")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_mark_sheet_offering_id_offering")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark_sheet")),
        sa.UniqueConstraint(
            "account_id", "offering_id", "usage_key", "stage", name=op.f("uq_mark_sheet_account_id_offering_id_usage_key_stage")
        ),
    )


def downgrade() -> None:
    """Drop it: only sheets that nobody said yes to are lost."""
    op.drop_table("mark_sheet")
