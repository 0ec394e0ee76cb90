"""How fast `maslak-content build` is beside `tarfile` in default use on the same files, and how long both archives are."""

from __future__ import annotations

import tarfile
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.factories.release_archive import unpack

from maslak_content.archive import ArchiveWriter
from maslak_content.build import TOP, build_course, list_course_files, pack_files
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
        default, packing, whole = _measure(
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


def _as_figure(name: str, theirs: _Cost, ours: _Cost, detail: str) -> dict[str, Any]:
    times = f"{ours.wall * 1000:.0f} ms ({ours.cpu * 1000:.0f} ms CPU) against {theirs.wall * 1000:.0f} ms ({theirs.cpu * 1000:.0f} ms CPU)"
    return {
        "name": name,
        "ratio": round(theirs.wall / ours.wall, 2),
        "goal": _GOAL,
        "better": "higher",
        "baseline": "tarfile.open(…, 'w:gz').add of the same files",
        "detail": f"{times}: {detail}",
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
    with target.open("wb") as stream, ThreadPoolExecutor(2) as pool:
        writer = ArchiveWriter(stream, TOP, pool)
        pack_files(writer, tree, list_course_files(tree), {})
        writer.finish()


@dataclass(frozen=True, slots=True)
class _Cost:
    """Seconds: the least that passed, and the least that the processors worked, in one round."""

    wall: float
    cpu: float


def _measure(rounds: int, *works: Callable[[], object]) -> list[_Cost]:
    """Give the least cost of each work; they take turns, so that a busy machine is equally unfair to each."""
    walls: list[list[float]] = [[] for _ in works]
    processors: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for number, work in enumerate(works):
            wall, processor = time.perf_counter(), time.process_time()
            work()
            walls[number].append(time.perf_counter() - wall)
            processors[number].append(time.process_time() - processor)
    return [_Cost(min(wall), min(processor)) for wall, processor in zip(walls, processors, strict=True)]
