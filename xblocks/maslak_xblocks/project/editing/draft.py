"""A project while it is being edited: rules, texts, stages with deliverables, and the rubric."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from maslak_domain.language import LANGUAGES, Language, to_western_digits
from maslak_xblocks.olx import Element, inner_html
from maslak_xblocks.project.reading import read_texts
from maslak_xblocks.project.rubric import DESCRIPTORS
from maslak_xblocks.project.scoring import BANDS
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.studio_form import take_form, take_groups, take_id, take_line, take_texts, take_tick
from maslak_xblocks.variants import is_stale, read_variants
from maslak_xblocks.written import is_blank

Texts: TypeAlias = Mapping[Language, str]
RULES: Final[Mapping[str, str]] = {
    "competency": "",
    "level": "N1",
    "purpose": "mastery",
    "pass_mark": "0.5",
    "team": "1",
    "rounds": "3",
    "hours": "0",
}
DELIVERABLE: Final[Mapping[str, str]] = {"type": "file", "accept": "", "max_mb": "5"}


@dataclass(frozen=True)
class DeliverableDraft:
    """One thing to hand in."""

    id: str
    values: Mapping[str, str]
    is_required: bool
    label: Texts


@dataclass(frozen=True)
class StageDraft:
    """One stage. ``looks_at`` holds the descriptors it is marked by."""

    id: str
    title: Texts
    text: Texts
    state: Texts
    due_days: str
    looks_at: frozenset[str]
    deliverables: tuple[DeliverableDraft, ...]

    @property
    def languages(self) -> tuple[Language, ...]:
        """Give the languages in which something is written."""
        return tuple(each for each in LANGUAGES if self.title.get(each) or self.text.get(each))


@dataclass(frozen=True)
class CriterionDraft:
    """One row of the rubric."""

    id: str
    descriptor: str
    weight: str
    label: Texts
    bands: tuple[Texts, ...]


@dataclass(frozen=True)
class ProjectDraft:
    """A project as its form holds it."""

    source: Language
    title: Texts
    intro: Texts
    state: Texts
    rules: Mapping[str, str]
    stages: tuple[StageDraft, ...]
    criteria: tuple[CriterionDraft, ...]

    @property
    def languages(self) -> tuple[Language, ...]:
        """Give the languages in which the project has a title or introduction, and the source."""
        return tuple(each for each in LANGUAGES if each == self.source or self.title.get(each) or self.intro.get(each))

    def mended(self) -> ProjectDraft:
        """Give the draft with what is missing filled in, so that it can be looked at while it is written."""
        stages = tuple(_mend_stage(stage, self.source) for stage in self.stages)
        return replace(self, title={language: self.title.get(language) or "…" for language in self.languages}, stages=stages)


def _mend_stage(stage: StageDraft, source: Language) -> StageDraft:
    languages = stage.languages or (source,)
    deliverables = tuple(
        replace(each, label=each.label or {source: "…"}, values={**each.values, "accept": each.values["accept"] or "pdf"})
        for each in stage.deliverables
    )
    return replace(stage, title={each: stage.title.get(each) or "…" for each in languages}, deliverables=deliverables)


def read_draft(root: Element) -> ProjectDraft:
    """Give the draft of a project's element."""
    title, text, state = _read_words(root)
    rubric = root.find("rubric")
    criteria = tuple(_read_criterion(node) for node in (rubric.findall("criterion") if rubric is not None else ()))
    return ProjectDraft(
        source=next(iter(read_variants(root))),
        title=title,
        intro=text,
        state=state,
        rules={name: root.get(name, default) for name, default in RULES.items()},
        stages=tuple(read_stage_draft(node, criteria) for node in root.findall("stage")),
        criteria=criteria,
    )


