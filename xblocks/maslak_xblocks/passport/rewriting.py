"""An edited passport block on its way back into its OLX: what was not changed keeps its bytes."""

from __future__ import annotations

from collections.abc import Sequence

from maslak_domain.language import Language
from maslak_xblocks.olx import Element, parse_source, to_source
from maslak_xblocks.passport.draft import DOMAINS, PassportDraft, read_draft
from maslak_xblocks.rewriting import write_page
from maslak_xblocks.written import replace_text, says_the_same


def rewrite_passport(source: str, draft: PassportDraft) -> str:
    """Give the source as the draft says it. Elements and attributes of a later version stay."""
    root = parse_source(source)
    known = read_draft(root)
    if draft.show != known.show:
        root.set("show", draft.show)
    if draft.domains != known.domains:
        _write_domains(root, draft.domains)
    write_page(root, draft, lambda node, language: _write_language(node, language, draft, known))
    return to_source(root)


def _write_domains(root: Element, chosen: Sequence[str]) -> None:
    """Write the chosen domains, and behind them those that an author wrote by hand."""
    if domains := " ".join([*chosen, *(each for each in root.get("domains", "").split() if each not in DOMAINS)]):
        root.set("domains", domains)
    else:
        root.attrib.pop("domains", None)


def _write_language(node: Element, language: Language, draft: PassportDraft, known: PassportDraft) -> None:
    if node.get("title") != draft.title.get(language, ""):
        node.set("title", draft.title.get(language, ""))
    written = draft.html.get(language, "")
    if not says_the_same(written, known.html.get(language, "")):
        replace_text(node, written)
