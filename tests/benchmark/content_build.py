"""How fast `maslak-content build` is beside `tarfile` in default use on the same files, and how long both archives are."""

from __future__ import annotations

import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.benchmark.costs import Cost, describe_machine, measure
from tests.factories.release_archive import unpack

from maslak_content.archive import ArchiveWriter
from maslak_content.build import TOP, build_course, list_course_files, pack_files
from maslak_content.pieces import make_helpers
from maslak_content.signing import create_release_key, load_release_key

SHARED_CORE = Path(__file__).parents[2] / "course_content" / "shared_core"
_GOAL = 3.0


def run(quick: bool) -> Iterable[dict[str, Any]]:
    """Yield the packing, which is what `tarfile` does too, and the whole build with all that `tarfile` does not do."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        create_release_key(home / "authors.jwk")
        signer = load_release_key(home / "authors.jwk")
        ours, theirs = home / "ours.tar.gz", home / "theirs.tar.gz"
        build_course(SHARED_CORE, "fr", ours, signer)
        tree = _write(home / "course", unpack(ours))
        default, packing, whole = measure(
            5 if quick else 25,
            lambda: _pack_by_default(tree, theirs),
            lambda: _pack(tree, ours),
            lambda: build_course(SHARED_CORE, "fr", ours, signer),
        )
        length = ours.stat().st_size / theirs.stat().st_size
        files = sum(1 for path in tree.rglob("*") if path.is_file())
    said = f"{files} files; the archive is {length:.3f} times as long"
    yield _as_figure("content_build", default, packing, f"packing with digests; {said}")
    yield _as_figure("content_build_whole", default, whole, f"every file parsed, retitled, block map and signature included; {said}")


def _as_figure(name: str, theirs: Cost, ours: Cost, detail: str) -> dict[str, Any]:
    return {
        "name": name,
        "ratio": round(theirs.wall / ours.wall, 2),
        "goal": _GOAL,
        "better": "higher",
        "baseline": "tarfile.open(…, 'w:gz').add of the same files",
        "detail": f"{ours} against {theirs}: {detail}; {describe_machine()}",
    }


def _write(target: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return target


def _pack_by_default(tree: Path, target: Path) -> None:
    with tarfile.open(target, "w:gz") as archive:
        archive.add(tree, arcname="course")


def _pack(tree: Path, target: Path) -> None:
    with target.open("wb") as stream, make_helpers() as helpers:
        writer = ArchiveWriter(stream, TOP, helpers)
        pack_files(writer, tree, list_course_files(tree), lambda name: None)
        writer.finish()
