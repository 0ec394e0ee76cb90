"""Unpacking a foreign archive into an empty folder: nothing outside it, nothing special, nothing without end.

The archive is read once, as a stream, in pieces; how much memory this takes does not depend on what it holds.
"""

from __future__ import annotations

import gzip
import hashlib
import tarfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final

from maslak_content.errors import ContentError

PIECE_BYTES: Final = 1024 * 1024
_HEADER_BYTES: Final = 64 * 1024
_HEADERS: Final = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.SOLARIS_XHDTYPE)
_JUNK: Final = {"__MACOSX", "Thumbs.db", "desktop.ini"}
_RESERVED: Final = set('<>:"|?*\\')


class ArchiveRefusedError(ContentError):
    """Raised when an archive is unsafe or cannot be read; what was unpacked so far is thrown away."""

    def __init__(self, code: str, path: str, message: str, /, **params: str | int) -> None:
        super().__init__(message, **params)
        self.code = code
        self.path = path

    def __str__(self) -> str:
        """Name the file, then say what is wrong with it."""
        return f"{self.path}: {super().__str__()}"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold."""

    files: int = 20_000
    file_bytes: int = 1024**3
    total_bytes: int = 4 * 1024**3


class _BoundedHeader(tarfile.TarInfo):
    """A member whose extended header is short: tarfile reads those whole into memory before anyone can object."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _BoundedHeader:
        """Read a header; raises ArchiveRefusedError for an extended one that is longer than any name."""
        member = super().frombuf(buf, encoding, errors)
        if member.type in _HEADERS and member.size > _HEADER_BYTES:
            raise ArchiveRefusedError("header_too_large", "archive", "has a header longer than any file name")
        return member


class _CountedStream:
    """Passes on what gzip unpacks and stops a bomb before it fills the disk."""

    def __init__(self, inner: gzip.GzipFile, limits: Limits) -> None:
        self._inner = inner
        self._left = limits.total_bytes + 4096 * limits.files

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes; raises ArchiveRefusedError beyond the limit."""
        data = self._inner.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise ArchiveRefusedError("archive_too_large", "archive", "unpacks to more than is allowed")
        return data


class Unpacker:
    """Writes the members of an archive into `folder`. Afterwards `digests` has the SHA-256 of each, `left_out` what was junk."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self._limits = limits
        self._total = 0
        self.digests: dict[str, str] = {}
        self.left_out: list[str] = []

    def unpack(self, archive: Path) -> None:
        """Unpack a `.tar.gz`. Raises ArchiveRefusedError."""
        try:
            with gzip.open(archive) as zipped:
                stream = _CountedStream(zipped, self._limits)
                with tarfile.open(fileobj=stream, mode="r|", tarinfo=_BoundedHeader) as members:  # type: ignore[call-overload]
                    for member in members:
                        self._add(members, member)
                        # In a stream nobody asks for a member again, but tarfile would remember every one.
                        members.members = []
        except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile, UnicodeError) as error:
            raise ArchiveRefusedError(
                "unreadable_archive", archive.name, "is not a readable .tar.gz: {detail}", detail=str(error)
            ) from error

    def _add(self, archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
        name = check_name(member.name)
        if member.isdir() or not name:
            return
        if not member.isreg() or member.issparse():
            raise ArchiveRefusedError("special_file", name, "is a link, a device or a file with holes")
        if any(part.startswith(".") or part in _JUNK for part in PurePosixPath(name).parts):
            self.left_out.append(name)
            return
        if name in self.digests:
            raise ArchiveRefusedError("duplicate_file", name, "stands twice in the archive")
        if len(self.digests) >= self._limits.files:
            raise ArchiveRefusedError("too_many_files", name, "is one of more than {most} files", most=self._limits.files)
        self._total += member.size
        if member.size > self._limits.file_bytes or self._total > self._limits.total_bytes:
            raise ArchiveRefusedError("archive_too_large", name, "is larger than is allowed")
        stream = archive.extractfile(member)
        self.digests[name] = self._write(name, stream) if stream else ""

    def _write(self, name: str, stream: IO[bytes]) -> str:
        path, digest = self._folder / name, hashlib.sha256()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                while piece := stream.read(PIECE_BYTES):
                    digest.update(piece)
                    file.write(piece)
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as error:
            raise ArchiveRefusedError(
                "duplicate_file", name, "is both a file and a folder, or differs from another in case only"
            ) from error
        return digest.hexdigest()


def check_name(name: str) -> str:
    """Return a member's plain name; raises ArchiveRefusedError where it could lead elsewhere, on any system."""
    path = PurePosixPath(name)
    if name.startswith("/") or ".." in path.parts or not name.isprintable() or _RESERVED & set(name):
        raise ArchiveRefusedError("path_outside", ascii(name)[:120], "leads outside the course, or cannot be a name everywhere")
    if len(name) > 400 or len(path.parts) > 12 or any(len(part.encode()) > 200 for part in path.parts):
        raise ArchiveRefusedError("path_outside", ascii(name)[:120], "is longer or deeper than any course needs")
    return "" if path.as_posix() == "." else path.as_posix()
