"""What stands around every test with real parts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.factories.contract import hold_to_contract


@pytest.fixture(autouse=True)
def _blocks_keep_their_contracts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a block answers in this test is as its contract says."""
    faults = hold_to_contract(monkeypatch)
    yield
    assert faults == []
