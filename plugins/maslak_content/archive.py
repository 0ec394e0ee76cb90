"""Writing a `.tar.gz` that is the same bytes for the same course on every day and in every folder.

Names are in order and owners, modes and times fixed. Compression goes through libdeflate in pieces of bounded size, each a gzip
member of its own, which every reader of gzip joins: a third of zlib's time for archives of the same length, on another core
than the one that reads the course, and with memory that does not grow with the course.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO, Final

import deflate

# Small enough that the second core begins early, large enough that the archive grows by a few thousandths only.
PIECE_BYTES: Final = 768 * 1024
_PIECES_WAITING: Final = 4
_LEVEL: Final = 6
_BLOCK: Final = 512
_NAME_BYTES: Final = 100
_LARGEST_PLAIN: Final = 0o77777777777
# A plain file of nobody, of 1970: mode, owner, group, length, time, sum, kind, and the mark of the format.
_OF_NOBODY: Final = b"0000644\0" + b"0000000\0" * 2 + b"00000000000\0" * 2 + bytes(8) + b"0"
_PLAIN: Final = (bytes(_NAME_BYTES) + _OF_NOBODY + bytes(100) + b"ustar\x0000").ljust(_BLOCK, b"\0")
# What the bytes add up to without name and length; the sum counts its own eight places as spaces.
_PLAIN_SUM: Final = sum(_PLAIN) - sum(_PLAIN[124:135]) + 8 * 0x20


class ArchiveWriter:
    """Packs files into a stream, each under `top`, and remembers their digests; `pool` compresses."""

    def __init__(self, stream: BinaryIO, top: str, pool: ThreadPoolExecutor) -> None:
        self._stream = stream
        self._top = top
        self._pool = pool
        self._piece = bytearray()
        self._packed: deque[Future[bytes]] = deque()
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
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            self._begin(name, size)
            while piece := file.read(PIECE_BYTES):
                digest.update(piece)
                self._put(piece)
                read += len(piece)
        if read != size:
            raise OSError(f"{path} changed while it was packed")
        self.digests[name] = digest.hexdigest()
        self._pad(size)

    def flush(self) -> None:
        """Let what was added so far be compressed."""
        if self._piece:
            self._packed.append(self._pool.submit(_compress, self._piece))
            self._piece = bytearray()

    def finish(self) -> None:
        """Write the end of the archive."""
        self._put(bytes(2 * _BLOCK))
        self.flush()
        while self._packed:
            self._stream.write(self._packed.popleft().result())

    def _begin(self, name: str, size: int) -> None:
        self._put(make_header(f"{self._top}/{name}", size))

    def _pad(self, size: int) -> None:
        self._put(bytes(-size % _BLOCK))

    def _put(self, data: bytes) -> None:
        self._piece += data
        if len(self._piece) >= PIECE_BYTES:
            self.flush()
        while len(self._packed) > _PIECES_WAITING:
            self._stream.write(self._packed.popleft().result())


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


def _compress(piece: bytearray) -> bytes:
    return bytes(deflate.gzip_compress(piece, _LEVEL))
