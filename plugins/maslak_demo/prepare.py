"""Makes the demo's homes, keys and databases and seeds them, by the services' own commands; safe to repeat."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from maslak_web.keys import create_key, load_signer, public_jwk

from .layout import Service


class PreparationError(Exception):
    """A command of a service failed while the demo was being made; the message carries what it printed."""


def make_keys(services: Sequence[Service]) -> None:
    """Create the demo-marked keys that are missing, and the public files that others pin."""
    registry, *companions = services
    _keys(registry, signing=("receipts",), secret=("matching", "session"))
    for companion in companions:
        _keys(companion, signing=("sync", "credentials"), secret=("session",))


def seed(services: Sequence[Service]) -> dict[str, Any]:
    """Bring every database up to date, seed it, and return what `demo.json` says of logins and clients."""
    registry, *companions = services
    for service in services:
        run(service, "upgrade")
    institutions = json.dumps([_institution(companion) for companion in companions])
    found = {registry.key: run_json(registry, "seed-demo", "--institutions", institutions, "--json")}
    for companion in companions:
        found[companion.key] = run_json(companion, "seed-demo", "--json")
    return found


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


def _keys(service: Service, *, signing: tuple[str, ...], secret: tuple[str, ...]) -> None:
    folder = service.home / "keys"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in signing:
        path = folder / f"{name}.jwk"
        if not path.exists():
            create_key(path, "ed25519", demo=True)
        (folder / f"{name}.public.jwk").write_text(json.dumps(public_jwk(load_signer(path))), encoding="utf-8")
    for name in secret:
        path = folder / f"{name}.key"
        if not path.exists():
            create_key(path, "secret", demo=True)


def _institution(service: Service) -> dict[str, Any]:
    folder = service.home / "keys"
    return {
        "key": service.key,
        "did": service.environment["MASLAK_INSTITUTION_DID"],
        "address": service.address,
        "sync_key": _read(folder / "sync.public.jwk"),
        "credential_key": _read(folder / "credentials.public.jwk"),
    }


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
