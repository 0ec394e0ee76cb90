"""How long an exam may take, and a note of each attempt that runs, so that those whose time is over are found.

Attempts that run already are noted, too: else nobody would end them when their course closes.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from maslak_web.column_types import JSON_DOCUMENT, UTCDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_BATCH = 500
_OPEN_STATUSES = ("active", "repeating")  # as they were at this revision


def upgrade() -> None:
    """Add the minutes of an exam, and the table of the attempts that run."""
    op.add_column("exam_mode", sa.Column("minutes", sa.Integer(), nullable=True))
    table = op.create_table(
        "running_attempt",
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("usage_key", sa.String(length=255), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("ends_at", UTCDateTime(), nullable=True),
        sa.Column("not_before", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name=op.f("fk_running_attempt_learner_id_learner")),
        sa.ForeignKeyConstraint(["offering_id"], ["offering.id"], name=op.f("fk_running_attempt_offering_id_offering")),
        sa.PrimaryKeyConstraint("learner_id", "usage_key", name=op.f("pk_running_attempt")),
    )
    op.create_index(op.f("ix_running_attempt_offering_id"), "running_attempt", ["offering_id"])
    op.create_index(op.f("ix_running_attempt_ends_at"), "running_attempt", ["ends_at"])
    notes = list(_find_running(op.get_bind()))
    for start in range(0, len(notes), _BATCH):
        op.bulk_insert(table, notes[start : start + _BATCH])


def downgrade() -> None:
    """Drop both: an attempt takes as long as its learner likes."""
    op.drop_index(op.f("ix_running_attempt_ends_at"), table_name="running_attempt")
    op.drop_index(op.f("ix_running_attempt_offering_id"), table_name="running_attempt")
    op.drop_table("running_attempt")
    with op.batch_alter_table("exam_mode") as table:
        table.drop_column("minutes")


def _find_running(connection: sa.Connection) -> Iterator[dict[str, Any]]:
    """Give a note of each attempt that is not finished, in the offering through which its learner takes the course."""
    courses, offerings = _read_courses(connection), _read_offerings(connection)
    state = sa.table(
        "block_state", sa.column("learner_id", sa.Uuid()), sa.column("scope"), sa.column("block_key"), sa.column("fields", JSON_DOCUMENT)
    )
    query = sa.select(state.c.learner_id, state.c.block_key, state.c.fields).where(
        state.c.scope == "user_state",
        state.c.learner_id.is_not(None),
        sa.or_(state.c.block_key.like("%type@maslak_checkpoint%"), state.c.block_key.like("%type@maslak_lab%")),
    )
    # The rows of a whole school are read, but not held: what is asked for next is asked on the same connection.
    for learner_id, usage_key, fields in connection.execute(query.execution_options(yield_per=_BATCH)):
        offering_id = offerings.get((learner_id, courses.get(usage_key, "")))
        if offering_id is not None and _is_running(fields):
            yield {"learner_id": learner_id, "usage_key": usage_key, "offering_id": offering_id, "ends_at": None, "not_before": None}


def _is_running(fields: Mapping[str, Any] | str) -> bool:
    attempts = (json.loads(fields) if isinstance(fields, str) else fields).get("attempts") or []
    return bool(attempts) and not attempts[-1].get("finished_at")


def _read_courses(connection: sa.Connection) -> dict[str, str]:
    """Give the course of each block."""
    release = sa.table("release", sa.column("course_key"), sa.column("block_map", sa.JSON()))
    rows = connection.execute(sa.select(release.c.course_key, release.c.block_map))
    return {usage_key: course_key for course_key, block_map in rows for usage_key in block_map}


def _read_offerings(connection: sa.Connection) -> dict[tuple[uuid.UUID, str], uuid.UUID]:
    """Give the offering of each learner's course, the latest where there are several."""
    query = sa.text(
        "SELECT enrolment.learner_id, offering.course_key, offering.id FROM enrolment"
        " JOIN offering_group ON offering_group.group_id = enrolment.group_id"
        " JOIN offering ON offering.id = offering_group.offering_id JOIN period ON period.id = offering.period_id"
        " WHERE enrolment.status IN :statuses ORDER BY period.starts_on, offering.id"
    ).bindparams(sa.bindparam("statuses", expanding=True))
    typed = query.columns(sa.column("learner_id", sa.Uuid()), sa.column("course_key", sa.String()), sa.column("id", sa.Uuid()))
    rows = connection.execute(typed, {"statuses": _OPEN_STATUSES})
    return {(learner_id, course_key): offering_id for learner_id, course_key, offering_id in rows}
