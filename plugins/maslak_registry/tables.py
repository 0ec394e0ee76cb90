"""Every table of the registry: importing this module makes the shared metadata complete."""

from __future__ import annotations

import maslak_registry.access.models
import maslak_registry.credentials.models
import maslak_registry.inbox.models
import maslak_registry.institutions.models
import maslak_registry.learners.models
import maslak_registry.records.models  # noqa: F401
from maslak_registry.base import Base

METADATA = Base.metadata
