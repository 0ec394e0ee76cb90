"""A lab while it is being edited: its rules, its introduction, its tasks and the misconceptions they name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

from maslak_domain.language import LANGUAGES, Language, to_western_digits
from maslak_xblocks.olx import Element, inner_html
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.studio_form import take_form, take_groups, take_id, take_line, take_texts
from maslak_xblocks.variants import is_stale, read_variants
from maslak_xblocks.written import is_blank

Texts = Mapping[Language, str]
RULES: Final[Mapping[str, str]] = {
    "purpose": "practice",
    "competency": "",
    "level": "N1",
    "generator": "sales_table",
    "rows": "80",
    "needs": "any",
    "minutes": "30",
    "attempts": "0",
    "cooldown": "0",
    "tries": "0",
    "pass_mark": "0.7",
    "salt": "",
}
_WORDS: Final = frozenset({"purpose", "competency", "level", "generator", "needs", "salt"})
WHOLE: Final = ("right", "other")


@dataclass(frozen=True)
class PartDraft:
    """A hint (its cost and words) or a wrong value (its fact, its misconception and its feedback)."""

    id: str
    values: Mapping[str, str]
    text: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class TaskDraft:
    """One task. Texts are HTML but for ``unit``."""

    id: str
    values: Mapping[str, str]  # fact, tolerance, weight, objective
    stem: Texts
    unit: Texts = field(default_factory=dict)
    whole: Mapping[str, Texts] = field(default_factory=dict)
    hints: tuple[PartDraft, ...] = ()
    wrong: tuple[PartDraft, ...] = ()
    state: Texts = field(default_factory=dict)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages in which the task asks something."""
        return tuple(each for each in LANGUAGES if self.stem.get(each))


@dataclass(frozen=True)
class MisconceptionDraft:
    """A misconception and its name in each language."""

    id: str
    name: Texts


@dataclass(frozen=True)
class LabDraft:
    """A lab as its form holds it."""

    source: Language
    title: Texts
    intro: Texts
    state: Texts
    rules: Mapping[str, str]
    tasks: tuple[TaskDraft, ...]
    misconceptions: tuple[MisconceptionDraft, ...]

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages in which the lab has a title or introduction, and the source."""
        return tuple(each for each in LANGUAGES if each == self.source or self.title.get(each) or self.intro.get(each))

    def mended(self, rules: Mapping[str, str]) -> LabDraft:
        """Give the draft with rules that can be read and with titles, so that it can be looked at while it is written."""
        return replace(self, rules=rules, title={language: self.title.get(language) or "…" for language in self.languages})


def read_draft(root: Element) -> LabDraft:
    """Give the draft of a lab's element."""
    variants = read_variants(root)
    source, first = next(iter(variants.items()))
    return LabDraft(
        source=source,
        title={language: node.get("title", "") for language, node in variants.items()},
        intro={language: sanitise(inner_html(node)) for language, node in variants.items()},
        state=_read_states(variants, first),
        rules={name: root.get(name, default) for name, default in RULES.items()},
        tasks=tuple(read_task_draft(node) for node in root.findall("task")),
        misconceptions=tuple(
            MisconceptionDraft(
                each.get("id", ""),
                {cast(Language, name.get("lang")): "".join(name.itertext()).strip() for name in each.findall("name")},
            )
            for each in root.findall("misconception")
        ),
    )


def read_task_draft(node: Element) -> TaskDraft:
    """Give the draft of a task's element."""
    variants = read_variants(node)
    stems = {language: each.find("stem") for language, each in variants.items()}
    return TaskDraft(
        id=node.get("id", ""),
        values={
            "fact": node.get("fact", ""),
            "tolerance": node.get("tolerance", "0"),
            "weight": node.get("weight", "1"),
            "objective": node.get("objective", ""),
        },
        stem={language: sanitise(inner_html(stem)) for language, stem in stems.items() if stem is not None},
        unit={language: (each.findtext("unit") or node.get("unit", "")).strip() for language, each in variants.items()},
        whole={key: _named(variants, "feedback", key) for key in WHOLE},
        hints=tuple(_read_part(each, variants, "hint", ("cost",)) for each in node.findall("hint")),
        wrong=tuple(_read_part(each, variants, "feedback", ("fact", "misconception")) for each in node.findall("wrong")),
        state=_read_states(variants, next(iter(variants.values()))),
    )


