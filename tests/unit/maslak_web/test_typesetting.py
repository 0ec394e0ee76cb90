"""Pages to print: values are never markup, nothing outside the template's directory is read, and the bytes are always the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typst

from maslak_web import typesetting
from maslak_web.typesetting import PrintFontsMissingError, typeset

AT = datetime(2027, 2, 10, 9, 30, tzinfo=UTC)
READ = '#let values = json(bytes(sys.inputs.values))\n#set text(font: ("IBM Plex Sans Arabic", "IBM Plex Sans"))\n#values.text\n'


@pytest.fixture(autouse=True)
def _fonts_are_looked_for_anew() -> Iterator[None]:
    typesetting._load_fonts.cache_clear()
    yield
    typesetting._load_fonts.cache_clear()


def write(directory: Path, source: str) -> Path:
    template = directory / "templates" / "page.typ"
    template.parent.mkdir(exist_ok=True)
    template.write_text(source, encoding="utf-8")
    return template


MARKUP = ('#panic("read")', '#read("/etc/passwd")', "$ unknown $", "<label> @nobody", "]", '"); #panic("x', "\u202e#x\\")


@pytest.mark.parametrize("text", MARKUP)
def test_text_is_never_read_as_markup(tmp_path: Path, text: str) -> None:
    assert typeset(write(tmp_path, READ), {"text": text}, made_at=AT).startswith(b"%PDF-")


def test_same_values_give_the_same_bytes_and_others_do_not(tmp_path: Path) -> None:
    template = write(tmp_path, READ)
    first = typeset(template, {"text": "توقيع", "more": 1}, made_at=AT)
    assert typeset(template, {"more": 1, "text": "توقيع"}, made_at=AT) == first
    assert typeset(template, {"text": "Signature", "more": 1}, made_at=AT) != first


def test_template_reads_nothing_outside_its_directory(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    for path in ("../secret.txt", str(tmp_path / "secret.txt")):
        with pytest.raises(typst.TypstError):
            typeset(write(tmp_path, f'#read("{path}")'), {}, made_at=AT)


def test_letters_of_all_three_languages_are_in_the_fonts_of_the_house(tmp_path: Path) -> None:
    template = write(tmp_path, READ)
    fonts = typesetting._load_fonts()
    assert {"IBM Plex Sans Arabic", "IBM Plex Sans", "IBM Plex Mono"} == set(fonts.families())
    compiler = typst.Compiler(root=template.parent, font_paths=fonts, ignore_system_fonts=True)

    def draw(text: str) -> None:
        # An archive's PDF is refused as soon as one letter has no shape in any font.
        compiler.compile(template, format="pdf", sys_inputs={"values": json.dumps({"text": text})}, pdf_standards=["a-2b"], timestamp=0)

    draw("مؤطر بالمقاولة، گڤ ٣ — Œuvre, ÿ, Łódź & “quotes” 12,5 %")
    with pytest.raises(typst.TypstError):
        draw("漢")


def test_page_of_empty_boxes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "_FONT_DIRECTORIES", (tmp_path / "print",))
    with pytest.raises(PrintFontsMissingError):
        typeset(write(tmp_path, READ), {"text": "x"}, made_at=AT)
