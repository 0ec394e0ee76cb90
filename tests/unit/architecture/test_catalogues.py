"""Three languages, complete: every string a person can read has its Arabic and its French."""

from __future__ import annotations

import gettext
import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[3]
SOURCES = [
    ROOT / "plugins" / "maslak_web",
    ROOT / "plugins" / "maslak_companion",
    ROOT / "plugins" / "maslak_registry",
]
# The blocks translate by a call of their own, and their tests look for every call.
CATALOGUES = [*SOURCES, ROOT / "xblocks" / "maslak_xblocks"]
METHODS = [
    # The workbench is a Django page of its own for developers.
    ("**/workbench/**", "ignore"),
    ("**/node_modules/**", "ignore"),
    ("**/vendor/**", "ignore"),
    ("**.py", "python"),
    ("**.html", "jinja2"),
]
KEYWORDS = {
    "_": None, "gettext": None, "lazy_gettext": None, "_l": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2), "N_": None,
    "pgettext": ((1, "c"), 2), "lazy_pgettext": ((1, "c"), 2),
}  # fmt: skip
# What blocks and tools say to authors holds code, and code begins or ends with signs that have no direction of their own.
WITH_CODE = [ROOT / "plugins" / "maslak_content", ROOT / "xblocks" / "maslak_xblocks"]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
ISOLATED = re.compile("\u2066[^\u2069]*\u2069")
# An attribute, a declaration, a date, an option, a path, an ending or an address: next to Arabic letters its signs change sides.
LOOSE_CODE = re.compile(r'="|<!|\d{4}-\d\d|://(?!\w)|[a-z]/(?![\w>])|(?<![\w\u200e<>/.-])(?:--?|/|\.)[a-zA-Z]')


def used_messages(source: Path) -> set[str]:
    found = set()
    for _name, _line, message, _comments, _context in extract_from_dir(
        str(source), METHODS, {"**.html": {"silent": "false"}}, keywords=KEYWORDS, strip_comment_tags=True
    ):
        found.add(message[0] if isinstance(message, tuple) else message)
    return found - {""}


def placeholders(text: str) -> set[str]:
    return {a or b for a, b in PLACEHOLDER.findall(text)}


def catalogues(language: str, *roots: Path) -> list[tuple[Path, Catalog]]:
    paths = [path for root in roots for path in root.rglob(f"translations/{language}/LC_MESSAGES/*.po")]
    return [(path, read_po(io.BytesIO(path.read_bytes()), locale=language)) for path in paths]


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
def test_every_string_of_the_source_is_translated(source: Path, language: str) -> None:
    translated = set()
    for _path, catalogue in catalogues(language, source, SOURCES[0]):
        for message in catalogue:
            whole = message.string if isinstance(message.string, tuple) else (message.string,)
            if message.id and all(whole) and not message.fuzzy:
                translated.add(message.id[0] if isinstance(message.id, tuple) else message.id)
    used = used_messages(source)
    assert used, "no string was found: the extraction looks in the wrong place"
    assert sorted(used - translated) == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_translations_keep_every_placeholder(language: str) -> None:
    broken = []
    for path, catalogue in catalogues(language, *CATALOGUES):
        for message in catalogue:
            source = message.id[-1] if isinstance(message.id, tuple) else message.id
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            wanted = placeholders(source)
            # A plural form may say the number in words, and then holds no number.
            extra = [text for text in strings if text and placeholders(text) - wanted]
            lacking = [text for text in strings if text and placeholders(text) != wanted and not isinstance(message.id, tuple)]
            if source and (extra or lacking):
                broken.append((path.name, source))
    assert broken == []


def test_arabic_plurals_have_all_six_forms() -> None:
    short = [
        (str(path), message.id)
        for path, catalogue in catalogues("ar", *CATALOGUES)
        for message in catalogue
        if isinstance(message.id, tuple) and len(message.string) != 6
    ]
    assert short == []


def test_arabic_catalogues_count_alike() -> None:
    # Flask-Babel merges the rooms' catalogues and keeps one header: forms in another order would meet the wrong numbers.
    rules = {}
    for path, catalogue in catalogues("ar", *CATALOGUES):
        expression = re.search(r"plural=(.*?);?\\n", path.read_text(encoding="utf-8"))
        assert expression, path
        rule = gettext.c2py(expression.group(1).strip("() "))
        rules[str(path)] = [rule(number) for number in range(250)]
        assert catalogue.num_plurals == 6
    assert len({tuple(rule) for rule in rules.values()}) == 1


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("service", ["maslak_companion", "maslak_registry"])
def test_no_two_rooms_of_a_service_translate_the_same_words_in_two_ways(service: str, language: str) -> None:
    # Catalogues are read as one: of two translations, every page gets whichever was read last.
    known: dict[tuple[str | None, object], dict[object, list[str]]] = {}
    for path, catalogue in catalogues(language, ROOT / "plugins" / service, SOURCES[0]):
        for message in catalogue:
            if message.id:
                said = known.setdefault((message.context, message.id), {})
                said.setdefault(message.string, []).append(str(path.relative_to(ROOT)))
    assert {key: said for key, said in known.items() if len(said) > 1} == {}


def test_code_in_arabic_texts_keeps_its_own_direction() -> None:
    loose = []
    for path, catalogue in catalogues("ar", *WITH_CODE):
        for message in catalogue:
            strings = message.string if isinstance(message.string, tuple) else (message.string,)
            loose += [(path.name, text) for text in strings if message.id and LOOSE_CODE.search(ISOLATED.sub("", text))]
    assert loose == []
