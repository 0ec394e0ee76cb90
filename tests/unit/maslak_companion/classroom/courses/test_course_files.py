"""Course files: what is read, and every hostile archive that is refused with its finding."""

from __future__ import annotations

import gzip
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.factories.course import make_course_files, make_members, write_archive, write_course

from maslak_companion.classroom.courses import course_files
from maslak_companion.classroom.courses.course_files import hash_course_files, pack_course_files, read_course_files
from maslak_companion.classroom.errors import CourseRefusedError


def refused_code(act: Callable[[], object]) -> str:
    with pytest.raises(CourseRefusedError) as caught:
        act()
    return str(caught.value.params["findings"][0]["code"])  # type: ignore[index, call-overload]


def test_directory_and_archive_of_the_same_course_have_the_same_files_and_hash(tmp_path: Path) -> None:
    directory = read_course_files(write_course(tmp_path / "course"))
    archive = read_course_files(write_archive(tmp_path / "course.tar.gz", make_members(make_course_files())))
    assert directory == archive
    assert hash_course_files(directory) == hash_course_files(archive)


def test_top_folder_of_a_studio_archive_is_left_out(tmp_path: Path) -> None:
    members = make_members({f"course-export/{name}": data for name, data in make_course_files().items()})
    assert "course.xml" in read_course_files(write_archive(tmp_path / "a.tar.gz", members))


def test_hash_changes_with_a_name_and_with_a_byte() -> None:
    files = make_course_files()
    renamed = {("x.xml" if name == "titles.xml" else name): data for name, data in files.items()}
    assert len({hash_course_files(each) for each in (files, renamed, files | {"titles.xml": b"<titles/>"})}) == 3


def test_packing_twice_gives_the_same_bytes_and_reads_back() -> None:
    files = make_course_files()
    assert pack_course_files(files) == pack_course_files(dict(reversed(files.items())))


def test_packed_course_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "packed.tar.gz"
    path.write_bytes(pack_course_files(make_course_files()))
    assert read_course_files(path) == make_course_files()


@pytest.mark.parametrize("name", ["../outside.xml", "/etc/passwd", "static/../../outside.xml", "static\\..\\x.xml"])
def test_archive_with_a_path_outside_itself_is_refused(tmp_path: Path, name: str) -> None:
    path = write_archive(tmp_path / "a.tar.gz", make_members(make_course_files() | {name: b"x"}))
    assert refused_code(lambda: read_course_files(path)) == "path_outside"


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE])
def test_archive_with_a_link_is_refused(tmp_path: Path, kind: bytes) -> None:
    link = tarfile.TarInfo("static/passwd")
    link.type, link.linkname = kind, "/etc/passwd"
    path = write_archive(tmp_path / "a.tar.gz", [*make_members(make_course_files()), (link, b"")])
    assert refused_code(lambda: read_course_files(path)) == "symlink"


def test_archive_with_a_device_is_refused(tmp_path: Path) -> None:
    device = tarfile.TarInfo("static/device")
    device.type = tarfile.CHRTYPE
    path = write_archive(tmp_path / "a.tar.gz", [(device, b"")])
    assert refused_code(lambda: read_course_files(path)) == "special_file"


def test_archive_with_the_same_file_twice_is_refused(tmp_path: Path) -> None:
    members = make_members(make_course_files())
    assert refused_code(lambda: read_course_files(write_archive(tmp_path / "a.tar.gz", [*members, members[0]]))) == "duplicate_file"


def test_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course_files, "MAX_FILE_BYTES", 10_000)
    path = write_archive(tmp_path / "a.tar.gz", make_members({"static/zeros.svg": bytes(5_000_000)}))
    assert path.stat().st_size < 20_000
    assert refused_code(lambda: read_course_files(path)) == "file_too_large"


def test_bomb_of_many_files_is_refused_by_the_total(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course_files, "MAX_TOTAL_BYTES", 100_000)
    path = write_archive(tmp_path / "a.tar.gz", make_members({f"static/{n}.svg": bytes(20_000) for n in range(20)}))
    assert refused_code(lambda: read_course_files(path)) == "archive_too_large"


def test_bomb_of_empty_headers_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course_files, "MAX_FILES", 10)
    path = write_archive(tmp_path / "a.tar.gz", make_members({f"static/{n}.svg": b"" for n in range(12)}))
    assert refused_code(lambda: read_course_files(path)) == "too_many_files"


def test_bomb_of_zeros_behind_a_tar_header_is_refused_by_the_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(course_files, "MAX_TOTAL_BYTES", 50_000)
    monkeypatch.setattr(course_files, "MAX_FILES", 10)
    # A long-name header whose own body is huge is read by the archive library itself, before any file is seen.
    header = tarfile.TarInfo("././@LongLink")
    header.type, header.size = tarfile.GNUTYPE_LONGNAME, 2_000_000
    path = tmp_path / "a.tar.gz"
    path.write_bytes(gzip.compress(header.tobuf() + bytes(2_000_000)))
    assert refused_code(lambda: read_course_files(path)) == "archive_too_large"


@pytest.mark.parametrize(
    "data",
    [b"not an archive", gzip.compress(b"not a tar at all" * 100, mtime=0), gzip.compress(b"x" * 5000, mtime=0)[:40]],
    ids=["text", "no tar inside", "cut off"],
)
def test_file_that_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.tar.gz"
    path.write_bytes(data)
    assert refused_code(lambda: read_course_files(path)) == "unreadable_archive"


def test_directory_with_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    (course / "static" / "secret.svg").symlink_to("/etc/passwd")
    assert refused_code(lambda: read_course_files(course)) == "symlink"


def test_directory_with_a_linked_folder_is_refused(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    (course / "outside").symlink_to(tmp_path)
    assert refused_code(lambda: read_course_files(course)) == "symlink"


def test_hidden_files_are_no_part_of_a_course(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    (course / ".git").mkdir()
    (course / ".git" / "config").write_text("secret")
    (course / ".env").write_text("secret")
    assert read_course_files(course) == make_course_files()
