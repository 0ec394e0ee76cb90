"""A small country of real processes for tests: one registry and two institutions, made by the services' own commands."""

from __future__ import annotations

import copy
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from maslak_companion.settings import Settings
from maslak_demo.layout import REGISTRY, Service, lay_out
from maslak_demo.prepare import prepare
from maslak_demo.readiness import wait_until_ready
from maslak_demo.summary import summarise
from maslak_registry.settings import Settings as RegistrySettings
from maslak_web.database import Database
from maslak_web.settings import read_settings

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")


class Country:
    """Homes, databases and processes of the three services; every process can be killed and started on its own."""

    def __init__(self, home: Path, databases: dict[str, str] | None = None, like: Country | None = None) -> None:
        self.home = home
        services = lay_out(home, free_ports(), ROOT / "course_content")
        self.services = {service.key: with_database(service, (databases or {}).get(service.key)) for service in services}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        made = tuple(self.services.values())
        if like is not None:
            # Copying the homes of a country at rest takes a moment, making them takes many seconds.
            shutil.copytree(like.home, home, dirs_exist_ok=True)
        self.seeded = copy.deepcopy(like.seeded) if like is not None else prepare(made)
        self.summary = summarise(made, self.seeded)

    def address(self, key: str) -> str:
        """Return where a service listens."""
        return self.services[key].address

    def login(self, key: str, role: str) -> dict[str, Any]:
        """Return login and password of a role at a service."""
        found: dict[str, Any] = self.summary["logins"][key][role]
        return found

    def start(self, *names: str, failpoint: str = "") -> None:
        """Start processes by name (`registry`, `esith`, `esith-worker`, …); web processes answer when this returns."""
        for name in names:
            key = name.removesuffix("-worker")
            service = self.services[key]
            environment = service.full_environment() | ({"MASLAK_FAILPOINT": failpoint} if failpoint else {})
            command = service.command("worker" if name != key else "serve")
            with (self.home / f"{name}.log").open("ab") as log:
                process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
            self.processes[name] = process
        late = wait_until_ready([self.services[name] for name in names if name in self.services])
        assert not late, "\n".join(f"{service.key} does not answer:\n{self.log(service.key)}" for service in late)

    def settings(self, key: str) -> Settings:
        """Return the settings of an institution's companion as its own processes read them."""
        return read_settings(Settings, self.services[key].environment)

    @contextmanager
    def database(self, key: str) -> Iterator[Database]:
        """Yield the database of a service, beside its processes."""
        environment = self.services[key].environment
        is_registry = key == REGISTRY
        url = read_settings(RegistrySettings, environment).get_database_url() if is_registry else self.settings(key).database
        database = Database(url)
        try:
            yield database
        finally:
            database.dispose()

    def run(self, key: str, *words: str, failpoint: str = "") -> subprocess.CompletedProcess[str]:
        """Run one command of a service's operator to its end, whatever it says; with a failpoint it dies when it passes there."""
        service = self.services[key]
        environment = service.full_environment() | ({"MASLAK_FAILPOINT": failpoint} if failpoint else {})
        return subprocess.run(service.command(*words), env=environment, capture_output=True, text=True, timeout=120, check=False)

    def start_all(self) -> None:
        """Start every web process and every worker."""
        self.start(*self.services, *(f"{key}-worker" for key in self.services))

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """End a process and its children at once, as a power cut would."""
        end([self.processes.pop(name)], number)

    def wait_for_end(self, name: str, seconds: float = 60) -> int:
        """Wait until a process has ended by itself and return its exit code."""
        return self.processes.pop(name).wait(seconds)

    def stop_all(self) -> None:
        """End every process that still runs."""
        end([self.processes.pop(name) for name in list(self.processes)], signal.SIGTERM)

    def log(self, name: str) -> str:
        """Return the end of what a process has printed."""
        path = self.home / f"{name}.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""


def end(processes: Sequence[subprocess.Popen[bytes]], number: int) -> None:
    """Send a signal to processes and their children, and wait until all of them have ended."""
    for process in processes:
        if process.poll() is None:
            os.killpg(process.pid, number)
    for process in processes:
        process.wait(20)


def with_database(service: Service, url: str | None) -> Service:
    """Return the service on another database, or as it is."""
    if url is None:
        return service
    environment = {**service.environment, "MASLAK_DATABASE_URL": url}
    return Service(service.key, service.package, service.home, service.port, environment)


def free_ports() -> tuple[int, int, int]:
    """Return three ports that nobody listens on at the moment."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
    first, second, third = (each.getsockname()[1] for each in sockets)
    for each in sockets:
        each.close()
    return first, second, third


def eventually(look: Callable[[], T], wanted: Callable[[T], bool] = bool, seconds: float = 60) -> T:
    """Look again until what is seen is as wanted, and return it; fail with the last sight when the time is over."""
    deadline = time.monotonic() + seconds
    while not wanted(seen := look()):
        assert time.monotonic() < deadline, f"not within {seconds} s; last seen: {seen!r}"
        time.sleep(0.1)
    return seen
