"""How fast `maslak-content build` is beside `tarfile` in default use on the same files, and how long both archives are."""

from __future__ import annotations

import statistics
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.factories.release_archive import unpack

from maslak_content.archive import ArchiveWriter
from maslak_content.build import TOP, build_course, list_course_files, pack_files
from maslak_content.signing import create_release_key, load_release_key

SHARED_CORE = Path(__file__).parents[2] / "course_content" / "shared_core"
_CHAPTERS = 8


def run(quick: bool) -> Iterable[dict[str, Any]]:
    """Yield the packing, which is what `tarfile` does too, and the whole build with all that `tarfile` does not do."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        course = _write_large_course(home / "large")
        create_release_key(home / "authors.jwk")
        signer = load_release_key(home / "authors.jwk")
        ours, theirs = home / "ours.tar.gz", home / "theirs.tar.gz"
        build_course(course, "fr", ours, signer)
        tree = _write(home / "course", unpack(ours))
        rounds = 5 if quick else 15
        default = _median(lambda: _pack_by_default(tree, theirs), rounds)
        packing = _median(lambda: _pack(tree, ours), rounds)
        length = ours.stat().st_size / theirs.stat().st_size
        whole = _median(lambda: build_course(course, "fr", ours, signer), rounds)
        files = sum(1 for path in tree.rglob("*") if path.is_file())
    baseline = "tarfile.open(…, 'w:gz').add of the same files"
    yield {
        "name": "content_build",
        "ratio": round(default / packing, 2),
        "goal": 3.0,
        "better": "higher",
        "baseline": baseline,
        "detail": f"packing {files} files with their digests in {packing * 1000:.0f} ms; the archive is {length:.3f} times as long",
    }
    yield {
        "name": "content_build_whole",
        "ratio": round(default / whole, 2),
        "goal": None,
        "better": "higher",
        "baseline": baseline,
        "detail": f"parsing and retitling the course, block map and signature included, in {whole * 1000:.0f} ms",
    }


def _write_large_course(target: Path) -> Path:
    """Write a course of eight chapters, each the one chapter of the shared core under other names."""
    files = {path.relative_to(SHARED_CORE).as_posix(): path.read_bytes() for path in sorted(SHARED_CORE.rglob("*")) if path.is_file()}
    chapter = {name: data for name, data in files.items() if "tc06" in name}
    common = {name: data for name, data in files.items() if "/" not in name or name.startswith("policies/")}
    large = dict(common)
    names = [f"n{number:03}" for number in range(_CHAPTERS)]
    for own in names:
        large |= {name.replace("tc06", own): data.replace(b"tc06", own.encode()) for name, data in chapter.items()}
    pointers = "".join(f'<chapter url_name="{own}"/>' for own in names)
    large["course/run.xml"] = f'<course display_name="Tronc commun" language="fr">{pointers}</course>'.encode()
    titles = files["titles.xml"].replace(b"<titles>", b"").replace(b"</titles>", b"")
    large["titles.xml"] = b"<titles>" + b"".join(titles.replace(b"tc06", own.encode()) for own in names) + b"</titles>"
    return _write(target, large)


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


def _median(work: Callable[[], object], rounds: int) -> float:
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)
