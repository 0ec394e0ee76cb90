"""Whether a service's folder still takes what is written: a full or read-only disk is the commonest end of a forgotten machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

LEAST_FREE_MB: Final = 200


def check_room(home: Path) -> Iterator[str]:
    """Yield one sentence for an operator where the folder cannot be written, or its disk is nearly full."""
    if not os.access(home, os.W_OK):
        yield f"nothing can be written in {home}; look at its rights and at how its disk is mounted"
        return
    free = shutil.disk_usage(home).free // 1024**2
    if free < LEAST_FREE_MB:
        yield f"the disk of {home} is nearly full ({free} MB are free); make room before answers are refused"
