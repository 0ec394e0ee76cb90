"""Stylesheets, fonts and scripts: served under a name that changes with the content, compressed, and kept for a year."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, Response, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

from maslak_web.access import public

STATIC = Path(__file__).parent / "static"
_COMPRESSED = frozenset({".css", ".js", ".svg", ".json"})
_YEAR = 365 * 24 * 3600
_FONT_TYPE = "font/woff2"


def init_assets(app: Flask) -> None:
    """Serve maslak_web's static files under /assets/ and give templates `asset_url`."""
    blueprint = Blueprint("assets", __name__, template_folder="templates")
    blueprint.add_url_rule("/assets/<version>/<path:name>", "static", _serve)
    app.register_blueprint(blueprint)
    app.add_template_global(asset_url)


def asset_url(name: str) -> str:
    """Return the address of the static file `name`. Its version is a digest of all static files, as stylesheets name the fonts."""
    return url_for("assets.static", version=_version(), name=name)


@public("stylesheets, fonts and scripts are the same for everybody")
def _serve(version: str, name: str) -> Response:
    path = _find(name)
    if path is None:
        raise NotFound
    accepts = request.accept_encodings.quality("gzip") > 0
    body, content_type, compressed = _read(path, accepts, path.stat().st_mtime_ns)
    response = Response(body, content_type=content_type)
    if compressed:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    # An address with an older version still answers, but must not be kept: a page in a cache may name it.
    response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable" if version == _version() else "no-cache"
    return response


def _find(name: str) -> Path | None:
    joined = safe_join(str(STATIC), name)
    try:
        return Path(joined) if joined is not None and Path(joined).is_file() else None
    except OSError:
        # A name longer than the file system allows.
        return None


@lru_cache(maxsize=128)
def _read(path: Path, accepts_gzip: bool, _modified: int) -> tuple[bytes, str, bool]:
    body = path.read_bytes()
    content_type = _FONT_TYPE if path.suffix == ".woff2" else mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if content_type.startswith("text/"):
        content_type += "; charset=utf-8"
    if accepts_gzip and path.suffix in _COMPRESSED:
        return gzip.compress(body, 9, mtime=0), content_type, True
    return body, content_type, False


@lru_cache(maxsize=1)
def _version() -> str:
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
