"""Faults of markup, numbers, direction, typography, reading, sources and repetition."""

from __future__ import annotations

import copy
from typing import Any

from tests.factories.course_draft import Draft
from tests.factories.course_faults.edits import Spoil, add_text, at, drop, drop_all, give, insert, rename, say, start_with, take, unwrap

AR, FR, EN = (f"//variant[@lang='{language}']" for language in ("ar", "fr", "en"))
P = "//p[not(*)][not(ancestor::section[@class='sources'])]"


def repeat_id(variant: Any) -> None:
    one, other = variant.findall("section")[:2]
    one.set("id", "same")
    other.set("id", "same")


def copy_title(node: Any) -> None:
    node.text = node.getparent().find("text[@lang='fr']").text


def copy_item(draft: Draft) -> None:
    """Put an item of a bank into another place under another name."""

    def edit(item: Any) -> None:
        twin = copy.deepcopy(item)
        twin.set("id", f"{item.get('id')}x")
        item.addnext(twin)

    draft.change("//item", edit)


def copy_item_nearly(draft: Draft) -> None:
    def edit(item: Any) -> None:
        twin = copy.deepcopy(item)
        twin.set("id", f"{item.get('id')}x")
        for stem in twin.iter("stem"):
            add_text(" ensuite")(stem)
        item.addnext(twin)

    draft.change("//item[@type='single']", edit)


def copy_across(variant: Any) -> None:
    """Leave the French text in the English variant."""
    french = variant.getparent().find("variant[@lang='fr']//feedback")
    say("Cette ligne reste telle quelle partout ici.")(french)
    say("Cette ligne reste telle quelle partout ici.")(variant.find(".//feedback"))


def repeat_paragraph(node: Any) -> None:
    node.addnext(copy.deepcopy(node))


LONG = "word " * 45

