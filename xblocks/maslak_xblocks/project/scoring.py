"""From bands to a score: the one rule by which the page, the marker's queue and the evidence agree.

Band 1 says that a criterion is not shown yet and counts nothing, band 4 counts whole, the two between count a third and two
thirds. Criteria weigh as the rubric says. Over the whole project each criterion counts as the latest stage that marked it saw
it: what was weak in a plan and strong in the report is strong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

BANDS: Final = (1, 2, 3, 4)
_STEP: Final = Decimal("0.0001")


def score_bands(weights: Mapping[str, int], bands: Mapping[str, int]) -> Decimal | None:
    """Give the score, 0 to 1, of one round from its bands by criterion; None where no criterion of the rubric was marked.

    Raises ValueError for a band that is not 1, 2, 3 or 4.
    """
    if any(band not in BANDS for band in bands.values()):
        raise ValueError("a band is 1, 2, 3 or 4")
    marked = [(weights[criterion], band) for criterion, band in bands.items() if criterion in weights]
    whole = sum(weight for weight, _ in marked) * (len(BANDS) - 1)
    if not whole:
        return None
    earned = sum(weight * (band - 1) for weight, band in marked)
    return (Decimal(earned) / whole).quantize(_STEP, ROUND_HALF_UP)


def score_project(weights: Mapping[str, int], stages: Sequence[Mapping[str, int]]) -> Decimal | None:
    """Give the score of a project whose stages, in order, were marked finally with these bands; None while a criterion has none."""
    latest: dict[str, int] = {}
    for bands in stages:
        latest.update(bands)
    return score_bands(weights, latest) if weights.keys() <= latest.keys() else None
