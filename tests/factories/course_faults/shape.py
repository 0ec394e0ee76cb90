"""Faults of files, elements, names, references and contracts; each entry is the code that must be found, and how to spoil the course."""

from __future__ import annotations

from tests.factories.course_draft import Draft
from tests.factories.course_faults.edits import Spoil, add_text, at, drop, drop_all, give, insert, rename, repeat, take

LESSON, CHECKPOINT, MASTERY = "//maslak_lesson", "//maslak_checkpoint", "//maslak_checkpoint[@purpose='mastery']"
PRACTICE = "//maslak_checkpoint[@purpose='practice']"
RUN = "course/run.xml"


def link_outside(draft: Draft) -> None:
    name = "vertical/tc06-u1-read.xml"
    draft.write(name, b"")
    (draft.course / name).unlink()
    (draft.course / name).symlink_to(draft.course.parent / "frameworks" / "ma-num.json")


def keep_items(count: int) -> object:
    return lambda node: [drop(item) for item in node.findall("item")[count:]]


def one_item_for_the_objective(draft: Draft, left: int) -> None:
    wanted = draft.pick("//maslak_lesson/objective")[1].get("id")
    for _ in range(60):
        count = sum(path.read_text("utf-8").count(f'objective="{wanted}"') for path in draft.course.glob("vertical/*.xml"))
        if count <= left:
            return
        draft.change(f"//item[@objective='{wanted}']", drop)


def drop_marks_of_a_term(draft: Draft) -> None:
    key = draft.pick("//term", "glossary.xml")[1].get("key")
    for path in draft.course.glob("vertical/*.xml"):
        draft.write(
            path, path.read_text("utf-8").replace(f'data-term="{key}"', 'data-term="phishing"' if key != "phishing" else 'data-term="imei"')
        )


