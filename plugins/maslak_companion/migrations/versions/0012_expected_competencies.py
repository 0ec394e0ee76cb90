"""The competencies of the diploma that a contract of alternance is to cover."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from maslak_web.column_types import JSON_DOCUMENT

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them to the contracts; of those that stand, none are expected until somebody says so."""
    op.add_column("placement", sa.Column("expected", JSON_DOCUMENT, nullable=False, server_default=sa.text("'[]'")))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("placement", "expected")
