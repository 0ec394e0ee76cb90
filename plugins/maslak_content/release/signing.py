"""The key with which authors stand for a release: an Ed25519 JSON Web Key in a file that only its owner may read.

The form is that of every key file of Maslak, so that the same backups and the same rules serve.
"""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from maslak_content.errors import ContentError


class KeyRefusedError(ContentError):
    """Raised when a file holds no release key, or a key that others may read."""


class ReleaseSigner:
    """A release key; satisfies `maslak_domain.keys.Signer`."""

    def __init__(self, key_id: str, private_key: Ed25519PrivateKey) -> None:
        self.key_id = key_id
        self._private_key = private_key

    @property
    def public_key(self) -> Ed25519PublicKey:
        """The public half."""
        return self._private_key.public_key()

    def sign(self, data: bytes, /) -> bytes:
        """Return the Ed25519 signature of `data` (64 bytes)."""
        return self._private_key.sign(data)


def create_release_key(path: Path) -> None:
    """Write a new key to `path`, and its public half, for the schools, beside it. Raises FileExistsError instead of replacing a key."""
    private = Ed25519PrivateKey.generate()
    public = {"kid": os.urandom(8).hex(), "kty": "OKP", "crv": "Ed25519", "alg": "Ed25519"}
    public["x"] = _encode(private.public_key().public_bytes_raw())
    _write(path, public | {"d": _encode(private.private_bytes_raw())}, 0o600)
    try:
        _write(path.with_suffix(".public.jwk"), public, 0o644)
    except BaseException:
        # A key whose public half nobody has would only be in the way of the next one.
        path.unlink()
        raise


def load_release_key(path: Path) -> ReleaseSigner:
    """Return the signer whose key stands in `path`. Raises KeyRefusedError."""
    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise KeyRefusedError("the key file {path} is open to other users; run chmod 600 on it", path=str(path))
        jwk = json.loads(path.read_text("utf-8"))
        private = Ed25519PrivateKey.from_private_bytes(base64.urlsafe_b64decode(jwk["d"] + "=="))
        return ReleaseSigner(str(jwk["kid"]), private)
    except OSError as error:
        raise KeyRefusedError("cannot read the key file {path}: {detail}", path=str(path), detail=error.strerror or "") from error
    except (ValueError, KeyError, TypeError) as error:
        raise KeyRefusedError("the file {path} holds no Ed25519 private key", path=str(path)) from error


def _write(path: Path, jwk: dict[str, Any], mode: int) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(jwk, file, indent=1)
    except BaseException:
        path.unlink()
        raise


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
