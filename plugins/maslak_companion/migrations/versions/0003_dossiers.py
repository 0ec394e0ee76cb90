"""Dossiers: teams, rounds and files of projects, and how they are marked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from maslak_web.column_types import JSON_DOCUMENT, ExactDecimal, UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# Children before the tables that they point to.
_TABLES = (
    "published_mark",
    "marking",
    "dossier_round",
    "dossier_file",
    "dossier_stage",
    "dossier_member",
    "offering_marker",
    "marking_rule",
    "dossier",
    "reusable_comment",
    "file_content",
)


def upgrade() -> None:
    """Create the tables of dossiers and of marking."""
    op.create_table(
        "file_content",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_file_content")),
    )
    op.create_table(
        "reusable_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_reusable_comment_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reusable_comment")),
    )
    op.create_index(op.f("ix_reusable_comment_account_id"), "reusable_comment", ["account_id"], unique=False)
    op.create_table(
        "dossier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("usage_key", sa.String(length=255), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("score", ExactDecimal(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_dossier_offering_id_offering")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("offering_id", "usage_key", "number", name=op.f("uq_dossier_offering_id_usage_key_number")),
    )
    op.create_table(
        "marking_rule",
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("usage_key", sa.String(length=255), nullable=False),
        sa.Column("is_anonymous", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_marking_rule_offering_id_offering")),
        sa.PrimaryKeyConstraint("offering_id", "usage_key", name=op.f("pk_marking_rule")),
    )
    op.create_table(
        "offering_marker",
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_offering_marker_account_id_account")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_offering_marker_offering_id_offering")),
        sa.PrimaryKeyConstraint("offering_id", "account_id", name=op.f("pk_offering_marker")),
    )
    op.create_table(
        "dossier_member",
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("usage_key", sa.String(length=255), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("joined_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_member_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_dossier_member_learner_id_learner")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_dossier_member_offering_id_offering")),
        sa.PrimaryKeyConstraint("offering_id", "usage_key", "learner_id", name=op.f("pk_dossier_member")),
    )
    op.create_index(op.f("ix_dossier_member_dossier_id"), "dossier_member", ["dossier_id"], unique=False)
    op.create_table(
        "dossier_stage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("texts", JSON_DOCUMENT, nullable=False),
        sa.Column("files", JSON_DOCUMENT, nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=True),
        sa.Column("saved_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_dossier_stage_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["saved_by"], ["learner.id"], name=op.f("fk_dossier_stage_saved_by_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_stage")),
        sa.UniqueConstraint("dossier_id", "stage", name=op.f("uq_dossier_stage_dossier_id_stage")),
    )
    op.create_table(
        "dossier_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("deliverable", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["learner.id"], name=op.f("fk_dossier_file_added_by_learner")),
        sa.ForeignKeyConstraint(["digest"], ["file_content.digest"], name=op.f("fk_dossier_file_digest_file_content")),
        sa.ForeignKeyConstraint(["stage_id"], ["dossier_stage.id"], name=op.f("fk_dossier_file_stage_id_dossier_stage")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_file")),
        sa.UniqueConstraint("stage_id", "key", name=op.f("uq_dossier_file_stage_id_key")),
    )
    op.create_index(op.f("ix_dossier_file_digest"), "dossier_file", ["digest"], unique=False)
    op.create_table(
        "dossier_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("stage_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("texts", JSON_DOCUMENT, nullable=False),
        sa.Column("files", JSON_DOCUMENT, nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["stage_id"], ["dossier_stage.id"], name=op.f("fk_dossier_round_stage_id_dossier_stage")),
        sa.ForeignKeyConstraint(["submitted_by"], ["learner.id"], name=op.f("fk_dossier_round_submitted_by_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_round")),
        sa.UniqueConstraint("stage_id", "key", name=op.f("uq_dossier_round_stage_id_key")),
        sa.UniqueConstraint("stage_id", "number", name=op.f("uq_dossier_round_stage_id_number")),
    )
    op.create_index(op.f("ix_dossier_round_submitted_at"), "dossier_round", ["submitted_at"], unique=False)
    op.create_table(
        "marking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("marker_id", sa.Uuid(), nullable=False),
        sa.Column("held_until", UTCDateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("body", JSON_DOCUMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["marker_id"], ["account.id"], name=op.f("fk_marking_marker_id_account")),
        sa.ForeignKeyConstraint(["round_id"], ["dossier_round.id"], name=op.f("fk_marking_round_id_dossier_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marking")),
        sa.UniqueConstraint("round_id", name=op.f("uq_marking_round_id")),
    )
    op.create_table(
        "published_mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("body", JSON_DOCUMENT, nullable=False),
        sa.Column("score", ExactDecimal(), nullable=True),
        sa.Column("marker_id", sa.Uuid(), nullable=False),
        sa.Column("marker_name", sa.String(length=200), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["marker_id"], ["account.id"], name=op.f("fk_published_mark_marker_id_account")),
        sa.ForeignKeyConstraint(["published_by"], ["account.id"], name=op.f("fk_published_mark_published_by_account")),
        sa.ForeignKeyConstraint(["round_id"], ["dossier_round.id"], name=op.f("fk_published_mark_round_id_dossier_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_mark")),
        sa.UniqueConstraint("round_id", "revision", name=op.f("uq_published_mark_round_id_revision")),
    )


def downgrade() -> None:
    """Drop them, with whatever was handed in and marked."""
    for table in _TABLES:
        op.drop_table(table)
