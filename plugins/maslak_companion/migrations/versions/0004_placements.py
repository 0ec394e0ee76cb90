"""Alternance: placements with their periods and missions, logbooks, and what tutors sign."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from maslak_web.column_types import JSON_DOCUMENT, UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Children before the tables that they point to.
_TABLES = (
    "countersignature",
    "sign_off",
    "tutor_draft",
    "tutor_link_use",
    "tutor_link",
    "placement_synthesis",
    "logbook_entry",
    "logbook_file",
    "placement_event",
    "mission_agreement",
    "mission_revision",
    "mission",
    "placement_period",
    "placement",
    "company_tutor",
)


def upgrade() -> None:
    """Create the tables of alternance."""
    op.create_table(
        "company_tutor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("company", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=False),
        sa.Column("noted_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_tutor")),
    )
    op.create_table(
        "placement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("company", sa.String(length=200), nullable=False),
        sa.Column("tutor_id", sa.Uuid(), nullable=True),
        sa.Column("academic_tutor_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("academic_weeks", sa.Integer(), nullable=False),
        sa.Column("company_weeks", sa.Integer(), nullable=False),
        sa.Column("legal_frame", sa.String(length=20), nullable=False),
        sa.Column("broken_on", sa.Date(), nullable=True),
        sa.Column("tutor_left_at", UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tutor_id"], ["company_tutor.id"], name=op.f("fk_placement_tutor_id_company_tutor")),
        sa.ForeignKeyConstraint(["academic_tutor_id"], ["account.id"], name=op.f("fk_placement_academic_tutor_id_account")),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_placement_learner_id_learner")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
    )
    op.create_index("ix_placement_academic_tutor_id", "placement", ["academic_tutor_id"], unique=False)
    op.create_index("ix_placement_learner_id", "placement", ["learner_id"], unique=False)
    op.create_index("ix_placement_tutor_id", "placement", ["tutor_id"], unique=False)
    op.create_table(
        "placement_period",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_placement_period_placement_id_placement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_period")),
    )
    op.create_index("ix_placement_period_placement_id", "placement_period", ["placement_id"], unique=False)
    op.create_table(
        "mission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_mission_placement_id_placement")),
        sa.ForeignKeyConstraint(["period_id"], ["placement_period.id"], name=op.f("fk_mission_period_id_placement_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mission")),
    )
    op.create_index("ix_mission_placement_id", "mission", ["placement_id"], unique=False)
    op.create_table(
        "mission_revision",
        sa.Column("mission_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("targets", JSON_DOCUMENT, nullable=False),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("author", sa.Uuid(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_revision_mission_id_mission")),
        sa.PrimaryKeyConstraint("mission_id", "revision", name=op.f("pk_mission_revision")),
        sa.UniqueConstraint("id", name=op.f("uq_mission_revision_id")),
    )
    op.create_table(
        "mission_agreement",
        sa.Column("mission_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["mission_id"], ["mission.id"], name=op.f("fk_mission_agreement_mission_id_mission")),
        sa.PrimaryKeyConstraint("mission_id", "revision", "role", name=op.f("pk_mission_agreement")),
    )
    op.create_table(
        "placement_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_placement_event_placement_id_placement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_event")),
    )
    op.create_index("ix_placement_event_placement_id", "placement_event", ["placement_id"], unique=False)
    op.create_table(
        "logbook_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_logbook_file_placement_id_placement")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logbook_file")),
    )
    op.create_index("ix_logbook_file_placement_id", "logbook_file", ["placement_id"], unique=False)
    op.create_table(
        "logbook_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("task", sa.Text(), nullable=False),
        sa.Column("competencies", JSON_DOCUMENT, nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("is_confidential", sa.Boolean(), nullable=False),
        sa.Column("supersedes", sa.Uuid(), nullable=True),
        sa.Column("request_key", sa.String(length=100), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("received_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_logbook_entry_placement_id_placement")),
        sa.ForeignKeyConstraint(["supersedes"], ["logbook_entry.id"], name=op.f("fk_logbook_entry_supersedes_logbook_entry")),
        sa.ForeignKeyConstraint(["file_id"], ["logbook_file.id"], name=op.f("fk_logbook_entry_file_id_logbook_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logbook_entry")),
        sa.UniqueConstraint("placement_id", "request_key", name=op.f("uq_logbook_entry_placement_id_request_key")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_logbook_entry_supersedes")),
    )
    op.create_index("ix_logbook_entry_placement_id_done_on", "logbook_entry", ["placement_id", "done_on"], unique=False)
    op.create_table(
        "placement_synthesis",
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["period_id"], ["placement_period.id"], name=op.f("fk_placement_synthesis_period_id_placement_period")),
        sa.PrimaryKeyConstraint("period_id", name=op.f("pk_placement_synthesis")),
    )
    op.create_table(
        "tutor_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tutor_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=255), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["tutor_id"], ["company_tutor.id"], name=op.f("fk_tutor_link_tutor_id_company_tutor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tutor_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_tutor_link_token_digest")),
    )
    op.create_index("ix_tutor_link_tutor_id", "tutor_link", ["tutor_id"], unique=False)
    op.create_table(
        "tutor_link_use",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["link_id"], ["tutor_link.id"], name=op.f("fk_tutor_link_use_link_id_tutor_link")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tutor_link_use")),
    )
    op.create_index("ix_tutor_link_use_link_id", "tutor_link_use", ["link_id"], unique=False)
    op.create_table(
        "tutor_draft",
        sa.Column("tutor_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("fields", JSON_DOCUMENT, nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["period_id"], ["placement_period.id"], name=op.f("fk_tutor_draft_period_id_placement_period")),
        sa.ForeignKeyConstraint(["tutor_id"], ["company_tutor.id"], name=op.f("fk_tutor_draft_tutor_id_company_tutor")),
        sa.PrimaryKeyConstraint("tutor_id", "period_id", name=op.f("pk_tutor_draft")),
    )
    op.create_table(
        "sign_off",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("tutor_id", sa.Uuid(), nullable=False),
        sa.Column("tutor_name", sa.String(length=200), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("seen", sa.String(length=10), nullable=False),
        sa.Column("ratings", JSON_DOCUMENT, nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("signed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_sign_off_placement_id_placement")),
        sa.ForeignKeyConstraint(["period_id"], ["placement_period.id"], name=op.f("fk_sign_off_period_id_placement_period")),
        sa.ForeignKeyConstraint(["link_id"], ["tutor_link.id"], name=op.f("fk_sign_off_link_id_tutor_link")),
        sa.ForeignKeyConstraint(["tutor_id"], ["company_tutor.id"], name=op.f("fk_sign_off_tutor_id_company_tutor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
        sa.UniqueConstraint("link_id", "request_key", name=op.f("uq_sign_off_link_id_request_key")),
        sa.UniqueConstraint("period_id", "revision", name=op.f("uq_sign_off_period_id_revision")),
    )
    op.create_index("ix_sign_off_placement_id", "sign_off", ["placement_id"], unique=False)
    op.create_table(
        "countersignature",
        sa.Column("sign_off_id", sa.Uuid(), nullable=False),
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("is_countersigned", sa.Boolean(), nullable=False),
        sa.Column("ratings", JSON_DOCUMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["sign_off_id"], ["sign_off.id"], name=op.f("fk_countersignature_sign_off_id_sign_off")),
        sa.ForeignKeyConstraint(["placement_id"], ["placement.id"], name=op.f("fk_countersignature_placement_id_placement")),
        sa.PrimaryKeyConstraint("sign_off_id", name=op.f("pk_countersignature")),
    )
    op.create_index("ix_countersignature_placement_id", "countersignature", ["placement_id"], unique=False)


def downgrade() -> None:
    """Drop them, with everything that was written and signed."""
    for table in _TABLES:
        op.drop_table(table)
