"""Every kind of fault that the checker declares."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from maslak_content import course, course_files, rules, xml_faults
from maslak_content.findings import Kind


def kinds() -> Iterator[tuple[str, Kind]]:
    """Give each kind with the module in which it stands; one that is imported comes more than once."""
    modules = [course, course_files, xml_faults]
    modules += [importlib.import_module(f"{rules.__name__}.{each.name}") for each in pkgutil.iter_modules(rules.__path__)]
    for module in modules:
        yield from ((module.__name__, value) for value in vars(module).values() if isinstance(value, Kind))
