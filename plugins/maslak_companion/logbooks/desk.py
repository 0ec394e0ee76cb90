"""Where Flask meets the logbooks room: giving a proof to somebody who may read it."""

from __future__ import annotations

import io
from uuid import UUID

from flask import Response, send_file
from sqlalchemy.orm import Session

from maslak_companion.logbooks.files import get_file


def give_file(session: Session, file_id: UUID) -> Response:
    """Return a file to be kept, never to be run or shown in our own name; raises LogbookFileNotFoundError."""
    row = get_file(session, file_id)
    response = send_file(io.BytesIO(row.content), mimetype=row.content_type, as_attachment=True, download_name=row.name)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
