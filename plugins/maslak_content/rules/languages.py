"""Three languages that say the same: present, up to date, complete, and of the same shape."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import cast

from maslak_content.course import Block, Course
from maslak_content.findings import Finding, error
from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.digest import digest_of
from maslak_xblocks.olx import Element
from maslak_xblocks.variants import STATUSES
from maslak_xblocks.wordings import list_wordings

VARIANT_MISSING = error("variant_missing", "<{tag}> has no text in “{language}”.", "Write it in this language too.")
VARIANT_REPEATED = error("variant_repeated", "<{tag}> is given twice in “{language}”.", "Keep one of the two.")
VARIANT_EMPTY = error("variant_empty", "<{tag}> is empty in “{language}”.", "Write the text.")
LANGUAGE_UNKNOWN = error("language_unknown", "“{language}” is not one of the course’s languages.", "Use ar, fr or en.")
STATUS_UNKNOWN = error("status_unknown", "“{status}” is not the status of a variant.", "Use source, translated or reviewed.")
SOURCE_COUNT = error("source_count", "<{tag}> has {count} variants with the status source.", "Mark exactly one variant as the source.")
VARIANT_UNSTAMPED = error(
    "variant_unstamped",
    "It is not recorded from which text the variant “{language}” was translated.",
    "Compare it with the source, then run scripts/stamp_variants on the file.",
)
VARIANT_STALE = error(
    "variant_stale",
    "The source has changed since the variant “{language}” was translated.",
    "Bring it up to date, then run scripts/stamp_variants on the file.",
)
OBJECTIVE_UNSAID = error(
    "objective_unsaid", "The objective {id} is not put into words in “{language}”.", 'Add <objective ref="{id}"> to the variant.'
)
OBJECTIVE_UNDECLARED = error(
    "objective_undeclared", "The variant “{language}” words an objective {id} that the lesson does not declare.", "Correct the reference."
)
SECTIONS_DIFFER = error(
    "sections_differ",
    "The sections of “{language}” are not those of the source: {found}; expected {expected}.",
    "Give each language the same sections in the same order.",
)
PARTS_DIFFER = error(
    "parts_differ",
    "“{language}” has {found} <{tag}>, the source has {expected}.",
    "Show the same paragraphs, steps, tables, figures and code in each language.",
)
TERMS_DIFFER = error(
    "terms_differ",
    "“{language}” does not mark the same glossary terms as the source: {terms}.",
    "Mark the same terms with <dfn> in each language.",
)
NOTES_DIFFER = error(
    "notes_differ",
    "The notes of “{language}” are not of the same kinds as those of the source.",
    "Use the same callouts in the same order.",
)
CODE_DIFFERS = error(
    "code_differs",
    "A program or listing in “{language}” has {found} lines, in the source {expected}.",
    "Show the same code in each language.",
)

CODE_NUMBERS_DIFFER = error(
    "code_numbers_differ",
    "A program or listing in “{language}” has other numbers than the source: {numbers}.",
    "Show the same program, data and results in each language.",
)

_NUMBER = re.compile(r"\d+")
_COUNTED = ("figure", "img", "table", "tr", "pre", "details", "dfn", "ol", "ul", "li", "h2", "h3", "p")


def check(course: Course) -> Iterator[Finding]:
    """Find languages that lack, lag behind or differ in shape."""
    for block in course.readables:
        yield from _check_variants(block.file, block.element)
        for part in block.element.iterchildren("item", "stage", "task"):
            yield from _check_variants(block.file, part)
        for node in block.element.iterchildren("misconception", "node"):
            yield from _check_names(block.file, node, "name")
    for block in course.projects:
        yield from _check_project(block)
    for block in course.lessons:
        yield from _check_lesson(block)
    for node in course.titles.values():
        yield from _check_names("titles.xml", node, "text")
    for node in course.glossary.values():
        yield from _check_names("glossary.xml", node, "text")
        yield from _check_names("glossary.xml", node, "definition")


def check_freshness(course: Course) -> Iterator[Finding]:
    """Find translations whose source has moved, and those of which nobody recorded the source."""
    for block in course.readables:
        for parent in (block.element, *block.element.iterchildren("item", "stage", "task")):
            yield from _check_basis(block.file, parent)
        for wording in list_wordings(block.element):
            if wording.is_stale:
                yield VARIANT_STALE.at(block.file, wording.node, language=wording.language)


def _check_basis(file: str, parent: Element) -> Iterator[Finding]:
    sources = [node for node in parent.iterchildren("variant") if node.get("status") == "source"]
    digest = digest_of(sources[0]) if len(sources) == 1 else None
    for node in parent.iterchildren("variant"):
        if node.get("status") == "source" or digest is None:
            continue
        language, basis = node.get("lang", ""), node.get("basis")
        if not basis:
            yield VARIANT_UNSTAMPED.at(file, node, language=language)
        elif basis != digest:
            yield VARIANT_STALE.at(file, node, language=language)


def _check_variants(file: str, parent: Element) -> Iterator[Finding]:
    variants = parent.findall("variant")
    yield from _check_languages(file, parent, variants)
    for node in variants:
        if node.get("status") not in STATUSES:
            yield STATUS_UNKNOWN.at(file, node, status=node.get("status", ""))
    sources = sum(node.get("status") == "source" for node in variants)
    if variants and sources != 1:
        yield SOURCE_COUNT.at(file, parent, tag=str(parent.tag), count=sources)


def _check_names(file: str, parent: Element, tag: str) -> Iterator[Finding]:
    nodes = parent.findall(tag)
    yield from _check_languages(file, parent, nodes)
    for node in nodes:
        if not "".join(node.itertext()).strip():
            yield VARIANT_EMPTY.at(file, node, tag=tag, language=node.get("lang", ""))


def _check_project(block: Block) -> Iterator[Finding]:
    for node in block.element.iter("deliverable"):
        yield from _check_names(block.file, node, "label")
    for node in block.element.iter("criterion"):
        # A row without a label of its own bears the name of its descriptor.
        if node.find("label") is not None:
            yield from _check_names(block.file, node, "label")
    for node in block.element.iter("band"):
        yield from _check_names(block.file, node, "text")


def _check_languages(file: str, parent: Element, nodes: list[Element]) -> Iterator[Finding]:
    counts = Counter(node.get("lang", "") for node in nodes)
    tag = str(nodes[0].tag) if nodes and nodes[0].tag != "variant" else str(parent.tag)
    for language in LANGUAGES:
        if not counts[language]:
            yield VARIANT_MISSING.at(file, parent, tag=tag, language=language)
        elif counts[language] > 1:
            yield VARIANT_REPEATED.at(file, parent, tag=tag, language=language)
    for node in nodes:
        if node.get("lang", "") not in LANGUAGES:
            yield LANGUAGE_UNKNOWN.at(file, node, language=node.get("lang", ""))


def _check_lesson(block: Block) -> Iterator[Finding]:
    declared = {node.get("id", "") for node in block.element.iterchildren("objective")}
    variants = {cast(Language, node.get("lang")): node for node in block.element.iterchildren("variant")}
    for language, node in variants.items():
        said = {child.get("ref", "") for child in node.iterchildren("objective") if "".join(child.itertext()).strip()}
        for id in sorted(declared - said):
            yield OBJECTIVE_UNSAID.at(block.file, node, id=id, language=str(language))
        for id in sorted(said - declared):
            yield OBJECTIVE_UNDECLARED.at(block.file, node, id=id, language=str(language))
    source = next((node for node in variants.values() if node.get("status") == "source"), None)
    for language, node in variants.items():
        if source is not None and node is not source:
            yield from _compare(block.file, str(language), node, source)


def _compare(file: str, language: str, node: Element, source: Element) -> Iterator[Finding]:
    found, expected = (" ".join(child.get("class", "text") for child in each.iter("section")) for each in (node, source))
    if found != expected:
        yield SECTIONS_DIFFER.at(file, node, language=language, found=found, expected=expected)
    for tag in _COUNTED:
        own, wanted = (sum(1 for _ in each.iter(tag)) for each in (node, source))
        if own != wanted:
            yield PARTS_DIFFER.at(file, node, language=language, tag=tag, found=own, expected=wanted)
    terms = _list_terms(node) ^ _list_terms(source)
    if terms:
        yield TERMS_DIFFER.at(file, node, language=language, terms=", ".join(sorted(terms)))
    kinds = [[child.get("data-kind") for child in each.iter("aside")] for each in (node, source)]
    if kinds[0] != kinds[1]:
        yield NOTES_DIFFER.at(file, node, language=language)
    for own_code, source_code in zip(node.iter("pre"), source.iter("pre"), strict=False):
        yield from _compare_code(file, language, own_code, source_code)


def _compare_code(file: str, language: str, node: Element, source: Element) -> Iterator[Finding]:
    """Names and remarks in a listing may be translated; its lines and its numbers are the same for everybody."""
    own, wanted = ("".join(each.itertext()).strip("\n") for each in (node, source))
    found, expected = (text.count("\n") + 1 for text in (own, wanted))
    if found != expected:
        yield CODE_DIFFERS.at(file, node, language=language, found=found, expected=expected)
        return
    extra, lacking = (Counter(_NUMBER.findall(text)) for text in (own, wanted))
    if differing := sorted((extra - lacking) + (lacking - extra)):
        yield CODE_NUMBERS_DIFFER.at(file, node, language=language, numbers=", ".join(differing))


def _list_terms(node: Element) -> set[str]:
    return {child.get("data-term", "") for child in node.iter("dfn")}
