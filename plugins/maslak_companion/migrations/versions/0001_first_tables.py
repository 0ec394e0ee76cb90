"""The first tables of the companion."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from maslak_web.column_types import JSON_DOCUMENT, ExactDecimal, UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Children before the tables that they point to.
# fmt: off
_TABLES = (
    "jury_line", "jury_event", "offering_group", "jury", "arrangement", "offering", "rating_event", "rating", "place", "passport",
    "outbox_entry", "mark", "handler_receipt", "evidence", "enrolment", "credential", "content_language", "completion_record",
    "completion", "block_state", "account", "status_list", "release", "programme", "period", "outbox_receipt", "outbox_lease",
    "outbox_delivery", "outbox_batch", "outbox_alarm", "outbox", "login_attempt", "learner_group", "learner", "issuer_list",
    "credential_key", "achievement", "access_log",
)


def upgrade() -> None:
    """Create every table of the first version."""
    op.create_table('access_log',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('actor_id', sa.Uuid(), nullable=False),
        sa.Column('learner_id', sa.Uuid(), nullable=False), sa.Column('what', sa.String(length=80), nullable=False),
        sa.Column('at', UTCDateTime(), nullable=False), sa.PrimaryKeyConstraint('id', name=op.f('pk_access_log')))
    op.create_index('ix_access_log_learner_id_at', 'access_log', ['learner_id', 'at'], unique=False)
    op.create_table('achievement',
        sa.Column('key', sa.String(length=80), nullable=False), sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('competency', sa.String(length=40), nullable=True), sa.Column('level', sa.String(length=4), nullable=True),
        sa.Column('name', JSON_DOCUMENT, nullable=False), sa.Column('description', JSON_DOCUMENT, nullable=False),
        sa.Column('criteria', JSON_DOCUMENT, nullable=False), sa.Column('frozen_at', UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('key', name=op.f('pk_achievement')))
    op.create_table('credential_key',
        sa.Column('multikey', sa.String(length=80), nullable=False), sa.Column('valid_from', UTCDateTime(), nullable=False),
        sa.Column('valid_until', UTCDateTime(), nullable=True), sa.Column('compromised_at', UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint('multikey', name=op.f('pk_credential_key')))
    op.create_table('issuer_list',
        sa.Column('id', sa.Integer(), autoincrement=False, nullable=False), sa.Column('as_of', UTCDateTime(), nullable=False),
        sa.Column('fetched_at', UTCDateTime(), nullable=False), sa.Column('raw', sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_issuer_list')))
    op.create_table('learner',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('name_ar', sa.String(length=200), nullable=False),
        sa.Column('name_latin', sa.String(length=200), nullable=False), sa.Column('student_number', sa.String(length=40), nullable=False),
        sa.Column('national_code', sa.String(length=20), nullable=True), sa.Column('birth_on', sa.Date(), nullable=True),
        sa.Column('verified_at', UTCDateTime(), nullable=True), sa.Column('verified_by', sa.Uuid(), nullable=True),
        sa.Column('verifications', sa.Integer(), nullable=False), sa.Column('created_at', UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_learner')),
        sa.UniqueConstraint('national_code', name=op.f('uq_learner_national_code')),
        sa.UniqueConstraint('student_number', name=op.f('uq_learner_student_number')))
    op.create_table('learner_group',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('key', sa.String(length=60), nullable=False),
        sa.Column('titles', JSON_DOCUMENT, nullable=False), sa.PrimaryKeyConstraint('id', name=op.f('pk_learner_group')),
        sa.UniqueConstraint('key', name=op.f('uq_learner_group_key')))
    op.create_table('login_attempt',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('login_digest', sa.String(length=64), nullable=False),
        sa.Column('address', sa.String(length=64), nullable=False), sa.Column('at', UTCDateTime(), nullable=False),
        sa.Column('succeeded', sa.Boolean(), nullable=False), sa.PrimaryKeyConstraint('id', name=op.f('pk_login_attempt')))
    op.create_index('ix_login_attempt_address_at', 'login_attempt', ['address', 'at'], unique=False)
    op.create_index('ix_login_attempt_login_digest_at', 'login_attempt', ['login_digest', 'at'], unique=False)
    op.create_table('outbox',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('type', sa.String(length=81), nullable=False),
        sa.Column('subject', sa.Uuid(), nullable=False), sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('body', sa.LargeBinary(), nullable=False), sa.Column('salt', sa.String(length=64), nullable=True),
        sa.Column('identity', JSON_DOCUMENT, nullable=True), sa.Column('created_at', UTCDateTime(), nullable=False),
        sa.Column('seq', sa.Integer(), nullable=True), sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
        sa.UniqueConstraint('seq', name=op.f('uq_outbox_seq')),
        sa.UniqueConstraint('type', 'subject', 'revision', name=op.f('uq_outbox_type_subject_revision')))
    op.create_index('ix_outbox_waiting', 'outbox', ['id'], unique=False, sqlite_where=sa.text('seq IS NULL'),
        postgresql_where=sa.text('seq IS NULL'))
    op.create_table('outbox_alarm',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('detail', sa.Text(), nullable=False), sa.Column('stops', sa.Boolean(), nullable=False),
        sa.Column('raised_at', UTCDateTime(), nullable=False), sa.Column('cleared_at', UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_alarm')))
    op.create_index(op.f('ix_outbox_alarm_kind'), 'outbox_alarm', ['kind'], unique=False)
    op.create_table('outbox_batch',
        sa.Column('first', sa.Integer(), autoincrement=False, nullable=False), sa.Column('last', sa.Integer(), nullable=False),
        sa.Column('sealed_at', UTCDateTime(), nullable=False), sa.Column('received_at', UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint('first', name=op.f('pk_outbox_batch')))
    op.create_index(op.f('ix_outbox_batch_received_at'), 'outbox_batch', ['received_at'], unique=False)
    op.create_table('outbox_delivery',
        sa.Column('id', sa.Integer(), autoincrement=False, nullable=False), sa.Column('attempts', sa.Integer(), nullable=False),
        sa.Column('next_try_at', UTCDateTime(), nullable=True), sa.Column('last_error', sa.Text(), nullable=False),
        sa.Column('delivered_at', UTCDateTime(), nullable=True), sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_delivery')))
    op.create_table('outbox_lease',
        sa.Column('name', sa.String(length=20), nullable=False), sa.Column('holder', sa.String(length=64), nullable=False),
        sa.Column('expires_at', UTCDateTime(), nullable=False), sa.PrimaryKeyConstraint('name', name=op.f('pk_outbox_lease')))
    op.create_table('outbox_receipt',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('first', sa.Integer(), nullable=False),
        sa.Column('last', sa.Integer(), nullable=False), sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('document', sa.LargeBinary(), nullable=False), sa.Column('stored_at', UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_receipt')))
    op.create_index(op.f('ix_outbox_receipt_first'), 'outbox_receipt', ['first'], unique=False)
    op.create_table('period',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('key', sa.String(length=40), nullable=False),
        sa.Column('titles', JSON_DOCUMENT, nullable=False), sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=False), sa.PrimaryKeyConstraint('id', name=op.f('pk_period')),
        sa.UniqueConstraint('key', name=op.f('uq_period_key')))
    op.create_table('programme',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('key', sa.String(length=60), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False), sa.Column('titles', JSON_DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_programme')),
        sa.UniqueConstraint('key', 'version', name=op.f('uq_programme_key_version')))
    op.create_table('release',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('course_key', sa.String(length=80), nullable=False),
        sa.Column('version', sa.String(length=40), nullable=False), sa.Column('hash', sa.String(length=64), nullable=False),
        sa.Column('titles', sa.JSON(), nullable=False), sa.Column('block_map', sa.JSON(), nullable=False),
        sa.Column('installed_at', UTCDateTime(), nullable=False), sa.PrimaryKeyConstraint('id', name=op.f('pk_release')),
        sa.UniqueConstraint('course_key', 'hash', name=op.f('uq_release_course_key_hash')))
    op.create_table('status_list',
        sa.Column('number', sa.Integer(), autoincrement=False, nullable=False), sa.Column('signed_at', UTCDateTime(), nullable=False),
        sa.Column('is_stale', sa.Boolean(), nullable=False), sa.Column('document', sa.LargeBinary(), nullable=False),
        sa.Column('jwt', sa.Text(), nullable=False), sa.PrimaryKeyConstraint('number', name=op.f('pk_status_list')))
    op.create_table('account',
        sa.Column('learner_id', sa.Uuid(), nullable=True), sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('login', sa.String(length=120), nullable=False), sa.Column('password_hash', sa.String(length=255), nullable=True),
        sa.Column('display_name', sa.String(length=200), nullable=False), sa.Column('roles', JSON_DOCUMENT, nullable=False),
        sa.Column('language', sa.String(length=2), nullable=True), sa.Column('active', sa.Boolean(), nullable=False),
        sa.Column('is_demo', sa.Boolean(), nullable=False), sa.Column('session_epoch', sa.Integer(), nullable=False),
        sa.Column('created_at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_account_learner_id_learner')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_account')), sa.UniqueConstraint('learner_id', name=op.f('uq_account_learner_id')),
        sa.UniqueConstraint('login', name=op.f('uq_account_login')))
    op.create_table('block_state',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('owner', sa.String(length=36), nullable=False),
        sa.Column('learner_id', sa.Uuid(), nullable=True), sa.Column('scope', sa.String(length=20), nullable=False),
        sa.Column('block_key', sa.String(length=255), nullable=False), sa.Column('fields', sa.JSON(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_block_state_learner_id_learner')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_block_state')),
        sa.UniqueConstraint('owner', 'scope', 'block_key', name=op.f('uq_block_state_owner_scope_block_key')))
    op.create_index(op.f('ix_block_state_learner_id'), 'block_state', ['learner_id'], unique=False)
    op.create_table('completion',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('learner_id', sa.Uuid(), nullable=False),
        sa.Column('course_key', sa.String(length=80), nullable=False), sa.Column('usage_key', sa.String(length=255), nullable=False),
        sa.Column('fraction', ExactDecimal(), nullable=False), sa.Column('completed_at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_completion_learner_id_learner')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_completion')),
        sa.UniqueConstraint('learner_id', 'usage_key', name=op.f('uq_completion_learner_id_usage_key')))
    op.create_index(op.f('ix_completion_course_key'), 'completion', ['course_key'], unique=False)
    op.create_table('completion_record',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('uuid', sa.Uuid(), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False), sa.Column('learner_id', sa.Uuid(), nullable=False),
        sa.Column('about_kind', sa.String(length=20), nullable=False), sa.Column('about_key', sa.String(length=80), nullable=False),
        sa.Column('period', sa.String(length=40), nullable=False), sa.Column('session', sa.String(length=10), nullable=False),
        sa.Column('state', sa.String(length=12), nullable=False), sa.Column('decision', sa.String(length=40), nullable=True),
        sa.Column('mark', ExactDecimal(), nullable=True), sa.Column('author', sa.Uuid(), nullable=False),
        sa.Column('reason', sa.String(length=40), nullable=True), sa.Column('recorded_at', UTCDateTime(), nullable=False),
        sa.Column('body', JSON_DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_completion_record_learner_id_learner')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_completion_record')),
        sa.UniqueConstraint('learner_id', 'about_kind', 'about_key', 'period', 'session', 'revision',
            name=op.f('uq_completion_record_learner_id_about_kind_about_key_period_session_revision')),
        sa.UniqueConstraint('uuid', 'revision', name=op.f('uq_completion_record_uuid_revision')))
    op.create_index(op.f('ix_completion_record_learner_id'), 'completion_record', ['learner_id'], unique=False)
    op.create_table('content_language',
        sa.Column('learner_id', sa.Uuid(), nullable=False), sa.Column('language', sa.String(length=2), nullable=False),
        sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_content_language_learner_id_learner')),
        sa.PrimaryKeyConstraint('learner_id', name=op.f('pk_content_language')))
    op.create_table('credential',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('learner_id', sa.Uuid(), nullable=False),
        sa.Column('achievement_key', sa.String(length=80), nullable=False), sa.Column('competency', sa.String(length=40), nullable=False),
        sa.Column('level', sa.String(length=4), nullable=False), sa.Column('state', sa.String(length=10), nullable=False),
        sa.Column('subject', sa.Uuid(), nullable=False), sa.Column('is_released', sa.Boolean(), nullable=False),
        sa.Column('awarded_at', UTCDateTime(), nullable=False), sa.Column('issued_at', UTCDateTime(), nullable=True),
        sa.Column('revoked_at', UTCDateTime(), nullable=True), sa.Column('revoked_reason', sa.String(length=40), nullable=True),
        sa.Column('status_list', sa.Integer(), nullable=True), sa.Column('status_index', sa.Integer(), nullable=True),
        sa.Column('digest', sa.String(length=64), nullable=True), sa.Column('document', sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("state IN ('awarded', 'issued', 'revoked')", name=op.f('ck_credential_state')),
        sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_credential_learner_id_learner')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_credential')),
        sa.UniqueConstraint('learner_id', 'achievement_key', name=op.f('uq_credential_learner_id_achievement_key')),
        sa.UniqueConstraint('status_list', 'status_index', name=op.f('uq_credential_status_list_status_index')))
    op.create_index('ix_credential_awarded', 'credential', ['id'], unique=False, sqlite_where=sa.text("state = 'awarded'"),
        postgresql_where=sa.text("state = 'awarded'"))
    op.create_table('enrolment',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('learner_id', sa.Uuid(), nullable=False),
        sa.Column('programme_id', sa.Uuid(), nullable=False), sa.Column('year', sa.String(length=9), nullable=False),
        sa.Column('group_id', sa.Uuid(), nullable=False), sa.Column('status', sa.String(length=20), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False), sa.Column('enrolled_at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['group_id'], ['learner_group.id'], name=op.f('fk_enrolment_group_id_learner_group')),
        sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_enrolment_learner_id_learner')),
        sa.ForeignKeyConstraint(['programme_id'], ['programme.id'], name=op.f('fk_enrolment_programme_id_programme')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_enrolment')),
        sa.UniqueConstraint('learner_id', 'programme_id', 'year', 'group_id',
            name=op.f('uq_enrolment_learner_id_programme_id_year_group_id')))
    op.create_index(op.f('ix_enrolment_group_id'), 'enrolment', ['group_id'], unique=False)
    op.create_index(op.f('ix_enrolment_learner_id'), 'enrolment', ['learner_id'], unique=False)
    op.create_table('evidence',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('issuer', sa.String(length=60), nullable=False),
        sa.Column('learner_id', sa.Uuid(), nullable=False), sa.Column('course_key', sa.String(length=80), nullable=False),
        sa.Column('release_id', sa.Uuid(), nullable=False), sa.Column('usage_key', sa.String(length=255), nullable=False),
        sa.Column('attempt', sa.Integer(), nullable=False), sa.Column('item', sa.String(length=100), nullable=False),
        sa.Column('competency', sa.String(length=40), nullable=False), sa.Column('level', sa.String(length=4), nullable=False),
        sa.Column('source', sa.String(length=40), nullable=False), sa.Column('score', ExactDecimal(), nullable=False),
        sa.Column('response', sa.Text(), nullable=False), sa.Column('observed_at', UTCDateTime(), nullable=False),
        sa.Column('observer', sa.String(length=60), nullable=False), sa.Column('conditions', sa.String(length=20), nullable=False),
        sa.Column('identity_check', sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_evidence_learner_id_learner')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_evidence')),
        sa.UniqueConstraint('issuer', 'learner_id', 'usage_key', 'attempt', 'item',
            name=op.f('uq_evidence_issuer_learner_id_usage_key_attempt_item')))
    op.create_index(op.f('ix_evidence_course_key'), 'evidence', ['course_key'], unique=False)
    op.create_index('ix_evidence_learner_id_competency', 'evidence', ['learner_id', 'competency', 'level'], unique=False)
    op.create_table('handler_receipt',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('learner_id', sa.Uuid(), nullable=False),
        sa.Column('usage_key', sa.String(length=255), nullable=False), sa.Column('key', sa.String(length=100), nullable=False),
        sa.Column('payload_digest', sa.String(length=64), nullable=False), sa.Column('status', sa.Integer(), nullable=False),
        sa.Column('content_type', sa.String(length=100), nullable=False), sa.Column('body', sa.LargeBinary(), nullable=False),
        sa.Column('received_at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_handler_receipt_learner_id_learner')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_handler_receipt')),
        sa.UniqueConstraint('learner_id', 'usage_key', 'key', name=op.f('uq_handler_receipt_learner_id_usage_key_key')))
    op.create_table('mark',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('learner_id', sa.Uuid(), nullable=False),
        sa.Column('course_key', sa.String(length=80), nullable=False), sa.Column('usage_key', sa.String(length=255), nullable=False),
        sa.Column('value', ExactDecimal(), nullable=False), sa.Column('max_value', ExactDecimal(), nullable=False),
        sa.Column('marked_at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_mark_learner_id_learner')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_mark')),
        sa.UniqueConstraint('learner_id', 'usage_key', name=op.f('uq_mark_learner_id_usage_key')))
    op.create_index(op.f('ix_mark_course_key'), 'mark', ['course_key'], unique=False)
    op.create_table('outbox_entry',
        sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False), sa.Column('outbox_id', sa.Uuid(), nullable=False),
        sa.Column('raw', sa.LargeBinary(), nullable=False), sa.Column('hash', sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_outbox_entry_outbox_id_outbox')),
        sa.PrimaryKeyConstraint('seq', name=op.f('pk_outbox_entry')),
        sa.UniqueConstraint('outbox_id', name=op.f('uq_outbox_entry_outbox_id')))
    op.create_table('passport',
        sa.Column('learner_id', sa.Uuid(), nullable=False), sa.Column('items', sa.JSON(), nullable=False),
        sa.Column('as_of', UTCDateTime(), nullable=False), sa.Column('fetched_at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_passport_learner_id_learner')),
        sa.PrimaryKeyConstraint('learner_id', name=op.f('pk_passport')))
    op.create_table('place',
        sa.Column('learner_id', sa.Uuid(), nullable=False), sa.Column('course_key', sa.String(length=80), nullable=False),
        sa.Column('unit', sa.String(length=100), nullable=False), sa.Column('page', sa.String(length=100), nullable=False),
        sa.Column('opened_at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_place_learner_id_learner')),
        sa.PrimaryKeyConstraint('learner_id', 'course_key', name=op.f('pk_place')))
    op.create_table('rating',
        sa.Column('learner_id', sa.Uuid(), nullable=False), sa.Column('competency', sa.String(length=40), nullable=False),
        sa.Column('level', sa.String(length=4), nullable=False), sa.Column('rating', sa.String(length=20), nullable=False),
        sa.Column('policy', sa.String(length=40), nullable=False), sa.Column('explanation', sa.JSON(), nullable=False),
        sa.Column('changed_at', UTCDateTime(), nullable=False), sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_rating_learner_id_learner')),
        sa.PrimaryKeyConstraint('learner_id', 'competency', 'level', name=op.f('pk_rating')))
    op.create_table('rating_event',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('learner_id', sa.Uuid(), nullable=False),
        sa.Column('competency', sa.String(length=40), nullable=False), sa.Column('level', sa.String(length=4), nullable=False),
        sa.Column('before', sa.String(length=20), nullable=False), sa.Column('after', sa.String(length=20), nullable=False),
        sa.Column('reason', sa.String(length=40), nullable=False), sa.Column('author', sa.String(length=36), nullable=False),
        sa.Column('at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_rating_event_learner_id_learner')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_rating_event')))
    op.create_index('ix_rating_event_learner_id_at', 'rating_event', ['learner_id', 'at'], unique=False)
    op.create_table('offering',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('key', sa.String(length=80), nullable=False),
        sa.Column('titles', JSON_DOCUMENT, nullable=False), sa.Column('course_key', sa.String(length=80), nullable=False),
        sa.Column('release_id', sa.Uuid(), nullable=True), sa.Column('period_id', sa.Uuid(), nullable=False),
        sa.Column('module_code', sa.String(length=40), nullable=False), sa.Column('apogee_code', sa.String(length=40), nullable=False),
        sa.Column('weight', ExactDecimal(), nullable=False), sa.Column('credits', ExactDecimal(), nullable=False),
        sa.Column('hours', ExactDecimal(), nullable=False), sa.Column('mode', sa.String(length=20), nullable=False),
        sa.Column('scale', ExactDecimal(), nullable=False), sa.Column('rounding', ExactDecimal(), nullable=False),
        sa.Column('pass_mark', ExactDecimal(), nullable=False), sa.Column('conditions', JSON_DOCUMENT, nullable=False),
        sa.Column('lead_account_id', sa.Uuid(), nullable=True), sa.Column('opens_at', UTCDateTime(), nullable=True),
        sa.Column('closes_at', UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(['lead_account_id'], ['account.id'], name=op.f('fk_offering_lead_account_id_account')),
        sa.ForeignKeyConstraint(['period_id'], ['period.id'], name=op.f('fk_offering_period_id_period')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_offering')), sa.UniqueConstraint('key', name=op.f('uq_offering_key')))
    op.create_index(op.f('ix_offering_course_key'), 'offering', ['course_key'], unique=False)
    op.create_table('arrangement',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('offering_id', sa.Uuid(), nullable=False),
        sa.Column('learner_id', sa.Uuid(), nullable=True), sa.Column('group_id', sa.Uuid(), nullable=True),
        sa.Column('usage_key', sa.String(length=200), nullable=True), sa.Column('extra_attempts', sa.Integer(), nullable=False),
        sa.Column('extra_time', ExactDecimal(), nullable=False), sa.Column('excused', sa.Boolean(), nullable=False),
        sa.Column('opens_at', UTCDateTime(), nullable=True), sa.Column('closes_at', UTCDateTime(), nullable=True),
        sa.Column('private_reason', sa.Text(), nullable=False), sa.Column('granted_by', sa.Uuid(), nullable=False),
        sa.Column('granted_at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['group_id'], ['learner_group.id'], name=op.f('fk_arrangement_group_id_learner_group')),
        sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_arrangement_learner_id_learner')),
        sa.ForeignKeyConstraint(['offering_id'], ['offering.id'], name=op.f('fk_arrangement_offering_id_offering')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_arrangement')))
    op.create_index(op.f('ix_arrangement_offering_id'), 'arrangement', ['offering_id'], unique=False)
    op.create_table('jury',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('offering_id', sa.Uuid(), nullable=False),
        sa.Column('group_id', sa.Uuid(), nullable=False), sa.Column('session', sa.String(length=10), nullable=False),
        sa.Column('state', sa.String(length=10), nullable=False), sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('jury_on', sa.Date(), nullable=True), sa.Column('minutes_ref', sa.String(length=80), nullable=False),
        sa.Column('last_token', sa.String(length=36), nullable=False), sa.Column('reason', sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(['group_id'], ['learner_group.id'], name=op.f('fk_jury_group_id_learner_group')),
        sa.ForeignKeyConstraint(['offering_id'], ['offering.id'], name=op.f('fk_jury_offering_id_offering')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_jury')),
        sa.UniqueConstraint('offering_id', 'group_id', 'session', name=op.f('uq_jury_offering_id_group_id_session')))
    op.create_table('offering_group',
        sa.Column('offering_id', sa.Uuid(), nullable=False), sa.Column('group_id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(['group_id'], ['learner_group.id'], name=op.f('fk_offering_group_group_id_learner_group')),
        sa.ForeignKeyConstraint(['offering_id'], ['offering.id'], name=op.f('fk_offering_group_offering_id_offering')),
        sa.PrimaryKeyConstraint('offering_id', 'group_id', name=op.f('pk_offering_group')))
    op.create_table('jury_event',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('jury_id', sa.Uuid(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False), sa.Column('actor_id', sa.Uuid(), nullable=False),
        sa.Column('reason', sa.String(length=40), nullable=True), sa.Column('note', sa.Text(), nullable=False),
        sa.Column('at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['jury_id'], ['jury.id'], name=op.f('fk_jury_event_jury_id_jury')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_jury_event')))
    op.create_index(op.f('ix_jury_event_jury_id'), 'jury_event', ['jury_id'], unique=False)
    op.create_table('jury_line',
        sa.Column('jury_id', sa.Uuid(), nullable=False), sa.Column('learner_id', sa.Uuid(), nullable=False),
        sa.Column('mark', ExactDecimal(), nullable=True), sa.Column('decision', sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(['jury_id'], ['jury.id'], name=op.f('fk_jury_line_jury_id_jury')),
        sa.ForeignKeyConstraint(['learner_id'], ['learner.id'], name=op.f('fk_jury_line_learner_id_learner')),
        sa.PrimaryKeyConstraint('jury_id', 'learner_id', name=op.f('pk_jury_line')))


def downgrade() -> None:
    """Drop them all, with their indexes; nothing of the service remains."""
    for name in _TABLES:
        op.drop_table(name)
