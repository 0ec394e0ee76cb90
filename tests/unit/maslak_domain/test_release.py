"""What a release says of itself, and when a school may believe it."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from maslak_domain.ledger.canonical import canonical_bytes
from maslak_domain.release import ReleaseRefusedError, describe_block, hash_files, make_usage_key, seal_manifest, verify_manifest

FILES = {"course.xml": b"<course/>", "static/été.svg": b"<svg/>"}
DIGESTS = {name: hashlib.sha256(data).hexdigest() for name, data in FILES.items()}


class Author:
    """A key of authors."""

    key_id = "authors-1"

    def __init__(self) -> None:
        self._key = Ed25519PrivateKey.generate()

    @property
    def public_key(self) -> Ed25519PublicKey:
        return self._key.public_key()

    def sign(self, data: bytes, /) -> bytes:
        return self._key.sign(data)


def make_manifest() -> dict[str, Any]:
    return {"hash": hash_files(DIGESTS), "files": [[name, digest] for name, digest in DIGESTS.items()], "block_map": {}}


def refusal(raw: bytes, digests: dict[str, str] | None = None, trusted: list[Ed25519PublicKey] | None = None) -> object:
    with pytest.raises(ReleaseRefusedError) as caught:
        verify_manifest(raw, DIGESTS if digests is None else digests, trusted)
    return caught.value.params["reason"]


def test_signed_manifest_is_believed_by_a_school_that_trusts_the_key() -> None:
    author = Author()
    raw = seal_manifest(make_manifest(), author)
    assert verify_manifest(raw, DIGESTS, [author.public_key])["hash"] == hash_files(DIGESTS)
    assert verify_manifest(raw, DIGESTS)["files"] == make_manifest()["files"]


def test_manifest_signed_by_a_stranger_is_refused_where_keys_are_pinned() -> None:
    assert refusal(seal_manifest(make_manifest(), Author()), trusted=[Author().public_key]) == "untrusted_key"


def test_unsigned_manifest_is_refused_only_where_keys_are_pinned() -> None:
    raw = seal_manifest(make_manifest(), None)
    assert verify_manifest(raw, DIGESTS)
    assert refusal(raw, trusted=[Author().public_key]) == "unsigned"


@pytest.mark.parametrize(
    "digests",
    [
        DIGESTS | {"course.xml": "0" * 64},
        DIGESTS | {"static/new.svg": "0" * 64},
        {"course.xml": DIGESTS["course.xml"]},
    ],
    ids=["changed", "added", "removed"],
)
def test_file_that_differs_from_the_manifest_is_named(digests: dict[str, str]) -> None:
    assert refusal(seal_manifest(make_manifest(), Author()), digests) == "files_differ"


def test_manifest_changed_after_it_was_signed_is_refused() -> None:
    document = json.loads(seal_manifest(make_manifest(), Author()))
    document["manifest"]["block_map"] = {"block": {"competency": "MA-NUM.TC.01"}}
    assert refusal(canonical_bytes(document)) == "bad_signature"


def test_signature_over_something_else_than_a_release_does_not_serve() -> None:
    author = Author()
    document = json.loads(seal_manifest(make_manifest(), author))
    bare = author.sign(canonical_bytes(make_manifest()))
    document["signature"]["value"] = base64.urlsafe_b64encode(bare).decode()
    assert refusal(canonical_bytes(document)) == "bad_signature"


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"{}", b'{"format":1,"manifest":{},"signature":null}', b'{"format": 1}', b'{"format":1,"manifest":[],"signature":null}'],
)
def test_bytes_that_are_no_manifest_are_refused(raw: bytes) -> None:
    assert refusal(raw) == "unreadable"


@pytest.mark.parametrize("signature", [{}, {"key": "z", "value": ""}, {"key": 7, "value": ""}, "none", 3])
def test_malformed_signature_is_refused(signature: object) -> None:
    document = json.loads(seal_manifest(make_manifest(), None)) | {"signature": signature}
    assert refusal(canonical_bytes(document)) in {"unreadable", "bad_signature"}


def test_later_format_is_refused_instead_of_guessed() -> None:
    document = json.loads(seal_manifest(make_manifest(), None)) | {"format": 2}
    assert refusal(canonical_bytes(document)) == "unreadable"


def test_manifest_of_another_course_with_the_same_files_is_refused() -> None:
    assert refusal(seal_manifest(make_manifest() | {"hash": "0" * 64}, None)) == "wrong_hash"


def test_competency_of_a_lesson_comes_from_its_first_objective() -> None:
    entry = describe_block("maslak_lesson", "u1", {}, {"competency": "MA-NUM.TC.06", "level": "N1"}, [])
    assert (entry["competency"], entry["level"], entry["decides"]) == ("MA-NUM.TC.06", "N1", False)


@pytest.mark.parametrize("mark", ["", "high", "7", "-1", "NaN"])
def test_pass_mark_that_is_no_share_becomes_the_usual_one(mark: str) -> None:
    assert describe_block("maslak_checkpoint", "u1", {"pass_mark": mark, "purpose": "mastery"}, None, [])["pass_mark"] == "0.7"


def test_usage_key_has_the_form_of_the_platform() -> None:
    assert make_usage_key(("Maslak", "NUM-100", "run"), "vertical", "p1") == "block-v1:Maslak+NUM-100+run+type@vertical+block@p1"
