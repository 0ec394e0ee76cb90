"""An import that is stopped while its files move leaves the tree as it was."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from tests.factories.course import make_course_files, make_members, write_archive, write_course

from maslak_content.importing.importer import import_archive

NEW = {"new/folder/page.xml": b"<new/>", "static/mine.txt": b"theirs", "zzz.xml": b"<last/>"}


def read_tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("has_links", [True, False])
@pytest.mark.parametrize("stopped_at", ["static/mine.txt", "zzz.xml"])
@pytest.mark.parametrize("fault", [OSError(errno.EXDEV, "another file system"), KeyboardInterrupt()])
def test_import_that_is_stopped_while_it_moves_files_leaves_the_tree_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, stopped_at: str, has_links: bool
) -> None:
    tree = tmp_path / "tree"
    write_course(tree)
    (tree / "static").mkdir(exist_ok=True)
    (tree / "static" / "mine.txt").write_text("mine", "utf-8")
    before = read_tree(tree)
    files = {f"course/{name}": data for name, data in (make_course_files() | NEW).items()}
    archive = write_archive(tmp_path / "in.tar.gz", make_members(files))
    move, moved = os.replace, []

    def stop(source: Path, goal: Path) -> None:
        # Whatever cannot be moved there cannot be moved back there either.
        if goal == tree / stopped_at:
            raise fault
        moved.append(goal.relative_to(tree).as_posix())
        move(source, goal)

    def refuse(*names: Path) -> None:
        raise OSError(errno.EPERM, "no hard links here")

    monkeypatch.setattr(os, "replace", stop)
    if not has_links:
        monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(type(fault)):
        import_archive(archive, tree)
    assert moved[0] == "new/folder/page.xml"
    assert read_tree(tree) == before
    assert not (tree / "new").exists()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".tree.import")] == []


def test_one_file_that_cannot_be_put_back_keeps_none_of_the_others_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = tmp_path / "tree"
    write_course(tree)
    (tree / "static").mkdir(exist_ok=True)
    for name in ("a.txt", "b.txt", "c.txt"):
        (tree / "static" / name).write_text("mine", "utf-8")
    before = read_tree(tree)
    theirs = {f"static/{name}": b"theirs" for name in ("a.txt", "b.txt", "c.txt")}
    files = {f"course/{name}": data for name, data in (make_course_files() | theirs).items()}
    archive = write_archive(tmp_path / "in.tar.gz", make_members(files))
    move, seen = os.replace, []

    def fail_at_the_third_and_on_the_way_back(source: Path, goal: Path) -> None:
        seen.append(goal.name)
        if goal.name == "c.txt" or seen.count(goal.name) > 1 and goal.name == "b.txt":
            raise OSError(errno.EIO, "the disk")
        move(source, goal)

    monkeypatch.setattr(os, "replace", fail_at_the_third_and_on_the_way_back)
    with pytest.raises(OSError, match="the disk"):
        import_archive(archive, tree)
    assert read_tree(tree) == before
