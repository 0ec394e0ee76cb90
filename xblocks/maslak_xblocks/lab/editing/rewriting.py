"""An edited lab on its way back into its OLX: what was not changed keeps its bytes, what the editor does not show stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from lxml import etree

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.lab.editing.draft import RULES, LabDraft, MisconceptionDraft, PartDraft, TaskDraft, read_draft, read_task_draft
from maslak_xblocks.lab.generators import GENERATORS
from maslak_xblocks.lab.task import KIND_OF
from maslak_xblocks.olx import Element, parse_source
from maslak_xblocks.variants import read_variants
from maslak_xblocks.wordings import digest_wordings, settle_wordings
from maslak_xblocks.written import append_html, digest_variants, fill_inline, says_the_same, settle_variants, write_names

_SHOWN: Final = frozenset({"stem", "unit", "hint", "feedback"})
_Piece = tuple[str, str]  # the tag and the option it belongs to


def rewrite_lab(source: str, draft: LabDraft) -> Element:
    """Give the lab's element as the draft says it; whether it can mean anything is for its reader to say."""
    root = parse_source(source)
    known, before, names = read_draft(root), digest_variants(root), digest_wordings(root)
    for name, value in draft.rules.items():
        _set(root, name, value, root.get(name, RULES[name]))
    nodes = read_variants(root)
    for language in LANGUAGES:
        if language not in draft.languages:
            if language in nodes:
                root.remove(nodes[language])
            continue
        node = nodes[language] if language in nodes else _add_variant(root, language, "translated")
        _set(node, "title", draft.title.get(language, ""), node.get("title"))
        if not says_the_same(draft.intro.get(language, ""), known.intro.get(language, "")):
            _clear(node)
            append_html(node, draft.intro.get(language, ""))
    settle_variants(root, before, draft.state)
    _write_tasks(root, draft)
    _write_misconceptions(root, draft.misconceptions, known.misconceptions)
    settle_wordings(root, names)
    return root


def type_of(draft: LabDraft, fact: str) -> str:
    """Give the type of the task that asks for a fact; a number until the fact is known."""
    generator = GENERATORS.get(draft.rules.get("generator", ""))
    kind = generator.FACTS[fact].kind if generator and fact in generator.FACTS else "number"
    return next(name for name, each in KIND_OF.items() if each == kind)


def _set(node: Element, name: str, value: str, known: str | None) -> None:
    if value != known:
        node.set(name, value)


def _clear(node: Element) -> None:
    for child in list(node):
        node.remove(child)
    node.text = None


def _add_variant(parent: Element, language: Language, status: str) -> Element:
    node = etree.Element("variant", lang=language, status=status)
    node.tail = "\n    "
    last = max((index for index, child in enumerate(parent) if child.tag == "variant"), default=len(parent) - 1)
    parent.insert(last + 1, node)
    return node


def _write_tasks(root: Element, draft: LabDraft) -> None:
    nodes = {node.get("id", ""): node for node in root.findall("task")}
    made = []
    for task in draft.tasks:
        node = nodes.get(task.id)
        if node is None or node in made:
            node = etree.Element("task", id=task.id, type="number")
            node.text, node.tail = "\n    ", "\n  "
        made.append(node)
        _write_task(node, task, draft)
    _arrange(root, "task", nodes.values(), made)


def _arrange(parent: Element, tag: str, before: Iterable[Element], after: Sequence[Element]) -> None:
    """Put children of a tag into their order, where the first of them stood; nothing moves when it is the same order."""
    old = list(before)
    for node in old:
        if node not in after:
            parent.remove(node)
    if [node for node in old if node in after] == list(after):
        return
    at = next((index for index, child in enumerate(parent) if child.tag == tag), None)
    if at is None:
        places = [index for index, child in enumerate(parent) if child.tag == "variant"]
        at = (places[-1] + 1 if tag == "task" else places[0]) if places else len(parent)
    for node in after:
        if node.getparent() is parent:
            parent.remove(node)
    for offset, node in enumerate(after):
        parent.insert(at + offset, node)


def _write_task(node: Element, task: TaskDraft, draft: LabDraft) -> None:
    known = read_task_draft(node) if node.find("variant") is not None else None
    before = digest_variants(node)
    defaults = {"tolerance": "0", "weight": "1", "objective": ""}
    for name, value in {**task.values, "type": type_of(draft, task.values["fact"])}.items():
        _set(node, name, value, node.get(name, defaults.get(name)))
    _write_parts(node, "hint", task.hints)
    _write_parts(node, "wrong", task.wrong)
    languages = task.languages or (draft.source,)
    first = next((each for each in before if each in languages), draft.source if draft.source in languages else languages[0])
    nodes = read_variants(node) if before else {}
    for language in (first, *(each for each in languages if each != first)):
        variant = nodes.get(language)
        if variant is None:
            variant = _add_variant(node, language, "source" if language == first else "translated")
        if language == first:
            variant.set("status", "source")
        _write_words(variant, language, task, known)
    for language, variant in nodes.items():
        if language not in languages:
            node.remove(variant)
    settle_variants(node, before, task.state)


def _write_parts(node: Element, tag: str, drafts: Sequence[PartDraft]) -> None:
    nodes = {child.get("id", ""): child for child in node.findall(tag)}
    made: list[Element] = []
    for draft in drafts:
        child = nodes.get(draft.id)
        if child is None or child in made:
            child = etree.Element(tag, id=draft.id)
            child.tail = "\n    "
        made.append(child)
        for name, value in draft.values.items():
            if value:
                _set(child, name, value, child.get(name, "0.1" if name == "cost" else None))
            else:
                child.attrib.pop(name, None)
    _arrange(node, tag, nodes.values(), made)


def _words(task: TaskDraft, language: Language) -> dict[_Piece, str]:
    """Give all that one language says, in the order in which it is written."""
    found: dict[_Piece, str] = {("stem", ""): task.stem.get(language, ""), ("unit", ""): task.unit.get(language, "")}
    found |= {("hint", hint.id): hint.text.get(language, "") for hint in task.hints}
    found |= {("feedback", key): texts.get(language, "") for key, texts in task.whole.items()}
    found |= {("feedback", wrong.id): wrong.text.get(language, "") for wrong in task.wrong}
    return {piece: text for piece, text in found.items() if text or piece[0] == "stem"}


def _write_words(variant: Element, language: Language, task: TaskDraft, known: TaskDraft | None) -> None:
    words = _words(task, language)
    earlier = _words(known, language) if known and known.stem.get(language) else {}
    if words.keys() == earlier.keys() and all(says_the_same(words[piece], earlier[piece]) for piece in words):
        return
    had = {(str(child.tag), child.get("option", "")): child for child in variant if child.tag in _SHOWN}
    for piece, child in had.items():
        # What belongs to a part that this editor does not know stays; of what was deleted it goes.
        if piece in words or piece in earlier:
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


def _write_misconceptions(root: Element, drafts: Sequence[MisconceptionDraft], known: Sequence[MisconceptionDraft]) -> None:
    nodes, names = {node.get("id", ""): node for node in root.findall("misconception")}, {each.id: each.name for each in known}
    for draft in drafts:
        if draft.id in nodes and dict(names[draft.id]) == dict(draft.name):
            continue
        node = nodes.get(draft.id)
        if node is None:
            node = etree.SubElement(root, "misconception", id=draft.id)
            node.tail = "\n"
        write_names(node, draft.name)
    for key, node in nodes.items():
        if key not in {draft.id for draft in drafts}:
            root.remove(node)
