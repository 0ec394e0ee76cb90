from __future__ import annotations

import pytest
from lxml import html

from maslak_xblocks.catalogue import Translator
from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.studio_form import (
    group,
    line,
    listing,
    take_form,
    take_groups,
    take_id,
    take_line,
    take_texts,
    take_tick,
    translated,
)


def test_form_that_is_no_object_is_refused() -> None:
    for payload in ({}, {"form": []}, {"form": "x"}):
        with pytest.raises(InvalidPayloadError):
            take_form(payload)


def test_line_loses_its_line_ends_and_outer_spaces() -> None:
    assert take_line({"title": "  a\n b "}, "title") == "a b"
    assert take_line({}, "title") == ""


@pytest.mark.parametrize("value", [1, None, ["a"], "x" * 301, "a\x00b", "   "])
def test_line_of_another_kind_or_too_long_is_refused(value: object) -> None:
    with pytest.raises(InvalidPayloadError):
        take_line({"title": value}, "title", required=True)


def test_texts_keep_only_the_languages_in_which_something_is_written() -> None:
    assert take_texts({"title": {"ar": " عنوان ", "fr": "  ", "en": "Title"}}, "title") == {"ar": "عنوان", "en": "Title"}


@pytest.mark.parametrize("value", ["x", {"de": "x"}, {"ar": 3}, {"fr": "x" * 20_001}, {"en": "\x00"}])
def test_texts_of_another_language_or_kind_are_refused(value: object) -> None:
    with pytest.raises(InvalidPayloadError):
        take_texts({"title": value}, "title")


@pytest.mark.parametrize("value", [{}, ["x"], [{}] * 501])
def test_list_of_anything_but_objects_or_too_long_is_refused(value: object) -> None:
    with pytest.raises(InvalidPayloadError):
        take_groups({"stages": value}, "stages")


def test_tick_is_true_or_false_only() -> None:
    assert take_tick({"required": True}, "required") is True
    with pytest.raises(InvalidPayloadError):
        take_tick({"required": "true"}, "required")


def test_group_without_an_id_gets_a_new_one_and_a_bad_id_is_refused() -> None:
    assert take_id({"id": "s1"}, "s") == "s1"
    fresh = {take_id({"id": ""}, "s") for _ in range(20)}
    assert len(fresh) == 20
    with pytest.raises(InvalidPayloadError):
        take_id({"id": '"><script>'}, "s")


def test_texts_of_an_author_stay_text_in_the_form() -> None:
    hostile = '"><img src=x onerror=alert(1)>'
    shown = translated("Title", "title", {"ar": hostile}) + translated("Brief", "brief", {"fr": f"<p>{hostile}</p>"}, kind="rich")
    tree = html.fragment_fromstring(shown, create_parent="div")
    assert not tree.xpath("//img[@onerror]")
    assert tree.xpath('//input[@data-field="title.ar"]/@value') == [hostile]
    assert [node.get("dir") for node in tree.xpath('//*[@data-field="title.ar" or @data-field="title.fr"]')] == ["rtl", "ltr"]


def test_list_shows_its_groups_and_keeps_a_blank_one_to_begin_the_next_from() -> None:
    translate = Translator("fr")
    made = listing(translate, "stages", [group(translate, "s1", line("Nom", "name", "Plan"))], group(translate, ""), "Ajouter")
    tree = html.fragment_fromstring(made)
    assert tree.get("data-list") == "stages"
    assert tree.xpath('./ol/li[@data-group]//input[@data-field="id"]/@value') == ["s1"]
    assert len(tree.xpath("./template")) == 1
    assert {node.get("data-move") for node in tree.xpath("./ol/li//button")} == {"up", "down", "copy", "delete"}
