"""What the registry reads from its environment, once, at start."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """The settings of one registry; each is read from `MASLAK_` and its name in capitals."""

    home: Path
    """Directory of this service: keys, SQLite database, queue."""

    public_base_url: str
    """The address under which institutions and registrars reach the registry; signed, so never the bind address."""

    database_url: str = ""
    """SQLAlchemy address of the database; empty means SQLite in the home directory."""

    host: str = "127.0.0.1"
    """Address to listen on. Demo keys and accounts refuse anything beyond loopback."""

    port: int = 8100
    """Port to listen on."""

    trusted_proxies: int = 0
    """How many reverse proxies stand in front; only what that many of them say about a caller is believed."""

    web_workers: int = 2
    """Web processes of `maslak-registry serve`."""

    hold_revocations: int = 25
    """More removals than this by an institution in one day wait for a person before they are applied."""

    def get_database_url(self) -> str:
        """Return the database address with its default filled in."""
        return self.database_url or f"sqlite:///{self.home / 'registry.db'}"

    @property
    def keys(self) -> Path:
        """The directory of the key files."""
        return self.home / "keys"
