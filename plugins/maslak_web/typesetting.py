"""Pages to print: a typst template and plain values become the bytes of a PDF, with the fonts of the house and no others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from maslak_domain.errors import UnavailableError

_VENDOR: Final = Path(__file__).parent / "static" / "vendor"
# In this order: a family and a weight stand once in each directory, so that every machine finds the same file first.
_FONT_DIRECTORIES: Final = (_VENDOR / "print", _VENDOR / "print_extended")


class PrintFontsMissingError(UnavailableError):
    """Raised when the fonts to print with were never built: a page of empty boxes is nothing to sign."""

    code = "print_fonts_missing"


def typeset(template: Path, values: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """Return the PDF that a template makes of values; the same template, values and moment give the same bytes.

    The template reads them with ``json(bytes(sys.inputs.values))``: as values, so that no text in them is ever read as markup, whatever
    signs it holds. It reads no file outside its own directory, and nothing of the machine's fonts. Raises PrintFontsMissingError.
    """
    compiler = typst.Compiler(root=template.parent, font_paths=_load_fonts(), ignore_system_fonts=True)
    inputs = {"values": json.dumps(values, ensure_ascii=False, sort_keys=True)}
    made = compiler.compile(template, format="pdf", sys_inputs=inputs, timestamp=int(made_at.timestamp()))
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one run of bytes")
    return made


@lru_cache(maxsize=1)
def _load_fonts() -> typst.Fonts:
    if not all(directory.is_dir() for directory in _FONT_DIRECTORIES):
        raise PrintFontsMissingError("run `python -m maslak_web.build_assets`")
    directories = [str(directory) for directory in _FONT_DIRECTORIES]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=directories)
