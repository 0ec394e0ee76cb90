"""Leaving out what a camera or a program writes beside the picture: where it was taken, by which device, a smaller copy, words.

What changes how the picture looks stays: colour profiles, transparency, animation, and how a phone was held.
A file that is built otherwise than its standard says could hide anything, so it is refused.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from maslak_companion.authoring.errors import DamagedPictureError
from maslak_companion.authoring.pictures.kinds import Shape

_EXIF: Final = b"Exif\0\0"
_PROFILE: Final = b"ICC_PROFILE\0"
_ORIENTATION: Final = 0x0112
_UPRIGHT: Final = 1
_JFIF: Final = b"JFIF\0"
# The parts of a PNG that draw, and those beside them that change how it looks.
_PNG_DRAWN: Final = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND"))
_PNG_KEPT: Final = _PNG_DRAWN | frozenset(
    (b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT")
)
_WEBP_KEPT: Final = frozenset((b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_WEBP_FLAGS: Final = 0b1100  # of the first part of the extended kind: that it has EXIF, that it has XMP


def leave_out_metadata(body: bytes, shape: Shape) -> bytes:
    """Return the picture alone; `shape` is what its first bytes say of it. Raises `DamagedPictureError`."""
    parts = {"jpg": _list_jpeg, "png": _list_png, "webp": _list_webp}[shape.ending]
    try:
        bare = b"".join(parts(body))
    except (struct.error, IndexError, ValueError) as error:
        raise DamagedPictureError(f"the file is not built as a {shape.ending} is") from error
    return bare[:4] + struct.pack("<I", len(bare) - 8) + bare[8:] if shape.ending == "webp" else bare


def _list_jpeg(body: bytes) -> Iterator[bytes]:
    """Yield the kept segments up to the end of the first picture (ITU-T T.81, B.1.1); phones put a second one, or a film, behind it."""
    yield body[:2]
    at = 2
    while (mark := _mark(body, at)) != 0xD9:
        end = at + 2 + struct.unpack_from(">H", body, at + 2)[0]
        if mark == 0xDA:
            end = _find_mark(body, end)
        segment = body[at:end]
        if mark == 0xE1 and segment.startswith(_EXIF, 4):
            yield from _keep_orientation(segment[4 + len(_EXIF) :])
        elif mark == 0xE0:
            yield from _keep_density(segment)
        elif mark == 0xEE or not (0xE1 <= mark <= 0xEF or mark == 0xFE) or segment.startswith(_PROFILE, 4):
            yield segment
        at = _skip_filling(body, end)
    yield b"\xff\xd9"


def _mark(body: bytes, at: int) -> int:
    if body[at] != 0xFF:
        raise ValueError("a segment begins with a mark")
    return body[at + 1]


def _skip_filling(body: bytes, at: int) -> int:
    while body[at] == body[at + 1] == 0xFF:
        at += 1
    return at


def _find_mark(body: bytes, at: int) -> int:
    """Return where the dots of a scan end: at a mark that is neither a byte of theirs nor a point to go on from."""
    while True:
        at = body.index(b"\xff", at)
        if body[at + 1] and not 0xD0 <= body[at + 1] <= 0xD7:
            return at
        at += 2


def _keep_density(segment: bytes) -> Iterator[bytes]:
    """Yield what JFIF says of the dots, without the smaller copy that it may hold (ITU-T T.871, 10.1)."""
    if segment.startswith(_JFIF, 4):
        yield b"\xff\xe0\0\x10" + segment[4:16] + b"\0\0"


def _keep_orientation(tiff: bytes) -> Iterator[bytes]:
    """Yield an Exif segment that says nothing but how the phone was held, unless it was held upright."""
    order = {b"II": "<", b"MM": ">"}[tiff[:2]] if tiff[:2] in (b"II", b"MM") else ""
    if not order:
        return
    first = struct.unpack_from(f"{order}I", tiff, 4)[0]
    for entry in range(struct.unpack_from(f"{order}H", tiff, first)[0]):
        tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * entry)
        if (tag, kind) == (_ORIENTATION, 3) and _UPRIGHT < value <= 8:
            data = _EXIF + b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, value, 0, 0)
            yield b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data


def _list_png(body: bytes) -> Iterator[bytes]:
    """Yield the signature and the kept parts (ISO/IEC 15948, 5.3)."""
    yield body[:8]
    at, name = 8, b""
    while name != b"IEND":
        name, end = body[at + 4 : at + 8], at + 12 + struct.unpack_from(">I", body, at)[0]
        if end > len(body):
            raise ValueError("the last part is cut off")
        if name[:1].isupper() and name not in _PNG_DRAWN:
            raise ValueError("no program knows how to draw this part")
        if name in _PNG_KEPT:
            yield body[at:end]
        at = end


def _list_webp(body: bytes) -> Iterator[bytes]:
    """Yield the head and the kept parts (RFC 9649, 2.3)."""
    yield body[:12]
    at = 12
    while at < len(body):
        name, end = body[at : at + 4], at + 8 + struct.unpack_from("<I", body, at + 4)[0]
        if end > len(body):
            raise ValueError("the last part is cut off")
        end += end % 2
        part = body[at:end]
        if name == b"VP8X":
            part = part[:8] + bytes((part[8] & ~_WEBP_FLAGS,)) + part[9:]
        if name in _WEBP_KEPT:
            yield part
        at = end
