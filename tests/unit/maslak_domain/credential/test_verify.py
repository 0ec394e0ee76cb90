"""Verdicts: valid only when everything was checked, invalid when something is wrong, unknown when something cannot be read."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.factories.credential import (
    DID,
    NOW,
    STATUS_URL,
    MemorySigner,
    make_badge,
    make_issuer,
    make_status_list,
    make_unsigned_badge,
    to_bytes,
)

from maslak_domain.credential.errors import CredentialError, KeyMismatchError
from maslak_domain.credential.issuer import Issuer
from maslak_domain.credential.proof import sign_document
from maslak_domain.credential.verify import Verdict, verify_credential

INDEX = 94_567


def verify(raw: bytes, *, issuer: Issuer | None = None, status: bytes | None = None, now: datetime = NOW) -> Verdict:
    known = issuer or make_issuer()
    lists = {STATUS_URL: make_status_list() if status is None else status}
    return verify_credential(raw, {DID: known}.get, lists.get, now)


def reasons(verdict: Verdict) -> set[object]:
    return {check.params.get("reason") for check in verdict.checks if check.outcome != "passed"}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a document that holds text."""
    if isinstance(value, str):
        yield path
    elif isinstance(value, dict):
        for name, member in value.items():
            yield from places(member, (*path, name))
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from places(member, (*path, number))


def holder_of(document: Any, path: tuple[Any, ...]) -> Any:
    for step in path[:-1]:
        document = document[step]
    return document


def test_a_signed_badge_is_valid() -> None:
    verdict = verify(to_bytes(make_badge()))
    assert verdict.verdict == "valid"
    assert [check.code for check in verdict.checks] == ["readable", "shape", "coverage", "issuer", "proof", "key", "dates", "status"]


def test_white_space_and_order_of_members_carry_no_meaning() -> None:
    document = make_badge()
    assert verify(json.dumps(dict(reversed(document.items())), indent=2).encode()).verdict == "valid"


@pytest.mark.parametrize("path", list(places(make_badge())), ids=lambda path: ".".join(map(str, path)))
def test_a_changed_text_anywhere_is_invalid(path: tuple[Any, ...]) -> None:
    document = make_badge()
    holder_of(document, path)[path[-1]] += "x"
    assert verify(to_bytes(document)).verdict == "invalid"


@pytest.mark.parametrize("path", list(places(make_badge())), ids=lambda path: ".".join(map(str, path)))
def test_a_missing_member_anywhere_is_invalid(path: tuple[Any, ...]) -> None:
    document = make_badge()
    del holder_of(document, path)[path[-1]]
    assert verify(to_bytes(document)).verdict == "invalid"


@pytest.mark.parametrize(
    "path", [(), ("issuer",), ("credentialSubject",), ("credentialSubject", "achievement"), ("credentialStatus",), ("proof",)]
)
@pytest.mark.parametrize("value", ["text", {"deeper": "text"}, None, [], ["text"], 3])
def test_a_member_that_no_signature_covers_is_invalid(path: tuple[str, ...], value: Any) -> None:
    document = make_badge()
    target = document
    for step in path:
        target = target[step]
    target["grade"] = value
    assert verify(to_bytes(document)).verdict == "invalid"


def test_a_language_map_is_invalid_because_it_is_not_signed() -> None:
    document = make_unsigned_badge()
    document["name"] = {"fr": "Hygiène", "ar": "السلامة"}
    with pytest.raises(CredentialError) as refusal:
        sign_document(document, MemorySigner(), make_issuer(), NOW)
    assert refusal.value.code == "member_unsigned"


@pytest.mark.parametrize(
    "change",
    [
        {"@id": "https://example.org/other"},
        {"@graph": [{"id": "urn:x:y"}]},
        {"id": "relative"},
        {"id": "https://x.example/> <urn:a:b> <urn:c:d"},
        {"type": ["VerifiableCredential", "AchievementCredential", "UnknownType"]},
        {"@context": ["https://www.w3.org/ns/credentials/v2"]},
        {"@context": ["https://www.w3.org/ns/credentials/v2", {"@vocab": "https://example.org/"}]},
        {"@context": ["https://www.w3.org/ns/credentials/v2", "https://evil.example/context.json"]},
        {"@context": "https://www.w3.org/ns/credentials/v2"},
        {"description": "bell\u0007"},
        {"name": "delete\u007f"},
    ],
    ids=str,
)
def test_a_document_that_would_hide_something_is_never_signed(change: dict[str, Any]) -> None:
    with pytest.raises(CredentialError):
        sign_document({**make_unsigned_badge(), **change}, MemorySigner(), make_issuer(), NOW)


def test_a_badge_signed_by_another_key_is_invalid() -> None:
    document = make_badge()
    forged = sign_document(make_unsigned_badge(), MemorySigner(2), make_issuer(MemorySigner(2)), NOW)
    document["proof"]["proofValue"] = forged["proof"]["proofValue"]
    assert "signature_wrong" in reasons(verify(to_bytes(document)))
    assert verify(to_bytes(forged)).verdict == "invalid"


