"""A school that awards badges, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories.badge_school import BadgeSchool

from maslak_web.database import Database


@pytest.fixture
def school(database: Database, tmp_path: Path) -> BadgeSchool:
    """A school with one learner and no badge."""
    return BadgeSchool(database, tmp_path / "home")


@pytest.fixture
def small_school(sqlite_database: Database, tmp_path: Path) -> BadgeSchool:
    """The same on SQLite only, for tests where the engine does not matter."""
    return BadgeSchool(sqlite_database, tmp_path / "home")
