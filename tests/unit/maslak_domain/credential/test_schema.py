"""The badge against the official JSON Schema of Open Badges 3.0."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema_rs
from tests.factories.credential import make_badge, make_unsigned_badge
from tests.factories.database import skip_or_fail

ROOT = Path(__file__).resolve().parents[4]
SCHEMA = Path("schemas", "open-badges-3.0", "ob_v3p0_achievementcredential_schema.json")


def validator() -> jsonschema_rs.Validator:
    path = Path(os.environ.get("MASLAK_SHARED", ROOT.parent / "shared")) / SCHEMA
    if not path.is_file():
        skip_or_fail("the official Open Badges 3.0 schema is not beside the checkout")
    return jsonschema_rs.validator_for(json.loads(path.read_bytes()))


def test_a_badge_is_valid_against_the_official_schema() -> None:
    assert [error.message for error in validator().iter_errors(make_badge())] == []


def test_the_official_schema_notices_a_missing_achievement() -> None:
    document = make_unsigned_badge()
    del document["credentialSubject"]["achievement"]
    assert not validator().is_valid(document)
