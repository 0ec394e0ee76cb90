"""An author changes a file, and the classroom shows it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.factories.course import make_lesson, write_course
from tests.factories.visitor import Visitor

from maslak_content.previewing.preview import Preview

FRAMEWORKS = Path(__file__).parents[3] / "course_content" / "frameworks"
CHANGES = {"vertical/u1-more.xml": None, "sequential/u1.xml": '<sequential><vertical url_name="u1-read"/></sequential>'}
UNIT = "/learn/shared_core/u1"
LIMIT_SECONDS = 90


@dataclass
class Running:
    """A preview that runs: its process, what it prints, and the course it shows."""

    process: subprocess.Popen[str]
    log: Path
    course: Path
    address: str

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until something has come true, and show what the preview said if it does not."""
        deadline = time.monotonic() + LIMIT_SECONDS
        while not condition():
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)


def write_small(content: Path) -> Path:
    """Write the small course and the frameworks beside it."""
    shutil.copytree(FRAMEWORKS, content / "frameworks")
    return write_course(content / "small", CHANGES)


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Start the preview of a small course as an author would."""
    course, port = write_small(tmp_path / "content"), find_port()
    log = tmp_path / "preview.log"
    command = [sys.executable, "-u", "-m", "maslak_content.cli", "preview", str(course), "--port", str(port), "--no-open"]
    with log.open("w") as stream:
        environment = os.environ | {"TMPDIR": str(tmp_path), "MASLAK_LANG": "en"}
        process = subprocess.Popen(command, stdout=stream, stderr=stream, text=True, env=environment)
    preview = Running(process, log, course, f"http://127.0.0.1:{port}")
    try:
        preview.wait_for(lambda: "Ctrl-C ends" in log.read_text() or process.poll() is not None)
        yield preview
    finally:
        process.terminate()
        process.wait(30)


def test_changed_lesson_is_shown_and_open_pages_learn_of_it(running: Running) -> None:
    found = re.search(r"as (\S+) with the password (\S+);", running.log.read_text())
    assert found, running.log.read_text()
    page = running.course / "vertical" / "u1-read.xml"
    with Visitor(running.address) as author:
        author.sign_in({"login": found[1], "password": found[2]})
        shown = author.get(UNIT).text
        assert "Bonjour le cours." in shown
        assert '<script src="/__preview/reload.js" defer></script></body>' in shown
        assert author.get("/__preview/reload.js").headers["Content-Type"].startswith("text/javascript")
        before = author.get("/__preview/version").text

        page.write_text(f"<vertical>{make_lesson(body=' Nouveau mot.')}</vertical>")
        running.wait_for(lambda: author.get("/__preview/version").text != before)
        assert "Nouveau mot." in author.get(UNIT).text

        # A file that cannot be read is named, and the last good course stays open.
        page.write_text("<vertical>")
        running.wait_for(lambda: "Not shown" in running.log.read_text())
        assert "vertical/u1-read.xml:1: The file ends before <vertical> of line 1 is closed" in running.log.read_text()
        assert "Nouveau mot." in author.get(UNIT).text

    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(30) == 0
    assert not list_homes(running)


def list_homes(running: Running) -> list[Path]:
    """Give the homes of previews in the folder of one that runs."""
    return list(running.course.parents[1].glob(".maslak-preview-*"))


def list_processes(home: Path) -> list[int]:
    """Give the numbers of the processes that a preview started for its home."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"MASLAK_HOME={home}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def test_classroom_ends_with_a_preview_that_was_killed_and_the_next_one_clears_its_home(running: Running) -> None:
    (home,) = list_homes(running)
    assert len(list_processes(home)) >= 2
    running.process.kill()
    running.process.wait()
    running.wait_for(lambda: not list_processes(home))
    then = time.time() - 3600
    os.utime(home, (then, then))
    preview_at_a_taken_port(running.course, home.parent)
    assert not list_homes(running)


def preview_at_a_taken_port(course: Path, temporary: Path) -> tuple[int, subprocess.CompletedProcess[str]]:
    """Ask for a preview that cannot start; give its port and what it said."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "maslak_content.cli", "preview", str(course), "--no-open", "--port", str(port)]
        environment = os.environ | {"TMPDIR": str(temporary), "MASLAK_LANG": "en"}
        return port, subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)


def test_port_that_is_taken_is_said_in_a_line(tmp_path: Path) -> None:
    port, done = preview_at_a_taken_port(write_course(tmp_path / "content" / "small", CHANGES), tmp_path)
    assert done.returncode == 2
    assert done.stderr.strip() == f"maslak-content: the port {port} is taken; name another with --port"


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="only Linux tells a process what it holds open")
def test_preview_that_was_stopped_holds_nothing_open(tmp_path: Path) -> None:
    before = os.listdir("/proc/self/fd")
    preview = Preview(write_small(tmp_path / "content"), tmp_path / "home", find_port())
    try:
        preview.prepare()
        preview.start()
        assert len(os.listdir("/proc/self/fd")) > len(before)
    finally:
        preview.stop()
    assert len(os.listdir("/proc/self/fd")) == len(before)
