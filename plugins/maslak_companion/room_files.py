"""Stylesheets of a room: served from the room's own static folder, public, with a name that changes with the content."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, send_from_directory, url_for

from maslak_web.access import public

_YEAR = 31_536_000


def serve_room_files(blueprint: Blueprint) -> None:
    """Let `blueprint` serve the files of its `static` folder, and give its templates `room_file_url(name)`."""
    directory = Path(blueprint.root_path) / "static"

    @blueprint.get("/room/<version>/<name>")
    @public("stylesheets and scripts are the same for everybody")
    def room_file(version: str, name: str) -> Response:
        return send_from_directory(directory, name, max_age=_YEAR if version == _digest(directory / name) else 0)

    @blueprint.context_processor
    def add_room_file_url() -> dict[str, object]:
        endpoint = f"{blueprint.name}.room_file"
        return {"room_file_url": lambda name: url_for(endpoint, version=_digest(directory / name), name=name)}


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else ""
