"""The keys of the registry: one signs receipts, one fingerprints identities and never leaves, one signs session cookies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from flask import Flask, current_app

from maslak_web.keys import FileSigner, create_key, load_secret, load_signer

FILES = {"receipts.jwk": "ed25519", "matching.key": "secret", "session.key": "secret"}


@dataclass(frozen=True)
class Keyring:
    """The keys that a process of the registry holds."""

    receipts: FileSigner
    matching: bytes


def ensure_keys(directory: Path, *, demo: bool = False) -> None:
    """Create the key files that are not there yet; existing ones are never replaced."""
    for name, kind in FILES.items():
        if not (directory / name).exists():
            create_key(directory / name, "ed25519" if kind == "ed25519" else "secret", demo=demo)


def list_key_files(directory: Path) -> list[Path]:
    """Return where the key files are."""
    return [directory / name for name in FILES]


def load_keyring(directory: Path) -> Keyring:
    """Load the keys. Raises SettingsError for a file that is absent or readable by others."""
    return Keyring(receipts=load_signer(directory / "receipts.jwk"), matching=load_secret(directory / "matching.key"))


def init_keyring(app: Flask, keyring: Keyring) -> None:
    """Let the views of `app` find the keys."""
    app.extensions["maslak_keyring"] = keyring


def current_keyring() -> Keyring:
    """Return the keys of the running application."""
    keyring: Keyring = current_app.extensions["maslak_keyring"]
    return keyring
