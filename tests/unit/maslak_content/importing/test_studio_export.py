"""A whole export of Studio comes back: into an empty folder as it is, into the tree it came from as that tree with what is new."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from tests.factories.course import make_members, write_archive, write_course
from tests.factories.studio_export import RUN, make_export, make_studio_files

from maslak_content.course import read_course
from maslak_content.importing.importer import import_archive

SHARED_CORE = Path(__file__).parents[4] / "course_content" / "shared_core"


def read_tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def pack(tmp_path: Path, files: dict[str, bytes]) -> Path:
    return write_archive(tmp_path / "course.tar.gz", make_members({f"course/{name}": data for name, data in files.items()}))


def mended(name: str, data: bytes) -> bytes:
    """Line ends are the only thing that an import changes, and only in texts that are not the author's own files."""
    return data.replace(b"\r\n", b"\n") if name.endswith((".xml", ".html", ".json")) and not name.startswith("static/") else data


@pytest.mark.parametrize("source", ["small", "shared core"])
def test_export_comes_into_an_empty_folder_without_loss(tmp_path: Path, source: str) -> None:
    files = make_export(SHARED_CORE if source == "shared core" else write_course(tmp_path / "source"))
    report = import_archive(pack(tmp_path, files), tmp_path / "tree")
    assert read_tree(tmp_path / "tree") == {name: mended(name, data) for name, data in files.items()}
    assert read_course(tmp_path / "tree").run == RUN
    assert report.files == {"new": len(files), "line_ends_mended": 1}


def test_everything_that_needs_a_person_is_named_and_nothing_else(tmp_path: Path) -> None:
    report = import_archive(pack(tmp_path, make_export(write_course(tmp_path / "source"))), tmp_path / "tree")
    drafts = {name for name in make_studio_files() if name.startswith("drafts/")}
    assert {(note.code, note.path) for note in report.notes} == {
        *(("draft", name) for name in drafts),
        ("unknown_block", "vertical/aa00aa00aa00aa00aa00aa00aa00aa00.xml"),
        ("unreferenced", "vertical/aa00aa00aa00aa00aa00aa00aa00aa00.xml"),
    }


def test_export_of_another_run_falls_back_into_the_run_of_the_tree(tmp_path: Path) -> None:
    tree = write_course(tmp_path / "tree", {"policies/run/policy.json": '{"course/run": {"display_name": "Cours"}}'})
    before = read_tree(tree)
    files = make_export(tree)
    report = import_archive(pack(tmp_path, files), tree)
    after = read_tree(tree)
    assert before.keys() <= after.keys()
    assert {name for name in before if before[name] != after[name]} == {"course/run.xml", "policies/run/policy.json"}
    assert b"advanced_modules" in after["course/run.xml"]
    policy = json.loads(after["policies/run/policy.json"])
    assert policy["course/run"]["start"] == "2026-09-01T08:00:00Z"
    assert after["course.xml"] == before["course.xml"]
    assert not [name for name in after if RUN in name]
    assert ("other_run", "course.xml") in {(note.code, note.path) for note in report.notes}
    assert not [finding for finding in read_course(tree).findings if finding.severity == "error"]
    # What Studio wrote beside ours is there as it came.
    assert {name: after[name] for name in make_studio_files() if RUN not in name} == {
        name: mended(name, data) for name, data in make_studio_files().items() if RUN not in name
    }


def test_second_import_of_the_same_export_changes_nothing(tmp_path: Path) -> None:
    tree = write_course(tmp_path / "tree")
    archive = pack(tmp_path, make_export(tree))
    import_archive(archive, tree)
    first = read_tree(tree)
    report = import_archive(archive, tree)
    assert read_tree(tree) == first
    assert set(report.files) <= {"unchanged", "line_ends_mended"}


def test_two_runs_in_one_archive_are_not_laid_one_over_the_other(tmp_path: Path) -> None:
    tree = write_course(tmp_path / "tree")
    files = make_export(tree) | {"course/run.xml": b'<course display_name="Autre"/>\n'}
    import_archive(pack(tmp_path, files), tree)
    after = read_tree(tree)
    assert after["course/run.xml"] == b'<course display_name="Autre"/>\n'
    assert after[f"course/{RUN}.xml"] == files[f"course/{RUN}.xml"]


def test_a_process_that_imports_a_large_export_stays_small(tmp_path: Path) -> None:
    """Measured from outside, with what lxml, gzip and tarfile take: 200 MB of films and a page of 4 MB."""
    with tarfile.open(tmp_path / "in.tar.gz", "w:gz", compresslevel=1) as archive:
        for member, data in make_members({f"course/{name}": data for name, data in make_export(write_course(tmp_path / "s")).items()}):
            (tmp_path / "part").write_bytes(data)
            archive.add(tmp_path / "part", member.name)
        with (tmp_path / "film").open("wb") as film:
            film.truncate(100 * 1024 * 1024)
        for number in range(2):
            archive.add(tmp_path / "film", f"course/static/film{number}.mp4")
        (tmp_path / "page").write_text("<html>" + "<p>long</p>" * 400_000 + "</html>")
        archive.add(tmp_path / "page", "course/html/long.html")
    program = "import sys; from pathlib import Path; from maslak_content.importing.importer import import_archive as i; "
    measured = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    bare = int(subprocess.run([sys.executable, "-c", program + measured], capture_output=True, text=True, check=True).stdout)
    command = [sys.executable, "-c", program + "i(Path(sys.argv[1]), Path(sys.argv[2])); " + measured]
    busy = int(
        subprocess.run([*command, str(tmp_path / "in.tar.gz"), str(tmp_path / "tree")], capture_output=True, text=True, check=True).stdout
    )
    assert (tmp_path / "tree/static/film1.mp4").stat().st_size == 100 * 1024 * 1024
    # In kilobytes on Linux.
    assert busy - bare < 64 * 1024
