"""Questions out of GIFT files, as Moodle writes them and as people do."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from maslak_xblocks.checkpoint.imports.gift import read_gift


def one(text: str, language: str = "fr"):  # type: ignore[no-untyped-def]
    found = read_gift(text, language)  # type: ignore[arg-type]
    assert len(found.items) == 1, found.problems
    return found.items[0]


def right(item) -> list[str]:  # type: ignore[no-untyped-def]
    return [part.text["fr"] for part in item.parts["options"] if "correct" in part.ticks]


def test_one_right_answer_with_feedback_for_each() -> None:
    item = one("// note\n::T::Que dit le cadenas ? {\n=La liaison est chiffrée#Oui.\n~Le site est honnête#Non : lisez l'adresse.\n}\n")
    assert (item.type, item.stem["fr"]) == ("single", "<p>Que dit le cadenas ?</p>")
    assert right(item) == ["La liaison est chiffrée"]
    assert [part.feedback["fr"] for part in item.parts["options"]] == ["Oui.", "Non : lisez l'adresse."]
    assert [part.id for part in item.parts["options"]] == ["a", "b"]


def test_weights_make_several_right_answers() -> None:
    found = read_gift("Lesquels ? {~%50%un~%50%deux~%-100%trois}", "fr")
    assert (found.items[0].type, right(found.items[0])) == ("multiple", ["un", "deux"])
    assert [problem.code for problem in found.problems] == ["weights"]


def test_true_and_false_become_words_of_the_language() -> None:
    item = one("السماء زرقاء {T#لا#نعم}", "ar")
    assert [part.text["ar"] for part in item.parts["options"]] == ["صحيح", "خطأ"]
    assert [part.feedback["ar"] for part in item.parts["options"]] == ["نعم", "لا"]
    assert right(one("Faux {FALSE}")) == ["Faux"]


def test_numbers_have_a_tolerance_or_a_range() -> None:
    exact, around, span = (one(f"Combien ? {{#{text}}}") for text in ("12", "12,5:0,5#bien", "1..3"))
    assert [(item.value, item.tolerance) for item in (exact, around, span)] == [("12", "0"), ("12.5", "0.5"), ("2", "1")]
    assert around.whole["right"] == {"fr": "bien"}


def test_short_answers_and_pairs() -> None:
    assert [part.values["value"] for part in one("Qui filtre ? {=pare-feu =firewall}").parts["options"]] == ["pare-feu", "firewall"]
    item = one("Associez {=un -> 1 =deux -> 2 =trois -> 3}")
    assert item.type == "matching"
    assert [part.values["choice"] for part in item.parts["options"]] == ["c1", "c2", "c3"]
    assert one("Classez {=a -> x =b -> x =c -> y}").type == "classification"


def test_signs_behind_a_backslash_are_text() -> None:
    item = one(r"Que vaut \{a\} si a \= 1 \: 2 ? {=un \~ deux ~trois \# quatre}")
    assert item.stem["fr"] == "<p>Que vaut {a} si a = 1 : 2 ?</p>"
    assert [part.text["fr"] for part in item.parts["options"]] == ["un ~ deux", "trois # quatre"]


def test_what_cannot_be_a_question_is_named_with_its_line() -> None:
    found = read_gift("\ufeff$CATEGORY: banque\n\nSeulement un texte.\n\nRacontez. {}\n\nCassé {=a\n\n", "fr")
    assert [(problem.code, problem.place) for problem in found.problems] == [
        ("category", "1"),
        ("description", "3"),
        ("essay", "5"),
        ("unreadable", "7"),
    ]


def codes(found) -> list[str]:  # type: ignore[no-untyped-def]
    return [problem.code for problem in found.problems]


def test_a_right_answer_may_be_marked_among_wrong_ones() -> None:
    item = one("Lequel ? {~un~=deux~trois}")
    assert (item.type, right(item), len(item.parts["options"])) == ("single", ["deux"], 3)


def test_half_right_words_are_known_wrong_ones_and_any_other_has_its_feedback() -> None:
    found = read_gift("Quel animal ? {=Grenouille#Bien. =%50%Crapaud#Presque. =%0%*#Non.}", "fr")
    [item] = found.items
    assert [part.values["value"] for part in item.parts["options"]] == ["Grenouille"]
    assert [(part.values["value"], part.feedback["fr"]) for part in item.parts["wrong"]] == [("Crapaud", "Presque.")]
    assert item.whole == {"right": {"fr": "Bien."}, "other": {"fr": "Non."}}
    assert codes(found) == ["weights"]
    assert codes(read_gift("Qui ? {=a#Un. =b#Deux. =c*}", "fr")) == ["wildcard", "feedback_first"]


def test_numbers_keep_what_is_said_to_each_and_to_any_other() -> None:
    item = one("Combien ? {#3:2#Oui.~#Non.}")
    assert (item.value, item.tolerance, item.whole) == ("3", "2", {"right": {"fr": "Oui."}, "other": {"fr": "Non."}})
    found = read_gift("Quand ? {#\n  =1822:0 #Juste.\n  =%50%1822:2 #À deux ans près.\n}", "fr")
    [wrong] = found.items[0].parts["wrong"]
    assert (found.items[0].value, wrong.values["tolerance"], wrong.feedback) == ("1822", "2", {"fr": "À deux ans près."})
    values = [one(f"Combien ? {{#{text}}}").value for text in ("١٢٫٥", "1e3", ".5", "-0,25..0,75", "1 200")]
    assert values == ["12.5", "1000", "0.5", "0.25", "1200"]


def test_general_feedback_follows_that_of_each_answer() -> None:
    item = one("Vrai ? {F#Non.#Oui.####Voir la page 3.}")
    assert [part.feedback["fr"] for part in item.parts["options"]] == ["Non.<br>Voir la page 3.", "Oui.<br>Voir la page 3."]
    assert one("Qui ? {=moi####Voir la page 3.}").whole["other"] == {"fr": "Voir la page 3."}
    assert codes(read_gift("Lesquels ? {~%50%a~%50%b~c####Voir la page 3.}", "fr")) == ["weights", "general_feedback"]


def test_a_word_alone_needs_no_sign_and_true_may_be_said_in_every_language() -> None:
    assert [part.values["value"] for part in one("Le nombre 1 ? {un}").parts["options"]] == ["un"]
    assert right(one("Rond ? {VRAI}")) == ["Vrai"]
    assert [part.text["ar"] for part in one("مستديرة {خطأ}", "ar").parts["options"] if part.ticks] == ["خطأ"]


def test_two_right_answers_of_one_choice_are_named() -> None:
    found = read_gift("Lequel ? {=a =b ~c}", "fr")
    assert (right(found.items[0]), codes(found)) == (["a"], ["several_right"])


def test_code_between_angle_brackets_is_text_and_arrows_among_options_are_no_pairs() -> None:
    item = one("Que fait #include <stdio.h> ? {=p -> x ~p -> y}")
    assert item.stem["fr"] == "<p>Que fait #include &lt;stdio.h&gt; ?</p>"
    assert (item.type, right(item)) == ("single", ["p -&gt; x"])
    assert one("[html]<b>Vrai</b>&nbsp;? {=a&nbsp;b ~c}").parts["options"][0].text["fr"] == "a&nbsp;b"


def test_gaps_are_read_one_by_one_and_named_together() -> None:
    assert one("Le {1:SA:=pare-feu} filtre.").stem["fr"] == "<p>Le ____ filtre.</p>"
    assert one("Deux et deux font {=4}.").stem["fr"] == "<p>Deux et deux font ____.</p>"
    assert codes(read_gift("Le {1:SA:=a} et {1:SA:=b}.", "fr")) == ["gaps"]


def test_an_answer_that_was_never_closed_ends_where_the_next_question_begins() -> None:
    found = read_gift("::un:: Cassé ? {=a ~b\n\n::deux:: Entier ? {=a ~b}\n  $CATEGORY: x\n::trois:: Aussi ? {T}", "fr")
    assert [item.stem["fr"] for item in found.items] == ["<p>Entier ?</p>", "<p>Aussi ?</p>"]
    assert [(problem.code, problem.place) for problem in found.problems] == [("unreadable", "1"), ("category", "4")]


def test_pictures_formulas_and_markdown_are_named() -> None:
    found = read_gift('[html]<p>Vu ? <img src\\="https\\://example.org/a.png"></p> {T}\n\n[markdown]**Gras** ? {T}', "fr")
    assert [(problem.code, problem.place) for problem in found.problems] == [("picture", "1"), ("markdown", "3")]
    assert re.search(r'<img src="/static/missing-\d{9}\.png">', found.items[0].stem["fr"]), "its place is kept"


def test_more_problems_than_anybody_reads_are_said_to_be_more() -> None:
    found = read_gift("\n\n".join(["Un texte."] * 520), "fr")
    assert (len(found.problems), found.problems[-1].code, found.problems[-1].place) == (501, "more_problems", "1001")


def test_markup_of_a_file_is_cleaned() -> None:
    item = one('[html]<p onclick="x()">Un<script>alert(1)</script></p> {=<b>a</b> ~c < d}')
    assert "onclick" not in item.stem["fr"]
    assert "alert" not in item.stem["fr"]
    assert [part.text["fr"] for part in item.parts["options"]] == ["<b>a</b>", "c &lt; d"]


@given(st.text(alphabet="{}=~#:%\\->.$/[]\n aب1T", max_size=120))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = read_gift(text, "ar")
    assert all(item.id for item in found.items)
