"""Bringing a course back from Studio into its tree: nothing lost, and what could not be placed is said.

A release of ours says what was changed for Studio, and the import takes it back: the tree comes out byte for byte. An export of
Studio says nothing of the kind; then the tree that is already there decides. A file that says the same keeps its bytes, a
title that stands in the catalogue keeps its place there, and what Studio does not know stays as it is.
"""

from __future__ import annotations

import contextlib
import filecmp
import hashlib
import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import filterfalse
from pathlib import Path, PurePosixPath
from typing import Any, Final

from lxml import etree

from maslak_content.importing.course_run import OtherRun, find_other_course, find_other_run, take_home
from maslak_content.importing.member_names import find_twins, is_portable
from maslak_content.importing.moving import move_files
from maslak_content.importing.placement import Note, describe_course, find_root, is_same, keep_title
from maslak_content.importing.unpacking import ArchiveRefusedError, Limits, Unpacker
from maslak_content.leftovers import end_of_draft, sweep_drafts
from maslak_content.release.retitle import Edit, is_edited
from maslak_content.wording import N_
from maslak_domain.release import MANIFEST_NAME, ReleaseRefusedError, verify_manifest

_TEXTS: Final = {".xml", ".json", ".html"}
_TEXT_BYTES: Final = 4 * 1024 * 1024
OTHER_RUN: Final = N_("comes from the run {run}; its files take the names of the run {own}, which is that of the folder")
OTHER_COURSE: Final = N_("holds the course {here}, and the archive the course {there}; name another folder with --into")
_OURS: Final = {"titles.xml", "glossary.xml", "README.md"}


@dataclass
class ImportReport:
    """What an import did: files by what became of them, those of the tree that say something else now, and notes for a person."""

    files: Counter[str] = field(default_factory=Counter)
    changed: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    version: str = ""
    is_signed: bool = False

    def note(self, code: str, path: str, message: str, **params: str | int) -> None:
        """Keep a note."""
        self.notes.append(Note(code, path, message, params))


def import_archive(archive: Path, target: Path, limits: Limits | None = None) -> ImportReport:
    """Bring the course in an archive into the folder `target`, which may hold it already, and report.

    Nothing in `target` changes before the whole archive was read and found harmless. Raises ArchiveRefusedError.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_symlink():
        raise ArchiveRefusedError("symlink", str(target), "is a link; name the folder itself")
    start = f".{target.name}.import-"
    sweep_drafts(target.parent, start)
    staging = Path(tempfile.mkdtemp(prefix=start, suffix=end_of_draft(), dir=target.parent))
    try:
        return _import_through(staging, archive, target, limits or Limits())
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _import_through(staging: Path, archive: Path, target: Path, limits: Limits) -> ImportReport:
    report = ImportReport()
    unpacker = Unpacker(staging, limits)
    unpacker.unpack(archive)
    for name in unpacker.left_out:
        report.note("left_out", name, "is hidden or belongs to an operating system, and is not brought in")
    for name in filterfalse(is_portable, sorted(unpacker.digests)):
        report.note("not_portable", name, "cannot have this name on Windows")
    for name, twin in find_twins(unpacker.digests):
        report.note("twins", name, "is the same name as {twin} on Windows and macOS, where only one of both can be", twin=twin)
    top = find_root(unpacker.digests)
    names = {name.removeprefix(top): digest for name, digest in unpacker.digests.items() if name.startswith(top)}
    for name in sorted(unpacker.digests):
        if not name.startswith(top):
            report.note("outside_course", name, "stands beside the course; it is kept under unplaced/")
    restored = _restore(staging / top, names, report)
    for name in sorted(names):
        if name.endswith(".svg"):
            _refuse_declarations(staging / top / name, name)
    for name in _list_texts(names):
        _clean(staging / top, name, restored, report)
    if others := find_other_course(staging / top, names, target, is_ours=bool(restored)):
        raise ArchiveRefusedError("other_course", str(target), OTHER_COURSE, there=others[0], here=others[1])
    describe_course(staging / top, names, report.notes)
    other = find_other_run(staging / top, target)
    if other:
        take_home(staging / top, target, other)
        report.note("other_run", "course.xml", OTHER_RUN, run=other.there, own=other.here)
    _place(staging, {name: _goal_of(name, top, other) for name in unpacker.digests}, target, restored, report)
    return report


def _restore(root: Path, names: Mapping[str, str], report: ImportReport) -> set[str]:
    """Take back what a build changed for Studio; returns the files of which it is certain that they are the author's own."""
    path = root / MANIFEST_NAME
    if MANIFEST_NAME not in names or path.stat().st_size > _TEXT_BYTES:
        return set()
    raw = path.read_bytes()
    others = {name: digest for name, digest in names.items() if name != MANIFEST_NAME}
    try:
        manifest = verify_manifest(raw, others)
        certain = set(others)
    except ReleaseRefusedError as error:
        reason = str(error.params.get("reason", ""))
        said = N_("is not true of the course ({reason}), which was changed after it was built")
        report.note("manifest_untrue", MANIFEST_NAME, said, reason=reason)
        manifest, certain = _read_loosely(raw), set()
    report.version = str(manifest.get("version", ""))
    report.is_signed = bool(certain) and json.loads(raw)["signature"] is not None
    sources = {str(name): str(digest) for name, digest in _pairs(manifest.get("sources"))}
    for name, edits in _group(manifest.get("edits"), others).items():
        if _revert(root / name, edits) == sources.get(name):
            certain.add(name)
        else:
            certain.discard(name)
            report.note("changed_since", name, "was changed after the build; what the build changed was taken back where it was found")
    return certain


