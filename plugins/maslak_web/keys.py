"""Key files: JSON Web Keys that only their owner may read, behind the domain's `Signer` port.

Keys made for a demonstration carry a ``"demo": true`` member, and a service with such keys refuses to listen beyond this machine.
"""

from __future__ import annotations

import base64
import ipaddress
import json
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from maslak_web.settings import SettingsError

KeyKind = Literal["ed25519", "secret"]
SECRET_BYTES = 32


class FileSigner:
    """An Ed25519 key read from a file; satisfies `maslak_domain.keys.Signer`."""

    def __init__(self, key_id: str, private_key: Ed25519PrivateKey, *, demo: bool) -> None:
        self.key_id = key_id
        self.demo = demo
        self.private_key = private_key

    @property
    def public_key(self) -> Ed25519PublicKey:
        """Return the public half."""
        return self.private_key.public_key()

    def sign(self, data: bytes, /) -> bytes:
        """Return the Ed25519 signature of `data` (64 bytes)."""
        return self.private_key.sign(data)


def create_key(path: Path, kind: KeyKind, *, demo: bool = False, key_id: str | None = None) -> None:
    """Write a new key to `path`, readable by its owner only. Raises FileExistsError instead of replacing a key."""
    jwk: dict[str, Any] = {"kid": key_id or secrets.token_hex(8)}
    if kind == "ed25519":
        private = Ed25519PrivateKey.generate()
        jwk |= {"kty": "OKP", "crv": "Ed25519", "alg": "Ed25519"}
        jwk["x"] = _encode(_raw(private.public_key()))
        jwk["d"] = _encode(private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))
    else:
        jwk |= {"kty": "oct", "k": _encode(secrets.token_bytes(SECRET_BYTES))}
    if demo:
        jwk["demo"] = True
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(jwk, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def load_signer(path: Path) -> FileSigner:
    """Return the signer whose private key stands in `path`. Raises SettingsError if it is absent, readable by others or no key."""
    jwk = _read_private(path)
    if jwk.get("crv") != "Ed25519" or "d" not in jwk:
        raise SettingsError(f"{path.name} holds no Ed25519 private key")
    return FileSigner(str(jwk["kid"]), Ed25519PrivateKey.from_private_bytes(_decode(jwk["d"])), demo=bool(jwk.get("demo")))


def load_secret(path: Path) -> bytes:
    """Return the secret bytes that stand in `path`. Raises SettingsError if it is absent, readable by others or no secret."""
    jwk = _read_private(path)
    if jwk.get("kty") != "oct":
        raise SettingsError(f"{path.name} holds no secret")
    return _decode(jwk["k"])


def public_jwk(signer: FileSigner) -> dict[str, Any]:
    """Return the public half of `signer`, with its demo marker, to hand to others."""
    jwk: dict[str, Any] = {"kty": "OKP", "crv": "Ed25519", "alg": "Ed25519", "kid": signer.key_id, "x": _encode(_raw(signer.public_key))}
    return jwk | {"demo": True} if signer.demo else jwk


def read_public_key(jwk: dict[str, Any]) -> tuple[str, Ed25519PublicKey]:
    """Return key id and public key of an Ed25519 JWK. Raises SettingsError for any other kind."""
    if jwk.get("crv") != "Ed25519" or not isinstance(jwk.get("x"), str):
        raise SettingsError("not an Ed25519 public key")
    return str(jwk.get("kid", "")), Ed25519PublicKey.from_public_bytes(_decode(jwk["x"]))


def load_public_key(path: Path) -> tuple[str, Ed25519PublicKey]:
    """Return key id and public key of the JWK file `path`, which may hold the private key too.

    Raises SettingsError, with the name of the file, where it holds none; OSError where it cannot be read.
    """
    try:
        return read_public_key(json.loads(path.read_bytes()))
    except (SettingsError, ValueError, AttributeError) as error:
        raise SettingsError(f"{path} holds no Ed25519 public key") from error


def is_demo_key(path: Path) -> bool:
    """Tell whether the key file at `path` was made for a demonstration."""
    return bool(json.loads(path.read_text()).get("demo"))


def is_loopback(host: str) -> bool:
    """Tell whether an address to listen on can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def refuse_demo_beyond_loopback(host: str, keys: Iterable[Path], *, demo_accounts: bool = False) -> None:
    """Raise SettingsError if `host` can be reached by others while a key, or an account, is a demonstration one."""
    if is_loopback(host):
        return
    marked = [path.name for path in keys if path.exists() and is_demo_key(path)]
    if marked or demo_accounts:
        what = ", ".join(marked) or "accounts with published passwords"
        raise SettingsError(f"refusing to listen on {host} with demonstration material: {what}")


def _read_private(path: Path) -> dict[str, Any]:
    try:
        mode = path.stat().st_mode
        text = path.read_text()
    except OSError as error:
        raise SettingsError(f"cannot read the key file {path}: {error.strerror}") from error
    if os.name == "posix" and mode & 0o077:
        raise SettingsError(f"the key file {path} is open to other users; run chmod 600 on it")
    try:
        jwk = json.loads(text)
    except ValueError as error:
        raise SettingsError(f"the key file {path} is not JSON") from error
    if not isinstance(jwk, dict):
        raise SettingsError(f"the key file {path} holds no key")
    return jwk


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
