"""Stylesheets of a room: served from the room's own static folder, public, with a name that changes with the content."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, send_from_directory, url_for
from werkzeug.exceptions import NotFound

from maslak_web.access import public

_YEAR = 31_536_000


def serve_room_files(blueprint: Blueprint) -> None:
    """Let `blueprint` serve the files of its `static` folder, and give its templates `room_file_url(name)`."""
    directory = Path(blueprint.root_path) / "static"

    @blueprint.get("/room/<version>/<name>")
    @public("stylesheets and scripts are the same for everybody")
    def room_file(version: str, name: str) -> Response:
        known = _digests(directory).get(name)
        if known is None:
            raise NotFound
        return send_from_directory(directory, name, max_age=_YEAR if version == known else 0)

    lend_room_files(blueprint, blueprint)


def lend_room_files(lender: Blueprint, borrower: Blueprint) -> None:
    """Give the templates of `borrower` the files of `lender` by `room_file_url(name)`: rooms of one surface share its stylesheet."""
    directory = Path(lender.root_path) / "static"

    @borrower.context_processor
    def add_room_file_url() -> dict[str, object]:
        endpoint = f"{lender.name}.room_file"
        return {"room_file_url": lambda name: url_for(endpoint, version=_digests(directory)[name], name=name)}


@cache
def _digests(directory: Path) -> Mapping[str, str]:
    """Return the version of each file there is: what a stranger asks for is only ever looked up, never kept."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:12] for path in directory.iterdir() if path.is_file()}
