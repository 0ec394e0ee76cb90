"""The lesson driven as a page drives it, without any host of ours underneath."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from tests.factories.xblock import LESSON, BareRuntime, Classroom, make_checkpoint_olx, make_host
from webob import Request

from maslak_xblocks.workbench.host import Memory


@pytest.mark.parametrize("view", ["student_view", "public_view", "author_view", "studio_view"])
def test_every_view_renders_with_field_data_and_i18n_only(view: str) -> None:
    runtime = BareRuntime()
    block = runtime.get_block(runtime.parse_xml_string(LESSON.encode()))
    fragment = runtime.render(block, view)
    assert 'lang="fr"' in fragment.content
    assert not [resource for resource in fragment.resources if resource.kind == "text"], "inline script or style"
    for resource in fragment.resources:
        with runtime.load_block_type("maslak_lesson").open_local_resource(resource.data.removeprefix("/resource/")) as file:
            assert file.read()


def test_only_the_language_being_read_is_sent() -> None:
    html = Classroom(LESSON).render("student_view")
    assert "Le texte français" in html
    assert "النص العربي" not in html
    assert "Conseil" in html, "the callout has its name"


def test_the_language_lasts_across_blocks_without_a_host_of_ours() -> None:
    runtime = BareRuntime()
    first, second, checkpoint = (runtime.parse_xml_string(olx.encode()) for olx in (LESSON, LESSON, make_checkpoint_olx()))
    body = b'{"language": "ar"}'
    request = Request.blank("/handler", method="POST", content_type="application/json", body=body)
    assert runtime.handle(runtime.get_block(first), "set_language", request).status_int == 200
    assert "النص العربي" in runtime.render(runtime.get_block(second), "student_view").content
    assert 'lang="ar" dir="rtl" data-store' in runtime.render(runtime.get_block(checkpoint), "student_view").content


def test_a_lesson_is_complete_when_it_was_really_read() -> None:
    memory = Memory()
    room = Classroom(LESSON.replace("Le texte français.", "mot " * 100), make_host(memory))
    room.render("student_view")
    _, hasty = room.post("read", {"fraction": 1})
    assert hasty["fraction"] < 0.2
    assert hasty["retry_after"] > 3
    assert room.runtime.published == []
    memory.clock_offset = timedelta(seconds=30)
    _, patient = room.post("read", {"fraction": 1.0})
    assert (patient["complete"], patient["retry_after"]) == (True, 0)
    room.post("read", {"fraction": 0.1})
    assert room.block.read_fraction == 1
    assert room.runtime.published == [("completion", {"completion": 1.0})]


@pytest.mark.parametrize(
    "payload", [[], 3, None, {}, {"fraction": "half"}, {"fraction": True}, {"fraction": -1}, {"fraction": 2}, {"fraction": [1]}]
)
def test_reading_of_the_wrong_type_is_refused(payload: object) -> None:
    room = Classroom(LESSON)
    status, problem = room.post("read", payload)
    assert (status, problem["code"]) == (400, "invalid_payload")
    assert room.block.read_fraction == 0


def test_a_not_a_number_fraction_is_refused() -> None:
    response = Classroom(LESSON).request("read", b'{"fraction": NaN}')
    assert json.loads(response.body)["code"] == "invalid_payload"


def test_hostile_text_never_reaches_a_reader() -> None:
    hostile = LESSON.replace(
        "<p>Le texte français.</p>",
        '<p onclick="alert(1)">x<script>alert(2)</script><a href="javascript:alert(3)">y</a></p><svg><script>alert(4)</script></svg>',
    ).replace('title="Le cadenas"', 'title="&lt;/script&gt;&lt;img onerror=alert(5)&gt;"')
    room = Classroom(hostile, make_host(is_staff=True))
    for view in ("student_view", "author_view", "studio_view"):
        html = room.render(view)
        assert "alert(1)" not in html
        assert "<script" not in html
        assert "javascript:" not in html
        assert "<img" not in html
    assert "alert(2)" not in json.dumps(room.block.student_view_data())


def test_a_learner_cannot_save() -> None:
    assert Classroom(LESSON).post("studio_save", {})[1]["code"] == "not_author"


def test_a_renamed_block_exports_its_name_and_a_duplicate_its_own_url_name() -> None:
    from lxml import etree

    room = Classroom(LESSON)
    block = room.block
    block.display_name = "مقدمة"
    node = etree.Element("unknown", url_name="copy-of-l1")
    block.add_xml_to_node(node)
    text = etree.tostring(node, encoding="unicode")
    assert 'display_name="مقدمة"' in text
    assert 'url_name="copy-of-l1"' in text


def test_the_search_index_has_every_language() -> None:
    content = Classroom(LESSON).block.index_dictionary()["content"]
    assert "Le texte français" in content["text_fr"]
    assert "النص العربي" in content["text_ar"]


UNEVEN = """<maslak_lesson url_name="l1" level="N1">
  <variant lang="fr" status="source" title="Long"><p>{fr}</p></variant>
  <variant lang="ar" status="translated" title="طويل"><p>{ar}</p></variant>
  <variant lang="en" status="translated" title="Long"><p>{en}</p></variant>
</maslak_lesson>""".format(fr="mot " * 200, ar="كلمة " * 120, en="word " * 390)


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_a_lesson_is_complete_after_the_same_reading_in_every_language(language: Any) -> None:
    memory = Memory()
    room = Classroom(UNEVEN, make_host(memory, language=language))
    assert room.post("read", {"fraction": 1})[1] == {"revision": 0, "fraction": 0.0, "complete": False, "retry_after": 10.0}
    memory.clock_offset = timedelta(seconds=5)
    half = room.post("read", {"fraction": 1})[1]
    assert (half["complete"], round(half["fraction"], 1), round(half["retry_after"])) == (False, 0.5, 5)
    memory.clock_offset = timedelta(seconds=10.1)
    assert room.post("read", {"fraction": 1})[1]["complete"] is True
    assert room.runtime.published == [("completion", {"completion": 1.0})]


def test_what_was_read_in_one_language_counts_in_the_others() -> None:
    memory = Memory()
    room = Classroom(UNEVEN, make_host(memory, language="fr"))
    room.render("student_view")
    memory.clock_offset = timedelta(seconds=30)
    assert room.post("read", {"fraction": 0.6})[1]["fraction"] == 0.6
    room.post("set_language", {"language": "ar"})
    assert room.block.read_fraction == 0.6
    assert room.post("read", {"fraction": 0.4})[1]["fraction"] == 0.6, "reading again from the start takes nothing away"
    assert room.post("read", {"fraction": 1})[1]["complete"] is True
    room.post("set_language", {"language": "en"})
    assert room.post("read", {"fraction": 1})[1]["complete"] is True
    assert room.runtime.published == [("completion", {"completion": 1.0})]
