"""The blocks' extra installs beside the oldest Open edX that is promised, without moving what it pins, and works there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PINS = ROOT / "tests/data/platform_pins.txt"
pytestmark = pytest.mark.wheel


@pytest.mark.timeout(780)
def test_every_block_is_drawn_asked_and_exported_with_what_the_oldest_platform_pins(wheel: Path, tmp_path: Path) -> None:
    python = tmp_path / "platform/bin/python"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "platform")], check=True, timeout=240)
    # The pins are requirements, not wishes: pip refuses where the extra asks for something else.
    asked = ["--requirement", str(PINS), f"{wheel}[xblocks]"]
    subprocess.run([sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", *asked], check=True, timeout=300)
    walked = subprocess.run(
        [python, "-m", "tests.factories.platform_walk"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert (walked.returncode, walked.stdout) == (0, "7 blocks in XBlock 5.2.0\n"), walked.stderr[-3000:]
