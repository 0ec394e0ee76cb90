from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect

from maslak_web.database import Database
from maslak_web.migrations import find_revision, list_revisions, run_migrations, undo_migrations

ENVIRONMENT = """
from sqlalchemy import MetaData
from maslak_web.migrations import run_environment
run_environment(MetaData())
"""
VERSION = """
import sqlalchemy as sa
from alembic import op
revision = "0001"
down_revision = None
def upgrade() -> None:
    op.create_table("thing", sa.Column("id", sa.Integer, primary_key=True))
def downgrade() -> None:
    op.drop_table("thing")
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    versions = tmp_path / "some_service" / "migrations" / "versions"
    versions.mkdir(parents=True)
    (tmp_path / "some_service" / "__init__.py").touch()
    (versions.parent / "env.py").write_text(ENVIRONMENT)
    (versions / "0001_first_tables.py").write_text(VERSION)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "some_service", raising=False)
    importlib.invalidate_caches()
    return "some_service"


def test_tables_go_up_and_down_and_going_up_twice_does_no_harm(database: Database, package: str) -> None:
    run_migrations(database, package)
    run_migrations(database, package)
    assert (find_revision(database), inspect(database.engine).has_table("thing"), list_revisions(package)) == ("0001", True, ["0001"])
    undo_migrations(database, package)
    assert (find_revision(database), inspect(database.engine).has_table("thing")) == (None, False)
