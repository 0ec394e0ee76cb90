"""Papers that company tutors sign by hand, and the scans that come back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from maslak_web.column_types import JSON_DOCUMENT, UTCDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of papers, and let a sign-off come on one instead of through a link."""
    op.create_table(
        "sign_off_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("tutor_id", sa.Uuid(), nullable=False),
        sa.Column("tutor_name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("follows", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sheet", JSON_DOCUMENT, nullable=False),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_sign_off_paper_placement_id_placement")),
        sa.ForeignKeyConstraint(["period_id"], ["placement_period.id"], name=op.f("fk_sign_off_paper_period_id_placement_period")),
        sa.ForeignKeyConstraint(["tutor_id"], ["company_tutor.id"], name=op.f("fk_sign_off_paper_tutor_id_company_tutor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off_paper")),
        sa.UniqueConstraint("code", name=op.f("uq_sign_off_paper_code")),
    )
    op.create_index("ix_sign_off_paper_placement_id", "sign_off_paper", ["placement_id"], unique=False)
    _set_aside()
    with op.batch_alter_table("sign_off") as table:
        table.alter_column("link_id", existing_type=sa.Uuid(), nullable=True)
        table.add_column(sa.Column("paper_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_sign_off_paper_id_sign_off_paper"), "sign_off_paper", ["paper_id"], ["id"])
        table.create_unique_constraint(op.f("uq_sign_off_paper_id"), ["paper_id"])
    _bring_back()
    op.create_table(
        "sign_off_paper_receipt",
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("sign_off_id", sa.Uuid(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("received_by", sa.String(length=200), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("entered_at", UTCDateTime(), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("scan_name", sa.String(length=200), nullable=False),
        sa.Column("scan_type", sa.String(length=100), nullable=False),
        sa.Column("scan_size", sa.Integer(), nullable=False),
        sa.Column("scan_digest", sa.String(length=64), nullable=False),
        sa.Column("scan", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["sign_off_paper.id"], name=op.f("fk_sign_off_paper_receipt_paper_id_sign_off_paper")),
        sa.ForeignKeyConstraint(["sign_off_id"], ["sign_off.id"], name=op.f("fk_sign_off_paper_receipt_sign_off_id_sign_off")),
        sa.PrimaryKeyConstraint("paper_id", name=op.f("pk_sign_off_paper_receipt")),
        sa.UniqueConstraint("sign_off_id", name=op.f("uq_sign_off_paper_receipt_sign_off_id")),
    )


def downgrade() -> None:
    """Drop them with every answer that came on paper: without its scan it says nothing."""
    op.drop_table("sign_off_paper_receipt")
    op.execute("DELETE FROM countersignature WHERE sign_off_id IN (SELECT id FROM sign_off WHERE paper_id IS NOT NULL)")
    op.execute("DELETE FROM sign_off WHERE paper_id IS NOT NULL")
    _set_aside()
    with op.batch_alter_table("sign_off") as table:
        table.drop_constraint(op.f("uq_sign_off_paper_id"), type_="unique")
        table.drop_constraint(op.f("fk_sign_off_paper_id_sign_off_paper"), type_="foreignkey")
        table.drop_column("paper_id")
        table.alter_column("link_id", existing_type=sa.Uuid(), nullable=False)
    _bring_back()
    op.drop_table("sign_off_paper")


def _set_aside() -> None:
    """Put away what points at sign-offs: SQLite writes that table anew, and may not drop one that is pointed at."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE TABLE countersignature_aside AS SELECT * FROM countersignature")
        op.execute("DELETE FROM countersignature")


def _bring_back() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("INSERT INTO countersignature SELECT * FROM countersignature_aside")
        op.execute("DROP TABLE countersignature_aside")
