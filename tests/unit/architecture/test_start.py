"""A service starts without what it never uses, even where the workbench of the blocks, and Django with it, is installed beside it."""

from __future__ import annotations

import subprocess
import sys

import pytest

UNUSED = ("django", "djpyfs", "fs", "boto3", "botocore")


@pytest.mark.parametrize("service", ["maslak_companion", "maslak_registry"])
def test_service_starts_without_a_cloud(service: str) -> None:
    code = f"import sys, {service}.app, {service}.cli; print(*sorted(set(sys.modules) & set({UNUSED!r})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
