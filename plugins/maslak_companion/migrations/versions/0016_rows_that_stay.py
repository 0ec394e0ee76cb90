"""Tables to which rows are only ever added say so themselves: no statement changes or removes what was signed, handed in or told.

The services never do; a script, a console or a fault could. Whoever must erase a person by law takes the trigger off the table
knowingly, in the transaction that erases, and puts it back. A later migration that makes one of these tables anew, as SQLite asks
for most changes, loses its trigger and writes it again: a test names the tables.
"""

from __future__ import annotations

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# As they were named at this revision.
_TABLES = (
    "countersignature", "dossier_round", "logbook_entry", "logbook_file", "mission_agreement", "mission_revision", "placement_event",
    "published_mark", "sign_off", "sign_off_paper", "sign_off_paper_receipt",
)  # fmt: skip
_FUNCTION = "refuse_change"
_POSTGRESQL = f"""
CREATE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME; END $$
"""


def upgrade() -> None:
    """Give each table what refuses to change or remove its rows."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_POSTGRESQL)
        for table in _TABLES:
            op.execute(f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} EXECUTE FUNCTION {_FUNCTION}()")
        return
    for table in _TABLES:
        for verb in ("update", "delete"):
            refusal = f"SELECT RAISE(ABORT, 'rows of {table} are only ever added')"
            op.execute(f"CREATE TRIGGER {table}_stays_{verb} BEFORE {verb.upper()} ON {table} BEGIN {refusal}; END")


def downgrade() -> None:
    """Leave it to the services."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP FUNCTION {_FUNCTION}() CASCADE")
        return
    for table in _TABLES:
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_stays_{verb}")
