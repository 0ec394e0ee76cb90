"""Giving each entry its choice: matching one to one, or classifying many into a few categories."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from maslak_domain.language import Language
from maslak_xblocks.attributes import refuse_repeats
from maslak_xblocks.checkpoint.items.reading import is_partial, require_known, split_pairs
from maslak_xblocks.checkpoint.items.task import Shuffle
from maslak_xblocks.checkpoint.items.verdict import EmptyAnswerError, IncompleteAnswerError, Remark, Response, Verdict, share
from maslak_xblocks.errors import InvalidPayloadError, OLXError
from maslak_xblocks.olx import Element, line_of, require

# How the parts are called in the OLX of each type: what is given a choice, and what it can be given.
TAGS: Final[Mapping[str, tuple[str, str]]] = {"matching": ("left", "choice"), "classification": ("entry", "category")}


@dataclass(frozen=True)
class Entry:
    """What is to be matched or classified, and the choice that is right for it."""

    id: str
    choice: str


@dataclass(frozen=True)
class Choice:
    """What an entry can be given. A misconception is shown by whoever gives it to an entry it is not right for."""

    id: str
    misconception: str
    distractor: bool


@dataclass(frozen=True)
class WrongPair:
    """An entry given a certain wrong choice, which shows a misconception."""

    id: str
    entry: str
    choice: str
    misconception: str


@dataclass(frozen=True)
class PairingTask:
    """Entries with their right choices. ``sorts`` says that choices are categories, which keep their order and take many entries."""

    entries: tuple[Entry, ...]
    choices: tuple[Choice, ...]
    wrong: tuple[WrongPair, ...]
    sorts: bool
    partial: bool

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of the entries and of the choices."""
        return (*(entry.id for entry in self.entries), *self.choice_names)

    @property
    def choice_names(self) -> tuple[str, ...]:
        """The ids of the choices alone."""
        return tuple(choice.id for choice in self.choices)

    def show(self, shuffle: Shuffle) -> Sequence[str]:
        """Give entries, then choices, each in an order of the learner's own; categories keep theirs."""
        entries = shuffle([entry.id for entry in self.entries])
        return (*entries, *(self.choice_names if self.sorts else shuffle(self.choice_names)))

    def read_response(self, given: object, known: Mapping[str, str], language: Language) -> Response:
        """Give the choice of every entry by the entry's id.

        Raises InvalidPayloadError, EmptyAnswerError and, when an entry has no choice yet, IncompleteAnswerError.
        """
        pairs = split_pairs(given, len(self.entries))
        if not pairs:
            raise EmptyAnswerError("nothing was chosen")
        entries, choices = {entry.id for entry in self.entries}, set(self.choice_names)
        chosen = {known.get(left, ""): known.get(right, "") for left, right in pairs}
        if len(chosen) != len(pairs) or not chosen.keys() <= entries or not set(chosen.values()) <= choices:
            raise InvalidPayloadError("response pairs unknown names", field="response")
        if chosen.keys() != entries:
            raise IncompleteAnswerError("every entry needs a choice", missing=len(entries - chosen.keys()))
        return {entry.id: chosen[entry.id] for entry in self.entries}

    def mark(self, response: Response) -> Verdict:
        """Give all or nothing; with partial scoring, the share of entries whose choice is right."""
        given = response if isinstance(response, dict) else {}
        slips = [entry for entry in self.entries if given.get(entry.id) != entry.choice]
        if not slips:
            return Verdict(Decimal(1), (Remark("right", right=True),))
        hits = len(self.entries) - len(slips)
        score = share(hits, len(self.entries)) if self.partial else Decimal(0)
        return Verdict(score, tuple(self._remark(entry.id, given.get(entry.id, "")) for entry in slips))

    def _remark(self, entry: str, choice: str) -> Remark:
        wrong = next((pair for pair in self.wrong if (pair.entry, pair.choice) == (entry, choice)), None)
        drawn = next((found.misconception for found in self.choices if found.id == choice), "")
        return Remark(wrong.id if wrong else entry, entry, (wrong.misconception if wrong else "") or drawn)

    def right_response(self) -> Response:
        """Give the right choice of every entry."""
        return {entry.id: entry.choice for entry in self.entries}


def read_pairing(node: Element) -> PairingTask:
    """Read the key of a matching or a classification. Raises OLXError."""
    kind = node.get("type", "")
    left, right = TAGS[kind]
    choices = tuple(
        Choice(require(child, "id"), child.get("misconception", ""), child.get("distractor") == "true") for child in node.findall(right)
    )
    known = {choice.id for choice in choices}
    entries = tuple(Entry(require(child, "id"), require_known(child, right, known, right)) for child in node.findall(left))
    if len(entries) < 2 or len(choices) < 2:
        raise OLXError(f'the item "{node.get("id")}" needs at least two <{left}> and two <{right}>', line_of(node))
    if kind == "matching":
        _refuse_shared(entries, node)
    key = {entry.id: entry.choice for entry in entries}
    wrong = tuple(_read_wrong(child, key, known, (left, right)) for child in node.findall("wrong"))
    refuse_repeats([*key, *(choice.id for choice in choices), *(pair.id for pair in wrong)], "part", node)
    return PairingTask(entries, choices, wrong, kind == "classification", is_partial(node))


def _read_wrong(node: Element, key: Mapping[str, str], known: set[str], tags: tuple[str, str]) -> WrongPair:
    entry, choice = require_known(node, tags[0], key, tags[0]), require_known(node, tags[1], known, tags[1])
    if key[entry] == choice:
        raise OLXError(f'"{choice}" is the right answer for "{entry}"', line_of(node))
    return WrongPair(require(node, "id"), entry, choice, node.get("misconception", ""))


def _refuse_shared(entries: Sequence[Entry], node: Element) -> None:
    choices = [entry.choice for entry in entries]
    for shared in sorted({choice for choice in choices if choices.count(choice) > 1}):
        raise OLXError(f'two entries share the choice "{shared}": a classification does that, a matching does not', line_of(node))
