"""The passport's editor: title and introduction in three languages, and which part of the map is shown."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from lxml import etree

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.digest import digest_of
from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.frame import LANGUAGE_NAMES
from maslak_xblocks.markup import Html, tag
from maslak_xblocks.olx import Element, inner_html, parse_source, to_source
from maslak_xblocks.passport.document import SHOWS, read_passport
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.studio_form import LONGEST_LINE, choice, grid, render_form, section, take_line, take_texts, take_tick, tick, translated
from maslak_xblocks.variants import read_variants
from maslak_xblocks.written import append_html

if TYPE_CHECKING:
    from maslak_xblocks.passport.block import PassportBlock

# The framework's domains, in its order. What else an author wrote by hand is kept.
DOMAINS: Final = ("TC", "CYB", "DAT", "AIA", "CLD", "DVO", "TST")


def render_editor(block: PassportBlock) -> Html:
    """Give the editor's form."""
    translate, root, document = block.translator, parse_source(block.effective_source), block.document
    variants = read_variants(root)
    titles = {language: node.get("title", "") for language, node in variants.items()}
    texts = {language: inner_html(node) for language, node in variants.items()}
    shows = {"all": translate("All domains"), "course": translate("The domains of this course")}
    names = _domain_names(translate)
    ticks = [tick(names[key], f"domain_{key}", key in document.domains) for key in DOMAINS]
    return render_form(
        block,
        document.source,
        section(translate("Map"), choice(translate("What the map shows"), "show", document.show, shows), grid(*ticks)),
        section(
            translate("Text"),
            tag("p", {"class": "mk-facts"}, translate("The source is in {language}.", language=LANGUAGE_NAMES[document.source])),
            translated(translate("Title"), "title", titles),
            translated(translate("Introduction"), "text", texts, kind="rich"),
            *(_status(translate, language, variants) for language in LANGUAGES if language != document.source),
        ),
    )


def apply_form(source: str, form: Mapping[str, Any]) -> str:
    """Give the source with what its author edited; everything the form does not show keeps its bytes.

    Raises InvalidPayloadError and OLXError.
    """
    titles, texts, show = take_texts(form, "title", longest=LONGEST_LINE), take_texts(form, "text"), take_line(form, "show")
    if show not in SHOWS:
        raise InvalidPayloadError("show must be all or course", field="show")
    root = parse_source(source)
    variants = read_variants(root)
    origin = next(iter(variants))
    if origin not in titles:
        raise InvalidPayloadError("the source language needs a title", field="title")
    root.set("show", show)
    _set_domains(root, [key for key in DOMAINS if take_tick(form, f"domain_{key}")])
    for language in (origin, *(each for each in LANGUAGES if each != origin)):
        _write_variant(root, variants, language, titles.get(language, ""), texts.get(language, ""))
        if language in variants and language != origin:
            reviewed = take_tick(form, f"reviewed_{language}")
            variants[language].set("status", "reviewed" if reviewed else "translated")
    changed = to_source(root)
    read_passport(parse_source(changed))
    return changed


def list_findings(translate: Translator, form: Mapping[str, Any]) -> list[dict[str, str]]:
    """Give what an author should mend before saving, with the field it stands in."""
    titles, texts = take_texts(form, "title", longest=LONGEST_LINE), take_texts(form, "text")
    found = []
    if take_line(form, "show") == "course" and not any(take_tick(form, f"domain_{key}") for key in DOMAINS):
        found.append({"path": "show", "text": translate("Choose the domains of this course.")})
    if not titles:
        found.append({"path": "title.fr", "text": translate("Give the block a title.")})
    for language in LANGUAGES:
        if _says_something(texts.get(language, "")) and language not in titles:
            found.append({"path": f"title.{language}", "text": translate("This language has a text but no title.")})
    return found


def _domain_names(translate: Translator) -> Mapping[str, str]:
    return {
        "TC": translate("Shared core"),
        "CYB": translate("Cybersecurity"),
        "DAT": translate("Data"),
        "AIA": translate("Artificial intelligence"),
        "CLD": translate("Cloud"),
        "DVO": translate("DevOps"),
        "TST": translate("Software testing"),
    }


def _status(translate: Translator, language: Language, variants: Mapping[Language, Element]) -> Html:
    node = variants.get(language)
    label = translate("The translation into {language} is reviewed", language=LANGUAGE_NAMES[language])
    return tick(label, f"reviewed_{language}", node is not None and node.get("status") == "reviewed")


def _set_domains(root: Element, chosen: list[str]) -> None:
    known = root.get("domains", "").split()
    domains = " ".join([*chosen, *(each for each in known if each not in DOMAINS)])
    # The author's own order and spacing stay where the choice is the same.
    if set(domains.split()) == set(known):
        return
    if domains:
        root.set("domains", domains)
    else:
        root.attrib.pop("domains", None)


def _write_variant(root: Element, variants: dict[Language, Element], language: Language, title: str, text: str) -> None:
    """Write one language, the source first; where nothing changed every byte stays, and a language emptied of all is taken out."""
    node, origin = variants.get(language), next(iter(variants.values()))
    if not title and _says_something(text):
        raise InvalidPayloadError("a language with a text needs a title", field=f"title.{language}")
    if not title:
        if node is not None:
            root.remove(node)
            del variants[language]
        return
    if node is None:
        node = variants[language] = etree.SubElement(root, "variant", lang=language, status="translated", title=title)
        append_html(node, text)
    elif (node.get("title"), sanitise(inner_html(node))) == (title, sanitise(text)):
        return
    else:
        _replace_text(node, title, text)
    if node is not origin:
        node.set("basis", digest_of(origin))


def _replace_text(node: Element, title: str, text: str) -> None:
    attributes, tail = {**dict(node.attrib), "title": title}, node.tail
    # An element of a later version is not shown by this editor, so it must not be dropped by it.
    later = [copy.deepcopy(child) for child in node if isinstance(child.tag, str) and ("-" in child.tag or child.tag.startswith("{"))]
    node.clear()
    node.attrib.update(attributes)
    node.tail = tail
    append_html(node, text)
    node.extend(later)


def _says_something(text: str) -> bool:
    return bool("".join(etree.fromstring(f"<x>{sanitise(text)}</x>", etree.HTMLParser()).itertext()).strip())
