"""A tree without texts says of a page all but its words, and a page with a fault in its words is still refused."""

from __future__ import annotations

import pytest
from tests.factories.course import make_checkpoint, make_item
from tests.factories.project import make_project

from maslak_content.bare_tree import parse_bare
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import MAX_SOURCE_CHARACTERS, parse_source

PAGE = f'<vertical display_name="Page">{make_checkpoint()}</vertical>'


def test_texts_are_empty_and_all_else_is_there() -> None:
    root = parse_bare(PAGE.encode())
    texts = list(root.iter("variant"))
    assert len(texts) == len(list(parse_source(PAGE).iter("variant")))
    assert [(text.text, len(text), text.get("lang")) for text in texts[:3]] == [(None, 0, "fr"), (None, 0, "ar"), (None, 0, "en")]
    assert [item.get("id") for item in root.iter("item")] == ["q1", "q2", "q3"]
    assert {option.get("correct") for option in root.iter("option")} == {"true", None}


def test_project_keeps_its_texts() -> None:
    data = f"<vertical>{make_project()}</vertical>".encode()
    assert any(len(text) for text in parse_bare(data).iter("variant"))


@pytest.mark.parametrize(
    "fault",
    ["<p>", "</p>", "&nbsp;", "<p a='1' a='2'/>", "a & b", "<m:math/>", "<p xmlns:m=''/>", "\x01", "]]>", "<!--", "</texts><texts>"],
)
def test_fault_in_a_text_is_told_as_if_nothing_had_been_cut_out(fault: str) -> None:
    data = PAGE.replace("yes fr", fault, 1).encode()
    with pytest.raises(OLXError) as plain:
        parse_source(data)
    with pytest.raises(OLXError) as caught:
        parse_bare(data)
    assert (str(caught.value), caught.value.line) == (str(plain.value), plain.value.line)


@pytest.mark.parametrize(
    "words",
    [
        '<!-- <variant lang="fr"> --><objective id="o9"/><!-- </variant> -->',
        '<variant lang="fr"><!-- </variant> --></variant><objective id="o9"/><variant lang="ar"><!-- <variant> --></variant>',
        '<variant lang="fr"/><objective id="o9"/><variant lang="ar"></variant>',
        '<variant lang="fr" title="a>b"/><objective id="o9"/><variant lang="ar"></variant>',
        '<variant lang="fr">a</variant ><objective id="o9"/><variant lang="ar">b</variant>',
    ],
)
def test_what_stands_between_two_texts_is_never_taken_for_one(words: str) -> None:
    assert [node.get("id") for node in parse_bare(f"<maslak_lesson>{words}</maslak_lesson>".encode()).iter("objective")] == ["o9"]


@pytest.mark.parametrize(
    "words", ['<!-- </variant><objective id="o9"/><variant lang="ar"> -->', '<![CDATA[</variant><variant lang="ar">]]>']
)
def test_what_stands_inside_a_text_is_never_taken_out_of_it(words: str) -> None:
    root = parse_bare(f'<maslak_lesson><variant lang="fr">{words}</variant></maslak_lesson>'.encode())
    assert [node.tag for node in root] == ["variant"]


@pytest.mark.parametrize(
    "words", ["<!-- <variant>a--b</variant> -->", "<!-- <variant>a-->b</variant> -->", "<?p <variant>a?>b</variant> ?>"]
)
def test_text_that_is_none_hides_no_fault(words: str) -> None:
    with pytest.raises(OLXError):
        parse_bare(f"<maslak_lesson>{words}</maslak_lesson>".encode())


def test_file_larger_than_any_source_is_refused() -> None:
    data = f"<vertical>{make_item(1).replace('yes fr', 'y' * MAX_SOURCE_CHARACTERS)}</vertical>".encode()
    with pytest.raises(OLXError, match="too large"):
        parse_bare(data)
