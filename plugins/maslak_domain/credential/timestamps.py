"""Instants as credentials write them: `2026-11-23T10:42:00Z`, whole seconds."""

from __future__ import annotations

import re
from datetime import UTC, datetime

INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})", re.ASCII)


def write_instant(moment: datetime) -> str:
    """Write an aware instant in UTC; a fraction of a second is cut off."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def find_instant(text: object) -> datetime | None:
    """Read an XML Schema dateTimeStamp; None when it is none (a time without a zone is none)."""
    if not isinstance(text, str) or not INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(re.sub(r"\.\d+", "", text)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
