"""A school's own releases: the authors' release with what was accepted put into it, signed by the school, installed by the usual door."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from maslak_companion.accounts.services import list_account_names
from maslak_companion.authoring.editions.splicing import replace_texts
from maslak_companion.authoring.errors import NothingToReleaseError
from maslak_companion.authoring.models import LocalRelease, Overlay, OverlayRevision
from maslak_companion.authoring.workspace import Workspace
from maslak_companion.classroom.courses.course_files import pack_course_files, refuse
from maslak_companion.classroom.courses.olx import parse_olx
from maslak_companion.classroom.courses.release import CourseRelease, build_release
from maslak_companion.classroom.courses.shelf import CourseShelf
from maslak_companion.classroom.models import Release
from maslak_companion.classroom.services import install_release
from maslak_domain.keys import Signer
from maslak_domain.release import MANIFEST_NAME, hash_files, seal_manifest
from maslak_web.leftovers import end_of_draft, sweep_drafts

# What the authors' manifest says of their own files only, and would be wrong of ours.
_NOT_INHERITED = ("edits", "sources")
_DRAFT = ".maslak-edition-"


@dataclass(frozen=True, slots=True)
class Accepted:
    """One block as it was accepted last."""

    number: int
    source: str


@dataclass(frozen=True, slots=True)
class EditionPlan:
    """What an edition is made of, by whom and when."""

    workspace: Workspace
    accepted: Mapping[str, Accepted]
    made_by: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class EditionLine:
    """One release that the school made."""

    release_id: UUID
    number: int
    blocks: int
    author: str
    made_at: datetime


def list_accepted(session: Session, workspace: Workspace) -> dict[str, Accepted]:
    """Return the blocks that the next edition changes, by usage key: accepted, still in the course, and other than the authors'."""
    accepted = (OverlayRevision.overlay_id == Overlay.id) & (OverlayRevision.number == Overlay.accepted)
    rows = session.execute(
        select(Overlay.usage_key, OverlayRevision.number, OverlayRevision.source)
        .join(OverlayRevision, accepted)
        .where(Overlay.course_key == workspace.course_key)
        .order_by(Overlay.usage_key)
    )
    return {
        usage_key: Accepted(number, source)
        for usage_key, number, source in rows
        if usage_key in workspace.course.nodes and source != workspace.get_upstream(usage_key)
    }


def list_editions(session: Session, course_key: str) -> list[EditionLine]:
    """Return the releases that the school made of a course, the newest first."""
    query = select(LocalRelease).where(LocalRelease.course_key == course_key).order_by(LocalRelease.number.desc())
    rows: Sequence[LocalRelease] = session.scalars(query).all()
    names = list_account_names(session, {row.made_by for row in rows})
    return [EditionLine(row.release_id, row.number, len(row.contents), names.get(row.made_by, ""), row.made_at) for row in rows]


def is_released(session: Session, plan: EditionPlan) -> bool:
    """Tell whether the school's newest release holds exactly what the plan would put into the next one."""
    course_key = plan.workspace.course_key
    newest = session.scalar(select(LocalRelease).where(LocalRelease.course_key == course_key).order_by(LocalRelease.number.desc()).limit(1))
    if newest is None or newest.contents != {key: each.number for key, each in plan.accepted.items()}:
        return False
    return session.get_one(Release, newest.release_id).base_id == plan.workspace.base_id


def find_contents(session: Session, release_id: UUID | None) -> Mapping[str, int]:
    """Return which revision of each block stands in a release; empty for one of the authors."""
    row = session.get(LocalRelease, release_id) if release_id else None
    return row.contents if row else {}


def build_edition(shelf: CourseShelf, plan: EditionPlan, pictures: Mapping[str, bytes], *, signer: Signer, institution: str) -> Path:
    """Write the archive of an edition, with the pictures of its texts, into a folder of its own and return it; the caller removes both.

    The same blocks on the same release give the same bytes. Raises `NothingToReleaseError`, or `CourseRefusedError` when the
    result is no whole course.
    """
    if not plan.accepted:
        raise NothingToReleaseError("no change was accepted")
    below, nodes = plan.workspace.course, plan.workspace.course.nodes
    files = replace_texts(shelf.read_files(below.hash), [(nodes[key], each.source) for key, each in plan.accepted.items()])
    files.update(pictures)
    inherited = json.loads(files.pop(MANIFEST_NAME, b"{}")).get("manifest", {})
    course = build_release(files, below.course_key)
    _check_same_blocks(below, course)
    overlay = {
        "institution": institution,
        "base": below.hash,
        "blocks": [[key, hashlib.sha256(each.source.encode()).hexdigest()] for key, each in sorted(plan.accepted.items())],
    }
    files[MANIFEST_NAME] = seal_manifest(_describe(files, course, inherited) | {"overlay": overlay}, signer)
    sweep_drafts(Path(tempfile.gettempdir()), _DRAFT)
    archive = Path(tempfile.mkdtemp(prefix=_DRAFT, suffix=end_of_draft())) / f"{below.course_key}.tar.gz"
    archive.write_bytes(pack_course_files(files))
    return archive


def install_edition(session: Session, shelf: CourseShelf, plan: EditionPlan, archive: Path) -> int:
    """Install an archive that was built here and return the edition's number; raises `NothingToReleaseError` when it is there already."""
    course_key = plan.workspace.course_key
    release = install_release(session, shelf, archive, course_key=course_key, at=plan.at, base_id=plan.workspace.base_id)
    if session.get(LocalRelease, release.id) is not None:
        raise NothingToReleaseError("this edition is installed already")
    newest = session.scalar(select(func.max(LocalRelease.number)).where(LocalRelease.course_key == course_key)) or 0
    contents = {key: each.number for key, each in plan.accepted.items()}
    session.add(
        LocalRelease(
            release_id=release.id, course_key=course_key, number=newest + 1, contents=contents, made_by=plan.made_by, made_at=plan.at
        )
    )  # fmt: skip
    session.flush()
    return newest + 1


def _check_same_blocks(below: CourseRelease, made: CourseRelease) -> None:
    """An overlay changes what blocks say, never which there are: evidence that was given names them."""
    if list(below.nodes) != list(made.nodes):
        raise refuse("other_blocks", below.course_key, "would not hold the same blocks as the release below it")


def _describe(files: Mapping[str, bytes], course: CourseRelease, inherited: Mapping[str, Any]) -> dict[str, Any]:
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    pointer = parse_olx(files["course.xml"], "course.xml")
    digest = hash_files(digests)
    names = {"org": pointer.get("org", ""), "course": pointer.get("course", ""), "run": pointer.get("url_name", "")}
    return {name: value for name, value in inherited.items() if name not in _NOT_INHERITED} | {
        "course": names,
        "version": digest[:12],
        "hash": digest,
        "files": [[name, digests[name]] for name in sorted(digests)],
        "block_map": {key: dict(entry) for key, entry in course.block_map.items()},
    }
