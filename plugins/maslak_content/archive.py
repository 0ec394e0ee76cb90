"""Writing a `.tar.gz` that is the same bytes for the same course on every day and in every folder.

Names are in order and owners, modes and times fixed; compression is the same on every machine.
"""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO, Final

from maslak_content.pieces import PIECE_BYTES, PieceWriter

_BLOCK: Final = 512
_NAME_BYTES: Final = 100
_LARGEST_PLAIN: Final = 0o77777777777
# A plain file of nobody, of 1970: mode, owner, group, length, time, sum, kind, and the mark of the format.
_OF_NOBODY: Final = b"0000644\0" + b"0000000\0" * 2 + b"00000000000\0" * 2 + bytes(8) + b"0"
_PLAIN: Final = (bytes(_NAME_BYTES) + _OF_NOBODY + bytes(100) + b"ustar\x0000").ljust(_BLOCK, b"\0")
# What the bytes add up to without name and length; the sum counts its own eight places as spaces.
_PLAIN_SUM: Final = sum(_PLAIN) - sum(_PLAIN[124:135]) + 8 * 0x20


class ArchiveWriter:
    """Packs files into a stream, each under `top`, and remembers their digests; `helpers` compress."""

    def __init__(self, stream: BinaryIO, top: str, helpers: ThreadPoolExecutor) -> None:
        self._pieces = PieceWriter(stream, helpers)
        self._top = top
        self._parts: list[bytes] = []
        self._size = 0
        self.digests: dict[str, str] = {}

    def add_bytes(self, name: str, data: bytes) -> None:
        """Pack a file whose content is at hand."""
        self._begin(name, len(data))
        self._put(data)
        self.digests[name] = hashlib.sha256(data).hexdigest()
        self._pad(len(data))

    def add_file(self, name: str, path: str) -> None:
        """Pack a file from disk, a piece at a time. Raises OSError when it changes its length meanwhile."""
        read, digest = 0, hashlib.sha256()
        with open(path, "rb", buffering=0) as file:
            size = os.fstat(file.fileno()).st_size
            self._begin(name, size)
            # One byte more than there should be tells a file that grows.
            while piece := file.read(min(PIECE_BYTES, size - read + 1)):
                digest.update(piece)
                self._put(piece)
                read += len(piece)
        if read != size:
            raise OSError(f"{path} changed while it was packed")
        self.digests[name] = digest.hexdigest()
        self._pad(size)

    def flush(self) -> None:
        """Let what was added so far be compressed."""
        if self._parts:
            self._pieces.add(self._parts)
            self._parts, self._size = [], 0

    def help(self) -> bool:
        """Compress some of what waits for it. Tell whether there was anything."""
        return self._pieces.help()

    def finish(self) -> None:
        """Write the end of the archive."""
        self._put(bytes(2 * _BLOCK))
        self.flush()
        self._pieces.finish()

    def _begin(self, name: str, size: int) -> None:
        self._put(make_header(f"{self._top}/{name}", size))

    def _pad(self, size: int) -> None:
        self._put(bytes(-size % _BLOCK))

    def _put(self, data: bytes) -> None:
        self._parts.append(data)
        self._size += len(data)
        if self._size >= PIECE_BYTES:
            self.flush()


def make_header(name: str, size: int) -> bytes:
    """Return the header that `tarfile` writes for a plain file, without asking it where nothing is special."""
    raw = name.encode()
    if len(raw) > _NAME_BYTES or size > _LARGEST_PLAIN or not raw.isascii():
        import tarfile

        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o644
        return member.tobuf(tarfile.PAX_FORMAT)
    header = bytearray(_PLAIN)
    header[: len(raw)] = raw
    length = b"%011o" % size
    header[124:135] = length
    header[148:156] = b"%06o\0 " % (_PLAIN_SUM + sum(raw) + sum(length))
    return bytes(header)
