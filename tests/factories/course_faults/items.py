"""Faults of questions, keys, options and feedback."""

from __future__ import annotations

from typing import Any

from lxml import etree
from tests.factories.course_faults.edits import Edit, Spoil, add_text, at, drop, give, repeat, say, take
from tests.factories.question import QUESTIONS

SINGLE = "//item[@type='single']"
MULTIPLE = "//item[@type='multiple']"
CHOICE = "//item[@type='single' or @type='multiple']"
NUMERIC = "//item[@type='numeric']"
MASTERY = "//maslak_checkpoint[@purpose='mastery']"


def swap_key(item: Any) -> None:
    key, wrong = item.find("option[@correct]"), item.find("option[@misconception]")
    key.attrib.pop("correct")
    key.set("misconception", wrong.attrib.pop("misconception"))
    wrong.set("correct", "true")


def swap_texts(variant: Any) -> None:
    """Exchange the feedback of the key and of another option, as a translator does who loses the order."""
    key = variant.getparent().find("option[@correct]").get("id")
    nodes = {node.get("option"): node for node in variant.findall("feedback")}
    other = next(option for option in nodes if option != key)
    nodes[key].set("option", other)
    nodes[other].set("option", key)


def same_in_both(tag: str) -> Any:
    def edit(variant: Any) -> None:
        one, other = variant.findall(tag)[:2]
        say("".join(one.itertext()))(other)
        say("".join(one.itertext()))(one)

    return edit


def lengthen_key(item: Any) -> None:
    key = item.find("option[@correct]").get("id")
    add_text(" which is so because of what the lesson says about this very case and others")(
        item.find(f"variant[@lang='en']/text[@option='{key}']")
    )


def give_clue(item: Any) -> None:
    key = item.find("option[@correct]").get("id")
    for variant in item.findall("variant"):
        word = {"fr": "particulièrement", "en": "particularly", "ar": "بالخصوص"}[variant.get("lang")]
        add_text(f" {word}")(variant.find("stem"))
        add_text(f" {word}")(variant.find(f"text[@option='{key}']"))


def speak_absolutely(item: Any) -> None:
    wrong = item.find("option[@misconception]").get("id")
    for option in item.findall("option"):
        if option.get("id") == wrong:
            add_text(" toujours")(item.find(f"variant[@lang='fr']/text[@option='{wrong}']"))


def put_keys_first(checkpoint: Any) -> None:
    for item in checkpoint.findall("item[@type='single']"):
        item.insert(0, item.find("option[@correct]"))


def approve(lang: str, word: str) -> Any:
    def edit(item: Any) -> None:
        wrong = item.find("option[@misconception]").get("id")
        say(word)(item.find(f"variant[@lang='{lang}']/feedback[@option='{wrong}']"))

    return edit


def count_in(units: dict[str, str]) -> Edit:
    return lambda item: [say(units[variant.get("lang")])(variant.find("unit")) for variant in item.findall("variant")]


