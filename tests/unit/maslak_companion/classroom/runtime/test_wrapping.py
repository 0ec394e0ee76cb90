"""The element around a block: nothing that a learner or author wrote can leave its attribute."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from lxml import html
from web_fragments.fragment import Fragment

from maslak_companion.classroom.errors import InlineResourceError
from maslak_companion.classroom.runtime.wrapping import wrap_block

EVIL = "</script><img src=x onerror=alert(1)>\"'&"


def make_block() -> Any:
    return cast(Any, SimpleNamespace(scope_ids=SimpleNamespace(usage_id=f"usage{EVIL}", block_type="evil")))


def test_init_arguments_cannot_break_out_of_their_attribute() -> None:
    fragment = Fragment("<p>body</p>")
    fragment.initialize_js("Start", {"text": EVIL})
    content = wrap_block(make_block(), "student_view", fragment, "/handler").content
    assert "<script" not in content
    assert "<img" not in content
    assert html.fromstring(content).get("data-init-args") == '{"text": "</script><img src=x onerror=alert(1)>\\"\'&"}'


def test_block_without_a_script_carries_no_arguments() -> None:
    assert "data-init" not in wrap_block(make_block(), "student_view", Fragment("x"), "/handler").content


@pytest.mark.parametrize("add", ["add_css", "add_javascript"])
def test_inline_resource_is_refused(add: str) -> None:
    fragment = Fragment("x")
    getattr(fragment, add)("alert(1)")
    with pytest.raises(InlineResourceError):
        wrap_block(make_block(), "student_view", fragment, "/handler")


def test_files_that_the_view_brings_are_kept() -> None:
    fragment = Fragment("x")
    fragment.add_css_url("/a.css")
    assert [each.data for each in wrap_block(make_block(), "student_view", fragment, "/h").resources] == ["/a.css"]
