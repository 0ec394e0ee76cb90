from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from tests.factories.evidence import make_evidence

from maslak_domain.evidence import InvalidEvidenceError


def test_natural_key_tells_two_items_of_one_attempt_apart():
    whole, item = make_evidence(), make_evidence(item="q1")
    assert whole.natural_key != item.natural_key
    assert whole.is_whole_attempt
    assert not item.is_whole_attempt


def test_same_observation_on_another_road_has_the_same_natural_key():
    assert make_evidence("0.2", source="xapi").natural_key == make_evidence("0.9").natural_key


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("score", Decimal("1.01")),
        ("score", Decimal("-0.1")),
        ("score", Decimal("NaN")),
        ("score", 0.5),
        ("attempt", 0),
        ("observed_at", datetime(2026, 1, 1)),
        ("conditions", "at home"),
        ("identity_check", "trust"),
        ("issuer", ""),
        ("item", ""),
    ],
)
def test_what_is_no_observation_is_refused(field, value):
    with pytest.raises(InvalidEvidenceError) as refused:
        make_evidence(**{field: value})
    assert refused.value.params["field"] == field


def test_evidence_cannot_be_edited():
    with pytest.raises(AttributeError):
        make_evidence().score = Decimal(0)
