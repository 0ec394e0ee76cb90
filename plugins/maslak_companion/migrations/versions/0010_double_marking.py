"""Two markers for one round: what each thinks, what was settled, and under which names a mark is read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from maslak_web.column_types import JSON_DOCUMENT, UTCDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of double marking, and let a rule ask for it."""
    op.add_column("marking_rule", sa.Column("is_double", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("marking_rule", sa.Column("tolerance", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("marking", sa.Column("signed_as", sa.String(length=200), nullable=False, server_default=""))
    op.create_table(
        "independent_mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("body", JSON_DOCUMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_independent_mark_account_id_account")),
        sa.ForeignKeyConstraint(["round_id"], ["dossier_round.id"], name=op.f("fk_independent_mark_round_id_dossier_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_independent_mark")),
        sa.UniqueConstraint("round_id", "account_id", name=op.f("uq_independent_mark_round_id_account_id")),
        sa.UniqueConstraint("round_id", "seat", name=op.f("uq_independent_mark_round_id_seat")),
    )
    op.create_index(op.f("ix_independent_mark_account_id"), "independent_mark", ["account_id"], unique=False)
    op.create_table(
        "mark_agreement",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("body", JSON_DOCUMENT, nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["proposed_by"], ["account.id"], name=op.f("fk_mark_agreement_proposed_by_account")),
        sa.ForeignKeyConstraint(["round_id"], ["dossier_round.id"], name=op.f("fk_mark_agreement_round_id_dossier_round")),
        sa.ForeignKeyConstraint(["settled_by"], ["account.id"], name=op.f("fk_mark_agreement_settled_by_account")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_mark_agreement")),
    )


def downgrade() -> None:
    """Drop them: every round is marked by one again, and what two thought is lost."""
    op.drop_table("mark_agreement")
    op.drop_table("independent_mark")
    op.drop_column("marking", "signed_as")
    op.drop_column("marking_rule", "tolerance")
    op.drop_column("marking_rule", "is_double")
