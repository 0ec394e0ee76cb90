"""The first tables of the registry."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from maslak_web.column_types import JSON_DOCUMENT, UTCDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Children before the tables that they point to.
# fmt: off
_TABLES = (
    "tokens", "ledger_envelopes", "widenings", "set_aside", "receipts", "nonces", "match_reviews", "local_learners", "ledger_heads",
    "ledger_entries", "institution_keys", "enrolments", "credentials", "completion_revisions", "completion_records", "clients",
    "changes", "apply_cursors", "alarms", "registry_counters", "persons", "login_attempts", "institutions", "accounts", "access_log",
)


def upgrade() -> None:
    """Create every table of the first version."""
    op.create_table('access_log',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('at', UTCDateTime(), nullable=False),
        sa.Column('reader_kind', sa.String(length=16), nullable=False), sa.Column('reader', sa.String(length=150), nullable=False),
        sa.Column('purpose', sa.String(length=64), nullable=False), sa.Column('what', sa.String(length=32), nullable=False),
        sa.Column('institution_id', sa.Uuid(), nullable=True), sa.Column('learner', sa.Uuid(), nullable=True),
        sa.Column('detail', sa.String(length=300), nullable=False), sa.PrimaryKeyConstraint('id', name=op.f('pk_access_log')),
        info={'distribution': 'local'})
    op.create_index('ix_access_log_learner', 'access_log', ['institution_id', 'learner', 'at'], unique=False)
    op.create_table('accounts',
        sa.Column('institutions', JSON_DOCUMENT, nullable=False), sa.Column('pull_cursor', sa.Text(), nullable=True),
        sa.Column('pulled_at', UTCDateTime(), nullable=True), sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('login', sa.String(length=120), nullable=False), sa.Column('password_hash', sa.String(length=255), nullable=True),
        sa.Column('display_name', sa.String(length=200), nullable=False), sa.Column('roles', JSON_DOCUMENT, nullable=False),
        sa.Column('language', sa.String(length=2), nullable=True), sa.Column('active', sa.Boolean(), nullable=False),
        sa.Column('is_demo', sa.Boolean(), nullable=False), sa.Column('session_epoch', sa.Integer(), nullable=False),
        sa.Column('created_at', UTCDateTime(), nullable=False), sa.PrimaryKeyConstraint('id', name=op.f('pk_accounts')),
        sa.UniqueConstraint('login', name=op.f('uq_accounts_login')), info={'distribution': 'local'})
    op.create_table('institutions',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('key', sa.String(length=64), nullable=False),
        sa.Column('name_ar', sa.String(length=200), nullable=False), sa.Column('name_fr', sa.String(length=200), nullable=False),
        sa.Column('name_en', sa.String(length=200), nullable=False), sa.Column('did', sa.String(length=300), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False), sa.Column('frozen_reason', sa.String(length=64), nullable=True),
        sa.Column('created_at', UTCDateTime(), nullable=False), sa.PrimaryKeyConstraint('id', name=op.f('pk_institutions')),
        sa.UniqueConstraint('key', name=op.f('uq_institutions_key')), info={'distribution': 'reference'})
    op.create_table('login_attempts',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('login_digest', sa.String(length=64), nullable=False),
        sa.Column('address', sa.String(length=64), nullable=False), sa.Column('at', UTCDateTime(), nullable=False),
        sa.Column('succeeded', sa.Boolean(), nullable=False), sa.PrimaryKeyConstraint('id', name=op.f('pk_login_attempts')),
        info={'distribution': 'local'})
    op.create_index('ix_login_attempts_address_at', 'login_attempts', ['address', 'at'], unique=False)
    op.create_index('ix_login_attempts_login_digest_at', 'login_attempts', ['login_digest', 'at'], unique=False)
    op.create_table('persons',
        sa.Column('nlid', sa.Uuid(), nullable=False), sa.Column('code_mac', sa.LargeBinary(length=32), nullable=True),
        sa.Column('birth_mac', sa.LargeBinary(length=32), nullable=True), sa.Column('created_at', UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint('nlid', name=op.f('pk_persons')), sa.UniqueConstraint('code_mac', name=op.f('uq_persons_code_mac')),
        info={'distribution': 'reference'})
    op.create_table('registry_counters',
        sa.Column('name', sa.String(length=32), nullable=False), sa.Column('value', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('name', name=op.f('pk_registry_counters')), info={'distribution': 'local'})
    op.create_table('alarms',
        sa.Column('institution_id', sa.Uuid(), nullable=False), sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('code', sa.String(length=32), nullable=False), sa.Column('seq', sa.BigInteger(), nullable=False),
        sa.Column('detail', sa.Text(), nullable=False), sa.Column('raised_at', UTCDateTime(), nullable=False),
        sa.Column('cleared_at', UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(['institution_id'], ['institutions.id'], name=op.f('fk_alarms_institution_id_institutions')),
        sa.PrimaryKeyConstraint('institution_id', 'id', name=op.f('pk_alarms')), info={'distribution': 'distributed'})
    op.create_table('apply_cursors',
        sa.Column('institution_id', sa.Uuid(), nullable=False), sa.Column('applied_seq', sa.BigInteger(), nullable=False),
        sa.Column('change_seq', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['institution_id'], ['institutions.id'], name=op.f('fk_apply_cursors_institution_id_institutions')),
        sa.PrimaryKeyConstraint('institution_id', name=op.f('pk_apply_cursors')), info={'distribution': 'distributed'})
    op.create_table('changes',
        sa.Column('institution_id', sa.Uuid(), nullable=False), sa.Column('seq', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('kind', sa.String(length=32), nullable=False), sa.Column('subject', sa.Uuid(), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False), sa.Column('learner', sa.Uuid(), nullable=False),
        sa.Column('ledger_seq', sa.BigInteger(), nullable=False), sa.Column('applied_at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['institution_id'], ['institutions.id'], name=op.f('fk_changes_institution_id_institutions')),
        sa.PrimaryKeyConstraint('institution_id', 'seq', name=op.f('pk_changes')), info={'distribution': 'distributed'})
    op.create_index('ix_changes_subject', 'changes', ['institution_id', 'subject'], unique=False)
    op.create_table('clients',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('client_id', sa.String(length=100), nullable=False),
        sa.Column('secret_hash', sa.String(length=200), nullable=False), sa.Column('institution_id', sa.Uuid(), nullable=False),
        sa.Column('purpose', sa.String(length=64), nullable=False), sa.Column('scopes', sa.String(length=200), nullable=False),
        sa.Column('active', sa.Boolean(), nullable=False), sa.Column('is_demo', sa.Boolean(), nullable=False),
        sa.Column('created_at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['institution_id'], ['institutions.id'], name=op.f('fk_clients_institution_id_institutions')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_clients')), sa.UniqueConstraint('client_id', name=op.f('uq_clients_client_id')),
        info={'distribution': 'local'})
    op.create_table('completion_records',
        sa.Column('institution_id', sa.Uuid(), nullable=False), sa.Column('uuid', sa.Uuid(), nullable=False),
        sa.Column('learner', sa.Uuid(), nullable=False), sa.Column('about_kind', sa.String(length=16), nullable=False),
        sa.Column('about_key', sa.String(length=200), nullable=False), sa.Column('title', JSON_DOCUMENT, nullable=False),
        sa.Column('level', sa.String(length=8), nullable=True), sa.Column('period', sa.String(length=64), nullable=False),
        sa.Column('session', sa.String(length=16), nullable=False), sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('decision', sa.String(length=32), nullable=True), sa.Column('decision_code', sa.String(length=32), nullable=True),
        sa.Column('mark', sa.String(length=16), nullable=True), sa.Column('scale', sa.String(length=16), nullable=True),
        sa.Column('credits', sa.String(length=16), nullable=True), sa.Column('hours', sa.String(length=16), nullable=True),
        sa.Column('mode', sa.String(length=32), nullable=True), sa.Column('conditions', sa.String(length=64), nullable=True),
        sa.Column('jury_on', sa.Date(), nullable=True), sa.Column('minutes_ref', sa.String(length=200), nullable=True),
        sa.Column('earned_at', UTCDateTime(), nullable=True), sa.Column('recorded_at', UTCDateTime(), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False), sa.Column('ledger_seq', sa.BigInteger(), nullable=False),
        sa.Column('applied_at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['institution_id'], ['institutions.id'], name=op.f('fk_completion_records_institution_id_institutions')),
        sa.PrimaryKeyConstraint('institution_id', 'uuid', name=op.f('pk_completion_records')), info={'distribution': 'distributed'})
    op.create_index('ix_completion_records_learner', 'completion_records', ['institution_id', 'learner'], unique=False)
    op.create_index('ix_completion_records_offering', 'completion_records', ['institution_id', 'about_key', 'period'], unique=False)
    op.create_table('completion_revisions',
        sa.Column('institution_id', sa.Uuid(), nullable=False), sa.Column('uuid', sa.Uuid(), nullable=False),
        sa.Column('revision', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False), sa.Column('body', JSON_DOCUMENT, nullable=False),
        sa.Column('author', sa.String(length=64), nullable=False), sa.Column('reason', sa.String(length=64), nullable=True),
        sa.Column('ledger_seq', sa.BigInteger(), nullable=False), sa.Column('recorded_at', UTCDateTime(), nullable=False),
        sa.Column('applied_at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['institution_id'], ['institutions.id'], name=op.f('fk_completion_revisions_institution_id_institutions')),
        sa.PrimaryKeyConstraint('institution_id', 'uuid', 'revision', name=op.f('pk_completion_revisions')),
        info={'distribution': 'distributed'})
    op.create_table('credentials',
        sa.Column('institution_id', sa.Uuid(), nullable=False), sa.Column('uuid', sa.Uuid(), nullable=False),
        sa.Column('learner', sa.Uuid(), nullable=False), sa.Column('achievement', sa.String(length=200), nullable=False),
        sa.Column('kind', sa.String(length=16), nullable=False), sa.Column('competency', sa.String(length=64), nullable=True),
        sa.Column('level', sa.String(length=8), nullable=True), sa.Column('title', JSON_DOCUMENT, nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False), sa.Column('url', sa.String(length=500), nullable=False),
        sa.Column('state', sa.String(length=16), nullable=False), sa.Column('released', sa.Boolean(), nullable=False),
        sa.Column('issued_at', UTCDateTime(), nullable=False), sa.Column('revoked_at', UTCDateTime(), nullable=True),
        sa.Column('revision', sa.Integer(), nullable=False), sa.Column('ledger_seq', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['institution_id'], ['institutions.id'], name=op.f('fk_credentials_institution_id_institutions')),
        sa.PrimaryKeyConstraint('institution_id', 'uuid', name=op.f('pk_credentials')), info={'distribution': 'distributed'})
    op.create_index('ix_credentials_learner', 'credentials', ['institution_id', 'learner'], unique=False)
    op.create_table('enrolments',
        sa.Column('institution_id', sa.Uuid(), nullable=False), sa.Column('uuid', sa.Uuid(), nullable=False),
        sa.Column('learner', sa.Uuid(), nullable=False), sa.Column('programme', sa.String(length=64), nullable=False),
        sa.Column('version', sa.String(length=32), nullable=False), sa.Column('year', sa.String(length=16), nullable=False),
        sa.Column('group_key', sa.String(length=64), nullable=True), sa.Column('status', sa.String(length=16), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False), sa.Column('ledger_seq', sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(['institution_id'], ['institutions.id'], name=op.f('fk_enrolments_institution_id_institutions')),
        sa.PrimaryKeyConstraint('institution_id', 'uuid', name=op.f('pk_enrolments')), info={'distribution': 'distributed'})
    op.create_index('ix_enrolments_learner', 'enrolments', ['institution_id', 'learner'], unique=False)
    op.create_table('institution_keys',
        sa.Column('id', sa.Uuid(), nullable=False), sa.Column('institution_id', sa.Uuid(), nullable=False),
        sa.Column('purpose', sa.String(length=16), nullable=False), sa.Column('keyid', sa.String(length=200), nullable=False),
        sa.Column('public_key', sa.String(length=100), nullable=False), sa.Column('state', sa.String(length=16), nullable=False),
        sa.Column('valid_from', UTCDateTime(), nullable=False), sa.Column('valid_until', UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(['institution_id'], ['institutions.id'], name=op.f('fk_institution_keys_institution_id_institutions')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_institution_keys')),
        sa.UniqueConstraint('keyid', name=op.f('uq_institution_keys_keyid')), info={'distribution': 'reference'})
    op.create_table('ledger_entries',
        sa.Column('institution_id', sa.Uuid(), nullable=False), sa.Column('seq', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('hash', sa.LargeBinary(length=32), nullable=False), sa.Column('entry', sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(['institution_id'], ['institutions.id'], name=op.f('fk_ledger_entries_institution_id_institutions')),
        sa.PrimaryKeyConstraint('institution_id', 'seq', name=op.f('pk_ledger_entries')), info={'distribution': 'distributed'})
    op.create_table('ledger_heads',
        sa.Column('institution_id', sa.Uuid(), nullable=False), sa.Column('seq', sa.BigInteger(), nullable=False),
        sa.Column('hash', sa.String(length=64), nullable=False), sa.Column('received_at', UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(['institution_id'], ['institutions.id'], name=op.f('fk_ledger_heads_institution_id_institutions')),
        sa.PrimaryKeyConstraint('institution_id', name=op.f('pk_ledger_heads')), info={'distribution': 'distributed'})
    op.create_table('local_learners',
        sa.Column('institution_id', sa.Uuid(), nullable=False), sa.Column('learner', sa.Uuid(), nullable=False),
        sa.Column('nlid', sa.Uuid(), nullable=False), sa.Column('name_ar', sa.String(length=200), nullable=False),
        sa.Column('name_latin', sa.String(length=200), nullable=False), sa.Column('name_folded', sa.String(length=500), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False), sa.Column('verified_at', UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(['institution_id'], ['institutions.id'], name=op.f('fk_local_learners_institution_id_institutions')),
        sa.ForeignKeyConstraint(['nlid'], ['persons.nlid'], name=op.f('fk_local_learners_nlid_persons')),
        sa.PrimaryKeyConstraint('institution_id', 'learner', name=op.f('pk_local_learners')), info={'distribution': 'distributed'})
    op.create_index('ix_local_learners_nlid', 'local_learners', ['nlid'], unique=False)
    op.create_table('match_reviews',
        sa.Column('institution_id', sa.Uuid(), nullable=False), sa.Column('learner', sa.Uuid(), nullable=False),
        sa.Column('nlid', sa.Uuid(), nullable=False), sa.Column('reason', sa.String(length=32), nullable=False),
        sa.Column('opened_at', UTCDateTime(), nullable=False), sa.Column('decided_at', UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(['institution_id'], ['institutions.id'], name=op.f('fk_match_reviews_institution_id_institutions')),
        sa.PrimaryKeyConstraint('institution_id', 'learner', name=op.f('pk_match_reviews')), info={'distribution': 'distributed'})
    op.create_table('nonces',
        sa.Column('institution_id', sa.Uuid(), nullable=False), sa.Column('nonce', sa.String(length=128), nullable=False),
        sa.Column('expires_at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['institution_id'], ['institutions.id'], name=op.f('fk_nonces_institution_id_institutions')),
        sa.PrimaryKeyConstraint('institution_id', 'nonce', name=op.f('pk_nonces')), info={'distribution': 'distributed'})
    op.create_index('ix_nonces_expires_at', 'nonces', ['expires_at'], unique=False)
    op.create_table('receipts',
        sa.Column('institution_id', sa.Uuid(), nullable=False), sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('first', sa.BigInteger(), nullable=False), sa.Column('last', sa.BigInteger(), nullable=False),
        sa.Column('answer', sa.LargeBinary(), nullable=False), sa.Column('received_at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['institution_id'], ['institutions.id'], name=op.f('fk_receipts_institution_id_institutions')),
        sa.PrimaryKeyConstraint('institution_id', 'digest', name=op.f('pk_receipts')), info={'distribution': 'distributed'})
    op.create_index('ix_receipts_last', 'receipts', ['institution_id', 'last'], unique=False)
    op.create_table('set_aside',
        sa.Column('institution_id', sa.Uuid(), nullable=False), sa.Column('seq', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('outcome', sa.String(length=16), nullable=False), sa.Column('reason', sa.String(length=64), nullable=False),
        sa.Column('detail', sa.Text(), nullable=False), sa.Column('set_aside_at', UTCDateTime(), nullable=False),
        sa.Column('applied_at', UTCDateTime(), nullable=True), sa.Column('released_by', sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(['institution_id'], ['institutions.id'], name=op.f('fk_set_aside_institution_id_institutions')),
        sa.PrimaryKeyConstraint('institution_id', 'seq', name=op.f('pk_set_aside')), info={'distribution': 'distributed'})
    op.create_table('widenings',
        sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False), sa.Column('institution_id', sa.Uuid(), nullable=False),
        sa.Column('learner', sa.Uuid(), nullable=False), sa.Column('reason', sa.String(length=16), nullable=False),
        sa.Column('at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['institution_id'], ['institutions.id'], name=op.f('fk_widenings_institution_id_institutions')),
        sa.PrimaryKeyConstraint('seq', name=op.f('pk_widenings')), info={'distribution': 'local'})
    op.create_table('ledger_envelopes',
        sa.Column('institution_id', sa.Uuid(), nullable=False), sa.Column('seq', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('salt', sa.String(length=64), nullable=False), sa.Column('identity', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['institution_id', 'seq'], ['ledger_entries.institution_id', 'ledger_entries.seq'],
            name=op.f('fk_ledger_envelopes_institution_id_seq_ledger_entries')),
        sa.PrimaryKeyConstraint('institution_id', 'seq', name=op.f('pk_ledger_envelopes')), info={'distribution': 'distributed'})
    op.create_table('tokens',
        sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False), sa.Column('client_id', sa.Uuid(), nullable=False),
        sa.Column('scopes', sa.String(length=200), nullable=False), sa.Column('expires_at', UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(['client_id'], ['clients.id'], name=op.f('fk_tokens_client_id_clients')),
        sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_tokens')), info={'distribution': 'local'})
    op.create_index('ix_tokens_expires_at', 'tokens', ['expires_at'], unique=False)


def downgrade() -> None:
    """Drop every table of the first version; their indexes go with them."""
    for name in _TABLES:
        op.drop_table(name)
# fmt: on
