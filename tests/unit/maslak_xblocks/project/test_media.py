from __future__ import annotations

import json

import pytest
from tests.factories.project_files import HTML, PDF, PNG, SVG, make_zip

from maslak_xblocks.project.media import MEDIA_TYPES, find_media_type

ODT = make_zip({"mimetype": MEDIA_TYPES["odt"].encode(), "content.xml": b"<x/>"})
TRUE = {
    "pdf": PDF,
    "png": PNG,
    "jpg": b"\xff\xd8\xff\xe0",
    "jpeg": b"\xff\xd8\xff\xe0",
    "webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "mp3": b"ID3\x03",
    "mp4": b"\x00\x00\x00\x18ftypmp42",
    "zip": make_zip(),
    "docx": make_zip({"word/document.xml": b"<x/>"}),
    "xlsx": make_zip({"xl/workbook.xml": b"<x/>"}),
    "pptx": make_zip({"ppt/presentation.xml": b"<x/>"}),
    "odt": ODT,
    "ods": make_zip({"mimetype": MEDIA_TYPES["ods"].encode()}),
    "odp": make_zip({"mimetype": MEDIA_TYPES["odp"].encode()}),
    "md": "# تقرير\n\nنص <b>غامق</b>.".encode(),
    "txt": b"plain",
    "csv": "\ufeffالمدينة;العدد\nالرباط;3\n".encode(),
    "py": b"print('x')\n",
    "json": b'{"a": 1}',
    "ipynb": json.dumps({"cells": []}).encode(),
}


def test_every_type_that_can_be_asked_for_is_known_by_its_content() -> None:
    assert TRUE.keys() == MEDIA_TYPES.keys()
    assert {ending: find_media_type(ending, content) for ending, content in TRUE.items()} == dict(MEDIA_TYPES)


@pytest.mark.parametrize("ending", sorted(MEDIA_TYPES))
@pytest.mark.parametrize("content", [SVG, HTML, b"\xef\xbb\xbf \n<?xml version='1.0'?><x/>", b"MZ\x90\x00", b"\x00", b"PK\x03\x04broken"])
def test_page_program_or_broken_archive_is_no_type_at_all(ending: str, content: bytes) -> None:
    assert find_media_type(ending, content) is None


@pytest.mark.parametrize("ending", sorted(MEDIA_TYPES))
def test_content_of_one_type_is_not_taken_for_another(ending: str) -> None:
    kin = {"jpg": {"jpeg"}, "jpeg": {"jpg"}, "zip": {"docx", "xlsx", "pptx", "odt", "ods", "odp"}}
    text = {"md", "txt", "csv", "py", "json", "ipynb"}
    for other, content in TRUE.items():
        if other == ending or other in kin.get(ending, ()) or {ending, other} <= text:
            continue
        assert find_media_type(ending, content) is None, other


def test_office_file_with_macros_is_refused() -> None:
    assert find_media_type("docx", make_zip({"word/document.xml": b"<x/>", "word/vbaProject.bin": b"x"})) is None


@pytest.mark.parametrize("ending", ["svg", "html", "exe", "", "PDF", "xml"])
def test_ending_that_is_never_taken_has_no_type(ending: str) -> None:
    assert find_media_type(ending, PDF) is None


def test_text_in_another_encoding_is_refused_rather_than_garbled() -> None:
    assert find_media_type("csv", "مدينة".encode("cp1256")) is None
    assert find_media_type("txt", b"a\x00b") is None