FAULTS: list[tuple[str, Spoil]] = [
    ("block_refused", at("//item/option", take("id"))),
    ("block_refused", at("//maslak_checkpoint", give("draw", "ten"))),
    ("tag_dropped", at("//variant//p", rename("font"))),
    ("tag_dropped", at("//variant//p", insert("<script>alert(1)</script>"))),
    ("attribute_dropped", at("//variant//p", give("style", "color:red"))),
    ("attribute_dropped", at("//variant//p", give("onclick", "x()"))),
    ("attribute_dropped", at("//section", give("class", "exampel"))),
    ("nesting_wrong", at("//maslak_lesson/variant//p[not(*)]", insert("<ul><li>x</li></ul>"))),
    ("id_repeated", at("//maslak_lesson/variant", repeat_id)),
    ("picture_misnamed", at("//img", give("src", "/static/IMG_2024 01.PNG"))),
    ("picture_misnamed", at("//img", give("src", "/static/صورة.png"))),
    ("picture_misnamed", at("//img", give("src", "https://www.cndp.ma/logo.png"))),
    ("link_broken", at("//a", give("href", "/jump_to_id/tc06-u2"))),
    ("link_broken", at("//a", give("href", "www.cndp.ma"))),
    ("link_broken", at("//a", give("href", "#no-such-place"))),
    ("link_broken", at("//a", give("href", "https://cndp"))),
    ("link_broken", at("//a", take("href"))),
    ("link_insecure", at("//a", give("href", "http://www.cndp.ma"))),
    ("link_invented", at("//a", give("href", "https://banque.example/x"))),
    ("link_without_text", at("//a", say(""))),
    ("link_vague", at("//a", say("cliquez ici"))),
    ("link_vague", at("//a", say("هنا"))),
    ("callout_unknown", at("//aside", give("data-kind", "danger"))),
    ("callout_unknown", at("//aside", take("data-kind"))),
    ("callout_unknown", at("//aside", take("class"))),
    ("header_missing", at("//table", lambda node: [rename("td")(cell) for cell in list(node.iter("th"))])),
    ("scope_missing", at("//th", take("scope"))),
    ("caption_missing", at("//caption", drop)),
    ("row_uneven", at("//tbody/tr/td", drop)),
    ("details_unnamed", at("//summary", drop)),
    ("element_empty", at("//variant//p[not(*)]", say(""))),
    ("element_empty", at("//variant//code", say(""))),
    ("heading_skipped", at("//maslak_lesson/variant", lambda node: rename("h3")(next(node.iter("h2"))))),
    ("digits_eastern", at(f"{AR}{P}", add_text(" ١٢ درهماً"))),
    ("decimal_sign", at(f"{FR}{P}", add_text(" Le prix est de 14.90 DH."))),
    ("decimal_sign", at(f"{AR}{P}", add_text(" الثمن 14.90 درهماً."))),
    ("decimal_sign", at(f"{EN}{P}", add_text(" The price is 14,90 DH."))),
    ("number_ambiguous", at(f"{FR}{P}", add_text(" Cela coûte 1.900 DH."))),
    ("number_ambiguous", at(f"{AR}{P}", add_text(" الثمن 1.900 درهم."))),
    ("grouping_breaks", at(f"{FR}{P}", add_text(" Cela coûte 1 900 DH."))),
    ("month_foreign", at(f"{AR}{P}", add_text(" في شهر أغسطس."))),
    ("month_foreign", at(f"{AR}{P}", add_text(" يوم 5 ديسمبر."))),
    ("values_differ", at("//item/variant[@status='translated']/stem", add_text(" 73 DH"))),
    ("values_differ", at("//item/variant[@status='source']/text", add_text(" 250"))),
    ("address_loose", at(f"{AR}{P}", add_text(" زر https://cndp.ma الآن."))),
    ("address_loose", at(f"{AR}//code[contains(., '.test') or contains(., '.example')][not(ancestor::pre)]", unwrap)),
    ("address_loose", at(f"{AR}{P}", add_text(" راسل info@cndp.ma الآن."))),
    ("formula_loose", at(f"{AR}{P}", add_text(" والنتيجة 24 × 5 = 120 صورة."))),
    ("formula_loose", at(f"{AR}//bdi[contains(., '×') or contains(., '÷')][not(*)]", unwrap)),
    ("formula_loose", at(f"{AR}{P}", add_text(" قاعدة 3-2-1 مهمة."))),
    ("arabic_loose", at(f"{FR}{P}", add_text(" Le mot رمز est arabe."))),
    ("arabic_loose", at(f"{EN}//bdi[@lang='ar']", unwrap)),
    ("direction_wrong", at(f"{AR}//bdi[@dir='ltr'][not(*)]", give("dir", "rtl"))),
    ("direction_wrong", at("//code", give("dir", "rtl"))),
    ("direction_missing", at(f"{AR}//bdi[@dir='ltr'][not(*)]", take("dir"))),
    ("control_character", at(f"{AR}{P}", add_text(" \u202babc\u202c"))),
    ("control_character", at(f"{EN}{P}", add_text(" \u200e(2025)"))),
    ("control_character", at("//code[not(ancestor::pre)]", start_with("\u200e"))),
    ("punctuation_latin", at(f"{AR}{P}", add_text(" نعم, هذا صحيح."))),
    ("punctuation_latin", at(f"{AR}{P}", add_text(" هل هذا صحيح?"))),
    ("letter_forms", at(f"{AR}{P}", add_text(" ﻻ"))),
    ("tatweel", at(f"{AR}{P}", add_text(" مهـــم"))),
    ("apostrophe_straight", at(f"{FR}{P}", add_text(" C'est ainsi."))),
    ("apostrophe_straight", at(f"{EN}{P}", add_text(" It's so."))),
    ("quotes_straight", at(f"{EN}{P}", add_text(' He said "yes".'))),
    ("space_before_stop", at(f"{FR}{P}", add_text(" Vraiment ?"))),
    ("space_before_stop", at(f"{FR}{P}", add_text(" Vraiment!"))),
    ("space_before_stop", at(f"{FR}{P}", add_text(" Voici : rien."))),
    ("space_before_stop", at(f"{FR}{P}", add_text(" Soit 70%."))),
    ("space_doubled", at(f"{EN}{P}", add_text(" So it is , really."))),
    ("placeholder_left", at(f"{FR}{P}", start_with("À COMPLÉTER "))),
    ("placeholder_left", at(f"{EN}{P}", add_text(" TODO: a figure."))),
    ("placeholder_left", at(f"{AR}{P}", add_text(" [يُستكمل لاحقا]"))),
    ("placeholder_left", at(f"{FR}{P}", start_with("======= "))),
    ("reread_unknown", at(f"{FR}/feedback[contains(., 'Relisez «')]", say("Relisez «\u00a0Une leçon qui n’est nulle part\u00a0»."))),
    ("reread_unknown", at(f"{EN}/feedback[contains(., 'Reread “')]", say("Wrong. Reread unit 1, “No such heading”."))),
    ("reread_unknown", at(f"{AR}/feedback[contains(., 'راجع «')]", say("راجع «عنوان لا وجود له»."))),
    ("placeholder_left", at("//feedback[not(*)]", say("Lorem ipsum dolor sit amet."))),
    ("command_loose", at(f"{AR}{P}", add_text(" أضف -m إلى الأمر."))),
    ("command_loose", at(f"{AR}{P}", add_text(" افتح /etc/hosts الآن."))),
    ("command_loose", at(f"{AR}{P}", add_text(" المجلد C:\\Users هناك."))),
    ("word_doubled", at(f"{EN}{P}", add_text(" This is is wrong."))),
    ("word_doubled", at(f"{FR}{P}", add_text(" Il est est faux."))),
    ("sentence_long", at(f"{EN}{P}", add_text(f" And {LONG}end."))),
    (
        "sentences_long",
        at("//maslak_lesson/variant[@lang='en']", lambda node: [start_with("word " * 90)(each) for each in node.iter("p", "li")]),
    ),
    ("paragraph_long", at(f"{EN}{P}", add_text(" One more short sentence stands here." * 22))),
    ("text_untranslated", at(f"{EN}{P}", say("Ce texte est resté dans la langue de la source et il faut le traduire."))),
    ("text_untranslated", at(f"{FR}{P}", say("This text has been left in the language of the source and it is to be translated."))),
    ("text_untranslated", at(f"{AR}{P}", say("This text was left in English here"))),
    ("text_copied", at("//item/variant[@lang='en']", copy_across)),
    ("text_copied", at("//title[text[@lang='fr'][contains(., ' et ')]]/text[@lang='ar']", copy_title, "titles.xml")),
    ("sources_empty", at("//section[@class='sources']", drop_all(".//li"))),
    ("source_undated", at("//section[@class='sources'][not(contains(., '2026'))]//ul", insert("<li>Un guide sans année</li>"))),
    ("sources_differ", at("//section[@class='sources']//li", drop)),
    ("law_unsourced", at(f"{FR}{P}", add_text(" La loi 31-08 le dit."))),
    ("law_unsourced", at(f"{EN}{P}", add_text(" Law 05-20 says so."))),
    ("law_unsourced", at(f"{AR}{P}", add_text(" ينص عليه القانون 05.20."))),
    ("article_unsourced", lambda d: d.replace("vertical/tc06-u1-*.xml", "</summary><p>", "</summary><p>Voir l’article 12. ")),
    (
        "law_without_place",
        at(
            "//section[@class='sources'][contains(., 'loi n') or contains(., 'Law 09')]",
            lambda node: [rename("strong")(link) for link in list(node.iter("a"))],
        ),
    ),
    ("note_without_law", at("//aside[@data-kind!='law']", give("data-kind", "law"))),
    ("item_repeated", copy_item),
    ("item_similar", copy_item_nearly),
    ("paragraph_repeated", at("//maslak_lesson/variant//p[not(*)][string-length(.) > 120]", repeat_paragraph)),
]
