"""Questions out of Excel files: as the template lays them out, as other programs write them, and as nobody should."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.checkpoint.imports.result import Imported
from maslak_xblocks.checkpoint.imports.spreadsheet import read_spreadsheet
from maslak_xblocks.checkpoint.imports.template import make_template
from maslak_xblocks.workbook import LARGEST_PART

HEADS = ("type", "text_ar", "text_fr", "text_en", "right", "tolerance", "pair_fr", "feedback_fr")
Cells = Sequence[object]


def by_openpyxl(rows: Sequence[Cells]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def by_xlsxwriter(rows: Sequence[Cells]) -> bytes:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, list(row))
    book.close()
    return stream.getvalue()


def read(*rows: Cells, heads: Cells = HEADS) -> Imported:
    return read_spreadsheet(by_openpyxl([heads, *rows]))


def faults(found: Imported) -> list[tuple[str, str]]:
    return [(problem.code, f"{problem.column}{problem.place}") for problem in found.problems]


def change(raw: bytes, name: str, edit: Callable[[bytes], bytes], *, compression: int = ZIP_DEFLATED) -> bytes:
    """Give a workbook in which one part reads otherwise."""
    stream = BytesIO()
    with ZipFile(BytesIO(raw)) as old, ZipFile(stream, "w", compression) as new:
        for entry in old.namelist():
            new.writestr(entry, edit(old.read(entry)) if entry == name else old.read(entry))
    return stream.getvalue()


CHOICE = (("single", "أيّ؟", "Lequel ?", "Which?"), ("", "نعم", "celui-ci", "this", "oui", "", "", "Bien."), (None, "لا", "non", "no"))


@pytest.mark.parametrize("write", [by_openpyxl, by_xlsxwriter])
def test_a_question_in_three_languages_is_read_from_what_each_program_writes(write: Callable[[Sequence[Cells]], bytes]) -> None:
    found = read_spreadsheet(write([HEADS, *[[cell if cell is not None else "" for cell in row] for row in CHOICE]]))
    (item,) = found.items
    assert found.problems == []
    assert (item.type, item.stem) == ("single", {"ar": "<p>أيّ؟</p>", "fr": "<p>Lequel ?</p>", "en": "<p>Which?</p>"})
    assert [(part.id, part.text["ar"], bool(part.ticks)) for part in item.parts["options"]] == [("a", "نعم", True), ("b", "لا", False)]
    assert item.parts["options"][0].feedback == {"fr": "Bien."}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_reads_back_whole_and_is_the_same_every_time(language: Language) -> None:
    raw = make_template(language)
    make_template.cache_clear()
    assert make_template(language) == raw
    found = read_spreadsheet(raw)
    assert found.problems == []
    assert [item.type for item in found.items] == ["single", "multiple", "numeric", "text", "ordering", "matching"]
    assert all(item.languages == LANGUAGES for item in found.items)
    sheet = openpyxl.load_workbook(BytesIO(raw)).active
    assert sheet.sheet_view.rightToLeft is (True if language == "ar" else None)
    assert len(sheet.data_validations.dataValidation) == 1


def test_heads_stand_in_any_order_and_language() -> None:
    found = read(("Vrai ?", "choix unique"), ("a", "", "oui"), ("b",), heads=("Texte en français", "النوع", "Right"))
    assert [part.text["fr"] for part in found.items[0].parts["options"] if part.ticks] == ["a"]


def test_numbers_words_steps_and_pairs() -> None:
    found = read(
        ("nombre", "", "Combien ?", "", 0.1, "0,5", "", "Oui"),
        ("short answer", "", "Qui ?"),
        ("", "جدار", "pare-feu", "firewall"),
        ("", "", "pare-feu"),
        ("ترتيب", "", "Rangez"),
        ("", "", "un"),
        ("", "", "deux"),
        ("matching", "", "Liez"),
        ("", "", "a", "", "", "", "1"),
        ("", "", "b", "", "", "", "2"),
        ("", "", "", "", "", "", "3"),
        ("matching", "", "Classez"),
        ("", "", "a", "", "", "", "1"),
        ("", "", "b", "", "", "", "1"),
        ("", "", "c", "", "", "", "2"),
    )
    assert found.problems == []
    number, word, steps, pairs, classes = found.items
    assert (number.value, number.tolerance, number.whole["right"]) == ("0.1", "0.5", {"fr": "Oui"})
    assert [part.values["value"] for part in word.parts["options"]] == ["جدار", "pare-feu", "firewall"]
    assert [part.text["fr"] for part in steps.parts["options"]] == ["un", "deux"]
    assert [part.id for part in pairs.parts["choices"] if part.ticks] == ["c3"]
    assert (classes.type, [part.values["category"] for part in classes.parts["options"]]) == ("classification", ["c1", "c1", "c2"])


def test_what_looks_like_markup_is_text() -> None:
    found = read(("single", "", "<script>x</script>"), ("", "", "a < b\nc", "", "x"), ("", "", "<b>d</b>"))
    item = found.items[0]
    assert item.stem["fr"] == "<p>&lt;script&gt;x&lt;/script&gt;</p>"
    assert [part.text["fr"] for part in item.parts["options"]] == ["a &lt; b<br>c", "&lt;b&gt;d&lt;/b&gt;"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("essay", "", "Dites")], [("type", "A2")]),
        ([("", "", "seul")], [("no_question", "2")]),
        ([("single",), ("", "", "a", "", "x"), ("", "", "b")], [("no_stem", "2")]),
        ([("single", "", "Q"), ("", "", "a", "", "x")], [("no_answers", "2")]),
        ([("single", "", "Q"), ("", "", "a"), ("", "", "b")], [("none_right", "2")]),
        ([("single", "", "Q"), ("", "", "a", "", "x"), ("", "", "b", "", "x")], [("more_right", "2")]),
        ([("single", "", "Q"), ("", "", "a", "", "peut-être"), ("", "", "b")], [("tick", "E3")]),
        ([("single", "", "Q"), ("", "", "a", "", "x"), ("", "", "", "", "", "", "", "f"), ("", "", "b")], [("no_text", "4")]),
        ([("numeric", "", "Q", "", "huit", -1)], [("number", "E2"), ("number", "F2")]),
        ([("numeric", "", "Q", "", date(2026, 2, 1))], [("cell_date", "E2")]),
        ([("matching", "", "Q"), ("", "", "a", "", "", "", "1"), ("", "", "b")], [("no_pair", "4")]),
        ([("text", "", "Q")], [("no_answers", "2")]),
        (
            [("single", "", "=1+1"), ("", "", "a", "", "x"), ("", "", '=HYPERLINK("http://x")')],
            [("cell_formula", "C2"), ("cell_formula", "C4")],
        ),
    ],
)
def test_a_question_that_cannot_be_taken_over_is_named_by_row_and_column(rows: list[Cells], expected: list[tuple[str, str]]) -> None:
    found = read(*rows)
    assert (found.items, faults(found)) == ([], expected)


def test_one_bad_question_does_not_keep_the_others_out() -> None:
    found = read(("numeric", "", "Q", "", "huit"), *CHOICE)
    assert (len(found.items), faults(found)) == (1, [("number", "E2")])


def test_heads_that_mean_nothing_or_stand_twice_are_named() -> None:
    found = read(*CHOICE, heads=(*HEADS, "Remarque", "type"))
    assert (len(found.items), faults(found)) == (1, [("column_unknown", "I1"), ("column_twice", "J1")])
    assert faults(read(("a", "b"), heads=("Question", "Réponse")))[-1] == ("columns", "1")


def test_only_the_first_sheet_that_is_shown_counts() -> None:
    book = openpyxl.Workbook()
    book.active.sheet_state = "hidden"
    book.active.append(("type", "x"))
    sheet = book.create_sheet("Banque")
    for row in (HEADS, *CHOICE):
        sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    assert len(read_spreadsheet(stream.getvalue()).items) == 1


def test_a_far_row_does_not_cost_memory_and_is_named() -> None:
    book = openpyxl.Workbook()
    for row in (HEADS, *CHOICE):
        book.active.append(row)
    book.active["A1048576"] = "single"
    stream = BytesIO()
    book.save(stream)
    found = read_spreadsheet(stream.getvalue())
    assert ([problem.code for problem in found.problems], len(found.items)) == (["too_many_rows"], 1)


SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]><sst>&a;&c;</sst>'


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"PK\x03\x04" + b"\x00" * 60, "not_workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 20, "old_workbook"),
        (change(by_xlsxwriter([HEADS]), STRINGS, lambda _: DOCTYPE), "not_workbook"),
        (change(by_openpyxl([HEADS, *CHOICE]), SHEET, lambda _: b"<worksheet>"), "not_workbook"),
        (change(by_openpyxl([HEADS]), SHEET, lambda _: b" " * (LARGEST_PART + 1)), "workbook_too_large"),
        (change(by_openpyxl([HEADS]), SHEET, lambda _: b" " * 4_000_000), "workbook_too_large"),
        (change(by_openpyxl([HEADS]), "xl/_rels/workbook.xml.rels", lambda raw: raw.replace(b"sheet1.xml", b"none.xml")), "not_workbook"),
        (
            change(by_openpyxl([HEADS]), "xl/_rels/workbook.xml.rels", lambda raw: raw.replace(b"worksheets/", b"../../../etc/")),
            "not_workbook",
        ),
        (by_openpyxl([]), "empty"),
    ],
)
def test_a_hostile_or_broken_workbook_is_refused_whole(raw: bytes, code: str) -> None:
    found = read_spreadsheet(raw)
    assert (found.items, [problem.code for problem in found.problems]) == ([], [code])


def test_a_directory_that_lies_about_sizes_gains_nothing() -> None:
    raw = bytearray(change(by_openpyxl([HEADS]), SHEET, lambda _: b"<worksheet>" + b" " * 4_000_000 + b"</worksheet>"))
    named = raw.rindex(SHEET.encode())  # the last name is that of the directory, 46 bytes into its entry
    raw[named - 22 : named - 18] = (1000).to_bytes(4, "little")
    found = read_spreadsheet(bytes(raw))
    assert (found.items, [problem.code for problem in found.problems]) == ([], ["not_workbook"])


def test_a_zip_of_a_thousand_entries_is_refused() -> None:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        for number in range(1_000):
            archive.writestr(f"{number}.xml", b"")
    assert [problem.code for problem in read_spreadsheet(stream.getvalue()).problems] == ["workbook_too_large"]


def test_references_outside_the_shared_strings_are_named() -> None:
    strings = b"".join(b"<si><t>" + head.encode() + b"</t></si>" for head in HEADS)
    raw = change(
        by_xlsxwriter([HEADS, ("single", "", "Q"), ("", "", "a", "", "x"), ("", "", "b")]),
        STRINGS,
        lambda _: b"<sst>" + strings + b"</sst>",
    )
    found = read_spreadsheet(raw)
    assert (found.items, {problem.code for problem in found.problems}) == ([], {"cell_broken"})


@settings(deadline=None)  # writing a workbook costs what the machine is busy with
@given(
    st.lists(
        st.tuples(st.sampled_from(["", "single", "numeric", "text", "matching", "ordering"]), st.text(max_size=8), st.text(max_size=4)),
        max_size=6,
    )
)
def test_no_content_breaks_the_reader(rows: list[tuple[str, str, str]]) -> None:
    clean = [tuple("".join(sign for sign in cell if sign.isprintable()) for cell in row) for row in rows]
    found = read_spreadsheet(by_xlsxwriter([("type", "text_fr", "right"), *clean]))
    assert all(item.id for item in found.items)


@settings(deadline=None)
@given(st.integers(0, 5_000), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_refused_or_read(place: int, noise: bytes) -> None:
    raw = bytearray(make_template("fr"))
    raw[place : place + len(noise)] = noise
    found = read_spreadsheet(bytes(raw))
    # Whatever the damage, what is offered can be kept.
    assert all(item.id and item.type for item in found.items)


def test_a_plain_true_of_libreoffice_is_a_tick_and_no_formula() -> None:
    book = openpyxl.Workbook()
    for row in (HEADS, ("single", "", "Lequel ?"), ("", "", "oui", "", True), ("", "", "non", "", False)):
        book.active.append(list(row))
    stream = BytesIO()
    book.save(stream)
    raw = stream.getvalue()
    for number, truth in ((3, "TRUE"), (4, "FALSE")):
        value, sheet = b"1" if truth == "TRUE" else b"0", "xl/worksheets/sheet1.xml"
        plain, told = b"<v>" + value + b"</v>", f'<f aca="false">{truth}()</f>'.encode() + b"<v>" + value + b"</v>"
        raw = change(
            raw,
            sheet,
            lambda data, a=plain, b=told, n=number: data.replace(f'r="E{n}" t="b">'.encode() + a, f'r="E{n}" t="b">'.encode() + b),
        )
    found = read_spreadsheet(raw)
    assert found.problems == []
    assert [part.ticks for part in found.items[0].parts["options"]] == [frozenset({"correct"}), frozenset()]


def test_thousands_may_be_parted_as_in_french() -> None:
    found = read(*(("numeric", "", "Combien ?", "", text, "") for text in ("1 234,5", "12\u202f000", "1 2")))
    assert [item.value for item in found.items] == ["1234.5", "12000"]
    assert faults(found) == [("number", "E4")]


def test_a_workbook_of_libreoffice_itself_is_told_how_to_be_saved() -> None:
    stream = BytesIO()
    with ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    assert [problem.code for problem in read_spreadsheet(stream.getvalue()).problems] == ["open_document"]
