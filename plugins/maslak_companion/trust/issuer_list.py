"""Read the registry's signed list of issuers: `{"payload", "keyid", "signature"}`, Ed25519 over the payload's bytes as sent."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from maslak_companion.trust.errors import IssuerListInvalidError
from maslak_domain.credential.issuer import Issuer, IssuerKey
from maslak_domain.keys import is_signature_valid
from maslak_domain.language import LocalizedText


class _Key(msgspec.Struct):
    purpose: str
    public_key_multibase: str
    state: str
    valid_from: datetime
    valid_until: datetime | None = None


class _Listed(msgspec.Struct):
    key: str
    did: str
    name: dict[str, str]
    keys: list[_Key]


class _Payload(msgspec.Struct):
    as_of: datetime
    issuers: list[_Listed]
    type: str
    v: int


class _Signed(msgspec.Struct):
    payload: msgspec.Raw
    keyid: str
    signature: str


@dataclass(frozen=True, slots=True)
class IssuerList:
    """Every issuer of the programme, as the registry knew them at `as_of`."""

    as_of: datetime
    issuers: tuple[Issuer, ...]


def read_issuer_list(raw: bytes, registry_key: Ed25519PublicKey) -> IssuerList:
    """Return the list in `raw`; raise IssuerListInvalidError when it is malformed or not signed by `registry_key`."""
    try:
        signed = msgspec.json.decode(raw, type=_Signed)
        signature = base64.urlsafe_b64decode(signed.signature + "=" * (-len(signed.signature) % 4))
        payload = msgspec.json.decode(signed.payload, type=_Payload)
    except (msgspec.MsgspecError, ValueError) as error:
        raise IssuerListInvalidError("the list of issuers is malformed") from error
    if not is_signature_valid(registry_key, signature, bytes(signed.payload)):
        raise IssuerListInvalidError("the list of issuers is not signed by the pinned registry key")
    if payload.type != "issuers" or payload.v != 1 or payload.as_of.tzinfo is None:
        raise IssuerListInvalidError("the signed document is no list of issuers")
    return IssuerList(payload.as_of, tuple(_to_issuer(each) for each in payload.issuers))


def _to_issuer(listed: _Listed) -> Issuer:
    keys = tuple(
        IssuerKey(key.public_key_multibase, key.valid_from, key.valid_until, key.state == "compromised")
        for key in listed.keys
        if key.purpose == "credentials"
    )
    names: LocalizedText = {"ar": listed.name.get("ar", ""), "fr": listed.name.get("fr", ""), "en": listed.name.get("en", "")}
    return Issuer(listed.key, listed.did, names if any(names.values()) else {"en": listed.key}, "", keys)
