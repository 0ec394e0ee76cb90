"""Unpacking a foreign archive into an empty folder: nothing outside it, nothing special, nothing without end.

The archive is read once, as a stream, in pieces; how much memory this takes does not depend on what it holds. Some browsers unpack
what they load by half, so that a bare `.tar` is taken too.
"""

from __future__ import annotations

import gzip
import hashlib
import tarfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO, Final

from maslak_content.errors import ContentError
from maslak_content.importing.member_names import NameRefusedError, read_name
from maslak_content.wording import N_

PIECE_BYTES: Final = 1024 * 1024
_HEADER_BYTES: Final = 64 * 1024
_HEADERS: Final = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK, tarfile.SOLARIS_XHDTYPE)
_BLOCK: Final = 512
# Folders and files of a system come on top of the files that are kept.
_MEMBERS_PER_FILE: Final = 3
_JUNK: Final = {"__MACOSX", "Thumbs.db", "desktop.ini"}
_GZIP, _ZIP, _TAR, _TAR_AT = b"\x1f\x8b", b"PK\3\4", b"ustar", 257
IS_ZIP: Final = N_("is a .zip, but Studio exports courses as .tar.gz: take that, or pack the folder again")
IS_NO_ARCHIVE: Final = N_("is not a .tar.gz")
IS_CUT_OFF: Final = N_("ends too early: load or copy it again")
IS_DAMAGED: Final = N_("is damaged, or holds no files: load or copy it again")
IS_LINK: Final = N_("is a link: pack the course again with the files themselves ({command})")
TOO_MANY: Final = N_("is one of more than {most} files")
IS_SPECIAL: Final = N_("is a device, a pipe or a file with holes")
# What packs files in place of links.
_PACK: Final = "tar --dereference --hard-dereference -czf …"


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
            raise ArchiveRefusedError("header_too_large", "", "has a header longer than any file name")
        return member


class _CountedStream:
    """Passes on what gzip unpacks and stops a bomb before it fills the disk."""

    def __init__(self, inner: BinaryIO | gzip.GzipFile, limits: Limits) -> None:
        self._inner = inner
        self._left = limits.total_bytes + 4096 * limits.files
        self.end = b""

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes; raises ArchiveRefusedError beyond the limit."""
        data = self._inner.read(size)
        self._left -= len(data)
        self.end = (self.end + data[-_BLOCK:])[-_BLOCK:]
        if self._left < 0:
            raise ArchiveRefusedError("archive_too_large", "", "unpacks to more than is allowed")
        return data


class Unpacker:
    """Writes the members of an archive into `folder`. Afterwards `digests` has the SHA-256 of each, `left_out` what was junk."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self._limits = limits
        self._total = 0
        self._seen = 0
        self.digests: dict[str, str] = {}
        self.left_out: list[str] = []

    def unpack(self, archive: Path) -> None:
        """Unpack a `.tar.gz`. Raises ArchiveRefusedError."""
        try:
            with _open(archive) as plain:
                stream = _CountedStream(plain, self._limits)
                with tarfile.open(fileobj=stream, mode="r|", tarinfo=_BoundedHeader) as members:  # type: ignore[call-overload]
                    for member in members:
                        self._add(members, member)
                        # In a stream nobody asks for a member again, but tarfile would remember every one, and what each said of all.
                        members.members = []
                        members.pax_headers = {}
                    _read_out(members, stream)
        except ArchiveRefusedError as error:
            error.path = error.path or archive.name
            raise
        except (tarfile.TarError, zlib.error, EOFError, gzip.BadGzipFile, ValueError, RecursionError) as error:
            raise ArchiveRefusedError("unreadable_archive", archive.name, _explain(error)) from error

    def _add(self, archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
        self._seen += 1
        if self._seen > _MEMBERS_PER_FILE * self._limits.files:
            raise ArchiveRefusedError("too_many_files", "", TOO_MANY, most=self._limits.files)
        name = check_name(member.name)
        if member.isdir() or not name:
            return
        if member.issym() or member.islnk():
            raise ArchiveRefusedError("special_file", name, IS_LINK, command=_PACK)
        if not member.isreg() or member.issparse():
            raise ArchiveRefusedError("special_file", name, IS_SPECIAL)
        if any(part.startswith(".") or part in _JUNK for part in PurePosixPath(name).parts):
            self.left_out.append(name)
            return
        if name in self.digests:
            raise ArchiveRefusedError("duplicate_file", name, "stands twice in the archive")
        if len(self.digests) >= self._limits.files:
            raise ArchiveRefusedError("too_many_files", name, TOO_MANY, most=self._limits.files)
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
    """Return a member's plain name; raises ArchiveRefusedError where it could lead elsewhere, or cannot be written."""
    try:
        return read_name(name)
    except NameRefusedError as error:
        raise ArchiveRefusedError("path_outside", ascii(name)[:120], error.message) from error


def _open(archive: Path) -> BinaryIO | gzip.GzipFile:
    """Open what is packed in an archive, by what it begins with and not by what it is called. Raises ArchiveRefusedError."""
    with archive.open("rb") as file:
        start = file.read(_TAR_AT + len(_TAR))
    if start.startswith(_GZIP):
        return gzip.open(archive)
    if start.endswith(_TAR) and len(start) == _TAR_AT + len(_TAR):
        return archive.open("rb")
    raise ArchiveRefusedError("unreadable_archive", archive.name, IS_ZIP if start.startswith(_ZIP) else IS_NO_ARCHIVE)


def _read_out(members: tarfile.TarFile, stream: _CountedStream) -> None:
    """Read what follows the last member: tarfile takes a broken header for the end, and gzip tells at its own end whether all was true."""
    rest: Any = members.fileobj
    while piece := rest.read(PIECE_BYTES):
        if piece.strip(b"\0"):
            raise tarfile.ReadError(IS_DAMAGED)
    if stream.end.strip(b"\0"):
        raise EOFError


def _explain(error: Exception) -> str:
    if isinstance(error, EOFError) or "unexpected end" in str(error):
        return IS_CUT_OFF
    return IS_DAMAGED
