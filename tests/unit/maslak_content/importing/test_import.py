"""A course that went to Studio and back is the course that went; a hostile archive changes nothing."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import shutil
import tarfile
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.factories.course import make_course_files, make_lesson, make_members, write_archive, write_course
from tests.factories.release_archive import unpack

from maslak_content.importing.import_report import import_as_object, import_as_text
from maslak_content.importing.importer import ImportReport, import_archive
from maslak_content.importing.unpacking import ArchiveRefusedError, Limits
from maslak_content.release.build import build_course
from maslak_content.release.signing import create_release_key, load_release_key

SHARED_CORE = Path(__file__).parents[4] / "course_content" / "shared_core"
PAGES = '<vertical url_name="u1-read"/><vertical url_name="u1-more"/>'
POINTER = '<maslak_lesson url_name="u1-lesson"/>'
ENTITY = '<!DOCTYPE c [<!ENTITY a "b">]>'


def read_tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def pack(tmp_path: Path, files: dict[str, bytes], top: str = "course/") -> Path:
    return write_archive(tmp_path / "in.tar.gz", make_members({top + name: data for name, data in files.items()}))


def codes(report: ImportReport) -> set[tuple[str, str]]:
    return {(note.code, note.path) for note in report.notes}


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_build_then_import_gives_the_identical_tree(tmp_path: Path, language: str) -> None:
    build_course(SHARED_CORE, language, tmp_path / "out.tar.gz")  # type: ignore[arg-type]
    report = import_archive(tmp_path / "out.tar.gz", tmp_path / "back")
    assert read_tree(tmp_path / "back") == read_tree(SHARED_CORE)
    assert report.notes == []


def test_signed_release_comes_back_with_its_version(tmp_path: Path) -> None:
    create_release_key(tmp_path / "k.jwk")
    built = build_course(SHARED_CORE, "ar", tmp_path / "out.tar.gz", load_release_key(tmp_path / "k.jwk"))
    report = import_archive(tmp_path / "out.tar.gz", tmp_path / "back")
    assert (report.version, report.is_signed) == (built.version, True)


@pytest.mark.parametrize(
    "changes",
    [
        {"sequential/u1.xml": f'<sequential display_name="Unité">\r\n{PAGES}\r\n</sequential>\r\n'},
        {"sequential/u1.xml": f'<!-- <sequential display_name="U"> --><sequential display_name="U">{PAGES}</sequential>'},
        {"vertical/u1-read.xml": f"<vertical>{POINTER}</vertical>", "maslak_lesson/u1-lesson.xml": make_lesson()},
        {"policies/run/policy.json": '{"course/run":{"display_name":"Autre",\r\n\t"language":"fr"}}'},
        {"static/donnees.csv": b"\xff\xfe\r\n\0", "static/r\xc3\xa9sum\xc3\xa9.txt": b"x\r\n", "notes/plan.txt": b"\r\n"},
        {"chapter/ch1.xml": '<chapter>\n <sequential url_name="u1"/><sequential url_name="cp"/></chapter>'},
    ],
    ids=["windows", "comment", "pointer", "policy", "static", "untitled"],
)  # fmt: skip
def test_round_trip_keeps_every_byte_of_unusual_trees(tmp_path: Path, changes: dict[str, str | bytes]) -> None:
    entries = "".join(f'<title for="{name}"><text lang="en">English</text></title>' for name in ("u1", "run"))
    titles = {"titles.xml": f"<titles>{entries}</titles>"}
    course = write_course(tmp_path / "course", titles | changes)
    build_course(course, "en", tmp_path / "out.tar.gz")
    import_archive(tmp_path / "out.tar.gz", tmp_path / "back")
    assert read_tree(tmp_path / "back") == read_tree(course)


def test_export_of_studio_falls_back_into_the_tree_that_is_there(tmp_path: Path) -> None:
    """Studio knows neither our catalogue nor our layout: it shows one title, spaces otherwise, and drops what it cannot read."""
    shutil.copytree(SHARED_CORE, tmp_path / "tree")
    build_course(SHARED_CORE, "ar", tmp_path / "out.tar.gz")
    files = {name: data for name, data in unpack(tmp_path / "out.tar.gz").items() if "/" in name or name == "course.xml"}
    files |= {
        name: data.replace(b"\n  <vertical", b"\n\n      <vertical") for name, data in files.items() if name.startswith("sequential/")
    }
    import_archive(pack(tmp_path, files), tmp_path / "tree")
    before, after = read_tree(SHARED_CORE), read_tree(tmp_path / "tree")
    changed = {name for name in before if before[name] != after[name]}
    # What only Studio shows in one language, the course's own file and its policy, is for a person to look at.
    assert changed == {"course/run.xml", "policies/run/policy.json"}
    assert before.keys() == after.keys()


def test_text_changed_in_studio_arrives_and_the_rest_keeps_its_bytes(tmp_path: Path) -> None:
    shutil.copytree(SHARED_CORE, tmp_path / "tree")
    files = read_tree(SHARED_CORE)
    page = "vertical/tc06-u1-read.xml"
    files[page] = files[page].replace(b"Salma", b"Hiba")
    report = import_archive(pack(tmp_path, files), tmp_path / "tree")
    assert read_tree(tmp_path / "tree") == files
    assert report.files == {"unchanged": len(files) - 1, "changed": 1}
    assert report.changed == [page]
    assert import_as_text(report, "en").splitlines()[-3:-1] == ["These files of the folder say something else now:", f"    {page}"]
    assert import_as_object(report, "en")["changed"] == [page]


@pytest.mark.parametrize(
    ("theirs", "is_same"),
    [
        ('{\n    "b": [1.0, 2],\n    "a": "\\u00e9"\n}', True),
        ('{"a": "é", "b": [1, 2]}', False),
        ('{"a": "è", "b": [1.0, 2]}', False),
        ('{"a": "é", "b": [1.0, 2]', False),
        ("[" * 100_000, False),
    ],
    ids=["other layout", "another number", "another text", "broken", "too deep"],
)
def test_policy_that_says_the_same_keeps_its_bytes(tmp_path: Path, theirs: str, is_same: bool) -> None:
    own, name = '{"a": "é", "b": [1.0, 2]}\n', "policies/run/grading_policy.json"
    tree = write_course(tmp_path / "tree", {name: own})
    report = import_archive(pack(tmp_path, make_course_files({name: theirs})), tree)
    assert report.changed == [name] * (not is_same)
    assert (tree / name).read_text() == (own if is_same else theirs)


def test_data_set_out_otherwise_replace_those_of_the_tree(tmp_path: Path) -> None:
    """Layout says nothing in a page; in a learner's data it may be what the exercise is about."""
    tree = write_course(tmp_path / "tree", {"static/data.xml": "<a>\n  <b/>\n</a>"})
    report = import_archive(pack(tmp_path, make_course_files({"static/data.xml": "<a><b/></a>"})), tree)
    assert report.changed == ["static/data.xml"]
    assert (tree / "static/data.xml").read_text() == "<a><b/></a>"


