"""An edited logbook block on its way back into its OLX: what was not changed keeps its bytes."""

from __future__ import annotations

from lxml import etree

from maslak_domain.language import Language
from maslak_xblocks.logbook.editing.draft import LogbookDraft, PromptDraft, read_draft
from maslak_xblocks.olx import Element, parse_source, to_source
from maslak_xblocks.rewriting import write_page
from maslak_xblocks.written import fill_inline, replace_text, says_the_same

_PROMPT = "prompt"


def rewrite_logbook(source: str, draft: LogbookDraft) -> str:
    """Give the source as the draft says it. Elements and attributes of a later version stay."""
    root = parse_source(source)
    known = read_draft(root)
    if draft.show != known.show:
        root.set("show", draft.show)
    _write_competencies(root, draft, known)
    write_page(root, draft, lambda node, language: _write_language(node, language, draft, known))
    return to_source(root)


def _write_competencies(root: Element, draft: LogbookDraft, known: LogbookDraft) -> None:
    named = tuple(dict.fromkeys(filter(None, draft.competencies)))
    # The author's own spacing stays where the list is the same.
    if named == tuple(dict.fromkeys(known.competencies)):
        return
    if named:
        root.set("competencies", " ".join(named))
    else:
        root.attrib.pop("competencies", None)


def _write_language(node: Element, language: Language, draft: LogbookDraft, known: LogbookDraft) -> None:
    if node.get("title") != draft.title.get(language, ""):
        node.set("title", draft.title.get(language, ""))
    written = draft.html.get(language, "")
    if not says_the_same(written, known.html.get(language, "")):
        replace_text(node, written, behind=node.findall(_PROMPT))
    asked = [each for each in draft.prompts if language in each.text]
    if not _is_same(asked, [each for each in known.prompts if language in each.text], language):
        _write_prompts(node, asked, language)


def _is_same(asked: list[PromptDraft], earlier: list[PromptDraft], language: Language) -> bool:
    if [(each.id, each.purpose) for each in asked] != [(each.id, each.purpose) for each in earlier]:
        return False
    return all(says_the_same(one.text[language], other.text[language]) for one, other in zip(asked, earlier, strict=True))


def _write_prompts(node: Element, asked: list[PromptDraft], language: Language) -> None:
    """Write the questions behind the text, in the order of the form; one that is not new keeps its other attributes."""
    nodes = {child.get("id"): child for child in node.findall(_PROMPT)}
    for child in nodes.values():
        node.remove(child)
    for draft in asked:
        child = nodes[draft.id] if draft.id in nodes else etree.Element(_PROMPT, id=draft.id)
        if child.get("for", "entry") != draft.purpose:
            child.set("for", draft.purpose)
        fill_inline(child, draft.text[language])
        child.tail = "\n"
        node.append(child)
