"""Who may see which record, as conditions for the database: one rule for pages, files and programs.

A registrar keeps the records of their own institutions. Another institution's record shows only when it is final and its
learner is actively enrolled with the registrar's own institution.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import aliased

from maslak_registry.access.readers import Reader
from maslak_registry.learners.services import LocalLearnerRow
from maslak_registry.records.models import CompletionRow, EnrolmentRow
from maslak_registry.records.revisions import ACTIVE


def may_see_record(reader: Reader) -> ColumnElement[bool]:
    """Return the condition on CompletionRow for what a reader may see."""
    if reader.is_national:
        return true()
    own = CompletionRow.institution_id.in_(reader.institutions)
    shared = and_(CompletionRow.state == "final", is_enrolled_here(reader, CompletionRow.institution_id, CompletionRow.learner))
    return or_(own, shared)


def is_enrolled_here(reader: Reader, institution_id: Any, learner: Any) -> ColumnElement[bool]:
    """Return the condition that a learner, named by two columns, is actively enrolled with an institution of the reader."""
    there, here = aliased(LocalLearnerRow), aliased(LocalLearnerRow)
    return exists(
        select(1)
        .select_from(there)
        .join(here, here.nlid == there.nlid)
        .join(EnrolmentRow, and_(EnrolmentRow.institution_id == here.institution_id, EnrolmentRow.learner == here.learner))
        .where(
            there.institution_id == institution_id,
            there.learner == learner,
            here.institution_id.in_(reader.institutions),
            EnrolmentRow.status.in_(ACTIVE),
        )
    )