def test_title_changed_in_studio_is_reported_for_the_catalogue(tmp_path: Path) -> None:
    tree = write_course(tmp_path / "tree")
    files = make_course_files()
    files["sequential/u1.xml"] = files["sequential/u1.xml"].replace("Unité".encode(), b"Nouveau titre")
    assert ("title_changed", "sequential/u1.xml") in codes(import_archive(pack(tmp_path, files), tree))
    assert b"Nouveau titre" in (tree / "sequential/u1.xml").read_bytes()


def test_what_has_no_place_is_kept_and_reported(tmp_path: Path) -> None:
    page = '<vertical><school_poll url_name="p"/><html url_name="h"/></vertical>'
    files = make_course_files({
        "drafts/vertical/d1.xml": '<vertical url_name="d1" parent_url="i4x://x" index_in_children_list="0"/>',
        "vertical/u1-more.xml": page,
        "vertical/alone.xml": "<vertical/>",
        "sequential/cp.xml": '<sequential><vertical url_name="cp-page"/><vertical url_name="gone"/></sequential>',
        "weird/thing.bin": b"\0\1",
        "about/overview.html": "<p>x</p>",
        "html/h.xml": '<html filename="h"/>',
        "chapter/broken.xml": "<chapter",
    })  # fmt: skip
    report = import_archive(pack(tmp_path, files), tmp_path / "tree")
    assert read_tree(tmp_path / "tree") == files
    assert codes(report) == {
        ("draft", "drafts/vertical/d1.xml"),
        ("unknown_block", "vertical/u1-more.xml"),
        ("unreferenced", "vertical/alone.xml"),
        ("missing_file", "sequential/cp.xml"),
        ("not_placed", "weird/thing.bin"),
        ("malformed_xml", "chapter/broken.xml"),
        ("unreferenced", "chapter/broken.xml"),
    }


