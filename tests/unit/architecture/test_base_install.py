"""The base install stays light: what has no extra pulls no framework."""

from __future__ import annotations

import configparser
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FRAMEWORKS = ("flask", "django", "sqlalchemy", "xblock", "lxml", "httpx", "pyld")


def test_base_requirements_name_no_framework() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    required = config["options"]["install_requires"].lower()
    assert not [name for name in FRAMEWORKS if name in required]


@pytest.mark.parametrize(
    "module",
    ["competency", "evidence", "mastery", "achievement", "language", "errors", "result", "sync", "keys", "ledger.chain", "ledger.merkle"],
)
def test_domain_module_loads_no_framework(module: str) -> None:
    code = f"import sys, maslak_domain.{module}; print(*sorted(set(sys.modules) & set({FRAMEWORKS!r})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("module", ["competency", "evidence", "mastery", "achievement", "language", "errors"])
def test_module_that_blocks_use_loads_only_the_standard_library(module: str) -> None:
    code = (
        f"import sys; before = set(sys.modules); import maslak_domain.{module};"
        "new = {name.split('.')[0] for name in set(sys.modules) - before};"
        "print(*sorted(new - set(sys.stdlib_module_names) - {'maslak_domain'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
