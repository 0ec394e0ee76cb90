"""A school with a learner at a company."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories.alternance import Alternance, make_alternance

from maslak_web.database import Database


@pytest.fixture
def alternance(database: Database, tmp_path: Path) -> Alternance:
    """A learner at a company, on both databases."""
    return make_alternance(database, tmp_path / "home")
