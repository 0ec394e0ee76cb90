"""Learners form their teams themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from maslak_web.column_types import UTCDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give teams a name and a code, projects a time in which learners form teams, and keep who asks to join."""
    op.add_column("project_schedule", sa.Column("teams_by_learners", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("project_schedule", sa.Column("teams_until", UTCDateTime(), nullable=True))
    # Columns and an index, not a constraint: SQLite would have to write the table anew, under the rows that point to it.
    op.add_column("dossier", sa.Column("name", sa.String(length=80), nullable=False, server_default=""))
    op.add_column("dossier", sa.Column("code", sa.String(length=8), nullable=True))
    op.create_index("ix_dossier_code", "dossier", ["offering_id", "usage_key", "code"], unique=True)
    op.create_table(
        "team_join_request",
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("usage_key", sa.String(length=255), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_team_join_request_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_team_join_request_learner_id_learner")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_team_join_request_offering_id_offering")),
        sa.PrimaryKeyConstraint("offering_id", "usage_key", "learner_id", name=op.f("pk_team_join_request")),
    )
    op.create_index(op.f("ix_team_join_request_dossier_id"), "team_join_request", ["dossier_id"], unique=False)


def downgrade() -> None:
    """Take it away: teams keep their members and lose their names."""
    op.drop_table("team_join_request")
    op.drop_index("ix_dossier_code", table_name="dossier")
    op.drop_column("dossier", "code")
    op.drop_column("dossier", "name")
    op.drop_column("project_schedule", "teams_until")
    op.drop_column("project_schedule", "teams_by_learners")
