"""Faults between things that have to agree: languages, glossary, titles, objectives, sources, and what a text points to."""

from __future__ import annotations

import re
from typing import Any

from tests.factories.course_draft import Draft
from tests.factories.course_faults.edits import Spoil, add_text, at, drop_all, give, insert, repeat, say, start_with, take
from tests.factories.course_faults.prose import AR, EN, FR, P

NUMERIC = "//item[@type='numeric']"
WRONG = "//item[@type='single']/option[@misconception]"
READ, APPLY = "vertical/tc06-u3-read.xml", "vertical/tc06-u3-apply.xml"


def put(name: str, old: str, new: str) -> Spoil:
    return lambda draft: draft.replace(f"vertical/tc06-{name}.xml", old, new)


def drop_explanations(draft: Draft) -> None:
    for path in sorted(draft.course.glob("vertical/tc06-u1-*.xml")):
        draft.write(path, re.sub(r"<section>.*?</section>", "", path.read_text("utf-8"), flags=re.DOTALL))


def overlap(variant: Any) -> None:
    one, other = variant.findall("text")[:2]
    say("Between 10 and 20")(one)
    say("Between 15 and 30")(other)


def repeat_with_a_stop(variant: Any) -> None:
    one, other = variant.findall("text")[:2]
    say(f"{''.join(one.itertext()).upper()}.")(other)


def judge(option: Any) -> None:
    say("Non.")(option.getparent().find(f"variant[@lang='fr']/feedback[@option='{option.get('id')}']"))


def share_name(terms: Any) -> None:
    one, other = terms.findall("term/text[@lang='fr']")[:2]
    say(one.text)(other)


def repeat_heading(variant: Any) -> None:
    one, other = list(variant.iter("h2"))[:2]
    say("".join(one.itertext()))(other)


def claim(sentence: str) -> Spoil:
    return lambda draft: draft.replace("vertical/tc06-u2-read.xml", "</h2>", f"</h2><p>{sentence}</p>")


