"""Reading the files of a course, from a directory or an archive, without trusting either.

Everything is read into memory under caps and looked up by its own relative name, so no later step ever opens a path that
a course wrote: a name with `..` in it simply is not there.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from maslak_companion.classroom.errors import CourseRefusedError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_FILES = 5_000
MAX_FILE_BYTES = 16 * 1024 * 1024
MAX_TOTAL_BYTES = 128 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason why a course is refused or deserves a look: a stable code, where, and what."""

    code: str
    path: str
    detail: str

    def as_dict(self) -> dict[str, str]:
        """Return the finding as it is shown in a problem document."""
        return {"code": self.code, "path": self.path, "detail": self.detail}


def refuse(code: str, path: str, detail: str) -> CourseRefusedError:
    """Return the error for one finding that makes reading any further pointless."""
    return CourseRefusedError(f"{path}: {detail}", findings=[Finding(code, path, detail).as_dict()])


class _CappedReader(io.RawIOBase):
    """Passes on at most `MAX_TOTAL_BYTES` of unpacked bytes, so that a bomb is met before it is unpacked."""

    def __init__(self, inner: gzip.GzipFile, name: str) -> None:
        self._inner = inner
        self._name = name
        # Headers and padding come on top of the files themselves.
        self._left = MAX_TOTAL_BYTES + 2_048 * MAX_FILES

    def readable(self) -> bool:
        """Say that the stream can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the buffer; raises `CourseRefusedError` beyond the cap."""
        view = memoryview(buffer).cast("B")
        data = self._inner.read(len(view))
        self._left -= len(data)
        if self._left < 0:
            raise refuse("archive_too_large", self._name, f"unpacks to more than {MAX_TOTAL_BYTES} bytes")
        view[: len(data)] = data
        return len(data)


def read_course_files(source: Path) -> Mapping[str, bytes]:
    """Read a course directory or `.tar.gz` archive into names and bytes; raises `CourseRefusedError`."""
    return _strip_top(_read_directory(source) if source.is_dir() else _read_archive(source))


def hash_course_files(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 that names a release: over every name and the digest of its bytes, in order of names."""
    lines = (f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n" for name in sorted(files))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def pack_course_files(files: Mapping[str, bytes]) -> bytes:
    """Return a `.tar.gz` of the files, the same bytes for the same course on every machine."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as zipped, tarfile.open(fileobj=zipped, mode="w") as archive:
        for name in sorted(files):
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(files[name]), 0o644
            archive.addfile(member, io.BytesIO(files[name]))
    return packed.getvalue()


def _read_directory(root: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            relative = path.relative_to(root).as_posix()
            if path.is_symlink():
                raise refuse("symlink", relative, "is a symbolic link")
            if not name.startswith("."):
                _keep(files, relative, path.stat().st_size, path.read_bytes)
        for name in folders:
            if Path(folder, name).is_symlink():
                raise refuse("symlink", name, "is a symbolic link")
    return files


def _read_archive(source: Path) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    try:
        with gzip.open(source) as zipped:
            capped = io.BufferedReader(_CappedReader(zipped, source.name))
            with tarfile.open(fileobj=capped, mode="r|") as archive:
                for member in archive:
                    _keep_member(files, archive, member)
    except (OSError, EOFError, zlib.error, tarfile.TarError) as error:
        raise refuse("unreadable_archive", source.name, f"is not a readable .tar.gz: {error}") from error
    return files


def _keep_member(files: dict[str, bytes], archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
    name = _safe_name(member.name)
    if member.issym() or member.islnk():
        raise refuse("symlink", name, "is a link")
    if member.isdir():
        return
    if not member.isreg():
        raise refuse("special_file", name, "is neither a file nor a directory")
    if any(part.startswith(".") for part in PurePosixPath(name).parts):
        return
    if name in files:
        raise refuse("duplicate_file", name, "stands twice in the archive")
    stream = archive.extractfile(member)
    _keep(files, name, member.size, lambda: stream.read() if stream else b"")


def _safe_name(name: str) -> str:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or "\\" in name or ".." in parts or not name.isprintable():
        raise refuse("path_outside", name, "leads outside the course")
    return PurePosixPath(name).as_posix()


def _keep(files: dict[str, bytes], name: str, size: int, read: Callable[[], bytes]) -> None:
    if size > MAX_FILE_BYTES:
        raise refuse("file_too_large", name, f"is larger than {MAX_FILE_BYTES} bytes")
    if len(files) >= MAX_FILES:
        raise refuse("too_many_files", name, f"is one of more than {MAX_FILES} files")
    files[name] = read()
    # Summing lengths is cheap beside reading; a directory has no reader that counts.
    if sum(map(len, files.values())) > MAX_TOTAL_BYTES:
        raise refuse("archive_too_large", name, f"brings the course over {MAX_TOTAL_BYTES} bytes")


def _strip_top(files: dict[str, bytes]) -> dict[str, bytes]:
    """Drop the one top folder that Studio's archives have, so that `course.xml` is always at the root."""
    tops = {name.split("/", 1)[0] for name in files}
    if "course.xml" in files or len(tops) != 1:
        return files
    top = tops.pop() + "/"
    return {name.removeprefix(top): data for name, data in files.items()}
