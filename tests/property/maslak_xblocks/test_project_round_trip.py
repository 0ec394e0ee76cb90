"""Whatever an author writes in a project comes out byte for byte, and an editor that changed nothing changes no byte."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.factories.xblock import BareRuntime

from maslak_xblocks.olx import parse_source, to_bytes, to_source
from maslak_xblocks.project.block import ProjectBlock
from maslak_xblocks.project.editing.draft import read_draft
from maslak_xblocks.project.editing.rewriting import rewrite_project
from maslak_xblocks.workbench.scenarios.project import PROJECT

TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn"), blacklist_characters="\ufffe\uffff"), max_size=30)
NAMES = st.sampled_from(["later", "future-part", "خانة"])


@st.composite
def projects(draw: st.DrawFn) -> bytes:
    """A project in which texts, unknown attributes, unknown elements, comments and order are an author's own."""
    root = parse_source(PROJECT)
    root.set("url_name", "p1")
    for node in list(root.iter("label", "text")):
        if draw(st.booleans()):
            node.text = "ن" + draw(TEXT)
    places = draw(st.lists(st.sampled_from([root, *root.iter("stage", "deliverable", "rubric", "criterion", "band")]), max_size=6))
    for place in places:
        child = draw(st.sampled_from(["attribute", "element", "comment"]))
        if child == "attribute":
            place.set(draw(st.sampled_from(["future", "عنوان"])), draw(TEXT))
        else:
            made = etree.Comment("note") if child == "comment" else etree.Element(draw(NAMES))
            made.tail = draw(TEXT)
            place.insert(draw(st.integers(0, len(place))), made)
    return to_bytes(parse_source(etree.tostring(root, encoding="utf-8")))


@settings(max_examples=25, deadline=None)
@given(projects())
def test_a_project_comes_out_with_the_same_bytes(raw: bytes) -> None:
    runtime = BareRuntime()
    block = runtime.get_block(runtime.parse_xml_string(raw))
    node = etree.Element("unknown")
    block.add_xml_to_node(node)
    assert to_bytes(node) == raw
    for view in ("student_view", "author_view", "studio_view"):
        runtime.render(block, view)
    again = etree.Element("unknown")
    runtime.get_block(block.scope_ids.usage_id).add_xml_to_node(again)
    assert to_bytes(again) == raw


@settings(max_examples=25, deadline=None)
@given(projects())
def test_a_draft_that_says_what_the_project_says_changes_no_byte(raw: bytes) -> None:
    source = to_source(parse_source(raw))
    assert to_source(rewrite_project(source, read_draft(parse_source(source)))) == source


@settings(max_examples=15, deadline=None)
@given(projects(), st.permutations(range(6)))
def test_rows_in_another_order_lose_nothing(raw: bytes, order: list[int]) -> None:
    source = to_source(parse_source(raw))
    draft = read_draft(parse_source(source))
    moved = draft.__class__(**{**draft.__dict__, "criteria": tuple(draft.criteria[place] for place in order)})
    changed = rewrite_project(source, moved)
    assert [node.get("id") for node in changed.iter("criterion")] == [draft.criteria[place].id for place in order]
    before, after = (sorted(to_source(node).strip() for node in root.iter("criterion")) for root in (parse_source(source), changed))
    assert after == before
    assert ProjectBlock.load_document(to_source(changed)).weights == ProjectBlock.load_document(source).weights
