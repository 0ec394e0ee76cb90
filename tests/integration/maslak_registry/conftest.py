"""A registry on each database, for the tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.factories.institution import RegistryUnderTest

from maslak_web.database import Database


@pytest.fixture
def registry(database: Database, tmp_path: Path) -> RegistryUnderTest:
    """An empty registry."""
    return RegistryUnderTest(database, tmp_path / "registry")