def test_files_beside_the_course_and_files_of_a_system_are_told_apart(tmp_path: Path) -> None:
    members = make_members({f"x/course/{name}": data for name, data in make_course_files().items()} | {
        "x/notes.txt": b"n", "__MACOSX/x/._course.xml": b"m", "x/course/.DS_Store": b"d",
    })  # fmt: skip
    report = import_archive(write_archive(tmp_path / "in.tar.gz", members), tmp_path / "tree")
    assert read_tree(tmp_path / "tree") == make_course_files() | {"unplaced/x/notes.txt": b"n"}
    assert codes(report) == {("outside_course", "x/notes.txt"), ("left_out", "__MACOSX/x/._course.xml"), ("left_out", "x/course/.DS_Store")}


def test_windows_line_ends_are_mended_in_texts_only(tmp_path: Path) -> None:
    files = make_course_files(
        {
            "static/data.csv": b"a\r\nb",
            "chapter/ch1.xml": '<chapter>\r\n<sequential url_name="u1"/>\r\n<sequential url_name="cp"/></chapter>',
        }
    )
    import_archive(pack(tmp_path, files), tmp_path / "tree")
    tree = read_tree(tmp_path / "tree")
    assert tree["static/data.csv"] == b"a\r\nb"
    assert tree["chapter/ch1.xml"] == files["chapter/ch1.xml"].replace(b"\r\n", b"\n")


def test_file_that_studio_dropped_stays_and_is_named(tmp_path: Path) -> None:
    tree = write_course(tmp_path / "tree", {"static/old.svg": "<svg/>"})
    report = import_archive(pack(tmp_path, make_course_files()), tree)
    assert codes(report) == {("only_in_tree", "static/old.svg")}
    assert (tree / "static/old.svg").exists()


def test_release_edited_after_its_build_is_reported_and_still_taken_back(tmp_path: Path) -> None:
    build_course(SHARED_CORE, "ar", tmp_path / "out.tar.gz")
    files = unpack(tmp_path / "out.tar.gz")
    files["sequential/tc06-u1.xml"] = files["sequential/tc06-u1.xml"].replace(b"</sequential>", b"<!-- new --></sequential>")
    report = import_archive(pack(tmp_path, files), tmp_path / "back")
    original = read_tree(SHARED_CORE)
    original["sequential/tc06-u1.xml"] = original["sequential/tc06-u1.xml"].replace(b"</sequential>", b"<!-- new --></sequential>")
    assert read_tree(tmp_path / "back") == original
    assert codes(report) == {("manifest_untrue", "release.json"), ("changed_since", "sequential/tc06-u1.xml")}


