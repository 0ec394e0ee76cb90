"""A release is the same bytes whenever and wherever it is built, and Studio finds in it what it looks for."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import tarfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from tests.factories.course import make_checkpoint, make_lesson, write_course
from tests.factories.project import make_project
from tests.factories.release_archive import unpack

from maslak_content.course import read_course
from maslak_content.course_files import MAX_FILE_BYTES
from maslak_content.release.archive import make_header
from maslak_content.release.build import BuildRefusedError, build_course, list_course_files
from maslak_content.release.files_ahead import FilesAhead
from maslak_content.release.signing import create_release_key, load_release_key
from maslak_domain.release import MANIFEST_NAME, verify_manifest
from maslak_xblocks.project.document import read_project
from maslak_xblocks.project.outline import describe_project

SHARED_CORE = Path(__file__).parents[4] / "course_content" / "shared_core"


def build(tmp_path: Path, course: Path, language: Any = "fr", name: str = "out.tar.gz") -> dict[str, bytes]:
    build_course(course, language, tmp_path / name)
    return unpack(tmp_path / name)


def test_same_course_gives_the_same_bytes_in_another_folder_at_another_time(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "core", tmp_path / "elsewhere"
    shutil.copytree(SHARED_CORE, first)
    for number, path in enumerate(sorted(SHARED_CORE.rglob("*"), reverse=True)):
        if path.is_file():
            copy = second / path.relative_to(SHARED_CORE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
            os.utime(copy, (number, number))
            copy.chmod(0o600)
    build_course(first, "fr", tmp_path / "1.tar.gz")
    build_course(second, "fr", tmp_path / "2.tar.gz")
    assert (tmp_path / "1.tar.gz").read_bytes() == (tmp_path / "2.tar.gz").read_bytes()


def test_signed_release_is_reproducible_too_and_the_key_verifies_it(tmp_path: Path) -> None:
    create_release_key(tmp_path / "authors.jwk")
    signer = load_release_key(tmp_path / "authors.jwk")
    for name in ("1.tar.gz", "2.tar.gz"):
        build_course(SHARED_CORE, "ar", tmp_path / name, signer)
    assert (tmp_path / "1.tar.gz").read_bytes() == (tmp_path / "2.tar.gz").read_bytes()
    files = unpack(tmp_path / "1.tar.gz")
    raw = files.pop(MANIFEST_NAME)
    manifest = verify_manifest(raw, {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}, [signer.public_key])
    assert manifest["course"] == {"org": "Maslak", "course": "NUM-100", "run": "run"}
    assert manifest["framework"] == {"key": "MA-NUM", "version": "2026.1"}


def test_one_changed_letter_changes_the_version(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    before = build_course(course, "fr", tmp_path / "1.tar.gz").version
    write_course(course, {"static/star.svg": "<svg/>"})
    assert build_course(course, "fr", tmp_path / "2.tar.gz").version != before


@pytest.mark.parametrize(
    ("language", "title"), [("fr", "Comptes et hameçonnage"), ("ar", "الحسابات والتصيّد الاحتيالي"), ("en", "Accounts and phishing")]
)
def test_display_names_are_in_the_chosen_language(tmp_path: Path, language: str, title: str) -> None:
    files = build(tmp_path, SHARED_CORE, language)
    assert etree.fromstring(files["sequential/tc06-u1.xml"]).get("display_name") == title
    assert etree.fromstring(files["course/run.xml"]).get("language") == language
    assert json.loads(files["policies/run/policy.json"])["course/run"]["language"] == language


def test_studio_finds_every_page_and_every_block_inline_in_it(tmp_path: Path) -> None:
    files = build(tmp_path, SHARED_CORE)
    pages = []
    pointer = etree.fromstring(files["course.xml"])
    course = etree.fromstring(files[f"course/{pointer.get('url_name')}.xml"])
    for chapter in course.iterchildren("chapter"):
        for sequential in etree.fromstring(files[f"chapter/{chapter.get('url_name')}.xml"]):
            pages += [
                etree.fromstring(files[f"vertical/{page.get('url_name')}.xml"])
                for page in etree.fromstring(files[f"sequential/{sequential.get('url_name')}.xml"])
            ]
    assert len(pages) == len([name for name in files if name.startswith("vertical/")])
    assert all(len(block) for page in pages for block in page)


def test_block_kept_in_a_file_of_its_own_stands_inline_in_the_release(tmp_path: Path) -> None:
    page = '<vertical display_name="Lire"><maslak_lesson url_name="u1-lesson"/></vertical>'
    lesson = make_lesson().replace(' url_name="u1-lesson"', "")
    course = write_course(tmp_path / "course", {"vertical/u1-read.xml": page, "maslak_lesson/u1-lesson.xml": lesson})
    block = etree.fromstring(build(tmp_path, course)["vertical/u1-read.xml"])[0]
    assert block.get("url_name") == "u1-lesson"
    assert len(block.findall("variant")) == 3


def test_title_with_quotes_and_ampersands_stays_well_formed(tmp_path: Path) -> None:
    titles = '<titles><title for="u1"><text lang="fr">« A &amp; B » dit "non" &lt;1&gt; c’est \'tout\'</text></title></titles>'
    files = build(tmp_path, write_course(tmp_path / "course", {"titles.xml": titles}))
    assert etree.fromstring(files["sequential/u1.xml"]).get("display_name") == "« A & B » dit \"non\" <1> c’est 'tout'"


def test_tag_inside_a_comment_is_left_alone(tmp_path: Path) -> None:
    children = '<vertical url_name="u1-read"/><vertical url_name="u1-more"/>'
    unit = f'<!-- <sequential display_name="Ancien"> --><sequential display_name="Unité">{children}</sequential>'
    files = build(tmp_path, write_course(tmp_path / "course", {"sequential/u1.xml": unit}))
    assert b'<!-- <sequential display_name="Ancien"> --><sequential display_name="Unit\xc3\xa9 une">' in files["sequential/u1.xml"]


def test_block_map_names_competency_items_and_what_decides(tmp_path: Path) -> None:
    manifest = json.loads(build(tmp_path, write_course(tmp_path / "course"))[MANIFEST_NAME])["manifest"]
    entry = manifest["block_map"]["block-v1:Maslak+TINY+run+type@maslak_checkpoint+block@cp-bank"]
    assert entry["competency"] == "MA-NUM.TC.06"
    assert entry["decides"] is True
    assert set(entry["items"]) == {"q1", "q2", "q3"}


def test_large_figure_is_packed_in_pieces_that_every_reader_joins(tmp_path: Path) -> None:
    film = os.urandom(9_000_001)
    files = build(tmp_path, write_course(tmp_path / "course", {"static/film.mp4": film}))
    assert files["static/film.mp4"] == film
    with gzip.open(tmp_path / "out.tar.gz") as whole:
        assert len(whole.read()) % 512 == 0


def test_missing_page_refuses_the_build_and_leaves_no_file(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course", {"vertical/u1-more.xml": None})
    with pytest.raises(BuildRefusedError) as caught:
        build_course(course, "fr", tmp_path / "out.tar.gz")
    assert [finding.code for finding in caught.value.findings] == ["file_missing"]
    assert [path.name for path in tmp_path.iterdir()] == ["course"]


def test_link_out_of_the_course_is_refused(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    (course / "static" / "passwd").symlink_to("/etc/passwd")
    with pytest.raises(BuildRefusedError, match="link"):
        build_course(course, "fr", tmp_path / "out.tar.gz")


def test_block_that_stands_twice_is_refused(tmp_path: Path) -> None:
    page = f'<vertical display_name="Plus">{make_checkpoint()}</vertical>'
    course = write_course(tmp_path / "course", {"vertical/u1-more.xml": page})
    with pytest.raises(BuildRefusedError, match="cp-bank stands twice"):
        build_course(course, "fr", tmp_path / "out.tar.gz")


def test_earlier_release_is_replaced_only_by_a_whole_one(tmp_path: Path) -> None:
    target = tmp_path / "out.tar.gz"
    target.write_bytes(b"earlier")
    course = write_course(tmp_path / "course", {"static/bad.txt": "x"})
    (course / "static" / "bad.txt").unlink()
    (course / "static" / "bad.txt").symlink_to("star.svg")
    with pytest.raises(BuildRefusedError):
        build_course(course, "fr", target)
    assert target.read_bytes() == b"earlier"


@pytest.mark.parametrize(
    ("name", "size"),
    [("course/a.xml", 0), ("course/a.xml", 123456), ("a" * 100, 1), ("a" * 101, 1), ("été.svg", 7), ("film", 8**11 - 1), ("film", 8**11)],
)
def test_header_is_the_one_that_tarfile_writes(name: str, size: int) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o644
    assert make_header(name, size) == member.tobuf(tarfile.PAX_FORMAT)


def test_broken_page_is_named_with_its_line(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course", {"vertical/u1-read.xml": "<vertical>\n<p>\n</vertical>"})
    with pytest.raises(BuildRefusedError) as caught:
        build_course(course, "fr", tmp_path / "out.tar.gz")
    assert [(finding.code, finding.file, finding.line) for finding in caught.value.findings] == [
        ("element_open", "vertical/u1-read.xml", 3)
    ]


def test_fault_behind_texts_is_named_with_the_line_of_the_file(tmp_path: Path) -> None:
    page = "<vertical>\n" + make_lesson(body="\n<p>x</p>\n") + '\n<html url_name="../x"/>\n</vertical>'
    course = write_course(tmp_path / "course", {"vertical/u1-read.xml": page})
    with pytest.raises(BuildRefusedError) as caught:
        build_course(course, "fr", tmp_path / "out.tar.gz")
    assert [(each.code, each.line) for each in caught.value.findings] == [("url_name_bad", page.count("\n", 0, page.index("<html")) + 1)]


def test_file_too_large_to_be_read_is_packed_as_it_is(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course", {"about/long.xml": b"<a>" + b"x" * MAX_FILE_BYTES})
    assert len(build(tmp_path, course)["about/long.xml"]) == MAX_FILE_BYTES + 3


@pytest.mark.parametrize("name", ["sequential/u1.xml", "vertical/u1-read.xml"])
def test_text_in_another_encoding_is_refused(tmp_path: Path, name: str) -> None:
    course = write_course(tmp_path / "course")
    path = course / name
    path.write_bytes(path.read_text("utf-8").replace("display_name=", 'display_name="\u00e9" x=', 1).encode("latin-1", "replace"))
    with pytest.raises(BuildRefusedError):
        build_course(course, "fr", tmp_path / "out.tar.gz")
    assert not (tmp_path / "out.tar.gz").exists()


def test_page_in_utf_16_is_refused_as_the_check_says(tmp_path: Path) -> None:
    """Such a page can be read, but its title in the language of the build would not be found in its bytes."""
    course = write_course(tmp_path / "course")
    path = course / "vertical" / "u1-read.xml"
    path.write_bytes(path.read_text("utf-8").encode("utf-16"))
    with pytest.raises(BuildRefusedError) as caught:
        build_course(course, "ar", tmp_path / "out.tar.gz")
    assert [(finding.code, finding.file) for finding in caught.value.findings] == [("not_utf8", "vertical/u1-read.xml")]


def test_files_read_ahead_make_the_same_course_as_files_read_one_by_one(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course", {"vertical/u1-more.xml": "<vertical", "policies/run/policy.json": "[]"})
    files = FilesAhead(course, list_course_files(course))
    assert files.look("vertical/u1-more.xml") is None
    assert files.look("course.xml") is not None
    ahead, plain = read_course(course, files=files), read_course(course)
    assert ahead.findings == plain.findings
    assert {finding.code for finding in plain.findings} == {"xml_refused", "json_refused"}
    assert ahead.statics == plain.statics
    assert ahead.policies == plain.policies
    for node in [node for root in plain.files.values() for node in root.iter("variant")]:
        # A release describes no text of a lesson or a question, so that these are not kept.
        node.text = None
        node[:] = []
    assert {name: etree.tostring(root) for name, root in ahead.files.items()} == {
        name: etree.tostring(root) for name, root in plain.files.items()
    }


def test_project_read_ahead_keeps_the_texts_that_its_entry_records(tmp_path: Path) -> None:
    page = f'<vertical display_name="Plus">{make_project()}</vertical>'
    course = write_course(tmp_path / "course", {"vertical/u1-more.xml": page})
    entries = json.loads(build(tmp_path, course)[MANIFEST_NAME])["manifest"]["block_map"]
    block = read_course(course).projects[0]
    assert entries[f"block-v1:Maslak+TINY+run+type@maslak_project+block@{block.url_name}"]["project"] == describe_project(
        read_project(block.element)
    )


def test_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    os.mkfifo(course / "static" / "pipe")
    with pytest.raises(BuildRefusedError, match="static/pipe is a device or a pipe"):
        build_course(course, "fr", tmp_path / "out.tar.gz")


@pytest.mark.parametrize("name", ["static/a\nb.txt", "static/" + "d/" * 12 + "x.txt", "static/a\\b.txt", b"static/a\x80.txt"])
def test_file_that_no_import_would_take_back_is_refused(tmp_path: Path, name: str | bytes) -> None:
    course = write_course(tmp_path / "course")
    path = course / os.fsdecode(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    with pytest.raises(BuildRefusedError, match="name"):
        build_course(course, "fr", tmp_path / "out.tar.gz")
    assert [each.name for each in tmp_path.iterdir()] == ["course"]


def test_release_is_not_written_into_the_course_it_holds(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    with pytest.raises(BuildRefusedError, match="elsewhere"):
        build_course(course, "fr", course / "static" / "out.tar.gz")
    assert not (course / "static" / "out.tar.gz").exists()
