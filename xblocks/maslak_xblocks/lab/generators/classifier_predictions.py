"""What a program that sorts messages to a town hall said, beside what a person says: urgent, ordinary, or not for us."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from maslak_xblocks.lab.generators.adding import percent, rounded
from maslak_xblocks.lab.generators.dataset import Cell, Column, DataSet, Fact, FactSpec, Table, TableFact, mark
from maslak_xblocks.lab.generators.setting import make_person
from maslak_xblocks.lab.generators.stream import Stream, draw_until

NAME: Final = "classifier_predictions"
TITLE: Final = mark("Messages to a town hall, sorted by a program and by a person")
STEM: Final = "predictions"
HAS_LOG: Final = False
LEAST_ROWS: Final = 90
COLUMNS: Final = (
    Column("message", "code", mark("Number of the message")),
    Column("auteur", "text", mark("Name of the writer")),
    Column("langue", "code", mark("Language of the message: ar, fr or zgh (Tamazight)")),
    Column("vrai", "code", mark("What a person says: urgent, ordinaire or hors_sujet")),
    Column("predit", "code", mark("What the program says")),
    Column("confiance", "number", mark("How sure the program is, in percent")),
)
CLASSES: Final = ("urgent", "ordinaire", "hors_sujet")
GROUPS: Final = ("ar", "fr", "zgh")
FACTS: Final[Mapping[str, FactSpec]] = {
    "messages": FactSpec("number", mark("messages"), personal=False),
    "right_predictions": FactSpec("number", mark("right predictions"), personal=False),
    "accuracy": FactSpec("number", mark("accuracy, in percent"), personal=False),
    "error_rate": FactSpec("number", mark("share of wrong predictions, in percent"), personal=False),
    "majority_accuracy": FactSpec("number", mark("accuracy of always saying the most frequent class, in percent"), personal=False),
    "precision_urgent": FactSpec("number", mark("precision of urgent, in percent")),
    "precision_ordinaire": FactSpec("number", mark("precision of ordinaire, in percent")),
    "precision_hors_sujet": FactSpec("number", mark("precision of hors_sujet, in percent")),
    "recall_urgent": FactSpec("number", mark("recall of urgent, in percent")),
    "recall_ordinaire": FactSpec("number", mark("recall of ordinaire, in percent")),
    "recall_hors_sujet": FactSpec("number", mark("recall of hors_sujet, in percent")),
    "missed_urgent": FactSpec("number", mark("urgent messages that the program missed"), personal=False),
    "false_urgent": FactSpec("number", mark("messages that the program took for urgent and are not"), personal=False),
    "recall_urgent_ar": FactSpec("number", mark("recall of urgent in Arabic, in percent"), personal=False),
    "recall_urgent_fr": FactSpec("number", mark("recall of urgent in French, in percent"), personal=False),
    "recall_urgent_zgh": FactSpec("number", mark("recall of urgent in Tamazight, in percent"), personal=False),
    "recall_gap": FactSpec("number", mark("gap between the best and the worst recall of urgent, in points")),
    "accuracy_gap": FactSpec("number", mark("gap between the best and the worst accuracy of a language, in points")),
    "worst_group": FactSpec("text", mark("language with the lowest recall of urgent"), personal=False),
    "worst_accuracy_group": FactSpec("text", mark("language with the lowest accuracy"), personal=False),
    "unsure_messages": FactSpec("number", mark("messages of which the program is less than 80% sure"), personal=False),
    "unsure_with_limit": FactSpec("number", mark("messages of which the program is at most 80% sure"), personal=False),
    "sure_accuracy": FactSpec("number", mark("accuracy where the program is at least 80% sure, in percent")),
    "sure_right_of_all": FactSpec("number", mark("share of all messages that are right and at least 80% sure, in percent"), personal=False),
    "errors_left": FactSpec("number", mark("wrong predictions of which the program is at least 80% sure"), personal=False),
    "confusions": FactSpec("table", mark("how often each pair occurs (vrai, predit, nombre)")),
}

_SURE: Final = 80  # percent: below it a person looks at the message
_SHARES: Final = (5, 8, 4)  # how frequent each class is
_SPOKEN: Final = (9, 8, 5)  # how frequent each language is
_NAMES: Final = {
    "ar": ("ar", "arabe", "العربية", "Arabic"),
    "fr": ("fr", "français", "الفرنسية", "French"),
    "zgh": ("zgh", "tamazight", "amazighe", "الأمازيغية", "تمازيغت"),
}


@dataclass(frozen=True)
class _Message:
    number: int
    author: str
    group: str
    truth: str
    said: str
    sureness: int

    @property
    def right(self) -> bool:
        return self.truth == self.said

    def row(self) -> tuple[Cell, ...]:
        return f"M-{self.number:05d}", self.author, self.group, self.truth, self.said, self.sureness


def generate(seed: str, rows: int) -> DataSet:
    """Make the messages of a seed. What was drawn is thrown away until every share exists and one language is the worst."""
    messages = draw_until(lambda stream: _draw(stream, rows), _has_answers, name=NAME, seed=seed)
    return DataSet(Table(COLUMNS, tuple(message.row() for message in messages)), _find_facts(messages))


def _draw(stream: Stream, rows: int) -> list[_Message]:
    # The program is good in two languages and much worse in the third, whichever that is.
    skill = dict(zip(stream.shuffled(GROUPS), (stream.between(86, 94), stream.between(78, 88), stream.between(48, 66)), strict=True))
    number = stream.between(1000, 90_000)
    return [_draw_message(stream, number + place, skill) for place in range(rows)]


def _draw_message(stream: Stream, number: int, skill: Mapping[str, int]) -> _Message:
    group, truth = GROUPS[stream.weigh(_SPOKEN)], CLASSES[stream.weigh(_SHARES)]
    right = stream.chance(skill[group], 100)
    said = truth if right else stream.pick([name for name in CLASSES if name != truth])
    return _Message(number, make_person(stream), group, truth, said, stream.between(70 if right else 51, 99))


def _recall(messages: Sequence[_Message], name: str) -> Fraction:
    own = [message for message in messages if message.truth == name]
    return Fraction(100 * sum(message.right for message in own), len(own))


def _accuracy(messages: Sequence[_Message]) -> Fraction:
    return Fraction(100 * sum(message.right for message in messages), len(messages))


def _by_group(messages: Sequence[_Message]) -> Mapping[str, list[_Message]]:
    return {group: [message for message in messages if message.group == group] for group in GROUPS}


def _has_answers(messages: Sequence[_Message]) -> bool:
    groups = _by_group(messages).values()
    whole = all({message.truth for message in own} == set(CLASSES) for own in groups)
    if not whole or {message.said for message in messages} != set(CLASSES):
        return False
    recalls, shares = [_recall(own, "urgent") for own in groups], [_accuracy(own) for own in groups]
    return recalls.count(min(recalls)) == 1 and shares.count(min(shares)) == 1


def _find_facts(messages: Sequence[_Message]) -> Mapping[str, Fact]:
    right, pairs = sum(message.right for message in messages), Counter((message.truth, message.said) for message in messages)
    frequent = max(Counter(message.truth for message in messages).values())
    said = Counter(message.said for message in messages)
    return {
        "messages": Decimal(len(messages)),
        "right_predictions": Decimal(right),
        "accuracy": percent(right, len(messages)),
        "error_rate": percent(len(messages) - right, len(messages)),
        "majority_accuracy": percent(frequent, len(messages)),
        **{f"precision_{name}": percent(pairs[name, name], said[name]) for name in CLASSES},
        **{f"recall_{name}": rounded(_recall(messages, name), 1) for name in CLASSES},
        "missed_urgent": Decimal(sum(message.truth == "urgent" != message.said for message in messages)),
        "false_urgent": Decimal(sum(message.said == "urgent" != message.truth for message in messages)),
        "confusions": TableFact(
            columns=("vrai", "predit", "nombre"),
            keys=("vrai", "predit"),
            rows=tuple((truth, name, pairs[truth, name]) for truth in CLASSES for name in CLASSES if pairs[truth, name]),
        ),
        **_group_facts(messages),
        **_threshold_facts(messages),
    }


def _threshold_facts(messages: Sequence[_Message]) -> Mapping[str, Fact]:
    sure = [message for message in messages if message.sureness >= _SURE]
    right = sum(message.right for message in sure)
    return {
        "unsure_messages": Decimal(len(messages) - len(sure)),
        "unsure_with_limit": Decimal(sum(message.sureness <= _SURE for message in messages)),
        "sure_accuracy": percent(right, len(sure)),
        "sure_right_of_all": percent(right, len(messages)),
        "errors_left": Decimal(len(sure) - right),
    }


def _group_facts(messages: Sequence[_Message]) -> Mapping[str, Fact]:
    groups = _by_group(messages)
    recalls = {group: _recall(own, "urgent") for group, own in groups.items()}
    shares = {group: _accuracy(own) for group, own in groups.items()}
    return {
        **{f"recall_urgent_{group}": rounded(recall, 1) for group, recall in recalls.items()},
        "recall_gap": rounded(max(recalls.values()) - min(recalls.values()), 1),
        "accuracy_gap": rounded(max(shares.values()) - min(shares.values()), 1),
        "worst_group": _NAMES[min(recalls, key=recalls.__getitem__)],
        "worst_accuracy_group": _NAMES[min(shares, key=shares.__getitem__)],
    }
