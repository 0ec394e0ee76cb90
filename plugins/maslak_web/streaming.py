"""Long answers, sent while they are made: memory stays flat however many rows there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

import orjson
from flask import Response, stream_with_context

CHUNK_BYTES = 64 * 1024


def coalesce(parts: Iterable[bytes], size: int = CHUNK_BYTES) -> Iterator[bytes]:
    """Yield `parts` joined into chunks of at least `size` bytes: a chunk for each row costs four times as much."""
    buffer = bytearray()
    for part in parts:
        buffer += part
        if len(buffer) >= size:
            yield bytes(buffer)
            buffer.clear()
    if buffer:
        yield bytes(buffer)


def encode_lines(rows: Iterable[Any]) -> Iterator[bytes]:
    """Yield each row as one line of JSON (NDJSON); uuids and aware moments become text."""
    return (orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z) for row in rows)


def stream(parts: Iterable[bytes], content_type: str, *, filename: str | None = None) -> Response:
    """Return an answer made of `parts` while they come, with the request's session still open; `filename` makes it a download."""
    response = Response(stream_with_context(coalesce(parts)), content_type=content_type)
    response.headers["Cache-Control"] = "private, no-store"
    # A proxy that collects the whole answer first would undo what streaming is for.
    response.headers["X-Accel-Buffering"] = "no"
    if filename is not None:
        response.headers["Content-Disposition"] = make_disposition(filename)
    return response


def make_disposition(filename: str) -> str:
    """Return the header that saves an answer as `filename`, Arabic letters included (RFC 6266)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_. ") else "_" for c in filename)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
