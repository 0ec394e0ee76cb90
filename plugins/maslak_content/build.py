"""Building a release: a course tree becomes one archive that Studio imports and companions verify."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from maslak_content.archive import ArchiveWriter
from maslak_content.course import Block, Course, read_course
from maslak_content.findings import Finding
from maslak_content.retitle import Edit, list_edits
from maslak_domain.keys import Signer
from maslak_domain.language import Language
from maslak_domain.release import MANIFEST_NAME, describe_block, hash_files, make_usage_key, seal_manifest

# Studio looks for course.xml one folder down and calls that folder `course` when it exports.
TOP: Final = "course"


class BuildRefusedError(Exception):
    """Raised when a tree cannot become a release; `findings` say why when the course itself is at fault."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: the version that names it, how many files and blocks it has, and how long the archive is."""

    version: str
    files: int
    blocks: int
    size: int


def build_course(path: Path, language: Language, target: Path, signer: Signer | None = None) -> Built:
    """Write the release of the course in a folder to `target`, which is complete or absent, never half a file.

    Raises BuildRefusedError for a course that cannot be read whole, CourseUnreadableError where there is none.
    """
    course = read_course(path)
    faults = tuple(finding for finding in course.findings if finding.severity == "error")
    if faults:
        raise BuildRefusedError(f"the course has {len(faults)} faults; `maslak-content check` names them", faults)
    draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
    try:
        with draft.open("wb") as stream:
            built = write_release(course, language, stream, signer)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return built


def write_release(course: Course, language: Language, stream: BinaryIO, signer: Signer | None) -> Built:
    """Write a release to a stream. Raises BuildRefusedError."""
    names = list(list_course_files(course.root))
    read = {name: _read_text(course.root, name) for name in names if _may_change(course, name)}
    edits = list_edits(course, language, read)
    changed = _apply(edits, read)
    block_map = make_block_map(course)
    writer = ArchiveWriter(stream, TOP)
    for name in names:
        if name in read:
            writer.add_bytes(name, changed[name].encode())
        else:
            writer.add_file(name, course.root / name)
    digests = dict(writer.digests)
    manifest = _make_manifest(course, language, edits, read, block_map, digests)
    writer.add_bytes(MANIFEST_NAME, seal_manifest(manifest, signer))
    writer.finish()
    return Built(manifest["version"], len(names), len(block_map), stream.tell())


def list_course_files(root: Path) -> Iterator[str]:
    """Give the path of every file of a tree in order, without hidden ones. Raises BuildRefusedError for a link."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in [*folders, *names]:
            path = Path(folder, name)
            if path.is_symlink():
                raise BuildRefusedError(f"{path.relative_to(root)} is a link; a release holds files only")
        found += [Path(folder, name).relative_to(root).as_posix() for name in names if not name.startswith(".")]
    # A manifest of an earlier import says nothing about this tree.
    return iter(sorted(name for name in found if name != MANIFEST_NAME))


def make_block_map(course: Course) -> dict[str, Any]:
    """Return what each block of a course assesses, by usage key. Raises BuildRefusedError for a name used twice."""
    block_map: dict[str, Any] = {}
    identity = identify(course)
    for unit in course.sequentials:
        for page in unit.verticals:
            for block in page.blocks:
                key = make_usage_key(identity, block.kind, block.url_name)
                if key in block_map:
                    raise BuildRefusedError(f"{block.file}: <{block.kind}> {block.url_name} stands twice in the course")
                block_map[key] = _describe(block, unit.url_name)
    return block_map


def identify(course: Course) -> tuple[str, str, str]:
    """Return organisation, course and run of a course."""
    pointer = course.files["course.xml"]
    return pointer.get("org", ""), pointer.get("course", ""), course.run


def _describe(block: Block, unit: str) -> dict[str, Any]:
    objective = block.element.find("objective")
    declared = {str(name): str(value) for name, value in objective.attrib.items()} if objective is not None else None
    attributes = {str(name): str(value) for name, value in block.element.attrib.items()}
    items = ((item.get("id", ""), item.get("type", "")) for item in block.element.iterchildren("item"))
    return describe_block(block.kind, unit, attributes, declared, items)


def _make_manifest(
    course: Course, language: Language, edits: list[Edit], read: Mapping[str, str], block_map: Mapping[str, Any], digests: Mapping[str, str]
) -> dict[str, Any]:  # fmt: skip
    organisation, number, run = identify(course)
    digest = hash_files(digests)
    framework = course.framework
    edited = sorted({edit.path for edit in edits})
    return {
        "course": {"org": organisation, "course": number, "run": run},
        "language": language,
        "version": digest[:12],
        "hash": digest,
        "framework": {"key": framework.key, "version": framework.version} if framework else None,
        "files": [[name, digests[name]] for name in sorted(digests)],
        "block_map": dict(block_map),
        "edits": [asdict(edit) for edit in edits],
        "sources": [[name, hashlib.sha256(read[name].encode()).hexdigest()] for name in edited],
    }


def _may_change(course: Course, name: str) -> bool:
    return name == f"policies/{course.run}/policy.json" or (name in course.files and not name.startswith("static/"))


def _read_text(root: Path, name: str) -> str:
    try:
        return (root / name).read_bytes().decode()
    except UnicodeDecodeError as error:
        raise BuildRefusedError(f"{name} is not UTF-8 text") from error


def _apply(edits: list[Edit], read: Mapping[str, str]) -> dict[str, str]:
    changed = dict(read)
    for edit in edits:
        changed[edit.path] = edit.apply(changed[edit.path])
    return changed
