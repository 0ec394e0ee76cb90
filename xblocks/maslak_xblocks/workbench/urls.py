"""The workbench's addresses, and the three things its runtime lacks: our blocks only, a memory of events, the interface's language.

Django imports this module once, when everything is loaded, so it is also the place where the runtime is completed.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from workbench import scenarios
from workbench.runtime import WorkbenchRuntime
from workbench.urls import urlpatterns
from xblock.core import XBlock

from maslak_xblocks.workbench.host import WorkbenchHost

_PREFIX = "maslak_"
BLOCKS = {entry.name: entry.load() for entry in entry_points(group="xblock.v1") if entry.name.startswith(_PREFIX)}


def list_scenarios(name: str) -> list[tuple[str, str]]:
    """Give the scenarios of a block, as description and OLX."""
    return list(_find_module(name).SCENARIOS)


def _find_module(name: str) -> Any:
    return import_module(f"maslak_xblocks.workbench.scenarios.{name.removeprefix(_PREFIX)}")


def init_scenarios() -> None:
    """Load our scenarios and nobody else's: one bad scenario of another package makes the whole workbench answer 500."""
    scenarios.SCENARIOS.clear()
    scenarios.WORKBENCH_KVS.prep_for_scenario_loading()
    for name in BLOCKS:
        for number, (description, olx) in enumerate(list_scenarios(name)):
            scenarios.add_xml_scenario(f"{name}.{number}", description, olx)
            granted = getattr(_find_module(name), "ARRANGEMENTS", {}).get(description)
            if granted is not None:
                WorkbenchHost.shared.arrangements[str(scenarios.SCENARIOS[f"{name}.{number}"].usage_id)] = granted


def publish(runtime: Any, block: Any, event_type: str, event_data: dict[str, Any]) -> None:
    """Remember an event instead of only writing it to a log."""
    WorkbenchHost.shared.published.append((str(block.scope_ids.usage_id), event_type, dict(event_data)))


def interface_language(runtime: Any) -> str | None:
    """Give the language of the page, as Django chose it for this request."""
    service = runtime._services["i18n"]
    return (service.get_language() or "")[:2] or None


def no_asides(runtime: Any, block: Any) -> list[str]:
    """Spare each render the search for asides of every installed package."""
    return []


def load_classes(fail_silently: bool = True) -> Iterator[tuple[str, type[XBlock]]]:
    """Give our blocks only."""
    return iter(BLOCKS.items())


scenarios.init_scenarios = init_scenarios
XBlock.load_classes = staticmethod(load_classes)
WorkbenchRuntime.publish = publish
WorkbenchRuntime.applicable_aside_types = no_asides
WorkbenchRuntime.interface_language = property(interface_language)

__all__ = ["urlpatterns"]