def test_edits_of_a_hostile_release_reach_no_file_outside_and_no_figure(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text("<a/>")
    edits = [
        {"path": "../secret.xml", "before": "<b/>", "after": "<a/>"},
        {"path": "static/star.svg", "before": "<script/>", "after": "<svg"},
        {"path": "course.xml", "before": 7, "after": "x"},
        "nonsense",
    ]
    files = make_course_files() | {"release.json": json.dumps({"manifest": {"edits": edits, "sources": [["x"], 3]}}).encode()}
    import_archive(pack(tmp_path, files), tmp_path / "tree")
    assert (tmp_path / "secret.xml").read_text() == "<a/>"
    assert read_tree(tmp_path / "tree") == make_course_files()


def make_headers(kind: bytes, count: int) -> bytes:
    """Return extended headers one after the other, which tarfile reads one inside the other."""
    header, text = tarfile.TarInfo("pax"), b"22 comment=aaaaaaaaaa\n"
    header.type, header.size = kind, len(text)
    return (header.tobuf(tarfile.USTAR_FORMAT) + text.ljust(512, b"\0")) * count


def link(kind: bytes) -> tarfile.TarInfo:
    member = tarfile.TarInfo("course/static/link")
    member.type, member.linkname = kind, "/etc/passwd"
    return member


HOSTILE: dict[str, tuple[Callable[[], list[tuple[tarfile.TarInfo, bytes]]], str]] = {
    "parent": (lambda: make_members({"course/../../evil": b"x"}), "path_outside"),
    "absolute": (lambda: make_members({"/tmp/evil": b"x"}), "path_outside"),
    "backslash": (lambda: make_members({"course/..\\evil": b"x"}), "path_outside"),
    "drive": (lambda: make_members({"C:evil": b"x"}), "path_outside"),
    "control": (lambda: make_members({"course/a\nb": b"x"}), "path_outside"),
    "override": (lambda: make_members({"course/a\u202egvs.exe": b"x"}), "path_outside"),
    "long": (lambda: make_members({"course/" + "a" * 300: b"x"}), "path_outside"),
    "deep": (lambda: make_members({"course/" + "a/" * 40 + "b": b"x"}), "path_outside"),
    "symlink": (lambda: [(link(tarfile.SYMTYPE), b"")], "special_file"),
    "hardlink": (lambda: [(link(tarfile.LNKTYPE), b"")], "special_file"),
    "device": (lambda: [(link(tarfile.CHRTYPE), b"")], "special_file"),
    "pipe": (lambda: [(link(tarfile.FIFOTYPE), b"")], "special_file"),
    "bytes that are no letters": (lambda: make_members({"course/static/\udce9.txt": b"x"}), "path_outside"),
    "twice": (lambda: make_members({"course/a": b"x"}) * 2, "duplicate_file"),
    "file and folder": (lambda: make_members({"course/a": b"x", "course/a/b": b"x"}), "duplicate_file"),
    "two courses": (lambda: make_members({"a/course.xml": b"<course/>", "b/course.xml": b"<course/>"}), "two_courses"),
    "no course": (lambda: make_members({"a/b.xml": b"<course/>"}), "missing_file"),
    "entities": (lambda: make_members({"course.xml": b'<!DOCTYPE c [<!ENTITY a "b">]><course url_name="&a;"/>'}), "document_type"),
    "bomb of entities": (
        lambda: make_members({"course.xml": b'<!DOCTYPE c [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><course>&b;</course>'}),
        "document_type",
    ),
    "outside entity": (
        lambda: make_members({"course.xml": b'<!DOCTYPE c SYSTEM "file:///etc/passwd"><course/>'}),
        "document_type",
    ),
    "broken entities": (lambda: make_members({"course.xml": b'<!DOCTYPE c [<!ENTITY a "b">]><course>'}), "document_type"),
    "entities in UTF-16": (
        lambda: make_members({"course.xml": f'<?xml version="1.0" encoding="utf-16"?>{ENTITY}<course/>'.encode("utf-16")}),
        "document_type",
    ),
    "entities in a drawing": (
        lambda: make_members({"course.xml": b"<course/>", "static/a.svg": b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>'}),
        "document_type",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_archive_is_refused_and_nothing_changes(tmp_path: Path, name: str) -> None:
    members, code = HOSTILE[name]
    tree = write_course(tmp_path / "tree")
    archive = write_archive(tmp_path / "in.tar.gz", members())
    before = read_tree(tmp_path)
    with pytest.raises(ArchiveRefusedError) as caught:
        import_archive(archive, tree)
    assert caught.value.code == code
    assert read_tree(tmp_path) == before


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\3\4 zip",
        gzip.compress(b"no tar" * 200),
        gzip.compress(b"x" * 4096)[:-9],
        gzip.compress(make_headers(tarfile.XHDTYPE, 3000)),
        gzip.compress(make_headers(tarfile.XGLTYPE, 3000)),
    ],
    ids=["empty", "zip", "no tar inside", "cut off", "headers without end", "headers for all without end"],
)
def test_what_is_no_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "in.tar.gz").write_bytes(data)
    with pytest.raises(ArchiveRefusedError):
        import_archive(tmp_path / "in.tar.gz", tmp_path / "tree")
    assert [path.name for path in tmp_path.iterdir()] == ["in.tar.gz"]


@pytest.mark.parametrize("place", [0.3, 0.5, 0.7])
def test_archive_damaged_on_its_way_is_refused_and_not_brought_in_by_half(tmp_path: Path, place: float) -> None:
    """tarfile takes a header that it cannot read for the end of the archive and says nothing."""
    plain = gzip.decompress(pack(tmp_path, make_course_files() | {f"static/{n}.txt": b"x" for n in range(60)}).read_bytes())
    (tmp_path / "in.tar.gz").unlink()
    broken = bytearray(plain)
    # The sum of a header that stands in the middle.
    at = int(place * len(plain)) // 512 * 512
    while plain[at + 257 : at + 262] != b"ustar":
        at += 512
    broken[at + 148] ^= 0xFF
    for name, data in (("damaged.tar.gz", gzip.compress(broken)), ("damaged.tar", bytes(broken)), ("cut.tar", plain[:at])):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(ArchiveRefusedError, match="damaged|too early"):
            import_archive(tmp_path / name, tmp_path / "tree")
    assert not (tmp_path / "tree").exists()


def test_archive_that_something_was_added_to_is_refused(tmp_path: Path) -> None:
    archive = pack(tmp_path, make_course_files())
    archive.write_bytes(archive.read_bytes() + b"<html>")
    with pytest.raises(ArchiveRefusedError, match="damaged"):
        import_archive(archive, tmp_path / "tree")


def test_archive_that_a_browser_unpacked_by_half_is_taken(tmp_path: Path) -> None:
    archive = pack(tmp_path, make_course_files())
    archive.with_name("in.tar").write_bytes(gzip.decompress(archive.read_bytes()))
    import_archive(tmp_path / "in.tar", tmp_path / "tree")
    assert read_tree(tmp_path / "tree") == make_course_files()


def test_holes_that_are_described_wrongly_are_refused(tmp_path: Path) -> None:
    sparse = tarfile.TarInfo("course/static/x")
    sparse.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "y", "GNU.sparse.realsize": "9"}
    archive = write_archive(tmp_path / "in.tar.gz", [*make_members({"course/course.xml": b"<course/>"}), (sparse, b"x" * 600)])
    with pytest.raises(ArchiveRefusedError):
        import_archive(archive, tmp_path / "tree")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\3\4 zip", ".zip"),
        (b"<!DOCTYPE html>", "is not a .tar.gz"),
        (gzip.compress(tarfile.TarInfo("course/x").tobuf())[:-9], "too early"),
        (gzip.compress(b"no tar" * 200), "damaged"),
    ],
    ids=["zip", "page", "cut off", "other"],
)
def test_refusal_of_what_is_no_archive_says_what_it_is(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "in.tar.gz").write_bytes(data)
    with pytest.raises(ArchiveRefusedError, match=re.escape(said)):
        import_archive(tmp_path / "in.tar.gz", tmp_path / "tree")


