"""A course release on its way from authors to schools: what it assesses, which files it holds, and who stands for it.

Authors' tools write the manifest and companions read it; they meet only here. The manifest is canonical JSON in the file
`release.json` of the archive: every other file with its SHA-256, the block map, and an Ed25519 signature over the rest.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from maslak_domain.errors import InvalidError
from maslak_domain.keys import InvalidKeyError, Signer, decode_multikey, encode_multikey, is_signature_valid
from maslak_domain.ledger.canonical import NotCanonicalError, canonical_bytes, check_canonical

MANIFEST_NAME: Final = "release.json"
FORMAT: Final = 1
DEFAULT_SHARE: Final = "0.7"
# What some blocks are for is their nature, whatever their author writes: one that places a learner never decides anything.
PLACEMENT: Final = "placement"
# One that is kept as long as the course lasts, or only shows what stands elsewhere, is never done with.
THROUGHOUT: Final = "throughout"
_NATURES: Final = {"maslak_diagnostic": PLACEMENT, "maslak_logbook": THROUGHOUT, "maslak_passport": THROUGHOUT}
# A signature under a release key can never be taken for one over a ledger entry, whatever the bytes say.
_PURPOSE: Final = b"maslak-release/1\n"


class ReleaseRefusedError(InvalidError):
    """Raised when a release does not hold what its manifest says, or when nobody trusted stands for it; `reason` says which."""

    code = "release_refused"


def make_usage_key(course: tuple[str, str, str], block_type: str, url_name: str) -> str:
    """Return the name of a block everywhere, of the same form as in Open edX; `course` is organisation, course and run."""
    return f"block-v1:{'+'.join(course)}+type@{block_type}+block@{url_name}"


def describe_block(
    block_type: str, unit: str, attributes: Mapping[str, str], objective: Mapping[str, str] | None, items: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    """Return the block map's entry for a block: plain JSON values, decimals as strings.

    `attributes` are the block's own, `objective` those of its first objective; `items` are ids and types. Keys: block_type,
    unit (url_name), competency and level ("" when the block assesses none), purpose, pass_mark, decides, items.
    """
    source = attributes if attributes.get("competency") or objective is None else objective
    purpose = _NATURES.get(block_type) or attributes.get("purpose", "")
    return {
        "block_type": block_type,
        "unit": unit,
        "competency": "" if purpose == PLACEMENT else source.get("competency", ""),
        "level": source.get("level", ""),
        "purpose": purpose,
        "pass_mark": _read_pass_mark(attributes.get("pass_mark")),
        "decides": purpose == "mastery",
        "items": dict(items),
    }


def hash_files(digests: Mapping[str, str]) -> str:
    """Return the SHA-256 that names a course: over every file name and the hex SHA-256 of its bytes, in order of names."""
    lines = (f"{name}\0{digests[name]}\n" for name in sorted(digests))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def seal_manifest(manifest: Mapping[str, Any], signer: Signer | None) -> bytes:
    """Return the bytes of `release.json`; without a signer it tells only what the archive holds.

    Raises NotCanonicalError when the manifest lies outside the restricted profile.
    """
    body, signature = canonical_bytes(dict(manifest)), None
    if signer is not None:
        value = base64.urlsafe_b64encode(signer.sign(_PURPOSE + body)).decode()
        signature = {"key": encode_multikey(signer.public_key), "keyid": signer.key_id, "value": value}
    # The parts are canonical and their names in order, so the whole is: what may be large is written once.
    return b'{"format":%b,"manifest":%b,"signature":%b}' % (canonical_bytes(FORMAT), body, canonical_bytes(signature))


def verify_manifest(
    raw: bytes, digests: Mapping[str, str], trusted: Collection[Ed25519PublicKey] | None = None
) -> Mapping[str, Any]:  # fmt: skip
    """Return the manifest in `raw` once it is true of the files and its signature holds.

    `digests` are hex SHA-256 by name of every file but the manifest. With `trusted` keys given, one of them must have
    signed; without, a signature shows only that nothing changed since. Raises ReleaseRefusedError.
    """
    document = _read_document(raw)
    manifest = document["manifest"]
    _check_signature(manifest, document["signature"], trusted)
    listed = {entry[0]: entry[1] for entry in manifest["files"]}
    changed = sorted(name for name in listed.keys() | digests.keys() if listed.get(name) != digests.get(name))
    if changed:
        raise ReleaseRefusedError(f"the manifest is not true of {changed[0]}", reason="files_differ", files=changed[:20])
    if manifest["hash"] != hash_files(digests):
        raise ReleaseRefusedError("the manifest names another course", reason="wrong_hash")
    return dict(manifest)


def _read_document(raw: bytes) -> dict[str, Any]:
    try:
        document = check_canonical(raw)
        manifest = document["manifest"]
        entries = manifest["files"]
        is_whole = isinstance(manifest["hash"], str) and isinstance(manifest["block_map"], dict)
        is_listed = all(len(entry) == 2 and all(isinstance(part, str) for part in entry) for entry in entries)
        known = document["format"] == FORMAT and "signature" in document
    except (NotCanonicalError, KeyError, TypeError) as error:
        raise ReleaseRefusedError("the manifest cannot be read", reason="unreadable") from error
    if not (is_whole and is_listed and known):
        raise ReleaseRefusedError("the manifest has a form that this version does not know", reason="unreadable")
    return dict(document)


def _check_signature(manifest: Mapping[str, Any], signature: Any, trusted: Collection[Ed25519PublicKey] | None) -> None:
    if signature is None:
        if trusted is not None:
            raise ReleaseRefusedError("nobody signed the release", reason="unsigned")
        return
    try:
        key = decode_multikey(signature["key"])
        value = base64.urlsafe_b64decode(signature["value"])
    except (InvalidKeyError, KeyError, TypeError, AttributeError, ValueError, binascii.Error) as error:
        raise ReleaseRefusedError("the signature cannot be read", reason="unreadable") from error
    if not is_signature_valid(key, value, _PURPOSE + canonical_bytes(manifest)):
        raise ReleaseRefusedError("the signature is not over this manifest", reason="bad_signature")
    if trusted is not None and key.public_bytes_raw() not in {each.public_bytes_raw() for each in trusted}:
        raise ReleaseRefusedError("no key that this school trusts signed the release", reason="untrusted_key")


def _read_pass_mark(text: str | None) -> str:
    try:
        mark = Decimal(text or DEFAULT_SHARE)
    except InvalidOperation:
        return DEFAULT_SHARE
    return str(mark) if mark.is_finite() and 0 <= mark <= 1 else DEFAULT_SHARE
