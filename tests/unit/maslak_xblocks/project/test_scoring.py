from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maslak_xblocks.project.scoring import BANDS, score_bands, score_project

WEIGHTS = {"a": 2, "b": 1, "c": 1}


@pytest.mark.parametrize(
    ("bands", "score"),
    [
        ({"a": 1, "b": 1, "c": 1}, "0"),
        ({"a": 4, "b": 4, "c": 4}, "1"),
        ({"a": 3, "b": 3, "c": 3}, "0.6667"),
        ({"a": 4, "b": 1, "c": 1}, "0.5"),
        ({"a": 2}, "0.3333"),
    ],
)
def test_bands_count_in_thirds_by_their_weight(bands: dict[str, int], score: str) -> None:
    assert score_bands(WEIGHTS, bands) == Decimal(score)


def test_without_a_known_criterion_there_is_no_score() -> None:
    assert score_bands(WEIGHTS, {}) is None
    assert score_bands(WEIGHTS, {"other": 4}) is None
    assert score_bands(WEIGHTS, {"other": 4, "b": 1}) == 0


@pytest.mark.parametrize("band", [0, 5, -1])
def test_band_that_does_not_exist_is_refused(band: int) -> None:
    with pytest.raises(ValueError, match="band"):
        score_bands(WEIGHTS, {"a": band})


def test_project_counts_each_criterion_as_the_latest_stage_saw_it() -> None:
    assert score_project(WEIGHTS, [{"a": 1, "b": 4}, {"a": 4, "c": 4}]) == 1
    assert score_project(WEIGHTS, [{"a": 4, "b": 4}]) is None
    assert score_project({}, []) is None


@given(st.dictionaries(st.sampled_from("abc"), st.sampled_from(BANDS), min_size=1), st.sampled_from("abc"))
def test_better_band_never_lowers_the_score(bands: dict[str, int], which: str) -> None:
    before = score_bands(WEIGHTS, bands)
    better = {**bands, which: min(4, bands[which] + 1)} if which in bands else bands
    after = score_bands(WEIGHTS, better)
    assert before is not None
    assert after is not None
    assert 0 <= before <= after <= 1