FAULTS: list[tuple[str, Spoil]] = [
    ("xml_refused", lambda d: d.replace("vertical/*.xml", " url_name=", " url_name=x url_name=")),
    ("xml_refused", lambda d: d.replace("vertical/*.xml", "</vertical>", "</vertical><p/>")),
    ("element_open", lambda d: d.replace("vertical/*.xml", "</variant>", "</varient>")),
    ("element_open", lambda d: d.replace("vertical/*.xml", "</h2>", "</h3>")),
    ("sign_bare", lambda d: d.replace("vertical/*.xml", "<p>", "<p>a & b ")),
    ("sign_bare", lambda d: d.replace("vertical/*.xml", "<p>", "<p>R&D ")),
    ("sign_bare", lambda d: d.replace("vertical/*.xml", "<p>", "<p>x < 3 ")),
    ("entity_unknown", lambda d: d.replace("vertical/*.xml", "<p>", "<p>a&nbsp;: ")),
    ("file_cut", lambda d: d.replace("vertical/*.xml", "</vertical>", "")),
    ("file_empty", lambda d: d.write("vertical/tc06-u1-read.xml", "")),
    ("file_empty", lambda d: d.write("vertical/tc06-u1-read.xml", "À écrire")),
    ("bytes_foreign", lambda d: d.write("vertical/tc06-u1-read.xml", "<vertical><p>Écrit ailleurs</p></vertical>".encode("cp1252"))),
    ("xml_refused", lambda d: d.replace("vertical/*.xml", "<vertical", '<!DOCTYPE v [<!ENTITY e "e">]><vertical')),
    ("file_missing", lambda d: d.remove("vertical/*.xml")),
    ("file_missing", lambda d: d.remove("sequential/*.xml")),
    ("file_missing", at("//vertical", give("url_name", "tc06-typo"), "sequential/*.xml")),
    ("file_too_large", lambda d: d.replace("vertical/*.xml", "</vertical>", "<!--" + "x" * 2_000_000 + "--></vertical>")),
    ("path_outside", link_outside),
    ("json_refused", lambda d: d.replace("policies/run/*.json", "{", "{,")),
    ("json_refused", lambda d: d.write("policies/run/policy.json", "[]")),
    ("wrong_tag", at("/vertical", rename("sequential"))),
    ("url_name_bad", at("//vertical", give("url_name", "../x"), "sequential/*.xml")),
    ("url_name_bad", at(LESSON, take("url_name"))),
    ("element_unknown", at("//item/option", rename("opton"))),
    ("element_unknown", at("//sequential", rename("vertical"), "chapter/*.xml")),
    ("element_unknown", at("//item/variant/stem", rename("question"))),
    ("attribute_unknown", at("//option[@misconception]", give("missconception", "x"))),
    ("attribute_unknown", at("//item", give("objectives", "x"))),
    ("attribute_missing", at("//item", take("thinking"))),
    ("attribute_missing", at("//item", take("sibling"))),
    ("attribute_missing", at(CHECKPOINT, take("competency"))),
    ("attribute_missing", at("//maslak_lesson/objective", take("verb"))),
    ("text_lost", at("//item", add_text("lost"))),
    ("name_repeated", at("//item", repeat)),
    ("name_repeated", at("//misconception", repeat)),
    ("name_repeated", at("//vertical", repeat, "sequential/*.xml")),
    ("name_repeated", at("//term", repeat, "glossary.xml")),
    ("part_empty", at("//vertical", lambda node: [drop(child) for child in list(node)])),
    ("file_unused", at("//vertical", drop, "sequential/tc06-u*.xml")),
    ("file_unused", lambda d: d.write("vertical/forgotten.xml", "<vertical/>")),
    ("file_unused", lambda d: d.write("vertical/tc06-u1-read.xml~", "x")),
    ("block_unknown", at("/vertical", insert('<maslak_quizz url_name="q"/>'))),
    ("framework_missing", lambda d: d.remove("../frameworks/ma-num.json")),
    ("competency_unknown", at("//maslak_lesson/objective", give("competency", "MA-NUM.TC.66"))),
    ("competency_unknown", at(CHECKPOINT, give("competency", "MA-NUM.TC.0"))),
    ("level_unknown", at("//maslak_lesson/objective", give("level", "N7"))),
    ("competency_foreign", at(CHECKPOINT, give("competency", "MA-NUM.TC.01"))),
    ("objective_unknown", at("//item", give("objective", "tc06-u9-o9"))),
    ("objective_foreign", at("//maslak_lesson/objective", give("competency", "MA-NUM.TC.01"))),
    ("objective_without_item", lambda d: one_item_for_the_objective(d, 0)),
    ("objective_without_item", at(LESSON, lambda node: node[0].set("id", "tc06-new"))),
    ("objective_with_one_item", lambda d: one_item_for_the_objective(d, 1)),
    ("misconception_unknown", at("//option[@misconception]", give("misconception", "no-such-thing"))),
    ("misconception_unknown", at("//misconception", drop)),
    ("misconception_unknown", at("//item[@type='classification']/wrong", give("misconception", "no-such-thing"))),
    ("misconception_unknown", at("//item[@type='classification']/category", give("misconception", "no-such-thing"))),
    ("misconception_unused", at("//misconception", give("id", "never-shown"))),
    ("title_unused", at("//title", give("for", "nothing"), "titles.xml")),
    ("title_missing", at("//title", drop, "titles.xml")),
    ("term_unknown", at("//dfn", give("data-term", "no-such-term"))),
    ("term_unknown", at("//dfn", take("data-term"))),
    ("term_unknown", at("//term", drop, "glossary.xml")),
    ("term_unused", drop_marks_of_a_term),
    ("section_missing", lambda d: [d.replace("vertical/tc06-u1-read.xml", 'class="example"', "") for _ in range(3)]),
    ("section_missing", lambda d: [d.replace("vertical/tc06-u1-apply.xml", 'class="summary"', "") for _ in range(3)]),
    ("practice_missing", at(PRACTICE, drop)),
    ("practice_missing", at(PRACTICE, give("purpose", "mastery"))),
    ("practice_size", at(PRACTICE, keep_items(3))),
    ("objectives_count", at(LESSON, lambda node: [repeat(node[0]) for _ in range(4)])),
    ("workshop_time_odd", at(LESSON, give("minutes", "5"))),
    ("workshop_time_odd", at(LESSON, give("minutes", "240"))),
    ("checkpoint_missing", at(MASTERY, give("purpose", "practice"))),
    ("bank_small", at(MASTERY, give("draw", "9"))),
    ("bank_small", at(MASTERY, keep_items(20))),
    ("draw_size", at(MASTERY, give("draw", "4"))),
    ("draw_size", at(MASTERY, give("draw", "0"))),
    ("draw_groups", at(MASTERY, lambda node: [item.set("sibling", "one") for item in node.findall("item")])),
    ("sibling_alone", at(MASTERY + "/item", give("sibling", "alone"))),
    ("practice_limited", at(PRACTICE, give("attempts", "2"))),
    ("attempts_odd", at(MASTERY, give("attempts", "1"))),
    ("attempts_odd", at(MASTERY, give("attempts", "500"))),
    ("pass_mark", at(CHECKPOINT, give("pass_mark", "70"))),
    ("pass_mark", at(CHECKPOINT, give("pass_mark", "0.3"))),
    ("grader_unknown", at("/sequential[@format]", give("format", "Exam"), "sequential/*.xml")),
    ("grader_missing", at("/sequential[@format]", take("graded"), "sequential/*.xml")),
    ("policy_missing", lambda d: d.remove("policies/run/*.json")),
    ("policy_differs", at("/course", give("display_name", "Autre titre"), RUN)),
    ("policy_differs", lambda d: d.change_json("policies/run/policy.json", lambda value: value["course/run"].update(start="2027-09-01"))),
    (
        "section_missing",
        at(
            "//section[@class='exercise'][ancestor::vertical]",
            lambda node: [take("class")(each) for each in node.xpath("//section[@class='exercise']")],
        ),
    ),
    ("part_empty", at("/chapter", drop_all("sequential"), "chapter/*.xml")),
]