FAULTS: list[tuple[str, Spoil]] = [
    ("values_differ", put("u3-read", "a group of 180 people", "a group of 190 people")),
    ("values_differ", put("u3-read", "مجموعة من 180", "مجموعة من 160")),
    ("values_differ", put("u3-read", "60% of the 180", "65% of the 180")),
    ("values_differ", put("u3-apply", "on 12 December", "on 13 December")),
    ("values_differ", put("u1-read", 'alt="A web address cut into four', 'alt="A web address cut into five')),
    ("values_differ", put("checkpoint-page", "before 6 p.m.", "before 7 p.m.")),
    ("values_differ", put("u3-practice", "محسوب على 240", "محسوب على 420")),
    ("values_differ", put("u3-apply", "no. 5714 of 5 March", "no. 5741 of 5 March")),
    ("months_differ", put("u3-apply", "of 18 June 2009", "of 18 July 2009")),
    ("months_differ", put("u3-read", "18 February 2009", "18 March 2009")),
    ("months_differ", put("u3-read", "18 فبراير 2009", "18 أبريل 2009")),
    ("measures_differ", put("checkpoint-page", "Pay 3,000 DH", "Pay 3,000 €")),
    ("code_mistyped", at("//item/variant[@lang='en']/text/code[.='suivi-colis.test']", say("suivi-coli.test"))),
    ("claim_unsourced", claim("La loi interdit de publier ces données sans accord.")),
    ("claim_unsourced", claim("Cet usage est puni d’une amende de 10\u202f000 DH.")),
    ("claim_unsourced", lambda d: d.change(f"{EN}{P}", add_text(" It is illegal in Morocco."), "vertical/tc06-u2-*.xml")),
    ("claim_unsourced", lambda d: d.change(f"{AR}{P}", add_text(" يمنع القانون نشر هذه المعطيات."), "vertical/tc06-u1-*.xml")),
    ("study_unnamed", at(f"{EN}{P}", add_text(" According to a recent study, most do."))),
    ("study_unnamed", at(f"{FR}{P}", add_text(" Des études montrent que oui."))),
    ("study_unnamed", at(f"{AR}{P}", add_text(" تشير الدراسات إلى ذلك."))),
    ("stem_short", at("//item[@type='single']/variant[@lang='en']/stem", say("Hashing."))),
    ("stem_blanks", at("//item[@type='single']/variant[@lang='en']/stem", say("A ____ is what ____ the ____."))),
    ("link_broken", at("//a", give("href", "https://doi.org/"))),
    ("source_future", at("//section[@class='sources']//li[not(*)]", add_text(" 2099."))),
    ("part_unnamed", at("/chapter", take("display_name"), "chapter/*.xml")),
    ("title_differs", at("/sequential", give("display_name", "Ancien titre"), "sequential/*.xml")),
    ("title_differs", at("//title[@for='tc06-u1']/text[@lang='fr']", say("Autre titre"), "titles.xml")),
    ("heading_differs", at("//maslak_lesson/variant[@lang='ar']", give("title", "عنوان آخر"))),
    ("entry_marked", at("//title/text", insert("<b>x</b>"), "titles.xml")),
    ("entry_marked", at("//term/definition", insert("<script>x()</script>"), "glossary.xml")),
    ("term_repeated", at("/glossary", share_name, "glossary.xml")),
    ("term_differs", at(f"{EN}//dfn[not(*)]", say("something else"))),
    ("term_differs", at(f"{AR}//dfn[not(*)]", say("بيت"))),
    ("level_differs", at("//maslak_lesson/objective", give("level", "N2"))),
    ("objective_repeated", at("//maslak_lesson/variant/objective", repeat)),
    ("objective_vague", at("//maslak_lesson/variant[@lang='fr']/objective", start_with("Comprendre "))),
    ("objective_vague", at("//maslak_lesson/variant[@lang='en']/objective", start_with("Understand "))),
    ("objective_vague", at("//maslak_lesson/variant[@lang='ar']/objective", start_with("أن تفهم "))),
    ("ranges_overlap", at("//item[@type='single']/variant[@lang='en']", overlap)),
    ("feedback_short", at(WRONG, judge)),
    ("text_repeated", at("//item/variant/text", repeat)),
    ("text_repeated", at("//item/variant/feedback", repeat)),
    ("option_repeated", at("//item[@type='single']/variant[@lang='en']", repeat_with_a_stop)),
    ("option_for_all", at("//item[@type='single']/variant[@lang='en']/text", say("Both a and b"))),
    ("option_for_all", at("//item[@type='single']/variant[@lang='fr']/text", say("Les deux premières réponses"))),
    ("option_for_all", at("//item[@type='single']/variant[@lang='ar']/text", say("كلها صحيحة"))),
    ("stem_negative", at("//item[@type='single']/variant[@lang='en']/stem", say("All of these hold except which?"))),
    ("stem_negative", at("//item[@type='single']/variant[@lang='ar']/stem", say("ما الجواب غير الصحيح؟"))),
    ("unit_unnamed", at(f"{NUMERIC}/answer[@unit]", give("unit", "kelvin"))),
    ("unit_undeclared", at(f"{NUMERIC}/answer[@unit]", take("unit"))),
    ("link_followed", at("//a", lambda node: node.set("href", f"{node.get('href')}/?utm_source=x"))),
    ("link_misleads", at("//a", say("dgssi.gov.ma"))),
    ("text_loose", at("//maslak_lesson/variant/section", start_with("Perdu"))),
    ("markup_shown", at(f"{EN}{P}", add_text(" <b>Bold</b>"))),
    ("markup_shown", at(f"{FR}{P}", add_text(" Voir **ici**."))),
    ("markup_shown", at(f"{FR}{P}", add_text(" On a $x^2 + 1$ points."))),
    ("heading_repeated", at("//maslak_lesson/variant", repeat_heading)),
    ("exercise_unsolved", at("//section[@class='exercise']", drop_all(".//details"))),
    ("exercise_unsolved", at("//section[@class='retrieval']", drop_all(".//details"))),
    ("unit_unexplained", drop_explanations),
    ("reread_unknown", put("u3-apply", "unit “Devices and backups”", "unit “Nowhere in particular”")),
    ("reread_unit", put("checkpoint-page", "Relisez l’unité 1", "Relisez l’unité 3")),
    ("reread_unit", put("checkpoint-page", "Reread unit 2", "Reread unit 1")),
    ("reread_unit", put("checkpoint-page", "راجع الدرس 1", "راجع الدرس 2")),
]
