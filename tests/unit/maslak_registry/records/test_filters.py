"""Filters are read strictly and positions survive a round trip."""

from __future__ import annotations

import uuid

import pytest

from maslak_registry.records.errors import InvalidFilterError
from maslak_registry.records.filters import Filters, read_filters, read_limit, read_position, write_position

KEYS = ["esith", "ensam-rabat"]


def test_empty_values_are_no_filters() -> None:
    assert read_filters({"state": "", "institution": " "}, KEYS) == Filters()


def test_refusal_names_the_parameter_and_its_values() -> None:
    with pytest.raises(InvalidFilterError) as caught:
        read_filters({"institution": "nowhere"}, KEYS)
    assert caught.value.params == {"parameter": "institution", "allowed": ["ensam-rabat", "esith"]}


def test_name_is_a_filter_for_people_only() -> None:
    assert read_filters({"name": "salma"}, KEYS, other_names=("name",)).name == "salma"
    with pytest.raises(InvalidFilterError):
        read_filters({"name": "salma"}, KEYS)


def test_position_survives_a_round_trip() -> None:
    position = (uuid.uuid4(), uuid.uuid4())
    assert read_position(write_position(*position)) == position


@pytest.mark.parametrize("text", ["x", "0" * 63, "g" * 64, "0" * 65])
def test_senseless_position_is_refused(text) -> None:
    with pytest.raises(InvalidFilterError):
        read_position(text)


@pytest.mark.parametrize("text", ["0", "501", "-1", "1.5", "x", "٣", "9" * 40])
def test_senseless_limit_is_refused(text) -> None:
    with pytest.raises(InvalidFilterError):
        read_limit(text)


@pytest.mark.parametrize(("text", "limit"), [("1", 1), ("500", 500), (None, 100), ("", 100)])
def test_limit_is_read(text, limit) -> None:
    assert read_limit(text) == limit
