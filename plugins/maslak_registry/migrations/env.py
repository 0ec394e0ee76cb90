"""Alembic enters here; `maslak_web.migrations` calls it with a connection in hand."""

from __future__ import annotations

from maslak_registry.tables import METADATA
from maslak_web.migrations import run_environment

run_environment(METADATA)
