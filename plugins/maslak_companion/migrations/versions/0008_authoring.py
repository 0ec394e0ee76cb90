"""Authoring: editions of courses, overlays with their revisions and verdicts, and releases that a school made."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from maslak_web.column_types import JSON_DOCUMENT, UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of the authoring room, and tell a school's own releases from the authors'."""
    op.add_column("release", sa.Column("base_id", sa.Uuid(), nullable=True))
    op.create_table(
        "edition",
        sa.Column("course_key", sa.String(length=80), nullable=False),
        sa.Column("base_id", sa.Uuid(), nullable=False),
        sa.Column("based_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["base_id"], ["release.id"], name=op.f("fk_edition_base_id_release")),
        sa.PrimaryKeyConstraint("course_key", name=op.f("pk_edition")),
    )
    _create_overlays()
    _create_decisions()


def _create_overlays() -> None:
    op.create_table(
        "overlay",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_key", sa.String(length=80), nullable=False),
        sa.Column("usage_key", sa.String(length=255), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("handed_in_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["course_key"], ["edition.course_key"], name=op.f("fk_overlay_course_key_edition")),
        sa.ForeignKeyConstraint(["handed_in_by"], ["account.id"], name=op.f("fk_overlay_handed_in_by_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overlay")),
        sa.UniqueConstraint("course_key", "usage_key", name=op.f("uq_overlay_course_key_usage_key")),
    )
    op.create_table(
        "overlay_revision",
        sa.Column("overlay_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_overlay_revision_author_id_account")),
        sa.ForeignKeyConstraint(["overlay_id"], ["overlay.id"], name=op.f("fk_overlay_revision_overlay_id_overlay")),
        sa.PrimaryKeyConstraint("overlay_id", "number", name=op.f("pk_overlay_revision")),
    )


def _create_decisions() -> None:
    op.create_table(
        "overlay_verdict",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("overlay_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_accepted", sa.Boolean(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["overlay_id"], ["overlay.id"], name=op.f("fk_overlay_verdict_overlay_id_overlay")),
        sa.ForeignKeyConstraint(["reviewer_id"], ["account.id"], name=op.f("fk_overlay_verdict_reviewer_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overlay_verdict")),
    )
    op.create_index(op.f("ix_overlay_verdict_overlay_id"), "overlay_verdict", ["overlay_id"])
    op.create_table(
        "local_release",
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("course_key", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("contents", JSON_DOCUMENT, nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_local_release_made_by_account")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_local_release_release_id_release")),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_local_release")),
        sa.UniqueConstraint("course_key", "number", name=op.f("uq_local_release_course_key_number")),
    )


def downgrade() -> None:
    """Drop them: offerings on a school's own release must have moved back before."""
    for table in ("local_release", "overlay_verdict", "overlay_revision", "overlay", "edition"):
        op.drop_table(table)
    op.drop_column("release", "base_id")
