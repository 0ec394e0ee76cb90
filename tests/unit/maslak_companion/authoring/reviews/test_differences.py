"""What changed between two texts of a block, as a reviewer reads it."""

from __future__ import annotations

from maslak_companion.authoring.reviews.differences import Piece, Setting, compare

ITEM = (
    '<b url_name="x" pass_mark="0.7"><item id="q1"><option id="a" correct="true"/><option id="b"/>'
    '<variant lang="fr" status="source"><stem><p>Quel est le bon mot ?</p></stem><text option="a">ce <b>mot</b></text></variant>'
    '<variant lang="ar" status="translated" basis="0"><stem><p>ما الكلمة الصحيحة؟</p></stem></variant></item></b>'
)


def test_the_same_text_differs_in_nothing() -> None:
    assert compare(ITEM, ITEM).is_empty


def test_words_are_told_apart_inside_their_paragraph_and_language() -> None:
    found = compare(ITEM, ITEM.replace("le bon mot", "le mot juste"))
    assert list(found.texts) == ["fr"]
    [line] = found.texts["fr"]
    assert [piece for piece in line if piece.kind != "same"] == [Piece("removed", "bon"), Piece("added", "juste")]
    assert found.settings == []


def test_a_changed_key_and_a_changed_rule_are_named() -> None:
    found = compare(ITEM, ITEM.replace(' correct="true"', "").replace('id="b"/>', 'id="b" correct="true"/>').replace("0.7", "0.5"))
    assert Setting("b · pass_mark", "0.7", "0.5") in found.settings
    assert Setting("item q1 › option a · correct", "true", "") in found.settings
    assert Setting("item q1 › option b · correct", "", "true") in found.settings
    assert found.texts == {}


def test_a_link_that_leads_elsewhere_is_named() -> None:
    before = '<l><variant lang="fr" status="source"><p>Voir <a href="https://cndp.example">ici</a>.</p></variant></l>'
    [setting] = compare(before, before.replace("cndp.example", "evil.example")).settings
    assert (setting.before, setting.after) == ("https://cndp.example", "https://evil.example")


def test_another_order_is_named() -> None:
    before = '<l><item id="a"/><item id="b"/></l>'
    assert any(setting.after == "b a" for setting in compare(before, '<l><item id="b"/><item id="a"/></l>').settings)


def test_a_text_outside_every_language_is_named() -> None:
    before = '<l><answer id="n">42</answer></l>'
    assert compare(before, before.replace("42", "43")).settings == [Setting("answer n", "42", "43")]


def test_bold_words_are_a_matter_of_form() -> None:
    found = compare(ITEM, ITEM.replace("<b>mot</b>", "mot"))
    assert (found.texts, found.settings, found.is_form_only) == ({}, [], True)


def test_a_paragraph_more_is_added_whole() -> None:
    found = compare(ITEM, ITEM.replace("</p></stem><text", "</p><p>Lisez bien.</p></stem><text"))
    assert found.texts["fr"] == [(Piece("added", "Lisez bien."),)]


def test_what_the_editors_keep_for_themselves_is_not_shown() -> None:
    assert compare(ITEM, ITEM.replace('basis="0"', 'basis="1"')).settings == []


def test_spaces_that_hold_a_french_mark_stay_with_it() -> None:
    before = '<l><variant lang="fr" status="source"><p>Que faire\u00a0? «\u00a0Rien\u00a0».</p></variant></l>'
    [line] = compare(before, before.replace("Rien", "Tout")).texts["fr"]
    assert line[-1] == Piece("added", "«\u00a0Tout\u00a0».")
    assert line[0] == Piece("same", "Que faire\u00a0?")
