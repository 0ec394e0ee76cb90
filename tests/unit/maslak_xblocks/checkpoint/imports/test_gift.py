"""Questions out of GIFT files, as Moodle writes them and as people do."""

from __future__ import annotations

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


def test_markup_of_a_file_is_cleaned() -> None:
    item = one('[html]<p onclick="x()">Un<script>alert(1)</script></p> {=<b>a</b> ~c < d}')
    assert "onclick" not in item.stem["fr"]
    assert "alert" not in item.stem["fr"]
    assert [part.text["fr"] for part in item.parts["options"]] == ["<b>a</b>", "c &lt; d"]


@given(st.text(alphabet="{}=~#:%\\->.$/[]\n aب1T", max_size=120))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = read_gift(text, "ar")
    assert all(item.id for item in found.items)
