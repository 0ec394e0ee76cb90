"""A block's new text in the files of a course, every byte around it kept."""

from __future__ import annotations

import pytest

from maslak_companion.authoring.editions.splicing import replace_texts
from maslak_companion.classroom.courses.release import CourseNode
from maslak_companion.classroom.errors import CourseRefusedError

NEW = '<maslak_lesson url_name="a">أهلا</maslak_lesson>'
HEAD = '<?xml version="1.0"?>\n<!-- <maslak_lesson url_name="a"/> -->\n<vertical  display_name=\'é\'>\n  '
TAIL = '\n  <!-- fin --><maslak_lesson url_name="b">x</maslak_lesson >\n</vertical>\n\n'


def node(file: str = "vertical/v.xml", name: str = "a") -> CourseNode:
    return CourseNode("key", "maslak_lesson", name, {}, None, (), b"", file=file)


@pytest.mark.parametrize(
    "element",
    [
        '<maslak_lesson url_name="a"/>',
        '<maslak_lesson  url_name = "a" title="1 > 0" />',
        '<maslak_lesson url_name="a"><maslak_lesson/><p>é &amp; <![CDATA[</maslak_lesson>]]></p></maslak_lesson\n>',
    ],
)
def test_only_the_element_is_replaced(element: str) -> None:
    files = {"vertical/v.xml": f"{HEAD}{element}{TAIL}".encode(), "other.xml": b"<x/>"}
    made = replace_texts(files, [(node(), NEW)])
    assert made["vertical/v.xml"].decode() == f"{HEAD}{NEW}{TAIL}"
    assert made["other.xml"] == b"<x/>"


@pytest.mark.parametrize("element", ["<maslak_lesson><p>x</p></maslak_lesson>", "<maslak_lesson/>"])
@pytest.mark.parametrize("tail", ["", "\n", "\n<!-- fin -->\n"])
def test_a_block_in_a_file_of_its_own_is_its_root(element: str, tail: str) -> None:
    name = "maslak_lesson/a.xml"
    made = replace_texts({name: f"<!-- tête -->\n{element}{tail}".encode()}, [(node(name), NEW)])
    assert made[name].decode() == f"<!-- tête -->\n{NEW}{tail}"


def test_two_blocks_of_one_file_are_both_replaced() -> None:
    other = '<maslak_lesson url_name="b">y</maslak_lesson>'
    files = {"vertical/v.xml": f'{HEAD}<maslak_lesson url_name="a"/>{TAIL}'.encode()}
    made = replace_texts(files, [(node(), NEW), (node(name="b"), other)])["vertical/v.xml"].decode()
    assert made == f"{HEAD}{NEW}{TAIL}".replace('<maslak_lesson url_name="b">x</maslak_lesson >', other)


def test_a_block_that_is_not_there_is_refused() -> None:
    with pytest.raises(CourseRefusedError):
        replace_texts({"vertical/v.xml": f"{HEAD}{TAIL}".encode()}, [(node(), NEW)])
