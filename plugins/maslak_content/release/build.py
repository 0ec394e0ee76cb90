"""Building a release: a course tree becomes one archive that Studio imports and companions verify."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from maslak_content.course import NO_COURSE, Block, Course, CourseUnreadableError, read_course
from maslak_content.course_files import CourseFiles
from maslak_content.errors import ContentError
from maslak_content.findings import Finding
from maslak_content.importing.member_names import NameRefusedError, read_name
from maslak_content.leftovers import end_of_draft, sweep_drafts
from maslak_content.release.archive import ArchiveWriter
from maslak_content.release.files_ahead import FilesAhead
from maslak_content.release.pieces import make_helpers
from maslak_content.release.retitle import Edit, is_edited, list_edits, read_titles
from maslak_domain.keys import Signer
from maslak_domain.language import Language
from maslak_domain.release import MANIFEST_NAME, describe_block, hash_files, make_usage_key, seal_manifest
from maslak_xblocks.errors import OLXError
from maslak_xblocks.project.document import read_project
from maslak_xblocks.project.outline import describe_project

# Studio looks for course.xml one folder down and calls that folder `course` when it exports.
TOP: Final = "course"
_USUAL_NAME: Final = re.compile(r"[\w .-]{1,60}(?:/[\w .-]{1,60}){0,4}", re.ASCII)


class BuildRefusedError(ContentError):
    """Raised when a tree cannot become a release; `findings` say why when the course itself is at fault."""

    def __init__(self, message: str, /, findings: tuple[Finding, ...] = (), **params: str | int) -> None:
        super().__init__(message, **params)
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
    if target.resolve().is_relative_to(path.resolve()):
        raise BuildRefusedError(
            "{path} would stand in the course, and the next release would hold it; write it elsewhere", path=str(target)
        )
    sweep_drafts(target.parent, f".{target.name}.")
    draft = target.with_name(f".{target.name}{end_of_draft()}")
    try:
        with draft.open("wb") as stream, make_helpers() as helpers:
            writer = ArchiveWriter(stream, TOP, helpers)
            built = _write_files(path, language, writer, signer, helpers)
            writer.finish()
            size = stream.tell()
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return replace(built, size=size)


def _write_files(root: Path, language: Language, writer: ArchiveWriter, signer: Signer | None, helpers: ThreadPoolExecutor) -> Built:
    """Pack and read at once: a helper parses while this thread packs, and whoever has nothing else to do compresses."""
    if not (root / "course.xml").is_file():
        raise CourseUnreadableError(NO_COURSE, path=str(root))
    names = list_course_files(root)
    files = FilesAhead(root, names)
    parsing = helpers.submit(files.parse_ahead)
    texts = _load_edited(files, names)
    edits = _list_edits(files, texts, language)
    edited = _apply(edits, texts)
    pack_files(writer, root, names, lambda name: edited[name] if name in edited else files.load_text(name))
    while not parsing.done() and writer.help():
        pass
    course = _read_whole(root, files)
    block_map, digests = make_block_map(course), dict(writer.digests)
    manifest = _make_manifest(course, language, block_map, digests) | _describe_edits(edits, texts)
    writer.add_bytes(MANIFEST_NAME, seal_manifest(manifest, signer))
    return Built(manifest["version"], len(names), len(block_map), 0)


def pack_files(writer: ArchiveWriter, root: Path, names: Iterable[str], find_text: Callable[[str], bytes | None]) -> None:
    """Pack the files of a tree: those for which `find_text` gives bytes as they read there, the others from disk."""
    for name in names:
        text = find_text(name)
        if text is None:
            writer.add_file(name, f"{root}/{name}")
        else:
            writer.add_bytes(name, text)
    writer.flush()


def _read_whole(root: Path, files: CourseFiles) -> Course:
    course = read_course(root, files=files)
    if _list_faults(course):
        # Where texts were left out, a part knows another line than that of its file.
        faults = _list_faults(read_course(root))
        raise BuildRefusedError("the course has faults that a release must not have: {count}", faults, count=len(faults))
    return course


def _list_faults(course: Course) -> tuple[Finding, ...]:
    return tuple(finding for finding in course.findings if finding.severity == "error")


def list_course_files(root: Path) -> list[str]:
    """Give the path of every file of a tree in order, without hidden ones. Raises BuildRefusedError for what no release can hold."""
    found: list[str] = []
    waiting = [("", str(root))]
    while waiting:
        prefix, folder = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                name = prefix + entry.name
                if entry.is_symlink():
                    raise BuildRefusedError("{path} is a link; a release holds files only", path=name)
                if entry.name.startswith("."):
                    continue
                if entry.is_dir():
                    waiting.append((f"{name}/", entry.path))
                    continue
                _refuse_name(name)
                # To open a pipe would mean to wait for its other end.
                if not entry.is_file():
                    raise BuildRefusedError("{path} is a device or a pipe; a release holds files only", path=name)
                if name != MANIFEST_NAME:
                    # The manifest of an earlier release says nothing about this tree.
                    found.append(name)
    return sorted(found)


def _refuse_name(name: str) -> None:
    """Refuse a name under which no import would take the file back."""
    if _USUAL_NAME.fullmatch(name):
        return
    try:
        name.encode()
        read_name(f"{TOP}/{name}")
    except UnicodeEncodeError as error:
        raise BuildRefusedError("{path} has a name that is not UTF-8; give it another name", path=ascii(name)) from error
    except NameRefusedError as error:
        raise BuildRefusedError("{path}: {detail}", path=ascii(name)[:120], detail=error.message) from error


def make_block_map(course: Course) -> dict[str, Any]:
    """Return what each block of a course assesses, by usage key. Raises BuildRefusedError for a name used twice."""
    block_map: dict[str, Any] = {}
    identity = identify(course)
    for unit in course.sequentials:
        for page in unit.verticals:
            for block in page.blocks:
                key = make_usage_key(identity, block.kind, block.url_name)
                if key in block_map:
                    raise BuildRefusedError(
                        "{path}: <{tag}> {name} stands twice in the course", path=block.file, tag=block.kind, name=block.url_name
                    )
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
    items = ((item.get("id", ""), item.get("type", "")) for item in block.element.iterchildren("item", "task"))
    entry = describe_block(block.kind, unit, attributes, declared, items)
    return entry | _describe_stages(block)


def _describe_stages(block: Block) -> dict[str, Any]:
    """Return what a project adds to its entry: the stages and the rubric, which whoever marks needs without the course's files.

    Raises BuildRefusedError for a project that cannot be read.
    """
    if block.kind != "maslak_project":
        return {}
    try:
        return {"project": describe_project(read_project(block.element))}
    except OLXError as fault:
        # The line would be that of a tree without texts.
        detail = fault.detail.removeprefix(f"line {fault.line}: ")
        raise BuildRefusedError("{path}: {detail}", path=block.file, detail=detail) from fault


def _make_manifest(course: Course, language: Language, block_map: Mapping[str, Any], digests: Mapping[str, str]) -> dict[str, Any]:
    organisation, number, run = identify(course)
    digest = hash_files(digests)
    framework = course.framework
    return {
        "course": {"org": organisation, "course": number, "run": run},
        "language": language,
        "version": digest[:12],
        "hash": digest,
        "framework": {"key": framework.key, "version": framework.version} if framework else None,
        "files": [[name, digests[name]] for name in sorted(digests)],
        "block_map": dict(block_map),
    }


def _describe_edits(edits: list[Edit], texts: Mapping[str, bytes]) -> dict[str, Any]:
    """Say what was changed for Studio and how each file read before."""
    sources = sorted({edit.path for edit in edits})
    return {
        "edits": [asdict(edit) for edit in edits],
        "sources": [[name, hashlib.sha256(texts[name]).hexdigest()] for name in sources],
    }


def _load_edited(files: FilesAhead, names: Iterable[str]) -> dict[str, bytes]:
    found = ((name, files.load(name)) for name in names if is_edited(name))
    return {name: text for name, text in found if text is not None}


def _list_edits(files: FilesAhead, texts: Mapping[str, bytes], language: Language) -> list[Edit]:
    pointer, catalogue = files.look("course.xml"), files.look("titles.xml")
    titles = read_titles(catalogue) if catalogue is not None else {}
    try:
        edits = list_edits(texts, titles, pointer.get("url_name", "") if pointer is not None else "", language)
    except UnicodeDecodeError as error:
        raise BuildRefusedError("{path} is not UTF-8 text", path=_find_foreign(texts)) from error
    return edits


def _find_foreign(texts: Mapping[str, bytes]) -> str:
    for name, data in texts.items():
        try:
            data.decode()
        except UnicodeDecodeError:
            return name
    return ""


def _apply(edits: list[Edit], texts: Mapping[str, bytes]) -> dict[str, bytes]:
    changed = dict(texts)
    for edit in edits:
        changed[edit.path] = edit.apply(changed[edit.path])
    return changed
