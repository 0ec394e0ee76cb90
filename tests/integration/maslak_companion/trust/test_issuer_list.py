"""The registry's signed list of issuers: fetched, checked, kept, and enough to know a badge of another school."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from tests.factories.badge_school import START, BadgeSchool
from tests.factories.credential import DID, NAMES, MemorySigner, make_badge, make_issuer, to_bytes

from maslak_companion.badges.verification import verify_document
from maslak_companion.trust.errors import IssuerListAwayError, IssuerListInvalidError
from maslak_companion.trust.services import find_issuer, refresh_issuer_list
from maslak_domain.ledger.canonical import canonical_bytes, instant_text
from maslak_web.database import Database
from maslak_web.keys import load_signer

FOREIGN = DID.replace("ensam-rabat", "esith")


@pytest.fixture
def school(sqlite_database: Database, tmp_path: Path) -> BadgeSchool:
    made = BadgeSchool(sqlite_database, tmp_path / "home")
    object.__setattr__(made.settings, "institution_did", FOREIGN)
    return made


def make_list(school: BadgeSchool, as_of: datetime = START, *, forged: bool = False, **changes: Any) -> bytes:
    """The list as the registry writes it, with one foreign issuer."""
    key = {"purpose": "credentials", "id": "k1", "public_key_multibase": make_issuer().keys[0].multikey, "state": "active"}
    key |= {"valid_from": instant_text(START - timedelta(days=300)), "valid_until": None}
    issuer = {"key": "ensam-rabat", "did": DID, "name": NAMES, "state": "active", "keys": [key]}
    payload = canonical_bytes({"as_of": instant_text(as_of), "issuers": [issuer], "type": "issuers", "v": 1, **changes})
    registry = MemorySigner(9) if forged else load_signer(school.settings.keys / "receipts.jwk")
    signature = base64.urlsafe_b64encode(registry.sign(payload)).rstrip(b"=").decode()
    return msgspec.json.encode({"payload": msgspec.Raw(payload), "keyid": "registry", "signature": signature})


def refresh(school: BadgeSchool, answer: Callable[[httpx.Request], httpx.Response]) -> None:
    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        refresh_issuer_list(school.database, school.settings, school.now, client)


def serve(raw: bytes, status: int = 200) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _request: httpx.Response(status, content=raw)


def knows(school: BadgeSchool) -> bool:
    with school.database.session() as session:
        return find_issuer(session, school.settings, DID) is not None


def test_a_badge_of_another_school_is_known_by_its_signature_and_its_status_stays_unknown(school: BadgeSchool) -> None:
    refresh(school, serve(make_list(school)))
    with school.database.session() as session:
        verdict = verify_document(session, school.settings, to_bytes(make_badge()), school.now)
        changed = to_bytes(make_badge()).replace(b"Initiation", b"Expertise")
        assert verify_document(session, school.settings, changed, school.now).verdict == "invalid"
    outcomes = {check.code: check.outcome for check in verdict.checks}
    assert outcomes.pop("status") == "unknown"
    assert set(outcomes.values()) == {"passed"}
    assert verdict.verdict == "unknown"


def test_the_list_in_hand_serves_while_the_registry_is_away(school: BadgeSchool) -> None:
    refresh(school, serve(make_list(school)))

    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route", request=request)

    with pytest.raises(IssuerListAwayError):
        refresh(school, fail)
    with pytest.raises(IssuerListAwayError):
        refresh(school, serve(b"busy", 503))
    with pytest.raises(IssuerListAwayError):
        refresh(school, serve(b"", 302))
    assert knows(school)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"payload":{},"keyid":"x","signature":"%"}', b"\xff", b" " * 5_000_000])
def test_a_malformed_list_is_refused(school: BadgeSchool, raw: bytes) -> None:
    with pytest.raises(IssuerListInvalidError):
        refresh(school, serve(raw))
    assert not knows(school)


def test_a_list_signed_by_another_key_is_refused(school: BadgeSchool) -> None:
    with pytest.raises(IssuerListInvalidError):
        refresh(school, serve(make_list(school, forged=True)))
    assert not knows(school)


def test_a_changed_list_is_refused(school: BadgeSchool) -> None:
    with pytest.raises(IssuerListInvalidError):
        refresh(school, serve(make_list(school).replace(b'"active"', b'"frozen"', 1)))


def test_another_signed_document_is_no_list(school: BadgeSchool) -> None:
    with pytest.raises(IssuerListInvalidError):
        refresh(school, serve(make_list(school, type="receipt")))


def test_an_older_list_does_not_replace_a_newer_one(school: BadgeSchool) -> None:
    refresh(school, serve(make_list(school)))
    with pytest.raises(IssuerListInvalidError):
        refresh(school, serve(make_list(school, START - timedelta(days=1))))


def test_without_a_list_a_foreign_issuer_is_a_stranger(school: BadgeSchool) -> None:
    assert not knows(school)