def _revert(path: Path, edits: list[Edit]) -> str:
    """Take the edits of one file back and return the digest of what it says then."""
    there = path.read_bytes() if path.stat().st_size <= _TEXT_BYTES else b""
    data = there
    for edit in reversed(edits):
        data = edit.revert(data)
        if len(data) > _TEXT_BYTES:
            return ""
    if data != there:
        path.write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def _read_loosely(raw: bytes) -> Mapping[str, Any]:
    with contextlib.suppress(ValueError, KeyError, TypeError):
        manifest = json.loads(raw)["manifest"]
        if isinstance(manifest, dict):
            return manifest
    return {}


def _pairs(value: Any) -> Iterator[tuple[Any, Any]]:
    for entry in value if isinstance(value, list) else []:
        if isinstance(entry, list) and len(entry) == 2:
            yield entry[0], entry[1]


def _group(value: Any, names: Mapping[str, str]) -> dict[str, list[Edit]]:
    grouped: dict[str, list[Edit]] = {}
    for entry in value if isinstance(value, list) else []:
        is_edit = (
            isinstance(entry, dict) and set(entry) == {"path", "before", "after"} and all(isinstance(part, str) for part in entry.values())
        )
        # A path that is not among the unpacked files leads nowhere, whatever it says.
        if is_edit and entry["path"] in names and is_edited(entry["path"]) and entry["after"]:
            grouped.setdefault(entry["path"], []).append(Edit(**entry))
    return grouped


def _list_texts(names: Mapping[str, str]) -> list[str]:
    """Give the files that are read as text; what lies in static/ is the author's and is never touched."""
    return [name for name in sorted(names) if PurePosixPath(name).suffix in _TEXTS and not name.startswith("static/")]


def _clean(root: Path, name: str, certain: set[str], report: ImportReport) -> None:
    path = root / name
    if path.stat().st_size > _TEXT_BYTES:
        report.note("text_too_large", name, "is too large to be looked into; it is kept as it is")
        return
    data = path.read_bytes()
    if name.endswith(".xml"):
        _refuse_entities(name, data, report)
    if name not in certain and b"\r" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        path.write_bytes(re.sub(rb"\r\n?", b"\n", data))
        report.files["line_ends_mended"] += 1


def _refuse_entities(name: str, data: bytes, report: ImportReport) -> None:
    """A document type is the only way to declare an entity, and no course needs one."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        plain = data.replace(b"\0", b"").upper()
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            raise ArchiveRefusedError("document_type", name, "declares a document type") from error
        report.note("malformed_xml", name, "is not well-formed ({detail}); it is kept as it is", detail=error.msg)
        return
    if root.getroottree().docinfo.internalDTD is not None:
        raise ArchiveRefusedError("document_type", name, "declares a document type")


def _refuse_declarations(path: Path, name: str) -> None:
    """Drawing programs write a document type into their files; entities of its own make a drawing a trap."""
    with path.open("rb") as file:
        if b"<!ENTITY" in file.read(_TEXT_BYTES).replace(b"\0", b"").upper():
            raise ArchiveRefusedError("document_type", name, "declares entities: save the drawing as plain SVG")


def _goal_of(unpacked: str, top: str, other: OtherRun | None) -> str:
    name = unpacked.removeprefix(top) if unpacked.startswith(top) else f"unplaced/{unpacked}"
    return other.name_here(name) if other else name


def _place(staging: Path, goals: Mapping[str, str], target: Path, certain: set[str], report: ImportReport) -> None:
    placed = set(goals.values()) - {MANIFEST_NAME}
    # All is decided before the first file moves, so that the tree is never changed by half.
    for name in sorted(placed):
        _refuse_obstacles(target, name)
    moves: list[tuple[Path, Path]] = []
    for unpacked, name in sorted(goals.items()):
        if name == MANIFEST_NAME:
            continue
        source, goal = staging / unpacked, target / name
        if goal.is_file():
            if name not in certain and name.endswith(".xml") and not name.startswith("static/"):
                keep_title(source, goal, name, target, report.notes)
            # What lies in static/ is the author's, spaces included.
            if filecmp.cmp(source, goal, shallow=False) if name.startswith("static/") else is_same(source, goal):
                report.files["unchanged"] += 1
                continue
        if goal.exists():
            report.changed.append(name)
        report.files["changed" if goal.exists() else "new"] += 1
        moves.append((source, goal))
    move_files(moves, staging / ".before")
    kept = placed | _OURS
    for path in sorted(target.rglob("*")):
        name = path.relative_to(target).as_posix()
        is_hidden = any(part.startswith(".") for part in PurePosixPath(name).parts)
        if name not in kept and not is_hidden and path.is_file() and not path.is_symlink():
            report.note("only_in_tree", name, "is not in the archive; it stays in the tree")


def _refuse_obstacles(target: Path, name: str) -> None:
    """Refuse a file that would be written through a link of the tree, or where the tree has a folder, or below a file of it."""
    path = target
    for part in PurePosixPath(name).parts:
        if path.is_file():
            raise ArchiveRefusedError("name_taken", name, "stands in a folder that is a file in the tree: move that file away")
        path = path / part
        if path.is_symlink():
            raise ArchiveRefusedError("symlink", name, "would be written through a link of the tree")
    if path.is_dir():
        raise ArchiveRefusedError("name_taken", name, "is a file, but the tree has a folder of this name: move that folder away")
