"""An edited diagnostic on its way back into its OLX: what was not changed keeps its bytes, what the editor does not show stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from lxml import etree

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.diagnostic.editing.draft import DiagnosticDraft, ItemDraft, NodeDraft, OptionDraft, read_draft, read_item_draft
from maslak_xblocks.olx import Element, parse_source
from maslak_xblocks.rewriting import add_variant, clear, write_variants
from maslak_xblocks.variants import read_variants
from maslak_xblocks.written import append_html, digest_variants, fill_inline, says_the_same, settle_variants, write_names

_SHOWN: Final = frozenset({"stem", "text", "unit"})
_Piece = tuple[str, str]  # the tag and the option it belongs to


def rewrite_diagnostic(source: str, draft: DiagnosticDraft) -> Element:
    """Give the diagnostic's element as the draft says it; whether it can mean anything is for its reader to say."""
    root = parse_source(source)
    known, before = read_draft(root), digest_variants(root)
    for name, value in draft.rules.items():
        _set(root, name, value, known.rules[name])
    nodes = read_variants(root)
    for language in LANGUAGES:
        if language not in draft.languages:
            if language in nodes:
                root.remove(nodes[language])
            continue
        node = nodes[language] if language in nodes else add_variant(root, language, "translated")
        _set(node, "title", draft.title.get(language, ""), known.title.get(language, ""))
        if not says_the_same(draft.intro.get(language, ""), known.intro.get(language, "")):
            clear(node)
            append_html(node, draft.intro.get(language, ""))
    settle_variants(root, before, draft.state)
    _write_nodes(root, draft.nodes, known.nodes)
    _write_items(root, draft)
    return root


def _set(node: Element, name: str, value: str, known: str) -> None:
    if value == known:
        return
    if value:
        node.set(name, value)
    else:
        node.attrib.pop(name, None)


def _write_nodes(root: Element, drafts: Sequence[NodeDraft], known: Sequence[NodeDraft]) -> None:
    nodes, earlier = {node.get("id", ""): node for node in root.findall("node")}, {each.id: each for each in known}
    made: dict[str, Element] = {}
    for draft in drafts:
        was = earlier.get(draft.id, NodeDraft(draft.id))
        node = nodes.get(draft.id)
        if node is None:
            node = etree.Element("node", id=draft.id)
            node.tail = "\n  "
        made[draft.id] = node
        _set(node, "competency", draft.competency, was.competency)
        _set(node, "after", " ".join(draft.after), " ".join(was.after))
        _set(node, "unit", draft.unit, was.unit)
        if dict(draft.name) != dict(was.name):
            write_names(node, draft.name)
    _arrange(root, "node", nodes.values(), made.values())


def _arrange(parent: Element, tag: str, before: Iterable[Element], after: Iterable[Element]) -> None:
    """Put children of a tag into their order, where the first of them stood; nothing moves when it is the same order."""
    old, new = list(before), list(after)
    at = next((index for index, child in enumerate(parent) if child.tag == tag), None)
    for node in old:
        if node not in new:
            parent.remove(node)
    if [node for node in old if node in new] == new:
        return
    for node in new:
        if node.getparent() is parent:
            parent.remove(node)
    if at is None:
        # Topics follow the introduction, questions the topics.
        earlier = [index for index, child in enumerate(parent) if child.tag in ("variant", "node") and child.tag != tag]
        at = earlier[-1] + 1 if earlier else len(parent)
    for offset, node in enumerate(new):
        parent.insert(at + offset, node)


def _write_items(root: Element, draft: DiagnosticDraft) -> None:
    nodes = {node.get("id", ""): node for node in root.findall("item")}
    made: dict[str, Element] = {}
    for item in draft.items:
        node = nodes.get(item.id)
        if node is None:
            node = etree.Element("item", id=item.id, node=item.node, type=item.type, version="1")
            node.text, node.tail = "\n    ", "\n  "
        made[item.id] = node
        _write_item(node, item, draft.source)
    _arrange(root, "item", nodes.values(), made.values())


def _write_item(node: Element, item: ItemDraft, source: Language) -> None:
    known = read_item_draft(node) if node.find("variant") is not None else None
    _set(node, "node", item.node, node.get("node", ""))
    if item.type == "numeric":
        _write_answer(node, item)
    else:
        _write_options(node, item.options)
    write_variants(node, item, source, lambda variant, language: _write_words(variant, language, item, known))


def _write_answer(node: Element, item: ItemDraft) -> None:
    answer = node.find("answer")
    if answer is None:
        answer = etree.Element("answer")
        answer.tail = "\n    "
        node.insert(0, answer)
    _set(answer, "value", item.value, answer.get("value", ""))
    _set(answer, "tolerance", item.tolerance, answer.get("tolerance", "0"))


def _write_options(node: Element, drafts: Sequence[OptionDraft]) -> None:
    nodes, made = {child.get("id", ""): child for child in node.findall("option")}, []
    for draft in drafts:
        child = nodes.get(draft.id)
        if child is None or child in made:
            child = etree.Element("option", id=draft.id)
            child.tail = "\n    "
        made.append(child)
        if draft.is_right != (child.get("correct") == "true"):
            _set(child, "correct", "true" if draft.is_right else "", "")
            if not draft.is_right:
                child.attrib.pop("correct", None)
    if not nodes:
        for place, child in enumerate(made):
            node.insert(place, child)
    else:
        _arrange(node, "option", nodes.values(), made)


def _words(item: ItemDraft, language: Language) -> dict[_Piece, str]:
    """Give all that one language says, in the order in which it is written."""
    found: dict[_Piece, str] = {("stem", ""): item.stem.get(language, "")}
    if item.type == "numeric":
        found["unit", ""] = item.unit.get(language, "")
    found |= {("text", option.id): option.text.get(language, "") for option in item.options}
    return {piece: text for piece, text in found.items() if text or piece[0] == "stem"}


def _write_words(variant: Element, language: Language, item: ItemDraft, known: ItemDraft | None) -> None:
    words, earlier = _words(item, language), _words(known, language) if known else {}
    if words.keys() == earlier.keys() and all(says_the_same(words[piece], earlier[piece]) for piece in words):
        return
    had = {(str(child.tag), child.get("option", "")): child for child in variant if child.tag in _SHOWN}
    for child in [child for child in variant if child.tag in _SHOWN]:
        variant.remove(child)
    for position, (piece, text) in enumerate(words.items()):
        same = piece in earlier and piece in had and says_the_same(text, earlier[piece])
        child = had[piece] if same else _make_piece(piece, text)
        child.tail = child.tail if child.tail and not child.tail.strip() else "\n      "
        variant.insert(position, child)


def _make_piece(piece: _Piece, text: str) -> Element:
    tag, option = piece
    node = etree.Element(tag, {"option": option} if option else {})
    if tag == "stem":
        append_html(node, text)
    elif tag == "unit":
        node.text = text
    else:
        fill_inline(node, text)
    return node
