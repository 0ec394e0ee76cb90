"""An edited lesson on its way back into its OLX: what was not changed keeps its bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from maslak_domain.language import Language
from maslak_xblocks.lesson.draft import LessonDraft, ObjectiveDraft, read_draft
from maslak_xblocks.olx import Element, parse_source, to_source
from maslak_xblocks.rewriting import write_page
from maslak_xblocks.written import fill_inline, replace_text, says_the_same


def rewrite_lesson(source: str, draft: LessonDraft) -> str:
    """Give the lesson's source as the draft says it. Elements and attributes of a later version stay."""
    root = parse_source(source)
    known = read_draft(root)
    _write_objectives(root, draft.objectives)
    _write_minutes(root, draft.minutes)
    write_page(root, draft, lambda node, language: _write_language(node, language, draft, known))
    return to_source(root)


def _write_objectives(root: Element, drafts: Sequence[ObjectiveDraft]) -> None:
    nodes = {node.get("id"): node for node in root.findall("objective")}
    position = next((index for index, child in enumerate(root) if child.tag == "objective"), 0)
    for node in nodes.values():
        if node.get("id") not in {draft.id for draft in drafts}:
            root.remove(node)
    if [name for name in nodes if name in {draft.id for draft in drafts}] != [draft.id for draft in drafts]:
        for offset, draft in enumerate(drafts):
            node = nodes.get(draft.id)
            if node is None:
                node = nodes[draft.id] = etree.Element("objective", id=draft.id)
                node.tail = "\n  "
            root.insert(position + offset, node)
    for draft in drafts:
        for name in ("competency", "level", "verb"):
            _set(nodes[draft.id], name, getattr(draft, name))


def _write_minutes(root: Element, minutes: str) -> None:
    if minutes:
        root.set("minutes", minutes)
    else:
        root.attrib.pop("minutes", None)


def _set(node: Element, name: str, value: str) -> None:
    """Set an attribute; an empty one that was never there is not written."""
    if value or name in node.attrib:
        node.set(name, value)


def _write_language(node: Element, language: Language, draft: LessonDraft, known: LessonDraft) -> None:
    if node.get("title") != draft.title.get(language, ""):
        node.set("title", draft.title.get(language, ""))
    written = draft.html.get(language, "")
    words = {each.id: each.text[language] for each in draft.objectives if language in each.text}
    earlier = {each.id: each.text[language] for each in known.objectives if language in each.text}
    if not _is_same(words, earlier):
        _write_words(node, words)
    if not says_the_same(written, known.html.get(language, "")):
        replace_text(node, written, before=node.findall("objective"))


def _is_same(words: Mapping[str, str], earlier: Mapping[str, str]) -> bool:
    return list(words) == list(earlier) and all(says_the_same(words[key], earlier[key]) for key in words)


def _write_words(node: Element, words: Mapping[str, str]) -> None:
    nodes = {child.get("ref"): child for child in node.findall("objective")}
    for child in nodes.values():
        node.remove(child)
    for position, (key, text) in enumerate(words.items()):
        child = nodes.get(key)
        if child is None:
            child = etree.Element("objective", ref=key)
            child.tail = "\n"
        fill_inline(child, text)
        node.insert(position, child)
