"""A course that comes back under another name than the tree's: files of another run take the tree's names, another course is refused.

Schools import a release into a run of their own (`2026_T1`), and Studio names the course's file and its policies after it. Kept
so, the tree would hold two courses, and its usage keys would change with whoever exported last.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from maslak_content.course_files import NAME
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, parse_source


@dataclass(frozen=True, slots=True)
class OtherRun:
    """The run that an archive names, and the tree's own."""

    there: str
    here: str

    def name_here(self, name: str) -> str:
        """Return the path that a file of the archive has in the tree."""
        if name == f"course/{self.there}.xml":
            return f"course/{self.here}.xml"
        before = f"policies/{self.there}/"
        return f"policies/{self.here}/{name.removeprefix(before)}" if name.startswith(before) else name


def find_other_run(staged: Path, tree: Path) -> OtherRun | None:
    """Say which run an unpacked course belongs to, when the tree holds another; None when both are the same or one has none."""
    there, here = (_read_pointer(folder / "course.xml") for folder in (staged, tree))
    runs = [pointer.get("url_name", "") for pointer in (there, here) if pointer is not None]
    if len(runs) != 2 or runs[0] == runs[1] or not all(map(NAME.fullmatch, runs)):
        return None
    # Two runs in one archive: taking one for the other would put one file over another.
    is_there_too = (staged / "course" / f"{runs[1]}.xml").exists() or (staged / "policies" / runs[1]).exists()
    return None if is_there_too else OtherRun(*runs)


def find_other_course(staged: Path, names: Collection[str], tree: Path, *, is_ours: bool) -> tuple[str, str] | None:
    """Say which course an archive holds, and which the tree, when they are two; None when they are one, or one of them says nothing.

    A release that is true of its files (`is_ours`) bears the name of the tree that it was built from. Studio gives a course the
    name under which a school imported it; the names of its chapters and units stay.
    """
    there, here = (_name_course(_read_pointer(folder / "course.xml")) for folder in (staged, tree))
    if not there or not here or there == here:
        return None
    known = [f"{folder}/{path.name}" for folder in ("chapter", "sequential") for path in (tree / folder).glob("*.xml")]
    return (there, here) if is_ours or (known and not any(name in names for name in known)) else None


def take_home(staged: Path, tree: Path, run: OtherRun) -> None:
    """Have the staged files say the tree's run: its pointer, and the name of the course in its policy."""
    (staged / "course.xml").write_bytes((tree / "course.xml").read_bytes())
    policy = staged / "policies" / run.there / "policy.json"
    if policy.is_file():
        policy.write_bytes(policy.read_bytes().replace(f'"course/{run.there}"'.encode(), f'"course/{run.here}"'.encode()))


def _name_course(pointer: Element | None) -> str:
    names = [pointer.get(name, "") for name in ("org", "course")] if pointer is not None else []
    return "+".join(names) if all(names) else ""


def _read_pointer(path: Path) -> Element | None:
    try:
        return parse_source(path.read_bytes()) if path.is_file() and not path.is_symlink() else None
    except OLXError:
        return None
