"""What the diagnostic asks of its host: the units of the course around it, so that its advice leads somewhere.

A host answers under the name ``units`` (:func:`maslak_xblocks.host.find_room`), for the learner of the request.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from maslak_domain.language import LocalizedText


@dataclass(frozen=True)
class Unit:
    """One unit of the course. ``url`` is empty where this learner may not open it now."""

    name: str
    titles: LocalizedText
    url: str
    is_done: bool


class UnitsRoom(Protocol):
    """The host's side."""

    def read(self, names: Sequence[str]) -> Mapping[str, Unit]:
        """Give the units of these names; those that the course does not have are left out."""
        ...


def is_safe(url: str) -> bool:
    """Say whether a page may lead to an address: of the web, or of the host itself."""
    is_own = url.startswith("/") and not url.startswith(("//", "/\\"))
    return is_own or url.startswith(("https://", "http://"))
