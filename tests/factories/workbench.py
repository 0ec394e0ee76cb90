"""The development workbench as a process of its own, with a database that goes away with it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from maslak_xblocks.workbench import scenarios

_SECONDS_TO_START = 60


def list_scenario_names() -> list[str]:
    """Give the names under which the workbench serves its scenarios."""
    found = []
    for module in sorted(module.name for module in iter_modules(scenarios.__path__)):
        listed = import_module(f"{scenarios.__name__}.{module}").SCENARIOS
        found += [f"maslak_{module}.{number}" for number in range(len(listed))]
    return found


@contextmanager
def serve_workbench(home: Path) -> Iterator[str]:
    """Yield the address of a running workbench."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "maslak_xblocks.workbench.settings", "MASLAK_WORKBENCH_HOME": str(home)}
    django = [sys.executable, "-m", "django"]
    subprocess.run([*django, "migrate", "--run-syncdb", "--verbosity", "0"], env=environment, cwd=home, check=True, timeout=120)
    with (home / "workbench.log").open("wb") as log:
        command = [*django, "runserver", "--noreload", f"127.0.0.1:{port}"]
        served = subprocess.Popen(command, env=environment, cwd=home, stdout=log, stderr=log)
    try:
        _wait_until_ready(f"http://127.0.0.1:{port}/", home / "workbench.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        served.terminate()
        served.wait(20)


def _wait_until_ready(address: str, log: Path) -> None:
    late = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < late:
        try:
            urllib.request.urlopen(address, timeout=20).close()
        except urllib.error.HTTPError as error:
            raise AssertionError(f"the workbench answers {error.code}:\n{log.read_text(errors='replace')[-2000:]}") from error
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the workbench does not answer:\n{log.read_text(errors='replace')[-2000:]}")