def read_stage_draft(node: Element, criteria: tuple[CriterionDraft, ...]) -> StageDraft:
    """Give the draft of a stage's element."""
    title, text, state = _read_words(node)
    chosen = node.get("criteria", "").split()
    looks_at = frozenset(each.descriptor for each in criteria if not chosen or each.id in chosen)
    deliverables = tuple(
        DeliverableDraft(
            each.get("id", ""),
            {name: each.get(name, default) for name, default in DELIVERABLE.items()},
            each.get("required") == "true",
            read_texts(each, "label"),
        )
        for each in node.findall("deliverable")
    )
    return StageDraft(node.get("id", ""), title, text, state, node.get("due_days", ""), looks_at, deliverables)


def _read_words(node: Element) -> tuple[dict[Language, str], dict[Language, str], dict[Language, str]]:
    variants = read_variants(node)
    first = next(iter(variants.values()))
    title = {language: each.get("title", "") for language, each in variants.items()}
    text = {language: sanitise(inner_html(each)) for language, each in variants.items()}
    state = {
        language: "stale" if is_stale(each, first) else each.get("status", "") for language, each in variants.items() if each is not first
    }
    return title, text, state


def _read_criterion(node: Element) -> CriterionDraft:
    bands = {each.get("level"): read_texts(each, "text") for each in node.findall("band")}
    return CriterionDraft(
        node.get("id", ""),
        node.get("descriptor", ""),
        node.get("weight", "1"),
        read_texts(node, "label"),
        tuple(bands.get(str(level), {}) for level in BANDS),
    )


def take_draft(payload: Mapping[str, Any], source: Language) -> ProjectDraft:
    """Give the draft that a form holds. Raises InvalidPayloadError."""
    form = take_form(payload)
    criteria = tuple(_take_criterion(group) for group in take_groups(form, "criteria"))
    return ProjectDraft(
        source=source,
        title=_take_lines(form, "title"),
        intro=_take_rich(form, "intro"),
        state=take_texts(form, "state", longest=20),
        rules={name: _tidy(take_line(form, name, longest=40)) for name in RULES if name in form},
        stages=tuple(_take_stage(group) for group in take_groups(form, "stages")),
        criteria=criteria,
    )


def _take_stage(form: Mapping[str, Any]) -> StageDraft:
    return StageDraft(
        id=take_id(form, "s"),
        title=_take_lines(form, "title"),
        text=_take_rich(form, "text"),
        state=take_texts(form, "state", longest=20),
        due_days=_tidy(take_line(form, "due_days", longest=10)),
        looks_at=frozenset(each for each in DESCRIPTORS if take_tick(form, f"by_{each}")),
        deliverables=tuple(_take_deliverable(group) for group in take_groups(form, "deliverables")),
    )


def _take_deliverable(form: Mapping[str, Any]) -> DeliverableDraft:
    values = {name: take_line(form, name, longest=100) for name in DELIVERABLE}
    return DeliverableDraft(
        take_id(form, "d"), {**values, "max_mb": _tidy(values["max_mb"])}, take_tick(form, "required"), _take_lines(form, "label")
    )


def _take_criterion(form: Mapping[str, Any]) -> CriterionDraft:
    return CriterionDraft(
        id=take_id(form, "c"),
        descriptor=take_line(form, "descriptor", longest=40),
        weight=_tidy(take_line(form, "weight", longest=10)),
        label=_take_lines(form, "label"),
        bands=tuple(_take_lines(form, f"band{level}", longest=1000) for level in BANDS),
    )


def _take_lines(form: Mapping[str, Any], name: str, *, longest: int = 300) -> dict[Language, str]:
    return {language: re.sub(r"\s+", " ", text) for language, text in take_texts(form, name, longest=longest).items()}


def _take_rich(form: Mapping[str, Any], name: str) -> dict[Language, str]:
    return {language: sanitise(text) for language, text in take_texts(form, name).items() if not is_blank(text)}


def _tidy(text: str) -> str:
    """Give a number as it stands in a file, whichever way it was typed."""
    return to_western_digits(text).strip().replace("٫", ".").replace(",", ".")
