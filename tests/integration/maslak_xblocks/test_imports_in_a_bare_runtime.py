"""Files of questions through the handler, as they come: hostile, broken, too large, and wrong in one row."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from tests.factories.studio import read_form
from tests.factories.xblock import Classroom, make_checkpoint_olx, make_host

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.checkpoint.import_page import LARGEST_FILE
from maslak_xblocks.checkpoint.imports.result import MOST_ITEMS
from maslak_xblocks.checkpoint.imports.template import make_template

ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "hahaha"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    b'<quiz><question type="shortanswer"><questiontext><text>&a;&f;</text></questiontext></question></quiz>'
)
_LAYERS = b"".join(b'<!ENTITY a%d "%s">' % (layer, b"&a%d;" % (layer - 1) * 10) for layer in range(1, 12))
LAUGHS = b'<!DOCTYPE q [<!ENTITY a0 "ha">' + _LAYERS + b"]><q>&a11;</q>"


def room(language: Language = "fr") -> Classroom:
    return Classroom(make_checkpoint_olx(), make_host(is_staff=True, language=language))


def bring(place: Classroom, raw: bytes, name: str = "q.xlsx") -> tuple[int, Any]:
    return place.post("studio_import", {"name": name, "content": base64.b64encode(raw).decode(), "language": "fr"})


def make_book(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in (("type", "text_fr", "right"), *rows):
        book.active.append(list(row))
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def make_bomb() -> bytes:
    """Give a workbook of some kilobytes whose sheet is a hundred megabytes."""
    stream = BytesIO()
    with ZipFile(BytesIO(make_book())) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        for entry in old.namelist():
            if entry.endswith("sheet1.xml"):
                with new.open(entry, "w") as part:
                    for _ in range(100):
                        part.write(b" " * 1_000_000)
            else:
                new.writestr(entry, old.read(entry))
    return stream.getvalue()


WRONG_ROWS = make_book(
    ("nombre", "Combien ?", "=6+1"),
    ("choix unique", "Lequel ?"),
    ("", "a", "peut-être"),
    ("", "b"),
    ("dissertation", "Racontez"),
    ("choix unique", "Oui ?"),
    ("", "oui", "x"),
    ("", "non"),
)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                ("Row 2, column C", "Not imported: a formula; put its result into the cell as a value"),
                ("Row 4, column C", "Not imported: write yes where the answer is right, and nothing elsewhere"),
                ("Row 6, column A", "Not imported: the type is none of the template’s"),
            ],
        ),
        ("fr", [("Ligne 2, colonne C", "formule"), ("Ligne 4, colonne C", "oui"), ("Ligne 6, colonne A", "modèle")]),
        ("ar", [("السطر 2، العمود C", "صيغة"), ("السطر 4، العمود C", "نعم"), ("السطر 6، العمود A", "النموذج")]),
    ],
)
def test_each_wrong_row_is_told_in_the_authors_language_and_the_right_one_is_offered(
    language: Language, expected: list[tuple[str, str]]
) -> None:
    status, answer = bring(room(language), WRONG_ROWS)
    assert (status, answer["number"]) == (200, 1)
    told = re.findall(r"<strong>(.*?)</strong> · (.*?)</span>", answer["html"])
    assert [place for place, _ in told] == [place for place, _ in expected]
    assert all(words in text for (_, words), (_, text) in zip(expected, told, strict=True)), told
    assert "dissertation" in told[2][1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "raw",
    [
        make_bomb(),
        ENTITIES,
        LAUGHS,
        b"PK\x03\x04" + bytes(range(256)) * 4,
        b"\xd0\xcf\x11\xe0" * 40,
        b"\x7fELF" + bytes(200),
        b"\x89PNG\r\n\x1a\n" + bytes(range(200)),
        b"%PDF-1.7\n" + bytes(range(128, 256)),
        b"<quiz><question",
        b"\xff\xfe",
        b"<",
        b"{" * 20_000,
        b"::" * 20_000,
        b"<a>" * 20_000,
    ],
    ids=["bomb", "entities", "laughs", "zip", "ole", "elf", "png", "pdf", "cut", "bom", "angle", "braces", "colons", "deep"],
)
def test_a_hostile_file_is_refused_in_words_and_nothing_is_kept(raw: bytes, language: Language) -> None:
    place = room(language)
    before = place.block.source
    status, answer = bring(place, raw)
    assert (status, answer["groups"], place.block.source == before) == (200, [], True)
    assert "<li>" in answer["html"], "what is wrong is said"
    assert "root:" not in answer["html"], "no file of the server is read"
    assert "hahaha" not in answer["html"]
    assert "data-accept" not in answer["html"]
    assert place.block.attempts == []


def test_a_bomb_is_small_on_the_way_in() -> None:
    assert len(make_bomb()) < LARGEST_FILE


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_over_the_cap_is_refused_in_the_authors_language(language: Language) -> None:
    status, problem = bring(room(language), b"x" * (LARGEST_FILE + 1))
    assert (status, problem["code"], problem["limit"]) == (413, "too_large", LARGEST_FILE)
    words = {"ar": "أطول من المسموح", "fr": "trop long", "en": "too long"}
    assert words[language] in problem["title"]


def test_a_payload_over_the_handlers_cap_is_refused_before_it_is_read() -> None:
    status, problem = bring(room(), b"x" * (3 * 1024 * 1024))
    assert (status, problem["code"]) == (413, "too_large")


def test_more_questions_than_can_be_taken_over_are_cut_and_the_place_is_told() -> None:
    status, answer = bring(room("en"), b"\n\n".join(b"Q%d {=a ~b}" % number for number in range(MOST_ITEMS + 5)), "q.gift")
    assert (status, answer["number"]) == (200, MOST_ITEMS)
    assert f"Line {2 * MOST_ITEMS + 1}" in answer["html"]


def test_what_a_file_says_is_never_markup_on_the_authors_page() -> None:
    raw = make_book(("<img src=x onerror=alert(1)>", "x"), ("nombre", "<script>alert(1)</script>", "3"))
    answer = bring(room(), raw)[1]
    for html in (answer["html"], *answer["groups"]):
        assert "<script" not in html
        assert "<img" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_template_is_saved_as_olx_in_three_languages(language: Language) -> None:
    place = room(language)
    answer = bring(place, make_template(language))[1]
    page = f'<div class="mk-editor" data-group><div data-list="items"><ol>{"".join(answer["groups"])}</ol></div></div>'
    tree = read_form(place.render("studio_view"))
    assert place.post("studio_save", {"form": {**tree, "items": read_form(page)["items"]}, "language": "fr"})[0] == 200
    items = place.block.document.items
    assert len(items) == 6
    assert all(set(item.variants) == set(LANGUAGES) for item in items)
    again = Classroom(place.block.source).block
    assert again.document.items == items, "the OLX that was saved is read alike elsewhere"


def test_a_learner_cannot_send_files() -> None:
    place = Classroom(make_checkpoint_olx())
    assert bring(place, Path(__file__).read_bytes())[1]["code"] == "not_author"
