"""A school whose instructors write."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories.authoring import WritingSchool

from maslak_web.database import Database


@pytest.fixture
def school(database: Database, tmp_path: Path) -> WritingSchool:
    """The school, once on each database."""
    return WritingSchool(database, tmp_path / "home")
