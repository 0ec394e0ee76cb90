"""Names of files as archives carry them: which lead elsewhere, which cannot be written, which another system could not hold.

Studio puts no limit on what a file is called: subtitles come with square brackets and no-break spaces, scripts with colons. Only
what is dangerous is refused; what Windows or macOS could not hold is said.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from maslak_content.errors import ContentError
from maslak_content.wording import N_

MOST_CHARACTERS: Final = 400
MOST_FOLDERS: Final = 12
MOST_BYTES: Final = 255
LEADS_OUTSIDE: Final = N_("leads outside the course")
HAS_NO_NAME: Final = N_("has characters in its name that no one sees, or a backslash; give it another name")
IS_TOO_LONG: Final = N_("has a name that is longer or deeper than any course needs")
_ON_WINDOWS: Final = os.name == "nt"
_DRIVE: Final = re.compile(r"[A-Za-z]:")
# Joins letters or sets their direction, as names in Arabic script and emoji need; an override would disguise what a file is.
_JOINERS: Final = frozenset("\u200c\u200d\u200e\u200f")
_RESERVED: Final = frozenset('<>:"|?*')
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


class NameRefusedError(ContentError):
    """Raised when a member of an archive has a name that must not be written."""


def read_name(name: str) -> str:
    """Return a member's plain name, nothing for the archive's own folder. Raises NameRefusedError."""
    path = PurePosixPath(name)
    if name.startswith("/") or ".." in path.parts or _DRIVE.match(name):
        raise NameRefusedError(LEADS_OUTSIDE)
    if "\\" in name or not all(map(_is_seen, name)) or (_ON_WINDOWS and not is_portable(name)):
        raise NameRefusedError(HAS_NO_NAME)
    too_long = any(len(part.encode()) > MOST_BYTES for part in path.parts)
    if too_long or len(name) > MOST_CHARACTERS or len(path.parts) > MOST_FOLDERS:
        raise NameRefusedError(IS_TOO_LONG)
    return "" if path.as_posix() == "." else path.as_posix()


def is_portable(name: str) -> bool:
    """Say whether Windows can hold a file of this name."""
    parts = PurePosixPath(name).parts
    return not (_RESERVED & set(name) or any(part[-1] in ". " or _DEVICES.match(part) for part in parts))


def find_twins(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give the names that Windows or macOS take for an earlier one, with that one: only case or the way of writing accents differs."""
    first: dict[str, str] = {}
    for name in sorted(names):
        earlier = first.setdefault(unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold()), name)
        if earlier != name:
            yield name, earlier


def _is_seen(char: str) -> bool:
    return char.isprintable() or char in _JOINERS or unicodedata.category(char) == "Zs"
