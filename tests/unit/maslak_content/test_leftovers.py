"""A command that is killed leaves its half-written files behind; the next one clears them away, and nobody else's."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from maslak_content import leftovers as of_content
from maslak_content.importing.importer import import_archive
from maslak_content.release.build import build_course
from maslak_web import leftovers as of_services

SHARED_CORE = Path(__file__).parents[3] / "course_content" / "shared_core"
SWEEPS = [of_content.sweep_drafts, of_services.sweep_drafts]
LONG_AGO = 3600.0


def age(path: Path) -> None:
    """Have a file or folder look as if nobody had written to it for an hour."""
    then = time.time() - LONG_AGO
    os.utime(path, (then, then))


def kill_while_it_writes(folder: Path, words: list[str]) -> Path:
    """Run a command, kill it as soon as a draft of its stands in the folder, and return the draft."""
    for _ in range(20):
        process = subprocess.Popen(
            [sys.executable, "-m", "maslak_content.cli", *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while process.poll() is None:
            if any(folder.glob(".*.draft")):
                process.kill()
        process.wait()
        # One that was quick enough had finished before it was killed, and leaves nothing.
        for draft in folder.glob(".*.draft"):
            return draft
    raise AssertionError("the command was always quicker")


def end_process() -> int:
    """Return the number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_what_a_killed_build_left_is_gone_after_the_next_one(tmp_path: Path) -> None:
    target = tmp_path / "out.tar.gz"
    draft = kill_while_it_writes(tmp_path, ["build", str(SHARED_CORE), "-o", str(target)])
    build_course(SHARED_CORE, "fr", target)
    # For a while it may be another machine's, which nobody can ask.
    assert draft.exists()
    age(draft)
    build_course(SHARED_CORE, "fr", target)
    assert [path.name for path in tmp_path.iterdir()] == ["out.tar.gz"]


def test_what_a_killed_import_left_is_gone_after_the_next_one(tmp_path: Path) -> None:
    archive, home = tmp_path / "out.tar.gz", tmp_path / "home"
    build_course(SHARED_CORE, "fr", archive)
    home.mkdir()
    draft = kill_while_it_writes(home, ["import", str(archive), "--into", str(home / "core")])
    assert draft.is_dir()
    age(draft)
    import_archive(archive, home / "core")
    assert [path.name for path in home.iterdir()] == ["core"]


@pytest.mark.parametrize("sweep", SWEEPS)
def test_draft_of_a_living_process_stays(tmp_path: Path, sweep: Callable[[Path, str], None]) -> None:
    for process in (os.getpid(), os.getppid(), 1):
        age_of = tmp_path / f".out.{process}.draft"
        age_of.touch()
        age(age_of)
    sweep(tmp_path, ".out.")
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("sweep", SWEEPS)
def test_only_drafts_of_the_name_that_is_written_are_swept(tmp_path: Path, sweep: Callable[[Path, str], None]) -> None:
    gone = end_process()
    kept = {f".other.{gone}.draft", f"out.{gone}.draft", ".out.draft", ".out.x.draft", f".out.{gone}.draft.txt"}
    for name in (*kept, f".out.{gone}.draft", f".out.{10**30}.draft"):
        (tmp_path / name).touch()
        age(tmp_path / name)
    sweep(tmp_path, ".out.")
    assert {path.name for path in tmp_path.iterdir()} == kept


@pytest.mark.parametrize("sweep", SWEEPS)
def test_link_is_left_alone_with_what_it_leads_to(tmp_path: Path, sweep: Callable[[Path, str], None]) -> None:
    folder, precious = tmp_path / "folder", tmp_path / "precious"
    precious.mkdir()
    (precious / "file").touch()
    folder.mkdir()
    link = folder / f".out.{end_process()}.draft"
    link.symlink_to(precious)
    os.utime(link, (0, 0), follow_symlinks=False)
    sweep(folder, ".out.")
    assert link.is_symlink()
    assert (precious / "file").exists()


@pytest.mark.parametrize("sweep", SWEEPS)
def test_folder_that_is_not_there_is_no_reason_to_stop(tmp_path: Path, sweep: Callable[[Path, str], None]) -> None:
    sweep(tmp_path / "nowhere", ".out.")
    assert not (tmp_path / "nowhere").exists()