FAULTS: list[tuple[str, Spoil]] = [
    ("type_unknown", at("//item", give("type", "essay"))),
    ("key_count", at(f"{SINGLE}/option[@correct]", take("correct"))),
    ("key_count", at(f"{SINGLE}/option[not(@correct)]", give("correct", "true"))),
    ("key_count", at(f"{MULTIPLE}", lambda node: [option.set("correct", "true") for option in node.findall("option")])),
    (
        "option_count",
        at(
            f"{SINGLE}/option[not(@correct)][1]",
            lambda node: [drop(each) for each in node.getparent().findall("option[@misconception]")[:2]],
        ),
    ),
    ("option_count", at(f"{SINGLE}/option", lambda node: [repeat(node) for _ in range(3)])),
    ("scoring_missing", at(MULTIPLE, take("scoring"))),
    ("misconception_missing", at("//option[@misconception]", take("misconception"))),
    ("misconception_missing", at("//item/wrong", take("misconception"))),
    ("misconception_on_key", at("//option[@correct]", give("misconception", "x"))),
    (
        "misconception_on_key",
        at(
            SINGLE,
            lambda node: [node.find("option[@correct]").attrib.pop("correct"), node.find("option[@misconception]").set("correct", "true")],
        ),
    ),
    ("option_unsaid", at(f"{CHOICE}/variant/text", drop)),
    ("option_unsaid", at(f"{CHOICE}/variant/text", say(""))),
    ("option_undeclared", at(f"{CHOICE}/variant/text", give("option", "z"))),
    ("option_undeclared", at(f"{CHOICE}/option", drop)),
    ("feedback_missing", at("//item/variant/feedback", drop)),
    ("feedback_missing", at("//item/variant/feedback", say(" "))),
    ("feedback_repeated", at(f"{CHOICE}/variant", same_in_both("feedback"))),
    ("option_repeated", at(f"{CHOICE}/variant", same_in_both("text"))),
    ("stem_missing", at("//item/variant/stem", say(""))),
    ("stem_missing", at("//item/variant/stem", drop)),
    ("feedback_contradicts", at(SINGLE, swap_key)),
    ("feedback_contradicts", at(f"{SINGLE}/variant", swap_texts)),
    ("feedback_contradicts", at(SINGLE, approve("ar", "نعم. هذا هو الجواب."))),
    ("feedback_contradicts", at(SINGLE, approve("en", "Right: this is it."))),
    ("thinking_unknown", at("//item", give("thinking", "K9"))),
    ("points", at("//item", give("points", "0"))),
    ("points", at("//item", give("points", "one"))),
    ("reviewer_same", at("//item", lambda node: node.set("reviewer", node.get("author")))),
    ("answer_missing", at(f"{NUMERIC}/answer", drop)),
    ("answer_missing", at(f"{NUMERIC}/answer", take("tolerance"))),
    ("answer_missing", at(f"{NUMERIC}/answer", give("value", "1,5"))),
    ("unit_missing", at(f"{NUMERIC}/variant/unit", drop)),
    ("version", at("//item", give("version", "v2"))),
    ("version", at("//item", give("version", "0"))),
    ("units_differ", at("//item[variant/unit]", count_in({"fr": "DH", "ar": "درهم", "en": "EUR"}))),
    ("units_differ", at("//item[variant/unit]", count_in({"fr": "kg", "ar": "%", "en": "kg"}))),
    ("wrong_is_right", at(f"{NUMERIC}[wrong]", lambda node: node.find("wrong").set("value", node.find("answer").get("value")))),
    ("wrong_is_right", at(f"{NUMERIC}[wrong]/answer", give("tolerance", "100000"))),
    ("answer_unsaid", at(f"{NUMERIC}/answer", give("value", "98765"))),
    ("answer_unsaid", at(f"{NUMERIC}/variant/feedback[@option='right']", say("Yes, exactly."))),
    ("key_longest", at(SINGLE, lengthen_key)),
    ("option_for_all", at(f"{CHOICE}/variant[@lang='en']/text", say("All of the above"))),
    ("option_for_all", at(f"{CHOICE}/variant[@lang='fr']/text", say("Aucune de ces réponses"))),
    ("option_for_all", at(f"{CHOICE}/variant[@lang='ar']/text", say("كل ما سبق"))),
    ("stem_negative", at(f"{CHOICE}/variant[@lang='en']/stem", say("Which of these is not a backup?"))),
    ("stem_negative", at(f"{CHOICE}/variant[@lang='fr']/stem", say("Laquelle n’est pas une sauvegarde ?"))),
    ("stem_negative", at(f"{CHOICE}/variant[@lang='fr']/stem", say("Lequel ne permet PAS de restaurer ?"))),
    ("stem_negative", at(f"{CHOICE}/variant[@lang='ar']/stem", say("أي مما يلي ليس نسخة احتياطية؟"))),
    ("absolute_word", at(f"{SINGLE}[not(contains(., 'toujours')) and not(contains(., 'jamais'))]", speak_absolutely)),
    ("clue_word", at(SINGLE, give_clue)),
    ("key_position", at(MASTERY, put_keys_first)),
]


def ask(name: str, old: str, new: str) -> Any:
    """Put a question of another type, spoilt in one place, where an item stands."""

    def edit(item: Any) -> None:
        text = QUESTIONS[name].replace("{scoring}", "partial")
        assert old in text, old
        item.getparent().replace(item, etree.fromstring(text.replace(old, new)))

    return edit


QUESTION_FAULTS: list[tuple[str, str, str, str]] = [
    ("part_count", "steps", '<step id="s2"/><step id="s3" tie="true"/>', ""),
    ("part_count", "pairs", '<left id="l1" choice="c1"/>', ""),
    ("part_count", "table", '<row id="r3"/>', ""),
    ("scoring_unsaid", "classes", ' scoring="partial"', ""),
    ("choice_unused", "pairs", ' distractor="true"', ""),
    ("choice_unused", "classes", '<category id="k1"/>', '<category id="k1"/><category id="k9"/>'),
    ("distractor_used", "classes", '<category id="k1"/>', '<category id="k1" distractor="true"/>'),
    ("key_unbalanced", "classes", '<entry id="e3" category="k2"/><entry id="e4" category="k2"/>', '<entry id="e3" category="k1"/>'),
    ("mistake_missing", "steps", ' misconception="slip"', ""),
    ("mistake_missing", "word", ' misconception="slip"', ""),
    ("answer_unwritable", "word", '<accept id="a1"/><accept id="a2" value="firewall"/>', '<accept id="a9"/>'),
    ("answer_given_away", "word", "Qu’est-ce qui filtre ?", "Que fait un pare-feu ?"),
]
FAULTS += [(code, at(SINGLE, ask(name, old, new))) for code, name, old, new in QUESTION_FAULTS]
