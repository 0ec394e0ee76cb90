"""A refusal of the tool is one line for a person and a status for a program, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.factories.course import write_course
from tests.factories.project import make_project


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "maslak_content.cli", *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("build", "{tmp}/nowhere", "-o", "{tmp}/out.tar.gz"), "there is no course.xml"),
        (("build", "{tmp}/broken", "-o", "{tmp}/out.tar.gz"), "chapter/ch1.xml:1: file_missing"),
        (("build", "{tmp}/course", "-o", "{tmp}/out.tar.gz", "--key", "{tmp}/none.jwk"), "cannot read the key file"),
        (("build", "{tmp}/course", "-o", "{tmp}/out.tar.gz", "--key", "{tmp}/course/course.xml"), "run chmod 600"),
        (("import", "{tmp}/course/course.xml", "--into", "{tmp}/back"), "is not a .tar.gz"),
        (("new", "item", "nowhere", "o1", "--course", "{tmp}/course"), "no checkpoint nowhere"),
        (("stats", "{tmp}/nowhere"), "there is no course.xml"),
    ],
)
def test_refusal_is_said_in_plain_words(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    write_course(tmp_path / "course")
    write_course(tmp_path / "broken", {"sequential/u1.xml": None})
    done = run(*(word.format(tmp=tmp_path) for word in words))
    assert done.returncode == 2
    assert done.stderr.startswith("maslak-content: ")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out.tar.gz").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "{tmp}/nowhere.tar.gz", "--in", "fr"), "Fichier '{tmp}/nowhere.tar.gz' introuvable."),
        (("import", "{tmp}/course", "--in", "fr"), "Fichier '{tmp}/course' est un dossier."),
        (("import", "{tmp}/nowhere.tar.gz", "--in", "ar"), "الملف \u2066'{tmp}/nowhere.tar.gz'\u2069 غير موجود."),
        (("stats", "{tmp}/course", "--svg", "{tmp}/no/s.svg", "--in", "fr"), "aucun fichier ni dossier de ce nom"),
        (("stats", "{tmp}/course", "--svg", "{tmp}/no/s.svg", "--in", "ar"), "لا ملف ولا مجلد بهذا الاسم"),
    ],
)
def test_what_click_and_the_system_say_of_files_is_said_in_the_language_too(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    write_course(tmp_path / "course")
    done = run(*(word.format(tmp=tmp_path) for word in words))
    assert done.returncode == 2
    assert said.format(tmp=tmp_path) in done.stderr


def test_file_that_cannot_be_written_is_named_as_the_person_knows_it(tmp_path: Path) -> None:
    write_course(tmp_path / "course")
    said = run("build", str(tmp_path / "course"), "-o", str(tmp_path / "no" / "r.tar.gz")).stderr
    assert said == f"maslak-content: {tmp_path}/no/r.tar.gz cannot be read or written: No such file or directory\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(("language", "said"), [("en", "No space left on device"), ("fr", "il n’y a plus de place sur le disque")])
def test_disk_that_is_full_is_said_without_a_file_that_nobody_named(tmp_path: Path, language: str, said: str) -> None:
    course = write_course(tmp_path / "course")
    with Path("/dev/full").open("w") as full:
        words = [sys.executable, "-m", "maslak_content.cli", "stats", str(course), "--in", language]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, f"maslak-content: {said}\n")


def test_project_that_cannot_be_read_is_refused_with_its_file(tmp_path: Path) -> None:
    page = f'<vertical display_name="Plus">{make_project()}</vertical>'.replace('lang="en"', 'lang="xx"')
    done = run("build", str(write_course(tmp_path / "course", {"vertical/u1-more.xml": page})), "-o", str(tmp_path / "r.tar.gz"))
    assert done.returncode == 2
    assert done.stderr == 'maslak-content: vertical/u1-more.xml: <variant> has the unknown language "xx"\n'


@pytest.mark.parametrize("code", ["latin-1", "cp1252", "ascii"])
def test_terminal_in_an_old_code_reads_what_it_can(tmp_path: Path, code: str) -> None:
    course = write_course(tmp_path / "course")
    words = [sys.executable, "-m", "maslak_content.cli", "check", str(course), "--in", "ar"]
    done = subprocess.run(words, env={**os.environ, "PYTHONIOENCODING": code, "PYTHONUTF8": "0"}, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"[title_missing]" in done.stdout


def test_drawing_goes_where_a_link_leads(tmp_path: Path) -> None:
    course, drawn = write_course(tmp_path / "course"), tmp_path / "hours.svg"
    drawn.write_text("old")
    (tmp_path / "link.svg").symlink_to(drawn)
    assert run("stats", str(course), "--svg", str(tmp_path / "link.svg")).returncode == 0
    assert (tmp_path / "link.svg").is_symlink()
    assert drawn.read_text("utf-8").startswith("<svg")


def test_key_without_its_public_half_is_not_left_behind(tmp_path: Path) -> None:
    (tmp_path / "authors.public.jwk").write_text("{}")
    assert run("new-key", str(tmp_path / "authors.jwk")).returncode == 2
    assert not (tmp_path / "authors.jwk").exists()


def test_key_is_private_and_never_replaced(tmp_path: Path) -> None:
    key = tmp_path / "authors.jwk"
    assert run("new-key", str(key)).returncode == 0
    before = key.read_bytes()
    assert key.stat().st_mode & 0o777 == 0o600
    assert '"d"' not in (tmp_path / "authors.public.jwk").read_text()
    again = run("new-key", str(key))
    assert again.returncode == 2
    assert key.read_bytes() == before


def test_build_and_import_work_as_commands(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    run("new-key", str(tmp_path / "k.jwk"))
    built = run("build", str(course), "--language", "ar", "-o", str(tmp_path / "r.tar.gz"), "--key", str(tmp_path / "k.jwk"))
    assert built.returncode == 0, built.stderr
    back = run("import", str(tmp_path / "r.tar.gz"), "--into", str(tmp_path / "back"))
    assert back.returncode == 0, back.stderr
    assert back.stdout.splitlines()[-1].endswith(", signed.")
