"""What an author wrote in an editor, on its way back into OLX: sanitised HTML becomes XML, and what says the same stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree
from lxml import html as lxml_html

from maslak_domain.language import Language
from maslak_xblocks.digest import digest_of
from maslak_xblocks.olx import Element, plain_text
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.variants import read_variants

# What the sanitiser adds for readers; in a file it would only be noise.
_ADDED = (("dir", "ltr", {"code", "pre", "kbd", "samp", "var"}), ("rel", "noopener noreferrer", {"a"}))


def append_html(node: Element, written: str) -> None:
    """Append sanitised HTML to an element, as XML."""
    holder = lxml_html.fragment_fromstring(sanitise(written), create_parent="div")
    if holder.text and holder.text.strip():
        etree.SubElement(node, "p").text = holder.text
    for child in holder:
        child.tail = (child.tail or "").strip() + "\n" if isinstance(child.tag, str) else "\n"
        node.append(_as_xml(child))


def fill_inline(node: Element, written: str) -> None:
    """Make sanitised inline HTML the content of an element, attributes and tail kept."""
    holder = etree.Element("x")
    append_html(holder, f"<div>{written}</div>")
    for child in list(node):
        node.remove(child)
    inside = holder[0] if len(holder) else holder
    node.text = inside.text
    node.extend(list(inside))


def is_blank(written: str) -> bool:
    """Say whether written HTML has nothing to read or see."""
    return "<img" not in written and not plain_text(sanitise(written))


def says_the_same(written: str, known: str) -> bool:
    """Say whether what comes from an editor is what went there, so that its bytes can stay."""
    return _squeeze(sanitise(written)) == _squeeze(sanitise(known))


def digest_variants(parent: Element) -> dict[Language, str]:
    """Name what each language of an element says now."""
    if parent.find("variant") is None:
        return {}
    return {language: digest_of(node) for language, node in read_variants(parent).items()}


def settle_variants(parent: Element, before: Mapping[Language, str], states: Mapping[Language, str]) -> None:
    """Keep each translation's state honest after an edit; ``before`` is what :func:`digest_variants` gave.

    A translation that was rewritten, or that its author confirms with the state ``translated`` or ``reviewed``, follows the
    source as it is now. One that was left alone follows the source as it was.
    """
    nodes = read_variants(parent)
    origin, source = next(iter(nodes.items()))
    now, earlier = digest_of(source), before.get(origin)
    for language, node in nodes.items():
        if node is source:
            continue
        state, basis = states.get(language, ""), node.get("basis")
        if state in ("translated", "reviewed"):
            node.set("status", state)
        lagged = bool(basis) and basis != earlier
        if before.get(language) != digest_of(node) or (lagged and state in ("translated", "reviewed")):
            node.set("basis", now)
        elif earlier and earlier != now and not basis:
            node.set("basis", earlier)


def _squeeze(html: str) -> str:
    return " ".join(html.replace("&nbsp;", "\u00a0").split(" ")) if "<pre" in html else " ".join(html.replace("&nbsp;", "\u00a0").split())


def _as_xml(element: Element) -> Element:
    made = etree.fromstring(etree.tostring(element, encoding="unicode", method="xml", with_tail=False))
    for name, value, tags in _ADDED:
        for node in made.iter(*tags):
            if node.get(name) == value:
                del node.attrib[name]
    made.tail = element.tail
    return made


def replace_text(node: Element, written: str, *, before: Sequence[Element] = (), behind: Sequence[Element] = ()) -> None:
    """Put a text in place of what an element holds, between those of its children that are no text.

    Elements of a later version stay at the end: an editor that does not show them must not drop them.
    """
    tail, attributes = node.tail, dict(node.attrib)
    later = [child for child in node if isinstance(child.tag, str) and ("-" in child.tag or child.tag.startswith("{"))]
    node.clear()
    node.attrib.update(attributes)
    node.tail, node.text = tail, "\n"
    for child in (*before, *behind):
        child.tail = "\n"
    node.extend(before)
    append_html(node, written)
    node.extend([*behind, *later])


def write_names(node: Element, texts: Mapping[Language, str]) -> None:
    """Keep one ``<name lang>`` for each language in which something is written, and no other."""
    known = {child.get("lang"): child for child in node.findall("name")}
    for language, text in texts.items():
        child = known.pop(language, None)
        if child is None:
            child = etree.SubElement(node, "name", lang=language)
        child.text = text
    for child in known.values():
        node.remove(child)
