from __future__ import annotations

import os

import pytest

from maslak_web import failpoints
from maslak_web.failpoints import KILLED, failpoint


@pytest.fixture
def killed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    statuses: list[int] = []
    monkeypatch.setattr(os, "_exit", statuses.append)
    failpoints._passes.clear()
    return statuses


def test_without_the_variable_nothing_happens(killed: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MASLAK_FAILPOINT", raising=False)
    failpoint("after_seal")
    assert killed == []


def test_only_the_named_point_kills_and_only_at_the_wanted_pass(killed: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASLAK_FAILPOINT", "after_seal:2")
    failpoint("after_send")
    failpoint("after_seal")
    assert killed == []
    failpoint("after_seal")
    assert killed == [KILLED]