def test_nobody_signs_with_a_key_that_the_issuer_does_not_have() -> None:
    with pytest.raises(KeyMismatchError):
        sign_document(make_unsigned_badge(), MemorySigner(2), make_issuer(), NOW)


def test_a_control_character_is_invalid() -> None:
    raw = to_bytes(make_badge()).replace(b"Initiation", b"Initi\\u0001ation", 1)
    assert reasons(verify(raw)) == {"control_character"}
    assert verify(raw).verdict == "invalid"


def test_a_flipped_status_bit_is_invalid() -> None:
    verdict = verify(to_bytes(make_badge()), status=make_status_list(INDEX))
    assert verdict.verdict == "invalid"
    assert reasons(verdict) == {"revoked"}


def test_the_neighbours_bits_do_not_matter() -> None:
    assert verify(to_bytes(make_badge()), status=make_status_list(INDEX - 1, INDEX + 1)).verdict == "valid"


@pytest.mark.parametrize(
    "status",
    [
        b"",
        b"{}",
        b"[1]",
        to_bytes(make_badge()),
        make_status_list().replace(b"revocation", b"suspension"),
        make_status_list(signer=MemorySigner(2)),
        to_bytes({**json.loads(make_status_list()), "proof": "none"}),
    ],
)
def test_a_status_list_that_cannot_be_trusted_makes_the_badge_unknown(status: bytes) -> None:
    verdict = verify(to_bytes(make_badge()), status=status)
    assert verdict.verdict == "unknown"
    assert reasons(verdict) == {"status_unreadable"}


def test_an_old_status_list_makes_the_badge_unknown() -> None:
    assert verify(to_bytes(make_badge()), now=NOW + timedelta(days=31)).verdict == "unknown"


def test_an_absent_status_list_makes_the_badge_unknown() -> None:
    verdict = verify_credential(to_bytes(make_badge()), {DID: make_issuer()}.get, lambda _: None, NOW)
    assert verdict.verdict == "unknown"


def test_a_badge_of_a_stranger_is_unknown() -> None:
    verdict = verify_credential(to_bytes(make_badge()), lambda _: None, lambda _: None, NOW)
    assert verdict.verdict == "unknown"
    assert "issuer_unknown" in reasons(verdict)


@pytest.mark.parametrize(
    "raw", [b"", b"hello", b"{", b"[]", b'"text"', b"7", b"{}", b'{"name": "x"}', b"\xff\xfe", b'{"a":NaN}', b'{"a":1,"a":2}']
)
def test_what_is_no_badge_at_all_is_unknown(raw: bytes) -> None:
    assert verify(raw).verdict == "unknown"


def test_what_a_retired_key_signed_stays_valid() -> None:
    issuer = make_issuer(valid_until=NOW + timedelta(days=1))
    status = make_status_list()
    assert verify(to_bytes(make_badge()), issuer=issuer, status=status).verdict == "valid"


def test_a_retired_key_signs_nothing_new() -> None:
    issuer = make_issuer(valid_until=NOW - timedelta(days=1))
    verdict = verify(to_bytes(make_badge()), issuer=issuer)
    assert verdict.verdict == "invalid"
    assert "outside_key_life" in reasons(verdict)


def test_what_a_compromised_key_signed_is_invalid() -> None:
    verdict = verify(to_bytes(make_badge()), issuer=make_issuer(is_compromised=True))
    assert verdict.verdict == "invalid"
    assert "key_compromised" in reasons(verdict)


def test_a_badge_from_the_future_is_invalid() -> None:
    assert "not_yet_valid" in reasons(verify(to_bytes(make_badge()), now=NOW - timedelta(days=1)))


def test_an_expired_badge_is_invalid() -> None:
    unsigned = {**make_unsigned_badge(), "validUntil": "2026-12-01T00:00:00Z"}
    raw = to_bytes(sign_document(unsigned, MemorySigner(), make_issuer(), NOW))
    assert verify(raw).verdict == "valid"
    assert "expired" in reasons(verify(raw, now=datetime(2026, 12, 2, tzinfo=UTC)))


def test_the_badge_says_in_three_languages_that_it_is_no_university_result() -> None:
    description = make_badge()["description"]
    for words in ("وليست نتيجة جامعية", "pas un résultat universitaire", "not a university result"):
        assert words in description


def test_only_reviewed_alignments_are_signed() -> None:
    targets = [each["targetUrl"] for each in make_badge()["credentialSubject"]["achievement"]["alignment"]]
    assert targets == ["urn:uuid:69ae06ae-7dd0-521c-8063-3e8ea6cf0403", "http://data.europa.eu/esco/skill/a4346013"]


def test_verification_does_not_change_the_document() -> None:
    document = make_badge()
    before = copy.deepcopy(document)
    assert verify(to_bytes(document)).document == before
