"""A school installs what its authors built, and nothing that somebody changed on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.factories.course import COURSE_KEY, make_course_files, make_members, write_archive, write_course
from tests.factories.release_archive import unpack

from maslak_companion.classroom.courses.manifest import load_release_keys
from maslak_companion.classroom.courses.shelf import CourseShelf
from maslak_companion.classroom.errors import CourseRefusedError
from maslak_content.release.build import build_course
from maslak_content.release.signing import create_release_key, load_release_key
from maslak_domain.release import MANIFEST_NAME, seal_manifest

SHARED_CORE = Path(__file__).parents[5] / "course_content" / "shared_core"
# The small course's own problem block has no type that this environment installs; a release holds ours alone.
WITHOUT_PROBLEM = {"vertical/u1-more.xml": None, "sequential/u1.xml": '<sequential><vertical url_name="u1-read"/></sequential>'}


@pytest.fixture
def release(tmp_path: Path) -> Path:
    create_release_key(tmp_path / "authors.jwk")
    course = write_course(tmp_path / "course", WITHOUT_PROBLEM)
    build_course(course, "fr", tmp_path / "release.tar.gz", load_release_key(tmp_path / "authors.jwk"))
    return tmp_path / "release.tar.gz"


def trusting(tmp_path: Path, *keys: str) -> CourseShelf:
    folder = tmp_path / "pinned"
    folder.mkdir()
    for key in keys:
        (folder / key).write_bytes((tmp_path / key).read_bytes())
    return CourseShelf(tmp_path / "shelf", load_release_keys(folder))


def refusal(shelf: CourseShelf, source: Path) -> str:
    with pytest.raises(CourseRefusedError) as caught:
        shelf.install(source, COURSE_KEY)
    findings = caught.value.params["findings"]
    assert isinstance(findings, list)
    return str(findings[0]["code"])


def repack(tmp_path: Path, files: dict[str, bytes]) -> Path:
    return write_archive(tmp_path / "changed.tar.gz", make_members(files))


def test_release_of_a_trusted_author_is_installed_and_read_again(tmp_path: Path, release: Path) -> None:
    shelf = trusting(tmp_path, "authors.public.jwk")
    installed = shelf.install(release, COURSE_KEY)
    assert CourseShelf(tmp_path / "shelf").get(COURSE_KEY, installed.hash).block_map == installed.block_map


def test_installed_release_has_the_version_that_its_authors_were_told(tmp_path: Path) -> None:
    """Else nobody could say on the telephone which release a school has."""
    built = build_course(write_course(tmp_path / "course", WITHOUT_PROBLEM), "fr", tmp_path / "r.tar.gz")
    assert CourseShelf(tmp_path / "shelf").install(tmp_path / "r.tar.gz", COURSE_KEY).version == built.version


def test_shared_core_built_in_arabic_assesses_what_its_tree_does(tmp_path: Path) -> None:
    build_course(SHARED_CORE, "ar", tmp_path / "core.tar.gz")
    shelf = CourseShelf(tmp_path / "shelf")
    assert shelf.install(tmp_path / "core.tar.gz", "core").block_map == shelf.install(SHARED_CORE, "core").block_map


def test_release_of_a_stranger_is_refused_where_keys_are_pinned(tmp_path: Path, release: Path) -> None:
    create_release_key(tmp_path / "others.jwk")
    assert refusal(trusting(tmp_path, "others.public.jwk"), release) == "untrusted_key"


def test_school_that_pins_keys_installs_no_bare_tree(tmp_path: Path, release: Path) -> None:
    assert refusal(trusting(tmp_path, "authors.public.jwk"), tmp_path / "course") == "unsigned"


def test_folder_without_a_key_trusts_nobody(tmp_path: Path, release: Path) -> None:
    assert refusal(trusting(tmp_path), release) == "untrusted_key"


def test_changed_file_is_found_even_where_no_key_is_pinned(tmp_path: Path, release: Path) -> None:
    files = unpack(release) | {"static/star.svg": b"<svg/>"}
    assert refusal(CourseShelf(tmp_path / "shelf"), repack(tmp_path, files)) == "files_differ"


def test_manifest_that_lends_a_block_another_competency_is_refused(tmp_path: Path, release: Path) -> None:
    """The block map decides what evidence means; a signed one must still be what the blocks themselves declare."""
    files = unpack(release)
    manifest = json.loads(files[MANIFEST_NAME])["manifest"]
    next(iter(manifest["block_map"].values()))["competency"] = "MA-NUM.TC.01"
    files[MANIFEST_NAME] = seal_manifest(manifest, load_release_key(tmp_path / "authors.jwk"))
    assert refusal(trusting(tmp_path, "authors.public.jwk"), repack(tmp_path, files)) == "block_map_differs"


def test_tree_without_manifest_is_still_installed_where_no_key_is_pinned(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course", WITHOUT_PROBLEM)
    assert CourseShelf(tmp_path / "shelf").install(course, COURSE_KEY).course_key == COURSE_KEY
    assert MANIFEST_NAME not in make_course_files()
