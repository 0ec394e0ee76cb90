"""An edited bank on its way back into its OLX: what was not changed keeps its bytes, what the editor does not show stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from lxml import etree

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.checkpoint.editing.draft import CheckpointDraft, read_draft
from maslak_xblocks.checkpoint.editing.item_draft import ItemDraft, PartDraft, read_item_draft, split_cells
from maslak_xblocks.checkpoint.editing.kinds import KINDS, Parts, has_whole_feedback
from maslak_xblocks.olx import Element, parse_source
from maslak_xblocks.rewriting import add_variant, clear, write_misconceptions, write_variants
from maslak_xblocks.variants import read_variants
from maslak_xblocks.written import append_html, digest_variants, fill_inline, says_the_same, settle_variants

_SHOWN: Final = frozenset({"stem", "text", "feedback", "unit", "caption", "column", "cells"})
_Piece = tuple[str, str]  # the tag and the option it belongs to


def rewrite_checkpoint(source: str, draft: CheckpointDraft) -> Element:
    """Give the bank's element as the draft says it; whether it can mean anything is for its reader to say."""
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
    _write_items(root, draft)
    write_misconceptions(root, draft.misconceptions, known.misconceptions)
    return root


def _set(node: Element, name: str, value: str, known: str) -> None:
    if value != known:
        node.set(name, value)


def _write_items(root: Element, draft: CheckpointDraft) -> None:
    nodes = {node.get("id", ""): node for node in root.findall("item")}
    made = {}
    for item in draft.items:
        node = nodes.get(item.id)
        if node is None:
            node = etree.Element("item", id=item.id, type=item.type, version="1")
            node.text, node.tail = "\n    ", "\n  "
        made[item.id] = node
        _write_item(node, item, draft.source)
    _arrange(root, "item", nodes.values(), made.values())


def _arrange(parent: Element, tag: str, before: Iterable[Element], after: Iterable[Element]) -> None:
    """Put children of a tag into their order, where the first of them stood; nothing moves when it is the same order."""
    old, new = list(before), list(after)
    for node in old:
        if node not in new:
            parent.remove(node)
    if [node for node in old if node in new] == new:
        return
    at = next((index for index, child in enumerate(parent) if child.tag == tag), None)
    if at is None:
        places = [index for index, child in enumerate(parent) if child.tag == "variant"]
        at = (places[0] if tag != "item" else places[-1] + 1) if places else len(parent)
    for node in new:
        if node.getparent() is parent:
            parent.remove(node)
    for offset, node in enumerate(new):
        parent.insert(at + offset, node)


def _write_item(node: Element, item: ItemDraft, source: Language) -> None:
    known = read_item_draft(node) if node.find("variant") is not None else None
    values = {"objective": item.objective, "origin": item.origin, "points": item.points, "match": item.match}
    defaults = {"points": "1", "match": "folded"}
    for name, value in values.items():
        _set(node, name, value, node.get(name, defaults.get(name, "")))
    _set(node, "scoring", "partial" if item.partial else "all", node.get("scoring", "all"))
    if item.type == "numeric":
        _write_answer(node, item)
    for parts in KINDS[item.type]:
        _write_parts(node, parts, item.list(parts.name))
    write_variants(node, item, source, lambda variant, language: _write_words(variant, language, item, known))


def _write_answer(node: Element, item: ItemDraft) -> None:
    answer = node.find("answer")
    if answer is None:
        answer = etree.Element("answer")
        answer.tail = "\n    "
        node.insert(0, answer)
    _set(answer, "value", item.value, answer.get("value", ""))
    _set(answer, "tolerance", item.tolerance, answer.get("tolerance", "0"))


def _write_parts(node: Element, parts: Parts, drafts: Sequence[PartDraft]) -> None:
    nodes = {child.get("id", ""): child for child in node.findall(parts.tag)}
    made = []
    for draft in drafts:
        child = nodes.get(draft.id)
        if child is None or child in made:
            child = etree.Element(parts.tag, id=draft.id)
            child.tail = "\n    "
        made.append(child)
        for name in parts.ticks:
            if (name in draft.ticks) != (child.get(name) == "true"):
                child.set(name, "true") if name in draft.ticks else child.attrib.pop(name, None)
        for name, value in draft.values.items():
            if value:
                child.set(name, value)
            else:
                child.attrib.pop(name, None)
        if parts.words == "cells":
            _write_cells(child, draft.shared)
    _arrange(node, parts.tag, nodes.values(), made)


def _write_cells(node: Element, written: str, tag: str = "cell") -> None:
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    if lines == [" ".join("".join(each.itertext()).split()) for each in node.findall(tag)]:
        return
    for child in node.findall(tag):
        node.remove(child)
    for cell in split_cells(written):
        fill_inline(etree.SubElement(node, tag), cell)


def _words(item: ItemDraft, language: Language) -> dict[_Piece, str]:
    """Give all that one language says, in the order in which it is written."""
    found: dict[_Piece, str] = {("stem", ""): item.stem.get(language, "")}
    if item.type == "numeric":
        found["unit", ""] = item.unit.get(language, "")
    if item.type == "table":
        found["caption", ""] = item.caption.get(language, "")
        found["column", ""] = item.columns.get(language, "")
    for parts in KINDS[item.type]:
        for part in item.list(parts.name):
            if parts.words:
                text = part.text.get(language, "")
                found["cells" if parts.words == "cells" else "text", part.id] = escape(text, quote=False) if parts.words == "line" else text
            if parts.feedback:
                found["feedback", part.id] = part.feedback.get(language, "")
    for key, texts in item.whole.items() if has_whole_feedback(item.type) else ():
        found["feedback", key] = texts.get(language, "")
    return {piece: text for piece, text in found.items() if text or piece[0] == "stem"}


def _write_words(variant: Element, language: Language, item: ItemDraft, known: ItemDraft | None) -> None:
    words, earlier = _words(item, language), _words(known, language) if known else {}
    if known and not known.stem.get(language):
        earlier = {}
    if words.keys() == earlier.keys() and all(says_the_same(words[piece], earlier[piece]) for piece in words):
        return
    had = {(str(child.tag), child.get("option", "")): child for child in variant if child.tag in _SHOWN and child.tag != "column"}
    ids = {part.id for parts in (known.parts if known else {}).values() for part in parts} | item.feedback_keys()
    for child in [child for child in variant if child.tag in _SHOWN]:
        # Feedback of what this editor does not know stays; of what was deleted it goes.
        if not (child.tag == "feedback" and child.get("option") not in ids):
            variant.remove(child)
    made: list[Element] = []
    for piece, text in words.items():
        same = piece in earlier and piece in had and says_the_same(text, earlier[piece])
        made += [had[piece]] if same else _make_pieces(piece, text)
    for position, child in enumerate(made):
        child.tail = child.tail if child.tail and not child.tail.strip() else "\n      "
        variant.insert(position, child)


def _make_pieces(piece: _Piece, text: str) -> list[Element]:
    tag, option = piece
    if tag == "column":
        heads = []
        for cell in split_cells(text):
            heads.append(etree.Element("column"))
            fill_inline(heads[-1], cell)
        return heads
    node = etree.Element(tag, {"option": option} if option else {})
    if tag == "stem":
        append_html(node, text)
    elif tag == "cells":
        _write_cells(node, text)
    elif tag in ("unit", "caption"):
        node.text = text
    else:
        fill_inline(node, text)
    return [node]
