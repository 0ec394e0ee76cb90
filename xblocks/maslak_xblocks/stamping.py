"""The command behind ``scripts/stamp_variants``: tells every translation in OLX files which source it follows."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from maslak_xblocks.errors import OLXError
from maslak_xblocks.variants import stamp_basis


def main(names: Sequence[str]) -> int:
    """Fill the ``basis`` of every translated variant in the files, changing nothing else; return 1 when one could not be read."""
    status = 0
    for name in names:
        path = Path(name)
        try:
            before = path.read_bytes()
            after = stamp_basis(before.decode()).encode()
        except (OSError, OLXError, UnicodeDecodeError) as error:
            print(f"{name}: {error}", file=sys.stderr)
            status = 1
            continue
        if after != before:
            path.write_bytes(after)
            print(f"{name}: stamped")
    return status


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("usage: scripts/stamp_variants FILE…")
    sys.exit(main(sys.argv[1:]))
