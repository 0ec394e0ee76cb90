"""The workbench's fakes of what only some blocks ask of their host, by the name under which they ask."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from maslak_xblocks.workbench.glossary_room import WorkbenchGlossaryRoom
from maslak_xblocks.workbench.logbook_room import WorkbenchLogbookRoom
from maslak_xblocks.workbench.passport_room import WorkbenchPassportRoom
from maslak_xblocks.workbench.project_room import WorkbenchProjectRoom
from maslak_xblocks.workbench.references_room import WorkbenchReferencesRoom
from maslak_xblocks.workbench.units_room import WorkbenchUnitsRoom

# The fake is made for the host of one request; what must last longer belongs to the host's memory.
ROOMS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "logbook": WorkbenchLogbookRoom,
    "glossary": WorkbenchGlossaryRoom,
    "passport": WorkbenchPassportRoom,
    "units": WorkbenchUnitsRoom,
    "project": WorkbenchProjectRoom,
    "references": WorkbenchReferencesRoom,
}
