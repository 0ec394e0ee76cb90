"""What an author wrote in an editor, on its way back into OLX: sanitised HTML becomes XML."""

from __future__ import annotations

from lxml import etree
from lxml import html as lxml_html

from maslak_xblocks.olx import Element
from maslak_xblocks.sanitise import sanitise


def append_html(node: Element, written: str) -> None:
    """Append sanitised HTML to an element, as XML."""
    holder = lxml_html.fragment_fromstring(sanitise(written), create_parent="div")
    if holder.text and holder.text.strip():
        etree.SubElement(node, "p").text = holder.text
    for child in holder:
        child.tail = (child.tail or "").strip() + "\n" if isinstance(child.tag, str) else "\n"
        node.append(_as_xml(child))


def _as_xml(element: Element) -> Element:
    return etree.fromstring(etree.tostring(element, encoding="unicode", method="xml", with_tail=False))
