"""The demo's home has one process at a time, from the first key to the last stop."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from maslak_demo import cli


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MASLAK_HOME", str(tmp_path))
    return tmp_path


def test_second_start_is_refused_while_the_first_still_prepares(home: Path) -> None:
    (home / "run").mkdir()
    (home / "run" / "esith.pid").write_text("")
    with (home / "run" / "supervisor").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write("4711")
        file.flush()
        done = CliRunner().invoke(cli.main, ["up"])
    assert done.exit_code == 1
    assert "already runs (process 4711)" in done.output
    assert [path.name for path in sorted(home.rglob("*"))] == ["run", "esith.pid", "supervisor"]


def test_file_of_a_killed_start_keeps_nobody_out(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "run").mkdir()
    (home / "run" / "supervisor").write_text("1")
    held = []

    def fail(_services: object) -> None:
        held.append((home / "run" / "supervisor").read_text())
        raise cli.PreparationError("no room left")

    monkeypatch.setattr(cli, "prepare", fail)
    for _ in range(2):
        done = CliRunner().invoke(cli.main, ["up"])
        assert (done.exit_code, done.output.splitlines()[-1]) == (1, "Error: no room left")
    assert held == [str(os.getpid())] * 2
