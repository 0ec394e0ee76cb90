"""The shelf of installed releases: packed files named by their hash, and what this process has already read of them."""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from maslak_companion.classroom.courses.block_content import ContentCache
from maslak_companion.classroom.courses.course_files import hash_course_files, pack_course_files, read_course_files, refuse
from maslak_companion.classroom.courses.manifest import check_manifest
from maslak_companion.classroom.courses.release import CourseRelease, build_release
from maslak_companion.classroom.errors import CourseRefusedError, ReleaseAwayError
from maslak_web.failpoints import failpoint
from maslak_web.leftovers import end_of_draft, sweep_drafts


class CourseShelf:
    """Keeps releases under `directory` and in memory. A release is immutable, so neither ever goes stale."""

    def __init__(self, directory: Path, trusted: Collection[Ed25519PublicKey] | None = None) -> None:
        """With `trusted` keys, only releases signed by one of them are installed."""
        self._directory = directory
        self._trusted = trusted
        self._content = ContentCache()
        self._releases: dict[tuple[str, str], CourseRelease] = {}
        self._lock = threading.Lock()

    def install(self, source: Path, course_key: str) -> CourseRelease:
        """Read a course, check it, and put a packed copy on the shelf; raises `CourseRefusedError`.

        The copy is what the classroom reads from now on: editing the source changes no running release. A copy that is there
        already stays, unless it was damaged: installing the same course again mends it.
        """
        files = read_course_files(source)
        release = build_release(files, course_key)
        check_manifest(files, release, self._trusted)
        for usage_key in release.block_map:
            self._check_block(release, usage_key)
        if not self._holds(release.hash):
            self._put(release.hash, files)
        with self._lock:
            return self._releases.setdefault((course_key, release.hash), release)

    def get(self, course_key: str, digest: str) -> CourseRelease:
        """Return an installed release; raises `ReleaseAwayError`, or `CourseRefusedError` when its file was changed."""
        with self._lock:
            found = self._releases.get((course_key, digest))
            if found is None:
                found = self._releases[course_key, digest] = self._read(course_key, digest)
        return found

    def read_files(self, digest: str) -> Mapping[str, bytes]:
        """Return the files of an installed release; raises `ReleaseAwayError`, or `CourseRefusedError` when they were changed."""
        path = self._path(digest)
        if not path.exists():
            raise ReleaseAwayError("the release is not on this machine", release=digest)
        files = read_course_files(path)
        if hash_course_files(files) != digest:
            raise refuse("wrong_hash", path.name, "does not hold the release that its name promises")
        return files

    def get_content(self, release: CourseRelease, usage_key: str) -> Mapping[str, Any]:
        """Return the content fields of a block."""
        return self._content.get_content(release, usage_key)

    def _holds(self, digest: str) -> bool:
        try:
            self.read_files(digest)
        except (ReleaseAwayError, CourseRefusedError):
            return False
        return True

    def _put(self, digest: str, files: Mapping[str, bytes]) -> None:
        self._directory.mkdir(parents=True, exist_ok=True)
        sweep_drafts(self._directory, ".")
        target = self._path(digest)
        draft = target.with_name(f".{target.name}{end_of_draft()}")
        with draft.open("wb") as stream:
            stream.write(pack_course_files(files))
            stream.flush()
            # The database will say that the release is here: its bytes are on the disk before that, whatever happens to the power.
            os.fsync(stream.fileno())
        failpoint("before_shelf")
        draft.replace(target)

    def _check_block(self, release: CourseRelease, usage_key: str) -> None:
        try:
            self._content.get_content(release, usage_key)
        except Exception as error:
            # A block is a plugin and may fail in its own way on what it cannot read: the course is refused, with its words.
            raise refuse("invalid_block", release.nodes[usage_key].url_name, str(error)[:300]) from error

    def _read(self, course_key: str, digest: str) -> CourseRelease:
        return build_release(self.read_files(digest), course_key)

    def _path(self, digest: str) -> Path:
        return self._directory / f"{digest}.tar.gz"
