"""How each question was answered: shares, the commonest misconception, and which questions misbehave. No database here."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from maslak_companion.cohorts.item_parts import PAIRS
from maslak_companion.cohorts.item_texts import ItemText
from maslak_companion.cohorts.lab_texts import KIND, OTHER, RIGHT
from maslak_companion.progress.services import ItemTally
from maslak_domain.language import fold_answer, tidy_code

# Below this share of right first answers a question is worth a look, once enough learners have answered.
_HARD: Final = Decimal("0.4")
_ENOUGH_LEARNERS: Final = 4
# Of answers that are written, only the commonest are shown.
_MOST_WRITTEN: Final = 6


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How many first answers chose an option; for a numeric question, gave a value; for a lab, were of a kind.

    `outcome` is right or other where the answer itself has no words that hold for everybody.
    """

    texts: Mapping[str, str]
    correct: bool
    misconception: Mapping[str, str] | None
    count: int
    percent: int
    outcome: str = ""


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
    listings: Mapping[str, str] = field(default_factory=dict)


def report_item(tally: ItemTally, text: ItemText | None) -> ItemReport:
    """Return how a question was answered; a question that the release no longer holds shows by its name."""
    counts = _count_choices(tally.responses, text)
    if text and text.type == KIND:
        tally = _judge_first(tally, counts)
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
        listings=text.listings if text else {},
    )


def _judge_first(tally: ItemTally, counts: Mapping[str, int]) -> ItemTally:
    """Give the tally of a lab's task by first answers: with its hints and new tries, nearly everybody is right in the end."""
    known = sum(counts.values())
    return replace(tally, learners=known, mean_score=Decimal(counts[RIGHT]) / known) if known else tally


def _count_choices(responses: Mapping[str, int], text: ItemText | None) -> Counter[str]:
    """Count each part of the answers; a response is the JSON text of chosen options, of pairs, of steps in order, or of one text."""
    counts: Counter[str] = Counter()
    for response, times in responses.items():
        try:
            given = json.loads(response) if response else []
        except ValueError:
            given = response
        for part in _name_parts(given, text):
            counts[part] += times
    return counts


def _name_parts(given: object, text: ItemText | None) -> list[str]:
    """Give the names under which the question lists what an answer consists of."""
    if text and text.type == KIND:
        return [str(given["first"])] if isinstance(given, dict) and given.get("first") else []
    if isinstance(given, dict):
        return [f"{entry}={choice}" for entry, choice in given.items()]
    if isinstance(given, list):
        names = [str(name) for name in given]
        return _name_orders(names, text) if text and text.type == "ordering" else names
    if text and text.type == "text":
        fold = tidy_code if text.is_code else fold_answer
        known = (option.id for option in text.options if fold(str(given)) in map(fold, option.texts.values()))
        return [next(known, str(given))]
    return [str(given)]


def _name_orders(steps: list[str], text: ItemText) -> list[str]:
    places = [text.places.get(step, 0) for step in steps]
    if places == sorted(places) and len(places) == len(text.places):
        return ["right"]
    at = {step: position for position, step in enumerate(steps)}
    return [name for name, (first, then) in text.swaps.items() if at.get(first, 0) < at.get(then, 0)]


def _list_options(text: ItemText | None, counts: Mapping[str, int], learners: int) -> tuple[OptionCount, ...]:
    if text is None or not text.options:
        right = text.right_value if text else ""
        shown = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_WRITTEN]
        return tuple(OptionCount({"fr": given}, given == right, None, count, _share(count, learners)) for given, count in shown)
    listed = tuple(
        OptionCount(
            texts=option.texts,
            correct=option.correct,
            misconception=text.misconceptions.get(option.misconception) if option.misconception else None,
            count=counts.get(option.id, 0),
            percent=_share(counts.get(option.id, 0), learners),
            outcome=option.id if text.type == KIND and not option.misconception else "",
        )
        for option in text.options
        # Every entry with every choice would be a long list of nothings.
        if text.type not in PAIRS or option.correct or counts.get(option.id)
    )
    return (*listed, *_list_unknown(text, counts, learners)) if text.type == "text" else listed


def _list_unknown(text: ItemText, counts: Mapping[str, int], learners: int) -> Iterator[OptionCount]:
    """Give the commonest texts that nobody foresaw: an answer to accept, or a misconception to name, may be among them."""
    known = {option.id for option in text.options}
    unknown = sorted(((count, given) for given, count in counts.items() if given not in known), key=lambda pair: (-pair[0], pair[1]))
    for count, given in unknown[:_MOST_WRITTEN]:
        yield OptionCount({"fr": given}, False, None, count, _share(count, learners))


def _judge(tally: ItemTally, options: tuple[OptionCount, ...]) -> str | None:
    if tally.learners < _ENOUGH_LEARNERS:
        return None
    right = max((option.count for option in options if option.correct), default=0)
    # Answers that have nothing in common but to be wrong are no preference.
    if any(option.count > right for option in options if not option.correct and option.outcome != OTHER):
        return "wrong_preferred"
    return "hard" if tally.mean_score < _HARD else None


def _share(count: int, learners: int) -> int:
    return _percent(Decimal(count) / learners) if learners else 0


def _percent(share: Decimal) -> int:
    return int((share * 100).quantize(Decimal(1)))
