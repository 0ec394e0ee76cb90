"""Where each process of the demo lives: its home, its port, its environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

REGISTRY = "registry"
NAMES = {
    "ensam-rabat": {"ar": "الفنون والمهن، حرم الرباط", "fr": "Arts et Métiers, campus Rabat", "en": "Arts et Métiers, Rabat campus"},
    "esith": {"ar": "المدرسة العليا لصناعات النسيج والألبسة، الدار البيضاء", "fr": "ESITH, Casablanca", "en": "ESITH, Casablanca"},
}
INSTITUTIONS = tuple(NAMES)
LOOPBACK = "127.0.0.1"
DEFAULT_PORTS = "8100,8201,8202"


@dataclass(frozen=True)
class Service:
    """One service of the demo: the registry, or the companion of an institution."""

    key: str
    package: str
    home: Path
    port: int
    environment: Mapping[str, str]

    @property
    def address(self) -> str:
        """The address a browser on this machine opens."""
        return f"http://{LOOPBACK}:{self.port}"

    def command(self, *words: str) -> list[str]:
        """Return the argument vector of one of the service's own commands."""
        return [sys.executable, "-m", f"{self.package}.cli", *words]

    def full_environment(self) -> dict[str, str]:
        """Return this process's environment with the service's settings laid over it."""
        return {**os.environ, **self.environment}


def lay_out(home: Path, ports: tuple[int, int, int], courses: Path) -> tuple[Service, ...]:
    """Return the three services of the demo, the registry first.

    `ports` are those of the registry and of the two institutions, in that order; `courses` is the folder of course trees.
    """
    registry_address = f"http://{LOOPBACK}:{ports[0]}"
    registry_home = home / REGISTRY
    pinned_key = home / "registry-receipts.public.jwk"
    services = [Service(REGISTRY, "maslak_registry", registry_home, ports[0], _settings(registry_home, ports[0]))]
    for key, port in zip(INSTITUTIONS, ports[1:], strict=True):
        own = {
            "MASLAK_INSTITUTION": key,
            "MASLAK_INSTITUTION_DID": f"did:web:{key}.maslak.example",
            "MASLAK_REGISTRY_URL": registry_address,
            "MASLAK_REGISTRY_KEY": str(pinned_key),
            "MASLAK_COURSES": str(courses),
            **{f"MASLAK_INSTITUTION_NAME_{language.upper()}": name for language, name in NAMES[key].items()},
        }
        services.append(Service(key, "maslak_companion", home / key, port, {**_settings(home / key, port), **own}))
    return tuple(services)


def _settings(home: Path, port: int) -> dict[str, str]:
    return {
        "MASLAK_HOME": str(home),
        "MASLAK_HOST": LOOPBACK,
        "MASLAK_PORT": str(port),
        "MASLAK_PUBLIC_BASE_URL": f"http://{LOOPBACK}:{port}",
    }
