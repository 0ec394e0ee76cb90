from __future__ import annotations

import ast
from pathlib import Path

import pytest

import maslak_xblocks
from maslak_xblocks.catalogue import Translator, load_catalogue, read_catalogue

ROOT = Path(maslak_xblocks.__file__).parent


def messages() -> dict[str, int]:
    """Give every text the code asks for, with how many forms its source has."""
    found: dict[str, int] = {}
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (
                isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
            ):
                continue
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if called in ("translate", "translator", "mark") or (called == "count" and len(node.args) == 3):
                found[node.args[0].value] = 2 if called == "count" else 1
    return found


@pytest.mark.parametrize(("language", "plurals"), [("ar", 6), ("fr", 3), ("en", 2)])
def test_every_text_is_there_in_every_language_with_its_plural_forms(language: str, plurals: int) -> None:
    texts = load_catalogue(language).texts  # type: ignore[arg-type]
    wanted = messages()
    assert len(wanted) > 100
    assert {message for message in wanted if message not in texts} == set()
    assert {message for message, forms in wanted.items() if len(texts[message]) != (plurals if forms == 2 else 1)} == set()
    assert set(texts) == set(wanted), "a text that nothing asks for any more"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_translations_keep_the_names_to_fill(language: str) -> None:
    for message, forms in load_catalogue(language).texts.items():  # type: ignore[arg-type]
        for form in forms:
            names = {part.split("}")[0] for part in message.split("{")[1:]}
            assert {part.split("}")[0] for part in form.split("{")[1:]} <= names | {"number"}


@pytest.mark.parametrize(
    ("number", "text"), [(0, "لا أسئلة"), (1, "سؤال واحد"), (2, "سؤالان"), (3, "3 أسئلة"), (11, "11 سؤالاً"), (100, "100 سؤال")]
)
def test_arabic_counts_in_six_ways(number: int, text: str) -> None:
    assert Translator("ar").count("{number} question", "{number} questions", number) == text


def test_the_runtimes_own_catalogue_wins_and_an_unknown_text_stays() -> None:
    class Service:
        def gettext(self, message: str) -> str:
            return {"Begin": "Démarrer"}.get(message, message)

    translate = Translator("fr", Service())
    assert (translate("Begin"), translate("Save"), translate("No such text")) == ("Démarrer", "Enregistrer", "No such text")


def test_a_fuzzy_entry_is_left_out() -> None:
    catalogue = read_catalogue(["#, fuzzy", 'msgid "a"', 'msgstr "b"', "", 'msgid "c"', 'msgstr ""', '"d"'])
    assert catalogue.texts == {"c": ["d"]}


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_no_two_rooms_translate_the_same_words_in_two_ways(language: str) -> None:
    # The rooms' catalogues are read as one: of two translations, every block gets whichever was read last.
    said: dict[str, set[tuple[str, ...]]] = {}
    for path in ROOT.rglob(f"translations/{language}/LC_MESSAGES/text.po"):
        for message, forms in read_catalogue(path.read_text("utf-8").splitlines()).texts.items():
            said.setdefault(message, set()).add(tuple(forms))
    assert [message for message, ways in said.items() if len(ways) > 1] == []
