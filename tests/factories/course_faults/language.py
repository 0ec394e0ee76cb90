"""Faults between the three languages."""

from __future__ import annotations

from tests.factories.course_faults.edits import Spoil, add_text, at, drop, give, rename, repeat, say, start_with, take

TRANSLATION = "//variant[@status='translated']"
LESSON_TRANSLATION = "//maslak_lesson/variant[@status='translated']"
SOURCE = "//variant[@status='source']"

FAULTS: list[tuple[str, Spoil]] = [
    ("variant_missing", at("//item/variant[@status='translated']", drop)),
    ("variant_missing", at(LESSON_TRANSLATION, drop)),
    ("variant_missing", at("//misconception/name", drop)),
    ("variant_missing", at("//title/text", drop, "titles.xml")),
    ("variant_missing", at("//term/definition", drop, "glossary.xml")),
    ("variant_repeated", at(TRANSLATION, repeat)),
    ("variant_repeated", at("//term/text", repeat, "glossary.xml")),
    ("variant_empty", at("//misconception/name", say(""))),
    ("variant_empty", at("//title/text", say(" "), "titles.xml")),
    ("language_unknown", at("//variant", give("lang", "es"))),
    ("language_unknown", at("//term/text", give("lang", "de"), "glossary.xml")),
    ("status_unknown", at(TRANSLATION, give("status", "done"))),
    ("source_count", at(TRANSLATION, give("status", "source"))),
    ("source_count", at(SOURCE, give("status", "translated"))),
    ("variant_unstamped", at(TRANSLATION, take("basis"))),
    ("variant_stale", at(f"{SOURCE}//p[not(*)]", add_text(" Une phrase de plus."))),
    ("variant_stale", at("//item/variant[@status='source']/text", add_text(" encore"))),
    ("variant_stale", at("//item/variant[@status='source']//feedback", start_with("Donc. "))),
    ("variant_stale", at(TRANSLATION, give("basis", "000000000000"))),
    ("objective_unsaid", at("//maslak_lesson/variant/objective", drop)),
    ("objective_undeclared", at("//maslak_lesson/variant/objective", give("ref", "tc06-u9-o9"))),
    ("sections_differ", at(f"{LESSON_TRANSLATION}/section", drop)),
    ("sections_differ", at(f"{LESSON_TRANSLATION}/section[@class]", take("class"))),
    ("parts_differ", at(f"{LESSON_TRANSLATION}//figure", drop)),
    ("parts_differ", at(f"{LESSON_TRANSLATION}//table", drop)),
    ("parts_differ", at(f"{LESSON_TRANSLATION}//tbody/tr", drop)),
    ("parts_differ", at(f"{LESSON_TRANSLATION}//details", drop)),
    ("parts_differ", at(f"{LESSON_TRANSLATION}//p", drop)),
    ("parts_differ", at(f"{LESSON_TRANSLATION}//li", drop)),
    ("parts_differ", at(f"{LESSON_TRANSLATION}//h2", drop)),
    ("parts_differ", at(f"{LESSON_TRANSLATION}//dfn", rename("strong"))),
    ("terms_differ", at(f"{LESSON_TRANSLATION}//dfn[@data-term!='phishing']", give("data-term", "phishing"))),
    ("notes_differ", at(f"{LESSON_TRANSLATION}//aside[@data-kind!='law']", give("data-kind", "law"))),
    ("notes_differ", at(f"{LESSON_TRANSLATION}//aside", drop)),
    ("code_numbers_differ", at(f"{LESSON_TRANSLATION}//pre", add_text("7"))),
    ("code_differs", at(f"{LESSON_TRANSLATION}//pre", say("one\ntwo\nthree"))),
]
