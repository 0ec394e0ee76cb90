"""What a picture is and how large, from its first bytes: nothing is decoded, and neither its name nor its sender is believed."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from maslak_companion.authoring.errors import UnknownPictureError

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
# The segments of a JPEG that say how large it is; C4, C8 and CC among them say something else.
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Shape:
    """The kind of a picture, as its file name ends, and its width and height in dots."""

    ending: str
    width: int
    height: int


def read_shape(body: bytes) -> Shape:
    """Return what a PNG, JPEG or WebP says of itself; raises `UnknownPictureError` for everything else."""
    try:
        shape = _read(body)
    except (struct.error, IndexError):
        shape = None
    if shape is None or not (shape.width and shape.height):
        raise UnknownPictureError("the file is no PNG, JPEG or WebP picture")
    return shape


def _read(body: bytes) -> Shape | None:
    if body.startswith(_PNG) and body[12:16] == b"IHDR":
        return Shape("png", *struct.unpack_from(">II", body, 16))
    if body.startswith(_JPEG):
        return _read_jpeg(body)
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return _read_webp(body)
    return None


def _read_jpeg(body: bytes) -> Shape | None:
    """Walk from segment to segment, each of which says how long it is (ITU-T T.81, B.1.1)."""
    at = 2
    while body[at] == 0xFF:
        mark = body[at + 1]
        if mark == 0xFF:
            at += 1  # a byte that only fills
        elif mark in _FRAMES:
            height, width = struct.unpack_from(">HH", body, at + 5)
            return Shape("jpg", width, height)
        else:
            at += 2 + struct.unpack_from(">H", body, at + 2)[0]
    return None


def _read_webp(body: bytes) -> Shape | None:
    """Read the first chunk, of which there are three kinds (RFC 9649, 2.5 to 2.7)."""
    chunk = body[12:16]
    if chunk == b"VP8X":
        width, more_width, height, more_height = struct.unpack_from("<HBHB", body, 24)
        return Shape("webp", 1 + width + (more_width << 16), 1 + height + (more_height << 16))
    if chunk == b"VP8L" and body[20] == 0x2F:
        bits = struct.unpack_from("<I", body, 21)[0]
        return Shape("webp", 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    if chunk == b"VP8 " and body[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", body, 26)
        return Shape("webp", width & 0x3FFF, height & 0x3FFF)
    return None
