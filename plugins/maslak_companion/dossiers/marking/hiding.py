"""What markers see of whose work it is where names are hidden: a number of the stage's own, and names of files that tell nothing.

A team's own number would do for one stage only: with its first mark its names show beside that number, and every later stage
would be theirs. And people write their names into the names of their files.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from maslak_companion.dossiers.models import DossierFile, DossierStage

_FIRST, _COUNT = 100_000, 900_000


def hides_names(stage: DossierStage, *, is_anonymous: bool) -> bool:
    """Tell whether markers do not see whose work it is: until the stage has its mark; a round that was returned has none."""
    return is_anonymous and stage.state != "marked"


def number_stage(stage_id: UUID) -> int:
    """Return the six digits under which a stage of a nameless dossier goes; nothing else of the team follows from them."""
    return _FIRST + int.from_bytes(hashlib.sha256(stage_id.bytes).digest()[:8], "big") % _COUNT


def rename_files(files: Iterable[DossierFile], number: int) -> dict[str, str]:
    """Return a name for each file of a stage, by its id: the dossier, what it was handed in as, and which one of those it is."""
    seen: Counter[str] = Counter()
    names = {}
    for row in sorted(files, key=lambda each: (each.added_at, each.id)):
        seen[row.deliverable] += 1
        names[str(row.id)] = f"{number}-{row.deliverable}-{seen[row.deliverable]}.{row.name.rpartition('.')[2]}"
    return names
