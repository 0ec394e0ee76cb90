"""A school that gives a project, a learner who works on it, and an instructor who marks."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories.project import Author, Marker, ProjectSchool

from maslak_web.database import Database


@pytest.fixture
def school(database: Database, tmp_path: Path) -> ProjectSchool:
    return ProjectSchool(database, tmp_path / "home")


@pytest.fixture
def author(school: ProjectSchool) -> Author:
    return Author(school.enter())


@pytest.fixture
def marker(school: ProjectSchool) -> Marker:
    return Marker(school.instructor)
