"""Named places where a test may kill the process, to prove that nothing confirmed is lost.

``MASLAK_FAILPOINT=name`` ends the process the first time it passes there, ``name:3`` the third time.
"""

from __future__ import annotations

import os
from collections import Counter

KILLED = 137
_passes: Counter[str] = Counter()


def failpoint(name: str) -> None:
    """End this process at once, without any cleanup, if the environment asks for it here; otherwise do nothing."""
    wanted, _, count = os.environ.get("MASLAK_FAILPOINT", "").partition(":")
    if wanted != name:
        return
    _passes[name] += 1
    if _passes[name] >= int(count or 1):
        os._exit(KILLED)