def test_library_of_studio_is_refused_as_one(tmp_path: Path) -> None:
    with pytest.raises(ArchiveRefusedError, match="library of Studio"):
        import_archive(pack(tmp_path, {"library.xml": b"<library/>", "policies/assets.json": b"{}"}, "library/"), tmp_path / "tree")


def test_names_that_studio_gives_are_taken_and_what_windows_cannot_hold_is_said(tmp_path: Path) -> None:
    odd = ["subs_a:b?c.srt.sjson", "Aide – comment\u00a0? [fr].srt", "aux.txt", "می\u200cخواهم.png", "é" * 120 + ".pdf"]
    files = make_course_files({f"static/{name}": b"x" for name in odd})
    report = import_archive(pack(tmp_path, files), tmp_path / "tree")
    assert read_tree(tmp_path / "tree") == files
    told = {f"course/static/{name}" for name in odd[:3]}
    assert codes(report) == {("not_portable", name) for name in told}


def test_names_that_only_case_or_accents_written_otherwise_tell_apart_are_both_kept_and_said(tmp_path: Path) -> None:
    pairs = [("static/Logo.png", "static/logo.png"), ("static/re\u0301sume\u0301.pdf", "static/r\u00e9sum\u00e9.pdf")]
    files = make_course_files({name: name.encode() for pair in pairs for name in pair})
    report = import_archive(pack(tmp_path, files), tmp_path / "tree")
    assert read_tree(tmp_path / "tree") == files
    assert codes(report) == {("twins", f"course/{pair[1]}") for pair in pairs}


