"""One task of a lab: which fact it asks for, how near an answer must come, its hints and the wrong values that are known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from maslak_domain.language import Language, pick
from maslak_xblocks.attributes import read_decimal, read_one_of, refuse_repeats
from maslak_xblocks.dress import dress
from maslak_xblocks.errors import OLXError
from maslak_xblocks.lab.generators.dataset import FactKind, FactSpec
from maslak_xblocks.markup import Html
from maslak_xblocks.olx import Element, inner_html, line_of, require
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.variants import Variant, is_stale, read_variants

TASK_TYPES: Final = ("number", "text", "file")
KIND_OF: Final[Mapping[str, FactKind]] = {"number": "number", "text": "text", "file": "table"}
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class TaskHint:
    """A hint: looking at it takes ``cost`` (0..1) of what the task can still earn."""

    id: str
    cost: Decimal


@dataclass(frozen=True)
class WrongValue:
    """A wrong value that a known detour leads to: the fact that it is, and what its finder misunderstood."""

    id: str
    fact: str
    misconception: str


@dataclass(frozen=True)
class TaskText:
    """One language of a task."""

    stem: Html
    unit: str
    hints: Mapping[str, Html]
    feedback: Mapping[str, Html]


@dataclass(frozen=True)
class Task:
    """A whole task. ``tolerance`` is how far a number may lie from the right one."""

    id: str
    type: str
    fact: str
    tolerance: Decimal
    unit: str
    weight: Decimal
    objective: str
    hints: tuple[TaskHint, ...]
    wrong: tuple[WrongValue, ...]
    variants: Mapping[Language, Variant[TaskText]]

    def text(self, language: Language) -> tuple[TaskText, Language]:
        """Give the task in a language, or in the nearest that it has, and say which."""
        _, shown = pick({name: name for name in self.variants}, language)
        return self.variants[shown].body, shown

    def is_stale(self, language: Language) -> bool:
        """Say whether the translation is older than its source."""
        return language in self.variants and self.variants[language].stale

    def find_hint(self, hint_id: str) -> TaskHint | None:
        """Give a hint by its id."""
        return next((hint for hint in self.hints if hint.id == hint_id), None)

    @property
    def units(self) -> frozenset[str]:
        """The ways in which any language writes the unit."""
        return frozenset({self.unit, *(variant.body.unit for variant in self.variants.values())} - {""})


def read_task(node: Element, facts: Mapping[str, FactSpec]) -> Task:
    """Read a task; ``facts`` are those that the generator knows. Raises OLXError."""
    kind = read_one_of(node, "type", TASK_TYPES, "number")
    elements = read_variants(node)
    source = next(iter(elements))
    fact = _read_fact(node, kind, facts)
    hints, wrong = tuple(map(_read_hint, node.findall("hint"))), tuple(_read_wrong(each, kind, facts) for each in node.findall("wrong"))
    refuse_repeats([hint.id for hint in hints], "hint", node)
    refuse_repeats([each.id for each in wrong], "wrong value", node)
    tolerance, weight = read_decimal(node, "tolerance", "0"), read_decimal(node, "weight", "1")
    if tolerance < 0 or weight <= 0:
        raise OLXError("tolerance must not be below 0, and weight must be above 0", line_of(node))
    return Task(
        id=_read_id(node),
        type=kind,
        fact=fact,
        tolerance=tolerance,
        unit=node.get("unit", ""),
        weight=weight,
        objective=node.get("objective", ""),
        hints=hints,
        wrong=wrong,
        variants={
            language: Variant(language, element.get("status"), is_stale(element, elements[source]), _read_text(element, language))  # type: ignore[arg-type]
            for language, element in elements.items()
        },
    )


def _read_id(node: Element) -> str:
    name = require(node, "id")
    if not _NAME.fullmatch(name):
        raise OLXError(f'id="{name}" may hold letters, digits, hyphens and underscores only', line_of(node))
    return name


def _read_fact(node: Element, kind: str, facts: Mapping[str, FactSpec]) -> str:
    fact = require(node, "fact")
    known = [name for name, spec in facts.items() if spec.kind == KIND_OF[kind]]
    if fact not in known:
        raise OLXError(f'fact="{fact}" is not one that a {kind} answers here: {", ".join(known)}', line_of(node))
    return fact


def _read_wrong(node: Element, kind: str, facts: Mapping[str, FactSpec]) -> WrongValue:
    return WrongValue(_read_id(node), _read_fact(node, kind, facts), node.get("misconception", ""))


def _read_hint(node: Element) -> TaskHint:
    cost = read_decimal(node, "cost", "0.1")
    if not 0 <= cost <= 1:
        raise OLXError("the cost of a hint lies between 0 and 1", line_of(node))
    return TaskHint(_read_id(node), cost)


def _read_text(node: Element, language: Language) -> TaskText:
    stem = node.find("stem")
    if stem is None:
        raise OLXError(f'<variant lang="{language}"> of a task needs a <stem>', line_of(node))
    return TaskText(
        stem=dress(sanitise(inner_html(stem)), language),
        unit=(node.findtext("unit") or "").strip(),
        hints=_by_option(node, "hint", language),
        feedback=_by_option(node, "feedback", language),
    )


def _by_option(node: Element, tag: str, language: Language) -> Mapping[str, Html]:
    return {require(child, "option"): dress(sanitise(inner_html(child)), language) for child in node.findall(tag)}


__all__ = ["KIND_OF", "TASK_TYPES", "Task", "TaskHint", "TaskText", "WrongValue", "read_task"]
