"""The tools speak the language of the terminal; these tests read English unless they ask for another."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def english_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have commands speak English whatever the machine is set to."""
    monkeypatch.setenv("MASLAK_LANG", "en")
