"""A campus whose jury is about to meet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session
from tests.factories.learner import AT
from tests.factories.offering import Campus, make_campus

from maslak_companion.results.drafts import Act, Draft, JuryOf, Line
from maslak_companion.results.services import find_jury, get_jury_of
from maslak_domain.result import Decision
from maslak_web.database import Database

REGISTRAR = UUID("01900000-0000-7000-8000-000000000001")


@pytest.fixture
def campus(database: Database) -> Campus:
    """Three learners in one group that takes one offering."""
    return make_campus(database)


@pytest.fixture
def draft(campus: Campus) -> Draft:
    """Everything that a jury needs before it can be proposed."""
    first, second, third = campus.learner_ids
    lines = {
        first: Line(Decimal("14.5"), Decision.VALIDATED),
        second: Line(Decimal(8), Decision.NOT_VALIDATED),
        third: Line(None, Decision.ABSENT),
    }
    return Draft(date(2027, 2, 9), "PV-2027-014", lines)


@pytest.fixture
def act() -> Callable[[Session, JuryOf], Act]:
    """Make an act of the registrar on the jury as it stands."""

    def make(session: Session, of: JuryOf) -> Act:
        jury = find_jury(session, of)
        return Act(REGISTRAR, AT, jury.version if jury else 0, uuid4().hex)

    return make


@pytest.fixture
def of() -> Callable[[Session], JuryOf]:
    """Name the jury of the campus."""
    return lambda session: get_jury_of(session, "NUM-100", "GI-1A", "normal")