def test_report_says_once_what_is_true_of_many_files(tmp_path: Path) -> None:
    drafts = [f"drafts/html/{number}.html" for number in range(3)]
    files = make_course_files(dict.fromkeys(drafts, b"<p/>") | {"notes/plan.txt": b"x"})
    text = import_as_text(import_archive(pack(tmp_path, files), tmp_path / "tree"), "en")
    assert text.splitlines() == [
        "[draft] was never published; it is kept but is not part of the course",
        *(f"    {name}" for name in drafts),
        "notes/plan.txt: has no place in a course; it is kept where it was [not_placed]",
        f"Files: new: {len(files)}.",
    ]


OTHER = {"course.xml": '<course url_name="run" org="ENSAM" course="TST-101"/>'}


def test_release_of_another_course_is_not_laid_over_the_one_of_the_folder(tmp_path: Path) -> None:
    """Without --into a course of one's own went into the shared core and replaced its titles."""
    tree = write_course(tmp_path / "tree")
    before = read_tree(tree)
    build_course(write_course(tmp_path / "own", OTHER), "fr", tmp_path / "own.tar.gz")
    with pytest.raises(ArchiveRefusedError, match=r"course Maslak\+TINY, and the archive the course ENSAM\+TST-101"):
        import_archive(tmp_path / "own.tar.gz", tree)
    assert read_tree(tree) == before


def test_export_of_another_course_is_known_by_its_chapters_and_units(tmp_path: Path) -> None:
    tree = write_course(tmp_path / "tree")
    before = read_tree(tree)
    other = {name: data for name, data in make_course_files(OTHER).items() if not name.startswith(("chapter/", "sequential/"))}
    with pytest.raises(ArchiveRefusedError, match="name another folder"):
        import_archive(pack(tmp_path, other | {"chapter/2f1a.xml": b"<chapter/>"}), tree)
    assert read_tree(tree) == before
    # A school imported ours under a name of its own: its chapters and units are those of the tree.
    import_archive(pack(tmp_path, make_course_files(OTHER)), tree)


def test_draft_of_a_page_that_is_published_is_not_called_never_published(tmp_path: Path) -> None:
    files = make_course_files({"drafts/vertical/u1-read.xml": b"<vertical/>", "drafts/vertical/new.xml": b"<vertical/>"})
    text = import_as_text(import_archive(pack(tmp_path, files), tmp_path / "tree"), "en")
    assert text.splitlines()[:2] == [
        "drafts/vertical/u1-read.xml: holds changes that were not published; they are kept but are not part of the course [draft]",
        "drafts/vertical/new.xml: was never published; it is kept but is not part of the course [draft]",
    ]


def test_archive_of_folders_and_hidden_files_without_end_is_refused(tmp_path: Path) -> None:
    members = make_members({f"course/.{number}": b"" for number in range(400)})
    archive = write_archive(tmp_path / "in.tar.gz", make_members(make_course_files()) + members)
    with pytest.raises(ArchiveRefusedError, match="more than 100 files"):
        import_archive(archive, tmp_path / "tree", Limits(files=100))


