"""Forms with files, and files on their way out: the two things that are not JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from webob import Request, Response

from maslak_domain.errors import DomainError
from maslak_domain.language import direction
from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.markup import tag
from maslak_xblocks.payload import STATUS, mark, read_fields, redirect_back
from maslak_xblocks.project.port import FileContent
from maslak_xblocks.project.stages import MEGABYTE, MOST_MEGABYTES

if TYPE_CHECKING:
    from maslak_xblocks.project.block import ProjectBlock

FORM_CAP: Final = (MOST_MEGABYTES + 1) * MEGABYTE


@dataclass(frozen=True)
class SentFile:
    """A file of a form, with the name its sender gave it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class SentForm:
    """A form: its texts, and its files by the name of their field."""

    fields: Mapping[str, Any]
    files: Mapping[str, SentFile]


def read_form(request: Request) -> SentForm:
    """Read a form with files, whose size was checked. Raises InvalidPayloadError."""
    if not (request.content_type or "").startswith(("multipart/form-data", "application/x-www-form-urlencoded")):
        raise InvalidPayloadError("a form must be posted")
    fields: dict[str, Any] = {}
    files: dict[str, SentFile] = {}
    for name, value in read_fields(request):
        if hasattr(value, "filename"):
            files[name] = SentFile(str(value.filename or ""), value.file.read() if value.file else b"")
        elif isinstance(value, str):
            fields[name] = value
    return SentForm(fields, files)


def give_file(file: FileContent) -> Response:
    """Give a file to be kept, never to be shown as a page of this site."""
    plain = "".join(
        character if character.isascii() and character.isprintable() and character not in '"\\' else "_" for character in file.name
    )
    response = Response(body=file.content, content_type=file.media_type)
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name, safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def refuse_work(block: ProjectBlock, request: Request, error: DomainError, fields: Mapping[str, Any]) -> Response:
    """Say to somebody without a script what was refused, with the texts they sent, so that none is lost."""
    translate = block.translator
    texts = [value for name, value in fields.items() if name.startswith("text.") and isinstance(value, str) and value.strip()]
    kept = [tag("p", {}, tag("textarea", {"readonly": True, "rows": 12, "cols": 60, "dir": "auto"}, f"\n{text}")) for text in texts]
    told = tag("p", {}, translate("This is what you wrote. Copy it before you go back:")) if kept else None
    back = tag("a", {"href": redirect_back(request).headers["Location"]}, translate("Back to the page"))
    page = tag(
        "html",
        {"lang": translate.language, "dir": direction(translate.language)},
        tag("head", {}, tag("title", {}, translate("Not accepted"))),
        tag("body", {}, tag("p", {"role": "alert"}, block.explain(error)), told, *kept, tag("p", {}, back)),
    )
    return mark(Response(f"<!doctype html>{page}", status=STATUS[error.category], content_type="text/html", charset="utf-8"), error)
