"""A file read without its texts is refused with the same words, or has the same tree but for the texts, whatever it holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from maslak_content.bare_tree import parse_bare
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, parse_source

_PAIRS = st.sampled_from(
    [
        ('<variant lang="ar">', "</variant>"),
        ('<variant lang="ar">', "</variant>"),
        ("<variant>", "</variant >"),
        ("<variants>", "</variants>"),
        ("<b>", "</b>"),
        ("<!--", "-->"),
        ("<![CDATA[", "]]>"),
        ("<?p ", "?>"),
        ('<p t="', '"/>'),
        ("<p t='", "'/>"),
    ]
)
_PIECES = st.sampled_from(
    [
        "x",
        "<objective/>",
        '<variant lang="x"/>',
        '<variant a="1>2">',
        "</variant>",
        "&amp;",
        "&nbsp;",
        "<a:b/>",
        ">",
        "</b>",
        "<!DOCTYPE r>",
    ]
)
_WRAPPED = st.tuples(st.just("wrap"), _PAIRS, st.integers(0, 200), st.integers(0, 200))
_PUT = st.tuples(st.just("put"), st.tuples(_PIECES, st.just("")), st.integers(0, 200), st.just(0))
_DOCUMENTS = st.lists(st.one_of(_WRAPPED, _WRAPPED, _PUT), max_size=7)


def compose(steps: list[tuple[str, tuple[str, str], int, int]]) -> bytes:
    text = ""
    for _, (before, after), start, length in steps:
        start %= len(text) + 1
        end = start + length % (len(text) - start + 1)
        text = text[:start] + before + text[start:end] + after + text[end:]
    return f"<r>{text}</r>".encode()


def without_texts(root: Element) -> bytes:
    for node in list(root.iter("variant")):
        node.text = None
        for child in list(node):
            node.remove(child)
    return etree.tostring(root)


@given(_DOCUMENTS)
def test_nothing_but_texts_is_lost_and_no_fault_is_missed(steps: list[tuple[str, tuple[str, str], int, int]]) -> None:
    data = compose(steps)
    try:
        expected: bytes | str = without_texts(parse_source(data))
    except OLXError as error:
        expected = str(error)
    try:
        found: bytes | str = without_texts(parse_bare(data))
    except OLXError as error:
        found = str(error)
    assert found == expected
