from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import maslak_web

ROOT = Path(maslak_web.__file__).parent
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]


def read_catalogue(language: str) -> Catalog:
    with (ROOT / "translations" / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def list_messages() -> set[str]:
    found = extract_from_dir(ROOT, METHODS, options_map={"**/templates/**.html": {"silent": "false"}})
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_shared_word_is_translated_and_none_is_left_over(language: str) -> None:
    catalogue = read_catalogue(language)
    translated = {message.id if isinstance(message.id, str) else message.id[0] for message in catalogue if message.id and message.string}
    assert translated == list_messages()


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_translations_keep_their_placeholders_and_all_plural_forms(language: str) -> None:
    for message in read_catalogue(language):
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        assert all(strings), message.id
        assert list(message.check()) == []
