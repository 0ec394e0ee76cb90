from __future__ import annotations

from pathlib import Path

import pytest

from maslak_domain.keys import is_signature_valid
from maslak_web.keys import (
    create_key,
    is_loopback,
    load_public_key,
    load_secret,
    load_signer,
    public_jwk,
    read_public_key,
    refuse_demo_beyond_loopback,
)
from maslak_web.settings import SettingsError


def test_a_new_key_signs_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "sync.jwk"
    create_key(path, "ed25519", key_id="esith-1")
    signer = load_signer(path)
    key_id, public_key = load_public_key(path)
    assert (key_id, is_signature_valid(public_key, signer.sign(b"words"), b"words")) == ("esith-1", True)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_key_is_never_replaced(tmp_path: Path) -> None:
    create_key(tmp_path / "k", "secret")
    with pytest.raises(FileExistsError):
        create_key(tmp_path / "k", "secret")


def test_secrets_are_long_and_all_different(tmp_path: Path) -> None:
    create_key(tmp_path / "a", "secret")
    create_key(tmp_path / "b", "secret")
    first, second = load_secret(tmp_path / "a"), load_secret(tmp_path / "b")
    assert (len(first), first != second) == (32, True)


def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    create_key(tmp_path / "k", "ed25519")
    (tmp_path / "k").chmod(0o640)
    with pytest.raises(SettingsError, match="chmod 600"):
        load_signer(tmp_path / "k")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kty": "oct", "k": "AA"}'])
def test_a_file_that_holds_no_signing_key_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "k"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(SettingsError):
        load_signer(path)


@pytest.mark.parametrize("data", [b"nonsense", b"{}", b"[]", b'{"crv": "Ed25519", "x": "AA"}', "é".encode("latin-1")])
def test_a_file_that_holds_no_public_key_is_refused_by_its_name(tmp_path: Path, data: bytes) -> None:
    """Among the keys that a school pins, nobody could tell which file was meant."""
    path = tmp_path / "authors.jwk"
    path.write_bytes(data)
    with pytest.raises(SettingsError, match=r"authors\.jwk holds no Ed25519 public key"):
        load_public_key(path)


def test_the_public_half_holds_nothing_private_and_keeps_the_demo_marker(tmp_path: Path) -> None:
    create_key(tmp_path / "k", "ed25519", demo=True)
    signer = load_signer(tmp_path / "k")
    jwk = public_jwk(signer)
    assert ("d" in jwk, jwk["demo"], read_public_key(jwk)[0]) == (False, True, signer.key_id)


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("10.0.0.4", False), ("school.ma", False)],
)
def test_loopback_is_told_from_the_rest_of_the_world(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_demonstration_material_stays_on_this_machine(tmp_path: Path) -> None:
    create_key(tmp_path / "demo.jwk", "ed25519", demo=True)
    create_key(tmp_path / "real.jwk", "ed25519")
    refuse_demo_beyond_loopback("127.0.0.1", [tmp_path / "demo.jwk"], demo_accounts=True)
    refuse_demo_beyond_loopback("0.0.0.0", [tmp_path / "real.jwk"])
    with pytest.raises(SettingsError, match=r"demo\.jwk"):
        refuse_demo_beyond_loopback("0.0.0.0", [tmp_path / "real.jwk", tmp_path / "demo.jwk"])
    with pytest.raises(SettingsError, match="published passwords"):
        refuse_demo_beyond_loopback("0.0.0.0", [], demo_accounts=True)
