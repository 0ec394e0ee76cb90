"""Whatever an author writes comes out of a block byte for byte."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.factories.xblock import BareRuntime

from maslak_xblocks.lesson.block import LessonBlock
from maslak_xblocks.olx import parse_source, to_bytes
from maslak_xblocks.variants import stamp_basis

TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn"), blacklist_characters="\ufffe\uffff"), max_size=30)
NAME = st.sampled_from(["p", "section", "em", "code", "later", "unit", "خانة"])
ATTRIBUTES = st.dictionaries(st.sampled_from(["class", "data-x", "future", "عنوان"]), TEXT, max_size=3)


@st.composite
def elements(draw: st.DrawFn, depth: int = 2) -> etree._Element:
    node = etree.Element(draw(NAME), draw(ATTRIBUTES))
    node.text = draw(TEXT)
    if depth:
        for child in draw(st.lists(elements(depth - 1), max_size=2)):
            node.append(child)
        if draw(st.booleans()):
            node.append(etree.Comment("note"))
    node.tail = draw(TEXT)
    return node


@st.composite
def lessons(draw: st.DrawFn) -> bytes:
    root = etree.Element("maslak_lesson", {"url_name": "l1", **draw(ATTRIBUTES)})
    for language, status in (("fr", "source"), ("ar", "translated")):
        variant = etree.SubElement(root, "variant", {"lang": language, "status": status, "title": "ت" + draw(TEXT)})
        variant.extend(draw(st.lists(elements(), max_size=3)))
        variant.tail = draw(st.sampled_from(["\n", "\n  ", None]))
    return to_bytes(parse_source(etree.tostring(root, encoding="utf-8")))


def exported(block: LessonBlock) -> bytes:
    node = etree.Element("unknown")
    block.add_xml_to_node(node)
    return to_bytes(node)


@settings(max_examples=60, deadline=None)
@given(lessons())
def test_a_canonical_file_comes_out_with_the_same_bytes(raw: bytes) -> None:
    runtime = BareRuntime()
    block = runtime.get_block(runtime.parse_xml_string(raw))
    assert exported(block) == raw
    runtime.render(block, "student_view")
    assert exported(runtime.get_block(block.scope_ids.usage_id)) == raw


@settings(max_examples=40, deadline=None)
@given(lessons())
def test_stamping_twice_is_stamping_once_and_makes_nothing_stale(raw: bytes) -> None:
    once = stamp_basis(raw.decode())
    assert stamp_basis(once) == once
    assert not LessonBlock.load_document(once).is_stale("ar")
