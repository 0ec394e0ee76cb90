"""Each command loads what it needs and nothing of the others: an author waits for imports longer than for most of the work."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.factories.course import write_course

# A school's server is never loaded by an author's tool, nor what talks over a network.
_NEVER = {"flask", "jinja2", "babel", "sqlalchemy", "xblock", "yaml", "asyncio", "email", "http", "ssl", "maslak_web", "maslak_companion"}
_RULES = {"maslak_content.rules", "maslak_content.check"}
_PACKING = {"deflate", "maslak_content.archive", "maslak_content.build", "maslak_content.pieces", "maslak_content.bare_tree"}
_SIGNING = {"cryptography", "msgspec", "maslak_content.signing"}
_UNPACKING = {"tarfile", "zipfile", "shutil", "tempfile", "maslak_content.importer"}
_READING = {"lxml", "nh3", "maslak_content.course", "maslak_xblocks.olx"}
# Each class of data takes a while to be made, and only who shows a project to a team needs those of its dossier.
_TEAMWORK = {"maslak_xblocks.project.port", "maslak_xblocks.project.contract"}
_RUN = """
import json, sys
from maslak_content.cli import run
try:
    run()
finally:
    print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize(
    ("words", "forbidden"),
    [
        ("--help", _READING | _RULES | _PACKING | _SIGNING | _TEAMWORK),
        ("build --help", _READING | _RULES | _PACKING | _SIGNING | _TEAMWORK),
        ("new-key {home}/new.jwk", _READING | _RULES | _PACKING | _UNPACKING | _TEAMWORK | {"msgspec"}),
        ("build {course} -o {home}/out.tar.gz --key {key}", _RULES | _UNPACKING | _TEAMWORK),
        ("check {course}", _PACKING | _SIGNING | _TEAMWORK | {"maslak_content.importer"}),
        ("stats {course}", _RULES | _PACKING | _SIGNING | _UNPACKING | _TEAMWORK),
        ("import {archive} --into {course}", _RULES | _PACKING | _TEAMWORK),
    ],
)
def test_command_loads_nothing_that_only_others_need(tmp_path: Path, words: str, forbidden: set[str]) -> None:
    course = write_course(tmp_path / "course")
    places = {"home": tmp_path, "course": course, "key": tmp_path / "authors.jwk", "archive": tmp_path / "earlier.tar.gz"}
    if "{key}" in words:
        list_loaded(f"new-key {places['key']}")
    if "{archive}" in words:
        list_loaded(f"build {course} -o {places['archive']}")
    loaded = list_loaded(words.format(**places))
    assert "maslak_content.cli" in loaded
    assert loaded & (_NEVER | forbidden) == set()


def list_loaded(words: str) -> set[str]:
    """Run a command in a process of its own and return the modules that it ended with."""
    command = [sys.executable, "-c", _RUN, *words.split()]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout, done.stderr
    assert done.returncode in (0, 1), done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))
