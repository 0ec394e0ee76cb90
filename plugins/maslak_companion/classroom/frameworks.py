"""The competency framework that stands beside the courses: titles for people, groups for the map."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

from maslak_domain.competency import Framework, load_framework
from maslak_domain.language import LocalizedText

FRAMEWORK_FILE = Path("frameworks", "ma-num.json")


def read_framework(courses: Path) -> Framework:
    """Return the framework under the courses directory, read again only when the file changed."""
    path = courses / FRAMEWORK_FILE
    return _read(path, path.stat().st_mtime_ns)


def title_of(framework: Framework, competency: str) -> LocalizedText:
    """Return a competency's title, or its identifier where the framework does not know it."""
    known = framework.competencies.get(competency)
    return known.title if known else {"ar": competency, "fr": competency, "en": competency}


@lru_cache(maxsize=4)
def _read(path: Path, _modified: int) -> Framework:
    return load_framework(msgspec.json.decode(path.read_bytes()))