def test_pages_of_an_experiment_are_part_of_the_course(tmp_path: Path) -> None:
    """Studio keeps the page of each group in a file of its own, and points to it from the experiment."""
    files = make_course_files({
        "vertical/u1-more.xml": '<vertical><split_test url_name="s"/><html url_name="lost"/></vertical>',
        "split_test/s.xml": '<split_test group_id_to_child="{}"><vertical url_name="one"/><vertical url_name="two"/></split_test>',
        "vertical/one.xml": "<vertical/>",
    })  # fmt: skip
    report = import_archive(pack(tmp_path, files), tmp_path / "tree")
    assert codes(report) == {("missing_file", "split_test/s.xml"), ("missing_file", "vertical/u1-more.xml")}


def test_archive_beyond_its_limits_is_refused(tmp_path: Path) -> None:
    archive = pack(tmp_path, make_course_files() | {"static/big.bin": bytes(200_000)})
    for limits in (Limits(files=3), Limits(file_bytes=100_000), Limits(total_bytes=150_000)):
        with pytest.raises(ArchiveRefusedError, match="more than|larger than"):
            import_archive(archive, tmp_path / "tree", limits)


def test_header_that_claims_to_be_huge_is_refused_before_it_is_read(tmp_path: Path) -> None:
    header = tarfile.TarInfo("pax")
    header.type, header.size = tarfile.XHDTYPE, 512 * 1024 * 1024
    with gzip.open(tmp_path / "in.tar.gz", "wb") as stream:
        stream.write(header.tobuf(tarfile.USTAR_FORMAT))
        for _ in range(64):
            stream.write(bytes(1024 * 1024))
    tracemalloc.start()
    with pytest.raises(ArchiveRefusedError, match="header"):
        import_archive(tmp_path / "in.tar.gz", tmp_path / "tree")
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


def test_memory_does_not_grow_with_the_archive(tmp_path: Path) -> None:
    """A film of 96 MB passes through a few megabytes."""
    with tarfile.open(tmp_path / "in.tar.gz", "w:gz", compresslevel=1) as archive:
        for member, data in make_members(make_course_files()):
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
        film = tarfile.TarInfo("static/film.mp4")
        film.size = 96 * 1024 * 1024
        with open("/dev/zero", "rb") as zeros:
            archive.addfile(film, zeros)
    tracemalloc.start()
    import_archive(tmp_path / "in.tar.gz", tmp_path / "tree")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (tmp_path / "tree/static/film.mp4").stat().st_size == 96 * 1024 * 1024
    assert peak < 8_000_000


def test_nothing_is_written_through_a_link_of_the_tree(tmp_path: Path) -> None:
    tree = write_course(tmp_path / "tree")
    shutil.rmtree(tree / "static")
    (tmp_path / "outside").mkdir()
    os.symlink(tmp_path / "outside", tree / "static")
    with pytest.raises(ArchiveRefusedError, match="link"):
        import_archive(pack(tmp_path, make_course_files()), tree)
    assert list((tmp_path / "outside").iterdir()) == []
    assert not [path for path in tmp_path.iterdir() if re.match(r"\.tree\.import", path.name)]


@pytest.mark.parametrize(
    ("there", "is_folder", "said"),
    [("static/plan.txt", True, "is a file, but the tree has a folder"), ("vertical", False, "is a file in the tree")],
)
def test_tree_that_stands_in_the_way_is_not_changed_by_half(tmp_path: Path, there: str, is_folder: bool, said: str) -> None:
    tree = tmp_path / "tree"
    (tree / there).parent.mkdir(parents=True)
    if is_folder:
        (tree / there).mkdir()
    else:
        (tree / there).write_text("mine", "utf-8")
    files = make_course_files() | {"static/plan.txt": b"plan"}
    before = sorted(path.relative_to(tree) for path in tree.rglob("*"))
    with pytest.raises(ArchiveRefusedError, match=said) as caught:
        import_archive(pack(tmp_path, files), tree)
    assert caught.value.code == "name_taken"
    assert sorted(path.relative_to(tree) for path in tree.rglob("*")) == before


def test_link_met_last_stops_the_import_before_its_first_file(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    os.symlink(tmp_path, tree / "vertical")
    with pytest.raises(ArchiveRefusedError, match="link"):
        import_archive(pack(tmp_path, make_course_files()), tree)
    assert [path.name for path in tree.iterdir()] == ["vertical"]
