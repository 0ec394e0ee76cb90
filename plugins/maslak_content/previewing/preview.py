"""Showing a course in the classroom while it is being written.

The companion runs as a process of its own, driven by its commands as an operator would; nothing of it is imported. A home that
lasts as long as the preview holds its database, its demo keys and its invented learner.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from maslak_content.course import FRAMEWORK, read_course
from maslak_content.errors import ContentError
from maslak_content.previewing.reload_proxy import ReloadProxy

LOOPBACK: Final = "127.0.0.1"
_INSTITUTION: Final = "ensam-rabat"
_PATIENCE_SECONDS: Final = 60.0
_LOOK_SECONDS: Final = 0.3


class PreviewError(ContentError):
    """Raised when the companion cannot be prepared or does not come up; the message carries what it said."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """As whom an author signs in to see what a student sees."""

    login: str
    password: str


class Preview:
    """A companion with one course, on this machine only. Raises PreviewError when its port is taken."""

    def __init__(self, course: Path, home: Path, port: int) -> None:
        self.course = course.resolve()
        self.address = f"http://{LOOPBACK}:{port}"
        self._home = home
        self._inner = _free_port()
        try:
            self._proxy = ReloadProxy((LOOPBACK, port), self._inner)
        except OSError as error:
            raise PreviewError("the port {port} is taken; name another with --port", port=port) from error
        self._process: subprocess.Popen[bytes] | None = None
        self._offering: tuple[str, str] = ("", "")

    def prepare(self) -> SignIn:
        """Make keys, database and an invented student who follows the course. Raises PreviewError."""
        courses = self._home / "courses"
        courses.mkdir(parents=True, exist_ok=True)
        # The demo of a companion teaches the course of this name, from wherever the name leads.
        _link(courses / "shared_core", self.course)
        framework = self.course.parent / "frameworks" / FRAMEWORK
        if not framework.is_file():
            raise PreviewError("there is no {path}; the classroom needs the competencies to which the course leads", path=str(framework))
        _link(courses / "frameworks", framework.parent)
        self._run("upgrade", "--demo-keys")
        seeded: dict[str, Any] = json.loads(self._run("seed-demo", "--json"))
        self._offering = seeded["course"], seeded["offering"]
        # Of the two students who can sign in, one works in a company too, and only she has something to show in a logbook.
        student = seeded["logins"]["student-2" if read_course(self.course).logbooks else "student"]
        return SignIn(student["login"], student["password"])

    def start(self) -> None:
        """Start serving; the course answers at `address` when this returns. Raises PreviewError."""
        log = self._home / "companion.log"
        with log.open("ab") as stream:
            # The classroom ends with this process, even when nobody is left to end it.
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                [sys.executable, "-m", "maslak_content.previewing.tether", *self._command("serve", "--workers", "1")],
                env=self._environment(),
                stdin=subprocess.PIPE,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        self._proxy.start()
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while not _answers(self._inner):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise PreviewError("the classroom does not answer: {detail}", detail=log.read_text("utf-8", "replace")[-2000:])
            time.sleep(0.1)

    def list_changes(self, is_over: Callable[[], bool]) -> Iterator[None]:
        """Come back each time a file of the course has changed and the author has stopped writing, until `is_over`."""
        before = shown = _fingerprint(self.course)
        while not is_over():
            time.sleep(_LOOK_SECONDS)
            now = _fingerprint(self.course)
            if now == before and now != shown:
                shown = now
                yield
            before = now

    def install(self) -> str:
        """Install the course as it is now and return what the companion said; a refused course leaves the last good one open.

        Raises PreviewError.
        """
        course, offering = self._offering
        said = self._run("install-course", str(self.course), "--course", course, "--offering", offering).strip()
        self._proxy.announce()
        return said

    def stop(self) -> None:
        """Stop serving."""
        self._proxy.stop()
        if self._process is not None:
            # Which also closes the pipe that holds it, and waits.
            with self._process:
                self._process.terminate()

    def _run(self, *words: str) -> str:
        done = subprocess.run(  # noqa: S603 - our own words
            self._command(*words), env=self._environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise PreviewError("{command}: {detail}", command=words[0], detail=(done.stderr or done.stdout).strip())
        return done.stdout

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "maslak_companion.cli", *words]

    def _environment(self) -> dict[str, str]:
        # What an operator set for a real companion must not leak into a preview.
        own = {name: value for name, value in os.environ.items() if not name.startswith("MASLAK_")}
        return own | {
            "MASLAK_HOME": str(self._home),
            "MASLAK_HOST": LOOPBACK,
            "MASLAK_PORT": str(self._inner),
            "MASLAK_PUBLIC_BASE_URL": self.address,
            "MASLAK_INSTITUTION": _INSTITUTION,
            "MASLAK_INSTITUTION_DID": f"did:web:{_INSTITUTION}.maslak.example",
            # No registry: a preview reports nothing to anybody.
            "MASLAK_REGISTRY_URL": f"http://{LOOPBACK}:9",
            "MASLAK_REGISTRY_KEY": str(self._home / "no-registry.jwk"),
            "MASLAK_COURSES": str(self._home / "courses"),
        }


def _link(name: Path, target: Path) -> None:
    if name.is_symlink():
        name.unlink()
    name.symlink_to(target, target_is_directory=True)


def _fingerprint(root: Path) -> frozenset[tuple[str, int, int]]:
    found = set()
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.startswith("."):
                continue
            try:
                state = os.stat(os.path.join(folder, name))
            except FileNotFoundError:
                # Editors replace a file by moving another over it.
                continue
            found.add((os.path.join(folder, name), state.st_mtime_ns, state.st_size))
    return frozenset(found)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0
