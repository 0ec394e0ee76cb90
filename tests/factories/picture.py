"""Small pictures, as much of them as says what they are."""

from __future__ import annotations

import struct
import zlib


def make_png(width: int, height: int) -> bytes:
    """Return a PNG of one colour; a large one says its size and holds no more."""
    rows = (b"\0" + b"\x60\x80\xa0" * width) * height if width * height < 10_000 else b""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def make_jpeg(width: int, height: int) -> bytes:
    """Return the head of a JPEG, a comment and a byte that only fills before its frame."""
    frame = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8\xff\xfe\0\4hi\xff\xff\xc2" + frame + b"\xff\xd9"


def make_webp(width: int, height: int) -> bytes:
    """Return the head of a WebP of the extended kind."""
    chunk = b"\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10) + chunk


def write_rtf(png: bytes) -> str:
    """Return a text with a picture as Word puts it on the clipboard: the picture, then the drawing for those that know no PNG."""
    head = r"{\pict{\*\picprop{\sp{\sn shapeType}{\sv 75}}}\picw1\pngblip\bliptag-1204756{\*\blipuid b8304b2c0e1f4a6d9c5e7f8091a2b3c4}"
    rows = "\r\n".join(png.hex()[at : at + 128] for at in range(0, len(png.hex()), 128))
    other = r"{\nonshppict{\pict\picw1\wmetafile8\bliptag77 " + "0100090000" * 20 + "}}"
    return r"{\rtf1 De Word\par {\*\shppict" + head + rows + "}}" + other + "}"
