"""Where Flask meets the passports room: the client of the running application."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import current_app

from maslak_companion.classroom.desk import current_settings
from maslak_companion.passports.registry_client import RegistryClient
from maslak_web.clock import now
from maslak_web.keys import FileSigner, load_signer

# Tests put an httpx transport here; in life the registry is reached over the network.
TRANSPORT = "maslak_registry_transport"
# One for each process: threads that serve other pages learn from the first that waited in vain.
SILENCE = "maslak_registry_silence"


def make_client() -> RegistryClient:
    """Return the client that asks the registry for passports."""
    settings = current_settings()
    return RegistryClient(
        registry_url=settings.registry_url,
        institution=settings.institution,
        signer=_load_sync_key(settings.keys / "sync.jwk"),
        clock=now,
        transport=current_app.extensions.get(TRANSPORT),
        silence=current_app.extensions[SILENCE],
    )


@cache
def _load_sync_key(path: Path) -> FileSigner:
    return load_signer(path)
