"""The house keeps its shape: rooms have nouns, scripts stay thin, course content holds no Python."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PACKAGES = [*sorted((ROOT / "plugins").glob("maslak_*")), ROOT / "xblocks" / "maslak_xblocks"]
NOUNLESS = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py", "core.py", "manager.py"}


def modules() -> list[Path]:
    return [path for package in PACKAGES for path in package.rglob("*.py")]


def test_no_module_is_a_room_without_a_noun() -> None:
    assert [str(path) for path in modules() if path.name in NOUNLESS] == []


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    too_long = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {name: lines for name, lines in too_long.items() if lines > 400} == {}


def test_every_module_says_why_it_exists() -> None:
    written = {path: path.read_text(encoding="utf-8").lstrip() for path in modules()}
    silent = [str(path) for path, text in written.items() if text and not text.startswith(('"""', 'r"""'))]
    assert silent == []


@pytest.mark.parametrize("script", sorted(path.name for path in (ROOT / "scripts").iterdir() if path.is_file()))
def test_script_is_at_most_eighty_lines(script: str) -> None:
    assert len((ROOT / "scripts" / script).read_text(encoding="utf-8").splitlines()) <= 80


def test_course_content_holds_no_python() -> None:
    assert list((ROOT / "course_content").rglob("*.py")) == []


def test_top_level_holds_only_what_the_design_names() -> None:
    allowed = {
        "plugins", "xblocks", "course_content", "scripts", "tests", ".ci",
        "setup.cfg", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", ".gitignore", ".importlinter", "setup.py", "MANIFEST.in",
    }  # fmt: skip
    ignored = {".git", "var", "build", "dist", "maslak.egg-info"}
    caches = {".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis", "__pycache__"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".venv")}
    assert found - allowed - ignored - caches == set()


def test_blocks_never_import_the_part_of_xblock_that_needs_django() -> None:
    blocks = [path for path in modules() if "maslak_xblocks" in path.parts]
    assert blocks
    assert [path.name for path in blocks if "xblock.utils" in path.read_text(encoding="utf-8")] == []
