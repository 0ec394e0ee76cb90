"""An edited project on its way back into its OLX: what was not changed keeps its bytes, what the editor does not show stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from lxml import etree

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.olx import Element, inner_html, parse_source
from maslak_xblocks.project.editing.draft import CriterionDraft, DeliverableDraft, ProjectDraft, StageDraft, Texts, read_draft
from maslak_xblocks.project.reading import read_texts
from maslak_xblocks.project.scoring import BANDS
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.variants import read_variants
from maslak_xblocks.wordings import digest_wordings, settle_wordings
from maslak_xblocks.written import append_html, digest_variants, says_the_same, settle_variants


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_Draft = TypeVar("_Draft", bound=_Named)


def rewrite_project(source: str, draft: ProjectDraft) -> Element:
    """Give the project's element as the draft says it; whether it can mean anything is for its reader to say."""
    root = parse_source(source)
    known, before = read_draft(root), digest_wordings(root)
    for name, value in draft.rules.items():
        _set(root, name, value, known.rules[name])
    _write_words(root, draft.languages, draft.title, draft.intro, draft.state, draft.source)
    rubric = root.find("rubric")
    if rubric is None:
        rubric = etree.SubElement(root, "rubric")
        rubric.tail = "\n"
    rows = {each.id: each for each in known.criteria}
    _write_list(rubric, "criterion", draft.criteria, lambda node, row: _write_criterion(node, row, rows.get(row.id)))
    stages = {each.id: each for each in known.stages}
    _write_list(root, "stage", draft.stages, lambda node, stage: _write_stage(node, stage, stages.get(stage.id), draft))
    settle_wordings(root, before)
    return root


def _write_stage(node: Element, stage: StageDraft, known: StageDraft | None, draft: ProjectDraft) -> None:
    _set(node, "due_days", stage.due_days, known.due_days if known else "")
    offered = {each.descriptor for each in draft.criteria}
    if known is None or known.looks_at & offered != stage.looks_at & offered:
        ids = [each.id for each in draft.criteria if each.descriptor in stage.looks_at]
        _set(node, "criteria", "" if len(ids) == len(draft.criteria) else " ".join(ids), node.get("criteria", ""))
    _write_words(node, stage.languages or (draft.source,), stage.title, stage.text, stage.state, draft.source)
    things = {each.id: each for each in known.deliverables} if known else {}
    _write_list(node, "deliverable", stage.deliverables, lambda child, each: _write_deliverable(child, each, things.get(each.id)))


def _write_deliverable(node: Element, each: DeliverableDraft, known: DeliverableDraft | None) -> None:
    for name, value in each.values.items():
        idle = name != "type" and each.values["type"] != "file"
        _set(node, name, "" if idle and known is None else value, known.values[name] if known else "")
    if each.is_required != (node.get("required") == "true"):
        node.set("required", "true" if each.is_required else "false")
    _write_texts(node, "label", each.label)


def _write_criterion(node: Element, row: CriterionDraft, known: CriterionDraft | None) -> None:
    _set(node, "descriptor", row.descriptor, known.descriptor if known else "")
    _set(node, "weight", row.weight, known.weight if known else "1")
    _write_texts(node, "label", row.label)
    nodes = {each.get("level"): each for each in node.findall("band")}
    for level, texts in zip(BANDS, row.bands, strict=True):
        band = nodes.get(str(level))
        if band is None:
            band = etree.SubElement(node, "band", level=str(level))
            band.tail = "\n      "
        _write_texts(band, "text", texts)


def _write_texts(node: Element, tag: str, texts: Texts) -> None:
    """Write the short texts of a part; languages that say the same keep their bytes."""
    known, nodes = read_texts(node, tag), {each.get("lang"): each for each in node.findall(tag)}
    for place, language in enumerate(LANGUAGES):
        text, child = texts.get(language, ""), nodes.get(language)
        if text == known.get(language, ""):
            continue
        if child is None:
            child = etree.Element(tag, lang=language)
            node.insert(min(place, len(node)), child)
        elif not text:
            node.remove(child)
            continue
        for inside in list(child):
            child.remove(inside)
        child.text = text


def _write_words(node: Element, languages: Sequence[Language], title: Texts, text: Texts, state: Texts, wanted: Language) -> None:
    """Write the titles and texts of the project or a stage; a language emptied of all is taken out."""
    before = digest_variants(node)
    nodes = dict(read_variants(node)) if before else {}
    first = next((each for each in nodes if each in languages), wanted if wanted in languages else languages[0])
    for language in (first, *(each for each in LANGUAGES if each in languages and each != first)):
        variant = nodes.get(language)
        if variant is None:
            variant = _add_variant(node, language, "source" if language == first else "translated")
        if language == first:
            variant.set("status", "source")
            variant.attrib.pop("basis", None)
        _set(variant, "title", title.get(language, ""), variant.get("title", ""))
        known = sanitise(inner_html(variant))
        if not says_the_same(text.get(language, ""), known):
            _refill(variant, text.get(language, ""))
    for language, variant in nodes.items():
        if language not in languages:
            node.remove(variant)
    settle_variants(node, before, state)


def _refill(variant: Element, text: str) -> None:
    """Replace what a variant says. An element of a later version is not shown by this editor, so it is not dropped by it."""
    later = [child for child in variant if isinstance(child.tag, str) and ("-" in child.tag or child.tag.startswith("{"))]
    for child in list(variant):
        variant.remove(child)
    variant.text = None
    append_html(variant, text)
    variant.extend(later)


def _add_variant(parent: Element, language: Language, status: str) -> Element:
    node = etree.Element("variant", lang=language, status=status)
    node.tail = "\n    "
    last = max((index for index, child in enumerate(parent) if child.tag == "variant"), default=-1)
    parent.insert(last + 1, node)
    return node


def _set(node: Element, name: str, value: str, known: str) -> None:
    if value == known:
        return
    if value:
        node.set(name, value)
    else:
        node.attrib.pop(name, None)


def _write_list(parent: Element, tag: str, drafts: Sequence[_Draft], write: Callable[[Element, _Draft], None]) -> None:
    """Write the parts of a list, in the order of the form, where the first of them stood; nothing moves when it is the same."""
    nodes: Mapping[str, Element] = {node.get("id", ""): node for node in parent.findall(tag)}
    made: list[Element] = []
    for draft in drafts:
        node = nodes.get(draft.id)
        if node is None or any(node is each for each in made):
            node = etree.Element(tag, id=draft.id)
            node.text, node.tail = "\n    ", "\n  "
        write(node, draft)
        made.append(node)
    _arrange(parent, tag, made)


def _arrange(parent: Element, tag: str, made: Sequence[Element]) -> None:
    old = parent.findall(tag)
    for node in old:
        if node not in made:
            parent.remove(node)
    if parent.findall(tag) == list(made):
        return
    before = [index for index, child in enumerate(parent) if child.tag == tag]
    words = [index for index, child in enumerate(parent) if child.tag in ("variant", "label")]
    at = before[0] if before else (words[-1] + 1 if words else 0)
    for node in made:
        if node.getparent() is parent:
            parent.remove(node)
    for offset, node in enumerate(made):
        parent.insert(at + offset, node)
