"""An edited passport block on its way back into its OLX: what was not changed keeps its bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.olx import Element, parse_source, to_source
from maslak_xblocks.passport.draft import DOMAINS, PassportDraft, read_draft
from maslak_xblocks.variants import read_variants
from maslak_xblocks.written import append_html, copy_unknown, digest_variants, says_the_same, settle_variants


def rewrite_passport(source: str, draft: PassportDraft) -> str:
    """Give the source as the draft says it. Elements and attributes of a later version stay."""
    root = parse_source(source)
    known, before = read_draft(root), digest_variants(root)
    if draft.show != known.show:
        root.set("show", draft.show)
    if draft.domains != known.domains:
        _write_domains(root, draft.domains)
    nodes = read_variants(root)
    for language in LANGUAGES:
        if language in draft.languages:
            _write_language(_find_variant(root, nodes, language), language, draft, known)
        elif language in nodes:
            root.remove(nodes[language])
    settle_variants(root, before, draft.state)
    return to_source(root)


def _write_domains(root: Element, chosen: Sequence[str]) -> None:
    """Write the chosen domains, and behind them those that an author wrote by hand."""
    if domains := " ".join([*chosen, *(each for each in root.get("domains", "").split() if each not in DOMAINS)]):
        root.set("domains", domains)
    else:
        root.attrib.pop("domains", None)


def _find_variant(root: Element, nodes: Mapping[Language, Element], language: Language) -> Element:
    node = nodes.get(language)
    if node is None:
        node = etree.SubElement(root, "variant", lang=language, status="translated")
        node.tail = "\n"
    return node


def _write_language(node: Element, language: Language, draft: PassportDraft, known: PassportDraft) -> None:
    if node.get("title") != draft.title.get(language, ""):
        node.set("title", draft.title.get(language, ""))
    written = draft.html.get(language, "")
    if says_the_same(written, known.html.get(language, "")):
        return
    tail, attributes = node.tail, dict(node.attrib)
    # An element of a later version is not shown by this editor, so it must not be dropped by it.
    later = [child for child in copy_unknown(node, frozenset()) if "-" in str(child.tag) or str(child.tag).startswith("{")]
    node.clear()
    node.attrib.update(attributes)
    node.tail = tail
    append_html(node, written)
    node.extend(later)
