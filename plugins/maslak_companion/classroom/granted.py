"""What a learner reads of what was granted to them. The reason is not theirs to read on a page, and never comes here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from maslak_companion.classroom.courses.release import CourseNode, CourseRelease
from maslak_companion.offerings.granted import Grants, Terms
from maslak_companion.offerings.wording import list_words

# Blocks that take attempts: they alone can be given more of them, or more time for each.
ATTEMPTED: Final = ("maslak_checkpoint", "maslak_lab")
# Blocks that somebody can be excused from, or be given dates for.
ARRANGED: Final = (*ATTEMPTED, "maslak_diagnostic", "maslak_project")
_LIMIT: Final = re.compile(rb'^<[^>]*?\sattempts="(\d+)"')


@dataclass(frozen=True, slots=True)
class GrantedNote:
    """One phrase for each value that was granted, and whether nobody waits for the learner there."""

    words: Sequence[str]
    is_excused: bool


def count_attempts(node: CourseNode) -> int:
    """Return how many attempts a block allows by itself; 0 for no limit, or where there are no attempts."""
    found = _LIMIT.match(node.xml) if node.block_type in ATTEMPTED else None
    return int(found[1]) if found else 0


def describe_blocks(course: CourseRelease, blocks: Sequence[CourseNode], grants: Grants) -> Mapping[str, GrantedNote]:
    """Return what to say at each block of a page: what was granted for it alone, and what the whole course's grants mean there."""
    kept = {block.usage_key: _keep_what_counts(course, block, grants) for block in blocks if block.block_type in ARRANGED}
    return {usage_key: note for usage_key, terms in kept.items() if (note := _write(terms)) is not None}


def describe_course(grants: Grants) -> GrantedNote | None:
    """Return what to say at the course of what holds in all of it."""
    granted = grants.find_at(None)
    return _write(granted.terms) if granted else None


def _write(terms: Terms) -> GrantedNote | None:
    return GrantedNote(list_words(terms), terms.excused) if terms.granted else None


def _keep_what_counts(course: CourseRelease, block: CourseNode, grants: Grants) -> Terms:
    """Leave out what changes nothing: attempts where there is no limit, and, from the whole course, time where nothing is decided."""
    granted = grants.find_at(block.usage_key)
    if granted is None:
        return Terms()
    own = {each.id for each in grants.rows if each.usage_key == block.usage_key}
    decides = bool(course.block_map[block.usage_key]["decides"])
    kept = {name for name, source in (granted.sources or {}).items() if source in own or decides or name == "excused"}
    if not count_attempts(block):
        kept.discard("extra_attempts")
    if block.block_type not in ATTEMPTED:
        kept.discard("extra_time")
    return Terms(**{name: getattr(granted.terms, name) for name in kept})