def _read_states(variants: Mapping[Language, Element], first: Element) -> Texts:
    return {
        language: "stale" if is_stale(node, first) else node.get("status", "") for language, node in variants.items() if node is not first
    }


def _read_part(node: Element, variants: Mapping[Language, Element], tag: str, names: tuple[str, ...]) -> PartDraft:
    values = {name: node.get(name, "0.1" if name == "cost" else "") for name in names}
    return PartDraft(node.get("id", ""), values, _named(variants, tag, node.get("id", "")))


def _named(variants: Mapping[Language, Element], tag: str, key: str) -> dict[Language, str]:
    found = {language: child for language, each in variants.items() for child in each.findall(tag) if child.get("option") == key}
    return {language: sanitise(inner_html(child)) for language, child in found.items()}


def take_draft(payload: Mapping[str, Any], source: Language) -> LabDraft:
    """Give the draft that a form holds. Raises InvalidPayloadError."""
    form = take_form(payload)
    rules = {name: take_line(form, name, longest=40) if name in form else default for name, default in RULES.items()}
    return LabDraft(
        source=source,
        title={language: re.sub(r"[ \t\r\n]+", " ", text) for language, text in take_texts(form, "title", longest=300).items()},
        intro=_take_rich(form, "intro"),
        state=take_texts(form, "state", longest=20),
        rules={name: text if name in _WORDS else tidy_number(text) for name, text in rules.items()},
        tasks=tuple(_take_task(group) for group in take_groups(form, "tasks")),
        misconceptions=tuple(
            MisconceptionDraft(take_id(group, "m"), take_texts(group, "name", longest=300)) for group in take_groups(form, "misconceptions")
        ),
    )


def _take_task(group: Mapping[str, Any]) -> TaskDraft:
    return TaskDraft(
        id=take_id(group, "t"),
        values={
            "fact": take_line(group, "fact", longest=64),
            "tolerance": tidy_number(take_line(group, "tolerance", longest=40)) or "0",
            "weight": tidy_number(take_line(group, "weight", longest=10)) or "1",
            "objective": take_line(group, "objective", longest=64),
        },
        stem=_take_rich(group, "stem"),
        unit=take_texts(group, "unit", longest=30),
        whole={key: _take_rich(group, key) for key in WHOLE},
        hints=tuple(_take_hint(each) for each in take_groups(group, "hints")),
        wrong=tuple(_take_wrong(each) for each in take_groups(group, "wrong")),
        state=take_texts(group, "state", longest=20),
    )


def _take_hint(group: Mapping[str, Any]) -> PartDraft:
    cost = tidy_number(take_line(group, "cost", longest=10)) or "0.1"
    return PartDraft(take_id(group, "h"), {"cost": cost}, _take_rich(group, "text"))


def _take_wrong(group: Mapping[str, Any]) -> PartDraft:
    values = {name: take_line(group, name, longest=64) for name in ("fact", "misconception")}
    return PartDraft(take_id(group, "w"), values, _take_rich(group, "text"))


def _take_rich(form: Mapping[str, Any], name: str) -> dict[Language, str]:
    return {language: sanitise(text) for language, text in take_texts(form, name).items() if not is_blank(text)}


def tidy_number(text: str) -> str:
    """Give a number as it stands in a file: western digits and a decimal point, whichever way it was typed."""
    return to_western_digits(text).strip().replace("\u2212", "-").replace("٫", ".").replace(",", ".")
