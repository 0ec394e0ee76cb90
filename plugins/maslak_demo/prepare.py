"""Makes the demo's homes, keys and databases and seeds them, by the services' own commands; safe to repeat."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from maslak_web.keys import load_signer, public_jwk

from .layout import NAMES, Service


class PreparationError(Exception):
    """A command of a service failed while the demo was being made; the message carries what it printed."""


def prepare(services: Sequence[Service]) -> dict[str, Any]:
    """Make demo-marked keys and databases, seed them, and return by service what its `seed-demo --json` printed."""
    registry, *companions = services
    run(registry, "upgrade", "--demo-keys")
    pinned_key = Path(companions[0].environment["MASLAK_REGISTRY_KEY"])
    pinned_key.write_text(json.dumps(_public_key(registry, "receipts")), encoding="utf-8")
    # Institutions share nothing but the registry's key, so each is made on a core of its own.
    with ThreadPoolExecutor(len(companions)) as pool:
        list(pool.map(lambda companion: run(companion, "upgrade", "--demo-keys"), companions))
        institutions = json.dumps([_describe(companion) for companion in companions])
        found = {registry.key: run_json(registry, "seed-demo", "--institutions", institutions, "--json")}
        seeded = pool.map(lambda companion: run_json(companion, "seed-demo", "--json"), companions)
        return found | dict(zip((companion.key for companion in companions), seeded, strict=True))


def run(service: Service, *words: str) -> str:
    """Run one command of a service to its end and return what it printed.

    Raises PreparationError when the command fails.
    """
    done = subprocess.run(service.command(*words), env=service.full_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise PreparationError(f"{service.key}: {' '.join(words)} failed\n{done.stdout}{done.stderr}")
    return done.stdout


def run_json(service: Service, *words: str) -> Any:
    """Run one command of a service and return the JSON document it printed."""
    return json.loads(run(service, *words))


def _describe(service: Service) -> dict[str, Any]:
    return {
        "key": service.key,
        "name": NAMES[service.key],
        "did": service.environment["MASLAK_INSTITUTION_DID"],
        "sync_key": _public_key(service, "sync"),
        "credential_key": _public_key(service, "credentials"),
    }


def _public_key(service: Service, name: str) -> dict[str, Any]:
    return public_jwk(load_signer(service.home / "keys" / f"{name}.jwk"))
