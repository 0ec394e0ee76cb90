"""What a picture is, from the first bytes that programs write."""

from __future__ import annotations

import pytest
from tests.factories.picture import make_jpeg, make_png, make_webp

from maslak_companion.authoring.errors import UnknownPictureError
from maslak_companion.authoring.pictures.kinds import Shape, read_shape

# As Chromium writes a canvas of 301 by 77 dots, with loss and without.
LOSSY = b"RIFF\0\0\0\0WEBP" + bytes.fromhex("565038206a0000007008009d012a2d014d003e6d")
LOSSLESS = b"RIFF\0\0\0\0WEBP" + bytes.fromhex("5650384c110000002f2c0113000750b38a14b1ff")


@pytest.mark.parametrize(
    ("body", "ending"),
    [
        (make_png(301, 77), "png"),
        (make_jpeg(301, 77), "jpg"),
        (make_webp(301, 77), "webp"),
        (LOSSY, "webp"),
        (LOSSLESS, "webp"),
    ],
    ids=["png", "jpeg", "webp", "lossy", "lossless"],
)
def test_a_picture_says_its_kind_and_its_size(body: bytes, ending: str) -> None:
    assert read_shape(body) == Shape(ending, 301, 77)


@pytest.mark.parametrize("whole", [make_png(301, 77)[:24], make_jpeg(301, 77)[:17], make_webp(301, 77), LOSSY[:30], LOSSLESS[:25]])
def test_a_picture_that_ends_too_early_is_none(whole: bytes) -> None:
    for end in range(len(whole)):
        with pytest.raises(UnknownPictureError):
            read_shape(whole[:end])


@pytest.mark.parametrize("body", [b"\xff\xd8" + b"\xff" * 100, b"\xff\xd8\xff\xc4\0\0", b"RIFF\0\0\0\0WAVE", b"<svg/>", b"BM" + bytes(60)])
def test_what_only_looks_like_a_picture_is_none(body: bytes) -> None:
    with pytest.raises(UnknownPictureError):
        read_shape(body)
