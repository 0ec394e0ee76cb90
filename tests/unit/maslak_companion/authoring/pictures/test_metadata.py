"""What stands beside a picture in its file is left out, and the picture looks as before."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from tests.factories.picture import make_png, make_webp

from maslak_companion.authoring.errors import DamagedPictureError
from maslak_companion.authoring.pictures.kinds import read_shape
from maslak_companion.authoring.pictures.metadata import leave_out_metadata

# Eight by five dots as Chromium writes them, with their colour profile.
JPEG = Path("tests/data/pictures/dots.jpg").read_bytes()
PLACE = b"34.0209 N 6.8416 W"


def clean(body: bytes) -> bytes:
    return leave_out_metadata(body, read_shape(body))


def make_exif(orientation: int, order: str = "MM") -> bytes:
    """Return a segment that says how a phone was held, and where."""
    sign = {"MM": ">", "II": "<"}[order]
    entries = struct.pack(f"{sign}HHIHH", 0x0112, 3, 1, orientation, 0) + struct.pack(f"{sign}HHII", 0x010E, 2, len(PLACE), 38)
    data = b"Exif\0\0" + order.encode() + struct.pack(f"{sign}HIH", 42, 8, 2) + entries + struct.pack(f"{sign}I", 0) + PLACE
    return b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data


def make_part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@pytest.mark.parametrize("body", [JPEG, make_png(40, 30), make_webp(40, 30)], ids=["jpeg", "png", "webp"])
def test_a_bare_picture_keeps_every_byte(body: bytes) -> None:
    assert clean(body) == body


@pytest.mark.parametrize("order", ["MM", "II"])
def test_a_photograph_forgets_where_it_was_taken_but_not_how_the_phone_was_held(order: str) -> None:
    upright, turned = (JPEG[:2] + make_exif(number, order) + b"\xff\xfe\0\6home" + JPEG[2:] + b"a film" for number in (1, 6))
    assert clean(upright) == JPEG
    kept = clean(turned)
    assert PLACE not in kept
    assert len(kept) == len(JPEG) + 36
    assert clean(kept) == kept
    assert kept.endswith(JPEG[2:])


def test_a_drawing_forgets_its_words_but_not_its_transparency() -> None:
    png = make_png(4, 4)
    see_through = make_part(b"tRNS", bytes(6))
    head, rest = png[:33], png[33:]
    told = head + make_part(b"tEXt", b"Author\0Salma") + see_through + make_part(b"eXIf", PLACE) + rest + b"behind"
    assert clean(told) == head + see_through + rest


def test_a_webp_says_no_longer_that_it_has_what_was_left_out() -> None:
    bare = make_webp(40, 30)
    chunks = b"EXIF" + struct.pack("<I", 7) + b"at home\0" + b"XMP " + struct.pack("<I", 4) + b"<x/>"
    told = bytearray(bare + chunks)
    told[20] |= 0b1100
    assert clean(bytes(told)) == bare


def test_a_photograph_forgets_its_smaller_copies() -> None:
    small = bytes(range(12))
    told = JPEG[:18] + b"\2\2" + small + b"\xff\xe0\0\x0eJFXX\0\x10" + b"a copy" + JPEG[20:]
    assert clean(told.replace(b"\xff\xe0\0\x10", b"\xff\xe0\0\x1c", 1)) == JPEG


def test_a_webp_forgets_what_its_standard_does_not_know() -> None:
    bare = make_webp(40, 30)
    assert clean(bare + b"home" + struct.pack("<I", 7) + b"at home\0") == bare


@pytest.mark.parametrize(
    "body",
    [
        JPEG[:400],
        JPEG[:-2],
        JPEG.replace(b"\xff\xdb", b"\0\xdb", 1),
        make_png(40, 30)[:-3],
        make_png(40, 30)[:33] + make_part(b"LOCa", PLACE) + make_png(40, 30)[33:],
        make_webp(40, 30) + b"ICCP" + struct.pack("<I", 900) + PLACE,
    ],
    ids=["cut", "open", "no-mark", "png-cut", "png-unknown", "webp-cut"],
)
def test_a_file_that_is_built_otherwise_is_refused(body: bytes) -> None:
    shape = read_shape(JPEG if body.startswith(b"\xff\xd8") else body)
    with pytest.raises(DamagedPictureError):
        leave_out_metadata(body, shape)
