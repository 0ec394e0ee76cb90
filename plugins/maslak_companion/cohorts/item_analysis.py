"""How each question was answered: shares, the commonest misconception, and which questions misbehave. No database here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from maslak_companion.cohorts.item_texts import ItemText
from maslak_companion.progress.services import ItemTally

# Below this share of right first answers a question is worth a look, once enough learners have answered.
_HARD: Final = Decimal("0.4")
_ENOUGH_LEARNERS: Final = 4


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How many first answers chose an option; for a numeric question, gave a value."""

    texts: Mapping[str, str]
    correct: bool
    misconception: Mapping[str, str] | None
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class ItemReport:
    """One question as it was first answered. `right_percent` is the mean score of first answers, 0..100."""

    item: str
    type: str
    stems: Mapping[str, str]
    learners: int
    right_percent: int
    options: tuple[OptionCount, ...]
    misconception: Mapping[str, str] | None
    misbehaves: str | None


def report_item(tally: ItemTally, text: ItemText | None) -> ItemReport:
    """Return how a question was answered; a question that the release no longer holds shows by its name."""
    counts = _count_choices(tally.responses)
    options = _list_options(text, counts, tally.learners)
    wrong = [option for option in options if option.count and option.misconception]
    commonest = max(wrong, key=lambda option: option.count, default=None)
    return ItemReport(
        item=tally.item,
        type=text.type if text else "",
        stems=text.stems if text else {"fr": tally.item},
        learners=tally.learners,
        right_percent=_percent(tally.mean_score),
        options=options,
        misconception=commonest.misconception if commonest else None,
        misbehaves=_judge(tally, options),
    )


def _count_choices(responses: Mapping[str, int]) -> Counter[str]:
    """Count each chosen option; a response is the JSON text of a list of options, or of one number."""
    counts: Counter[str] = Counter()
    for response, times in responses.items():
        try:
            given = json.loads(response) if response else []
        except ValueError:
            given = response
        for choice in given if isinstance(given, list) else [given]:
            counts[str(choice)] += times
    return counts


def _list_options(text: ItemText | None, counts: Mapping[str, int], learners: int) -> tuple[OptionCount, ...]:
    if text is None or not text.options:
        right = text.right_value if text else ""
        shown = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:6]
        return tuple(OptionCount({"fr": given}, given == right, None, count, _share(count, learners)) for given, count in shown)
    return tuple(
        OptionCount(
            texts=option.texts,
            correct=option.correct,
            misconception=text.misconceptions.get(option.misconception) if option.misconception else None,
            count=counts.get(option.id, 0),
            percent=_share(counts.get(option.id, 0), learners),
        )
        for option in text.options
    )


def _judge(tally: ItemTally, options: tuple[OptionCount, ...]) -> str | None:
    if tally.learners < _ENOUGH_LEARNERS:
        return None
    right = max((option.count for option in options if option.correct), default=0)
    if any(option.count > right for option in options if not option.correct):
        return "wrong_preferred"
    return "hard" if tally.mean_score < _HARD else None


def _share(count: int, learners: int) -> int:
    return _percent(Decimal(count) / learners) if learners else 0


def _percent(share: Decimal) -> int:
    return int((share * 100).quantize(Decimal(1)))
