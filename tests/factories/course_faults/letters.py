"""Faults of letters, signs and spaces that look right at a glance."""

from __future__ import annotations

from tests.factories.course_faults.edits import Spoil, add_text, at, give, insert, say
from tests.factories.course_faults.prose import AR, EN, FR, P

FAULTS: list[tuple[str, Spoil]] = [
    ("character_hidden", at(f"{FR}{P}", add_text(" Un mot cou\u00adpé."))),
    ("character_hidden", at(f"{EN}{P}", add_text(" Two\u2028lines."))),
    ("character_hidden", at(f"{AR}{P}", add_text(" كلمة \ue000 هنا."))),
    ("control_character", at(f"{AR}{P}", add_text(" كلمة\u200f هنا."))),
    ("character_lost", at(f"{FR}{P}", add_text(" Le rÃ©sultat est lÃ\u00a0."))),
    ("character_lost", at(f"{EN}{P}", add_text(" It isnâ€™t so."))),
    ("character_lost", at(f"{AR}{P}", add_text(" كل\ufffdة ناقصة."))),
    ("letters_mixed", at(f"{EN}{P}", add_text(" A p\u0430ssword."))),
    ("letters_mixed", at(f"{FR}//code[not(ancestor::pre)][not(*)]", say("c\u0430t notes.txt"))),
    ("letters_persian", at(f"{AR}{P}", add_text(" فی البیت."))),
    ("letters_persian", at(f"{AR}{P}", add_text(" هذا کتاب."))),
    ("final_yeh", at(f"{AR}{P}", add_text(" وهو فى البيت."))),
    ("accents_loose", at(f"{FR}{P}", add_text(" Un e\u0301tudiant."))),
    ("pair_broken", at(f"{EN}{P}", add_text(" One (two three."))),
    ("pair_broken", at(f"{FR}{P}", add_text(" Il dit «\u00a0oui."))),
    ("pair_broken", at(f"{AR}{P}", add_text(" قال )نعم( وذهب."))),
    ("pair_broken", at(f"{EN}{P}", add_text(" He said yes” and left."))),
    ("quotes_foreign", at(f"{EN}{P}", say("The word « yes » is short."))),
    ("quotes_foreign", at(f"{FR}{P}", say("Le mot “oui” est court."))),
    ("code_typeset", at(f"{EN}//code[not(ancestor::pre)][not(*)]", say("echo “hello”"))),
    ("code_typeset", at(f"{FR}//code[not(ancestor::pre)][not(*)]", say("ls\u00a0-l"))),
    ("space_foreign", at(f"{EN}{P}", add_text(" Really ? Yes."))),
    ("space_foreign", at(f"{EN}{P}", add_text(" Half is 50 % of it."))),
    ("space_foreign", at(f"{AR}{P}", add_text(" نعم ، هذا صحيح."))),
    ("shouted", at(f"{EN}{P}", say("NEVER GIVE YOUR CODE TO ANYBODY WHO ASKS."))),
    ("stop_missing", at(f"{EN}{P}", say("This sentence goes on for a while and then just stops"))),
    ("stop_missing", at("//term/definition[@lang='fr']", say("Une phrase qui s’arrête sans que rien le dise"), "glossary.xml")),
    ("dots_typed", at(f"{FR}{P}", add_text(" Et ainsi de suite..."))),
    ("digits_eastern", at(f"{AR}{P}", add_text(" نحو 70٪ منهم."))),
    ("digits_eastern", at(f"{AR}{P}", insert('<bdi dir="ltr">60٪</bdi>'))),
    ("decimal_sign", at(f"{AR}{P}", insert('<bdi dir="ltr">6.25 ÷ 2</bdi>'))),
    ("direction_wrong", at(f"{AR}//section", give("dir", "ltr"))),
    ("space_foreign", at(f"{AR}{P}", add_text(" نعم ،هذا صحيح."))),
    ("month_foreign", at(f"{AR}{P}", add_text(" يوم 5 كانون الثاني."))),
    ("formula_loose", at(f"{AR}{P}", add_text(" اتصل بالرقم +212 5 37 57 11 24 الآن."))),
    ("formula_loose", at(f"{AR}{P}", add_text(" كُتب البرنامج بلغة C++ قديماً."))),
]
