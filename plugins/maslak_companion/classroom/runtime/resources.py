"""The files that block packages serve: exactly those listed in their public directory, and nothing by a path of the caller's."""

from __future__ import annotations

import functools
import hashlib
import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from maslak_companion.classroom.courses.blocks import load_block_class
from maslak_companion.classroom.errors import ResourceNotFoundError

_TYPES = frozenset({".css", ".js", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".woff2", ".json", ".gif"})


@dataclass(frozen=True, slots=True)
class Resource:
    """One file that a block serves."""

    body: bytes
    content_type: str
    version: str


def get_resource(block_type: str, uri: str) -> Resource:
    """Return a listed file of a block's package; raises `ResourceNotFoundError`."""
    found = _list_resources(block_type).get(uri)
    if found is None:
        raise ResourceNotFoundError("the block serves no such file")
    return found


def resource_version(block_type: str, uri: str) -> str:
    """Return what changes in a file's address when its bytes change; empty for a file that is not served."""
    found = _list_resources(block_type).get(uri)
    return found.version if found else "none"


def content_type_of(name: str) -> str:
    """Return the content type for a file name of a type that is served; raises `ResourceNotFoundError`."""
    if not any(name.lower().endswith(ending) for ending in _TYPES):
        raise ResourceNotFoundError("files of this type are not served")
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed


@functools.cache
def list_room_files(folder: Path) -> Mapping[str, Resource]:
    """Return the files of one flat folder, as they are served."""
    return {path.name: _make_resource(path.name, path.read_bytes()) for path in sorted(folder.iterdir()) if path.suffix in _TYPES}


def _make_resource(name: str, body: bytes) -> Resource:
    return Resource(body, content_type_of(name), hashlib.sha256(body).hexdigest()[:12])


@functools.cache
def _list_resources(block_type: str) -> Mapping[str, Resource]:
    block_class = load_block_class(block_type)
    folders = [block_class.__module__.rpartition(".")[0], block_class.__module__.partition(".")[0]]
    found: dict[str, Resource] = {}
    for package in folders:
        public = resources.files(package).joinpath(block_class.get_resources_dir(), block_class.get_public_dir())
        for uri, file in _walk(public, block_class.get_public_dir()):
            if any(uri.endswith(ending) for ending in _TYPES):
                found.setdefault(uri, _make_resource(uri, file.read_bytes()))
    return found


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    if not folder.is_dir():
        return
    for entry in folder.iterdir():
        if entry.name.startswith((".", "_")):
            continue
        name = f"{prefix}/{entry.name}"
        if entry.is_dir():
            yield from _walk(entry, name)
        else:
            yield name, entry
