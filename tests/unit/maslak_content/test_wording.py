"""Every sentence of the tools is there in three languages, and each keeps the places for its values."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.pofile import read_po
from click.testing import CliRunner
from tests.factories.course import write_course

from maslak_content.cli import main
from maslak_content.spoken import find_language
from maslak_content.wording import align, choose_language, load_words, say
from maslak_domain.language import Language

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / "plugins" / "maslak_content"
PLACE = re.compile(r"\{(\w+)(?:![rs])?\}|%\((\w+)\)s")
# Whoever is given a sentence to say, and which of its arguments the sentence is.
KEYWORDS = {
    "say": (1,), "N_": (1,), "error": (2, 3), "warning": (2, 3), "note": (3,), "Note": (3,),
    "BuildRefusedError": (1,), "CourseUnreadableError": (1,), "KeyRefusedError": (1,), "PreviewError": (1,),
    "ScaffoldRefusedError": (1,), "ArchiveRefusedError": (3,),
}  # fmt: skip


def list_sentences() -> set[str]:
    calls = (node for path in PACKAGE.rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call))
    found = {command.help for command in list_commands(main) if command.help}
    for call in calls:
        name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""
        said = [call.args[place - 1] for place in KEYWORDS.get(name, ()) if len(call.args) >= place]
        found |= {each.value for each in said if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    return found


def list_commands(command: click.Command) -> list[click.Command]:
    below = command.commands.values() if isinstance(command, click.Group) else ()
    return [command, *(each for child in below for each in list_commands(child))]


def list_options() -> set[str]:
    options = (each for command in list_commands(main) for each in command.params)
    return {each.help for each in options if isinstance(each, click.Option) and each.help}


SENTENCES = sorted(list_sentences() | list_options())


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_sentence_is_translated_and_keeps_its_places(language: Language) -> None:
    texts = load_words(language).texts
    assert len(SENTENCES) > 150, "no sentence was found: the extraction looks in the wrong place"
    assert [sentence for sentence in SENTENCES if sentence not in texts] == []
    assert [sentence for sentence in SENTENCES if set(PLACE.findall(sentence)) != set(PLACE.findall(texts[sentence][0]))] == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_no_translation_is_left_of_a_sentence_that_nobody_says(language: Language) -> None:
    clicks = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    written = {
        str(message.id[0] if isinstance(message.id, tuple) else message.id)
        for path in (PACKAGE / "translations" / language).rglob("*.po")
        for message in read_po(io.BytesIO(path.read_bytes()))
        if message.id
    }
    assert sorted(text for text in written - set(SENTENCES) if text.splitlines()[0] not in clicks) == []


def test_commands_print_nothing_that_was_not_translated() -> None:
    spoken = []
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "echo":
                said = node.args[0].values if isinstance(node.args[0], ast.JoinedStr) else [node.args[0]]
                plain = [part.value for part in said if isinstance(part, ast.Constant) and isinstance(part.value, str)]
                spoken += [text for text in plain if re.search(r"[^\W\d_]{2,}", text)]
    assert spoken == []


def test_an_unknown_sentence_is_said_in_english() -> None:
    assert say("Nobody has translated {thing}.", "fr", {"thing": "this"}) == "Nobody has translated this."


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_MA.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "ar_MA.UTF-8"}, "ar"),
        ({"LANG": "ar_MA", "MASLAK_LANG": "fr"}, "fr"),
        ({"LC_ALL": "", "LANG": "AR"}, "ar"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_DE"}, "en"),
        ({"LANG": "frp"}, "en"),
    ],
)
def test_the_language_is_that_of_the_terminal(environment: dict[str, str], language: str) -> None:
    assert choose_language(environment) == language


@pytest.mark.parametrize("words", [["--in", "fr", "check"], ["check", "--in=fr", "x"], ["check", "--help", "--in", "fr"]])
def test_a_command_may_be_asked_for_another_language_anywhere(words: list[str]) -> None:
    assert find_language(words, {"MASLAK_LANG": "ar"}) == "fr"
    assert find_language(["check", "--in", "de"], {"MASLAK_LANG": "ar"}) == "ar"


@pytest.mark.parametrize("words", [[], ["check"], ["build"], ["import"], ["stats"], ["new"], ["new", "item"], ["preview"], ["new-key"]])
@pytest.mark.parametrize(
    ("language", "usage", "shown"), [("fr", "Usage :", "Affiche cette aide"), ("ar", "الاستعمال:", "عرض هذه المساعدة")]
)
def test_help_holds_no_english_sentence(words: list[str], language: str, usage: str, shown: str) -> None:
    output = CliRunner().invoke(main, [*words, "--help", "--in", language]).output
    flat = " ".join(output.replace("\u00a0", " ").split())
    assert usage in flat
    assert shown in flat
    assert [text for text in SENTENCES if len(text) > 25 and " ".join(text.split())[:40] in flat] == []


@pytest.mark.parametrize(
    ("words", "language", "said"),
    [
        (["build"], "fr", "Erreur : Option requise manquante"),
        (["nothing"], "ar", "لا أمر بهذا الاسم"),
        (["check", "{course}", "--in", "de"], "fr", "Valeur non valable"),
        (["stats", "/nowhere"], "ar", "لا يوجد course.xml"),
        (["new", "item", "nowhere", "o1", "--course", "{course}"], "fr", "le cours n’a pas de contrôle nowhere"),
    ],
)
def test_refusals_are_said_in_the_language_of_the_terminal(tmp_path: Path, words: list[str], language: str, said: str) -> None:
    course = write_course(tmp_path / "course")
    command = [sys.executable, "-m", "maslak_content.cli", *(word.format(course=course) for word in words)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, encoding="utf-8", env={"MASLAK_LANG": language, "PYTHONIOENCODING": "utf-8"}
    )
    assert done.returncode == 2
    assert said in strip_isolates(done.stderr).replace("\u00a0", " ")


def strip_isolates(text: str) -> str:
    return re.sub("[\u2066-\u2069\u200f]", "", text)


def test_paths_and_codes_stand_apart_in_arabic_and_only_there() -> None:
    sentence = "The file {target} is named here but is not in the course."
    assert "\u2066vertical/a.xml\u2069" in say(sentence, "ar", {"target": "vertical/a.xml"})
    assert "\u2068الوحدة\u2069" in say("is now called “{title}”; bring titles.xml up to date", "ar", {"title": "الوحدة"})
    assert "\u2066" not in say(sentence, "fr", {"target": "vertical/a.xml"})


def test_columns_of_an_arabic_table_are_as_wide_as_they_look() -> None:
    rows = [align([cell, "1"], [12, -4], "ar") for cell in ("\u2066MA-NUM\u2069", "كِتاب", "Web")]
    assert {len(strip_isolates(row).replace("\u0650", "")) for row in rows} == {18}
    assert all(row.startswith("\u200f") for row in rows)
