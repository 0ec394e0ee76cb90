"""The demo's commands: bring everything up, take one process down, bring it back."""

from __future__ import annotations

import fcntl
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from .layout import DEFAULT_PORTS, Service, lay_out
from .prepare import PreparationError, prepare
from .readiness import wait_until_ready
from .summary import describe, summarise
from .supervisor import Child, Supervisor, down_mark, end_leftovers, process_file

ROOT = Path(__file__).resolve().parents[2]


def read_ports(_context: click.Context, _option: click.Parameter, value: str) -> tuple[int, int, int]:
    """Read three different TCP ports, comma-separated. Raises click.BadParameter."""
    parts = value.split(",")
    if len(parts) != 3 or len(set(parts)) != 3 or not all(part.isdigit() and 1 <= int(part) <= 65535 for part in parts):
        raise click.BadParameter(f"{value!r}: give three different ports between 1 and 65535, as in {DEFAULT_PORTS}")
    registry, first, second = map(int, parts)
    return registry, first, second


@click.group()
def main() -> None:
    """The national demo on this machine: one registry and two institutions."""


@main.command()
@click.option(
    "--ports",
    metavar="REGISTRY,INSTITUTION1,INSTITUTION2",
    callback=read_ports,
    default=DEFAULT_PORTS,
    show_default=True,
    help="Where the three services listen.",
)
def up(ports: tuple[int, int, int]) -> None:
    """Prepare what is missing, serve on loopback until Ctrl-C, and say where to go and as whom."""
    home = demo_home()
    services = lay_out(home, ports, Path(os.environ.get("MASLAK_COURSES", ROOT / "course_content")))
    run_dir = home / "run"
    run_dir.mkdir(parents=True, exist_ok=True)
    with _alone(run_dir / "supervisor"):
        end_leftovers(run_dir)
        for mark in run_dir.glob("*.down"):
            mark.unlink()
        click.echo("Preparing keys, databases and people …")
        try:
            summary = summarise(services, prepare(services))
        except PreparationError as error:
            raise click.ClickException(str(error)) from error
        demo_file = home / "demo.json"
        _write_private(demo_file, json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
        supervisor = Supervisor(run_dir, _children(services), click.echo)
        supervisor.run(lambda: _announce(services, summary, demo_file))
        click.echo("Everything is stopped; what was recorded is kept.")


@main.command()
@click.argument("name")
def stop(name: str) -> None:
    """Take one process down (registry, esith-worker, …) while the others go on."""
    run_dir = _known(name)
    down_mark(run_dir, name).touch()
    _wait_for(lambda: not process_file(run_dir, name).exists(), f"{name} did not stop")
    click.echo(f"{name} is stopped.")


@main.command()
@click.argument("name")
def start(name: str) -> None:
    """Bring a process back that was taken down."""
    run_dir = _known(name)
    down_mark(run_dir, name).unlink(missing_ok=True)
    _wait_for(lambda: process_file(run_dir, name).exists(), f"{name} did not start")
    click.echo(f"{name} is started.")


def demo_home() -> Path:
    """Return the folder of the demo: `$MASLAK_HOME`, else `var` in the checkout."""
    return Path(os.environ.get("MASLAK_HOME") or ROOT / "var").resolve()


def _children(services: tuple[Service, ...]) -> list[Child]:
    children = []
    for service in services:
        children.append(Child(service.key, service.command("serve"), service.full_environment()))
        children.append(Child(f"{service.key}-worker", service.command("worker"), service.full_environment()))
    return children


def _announce(services: tuple[Service, ...], summary: dict[str, Any], demo_file: Path) -> None:
    late = wait_until_ready(services)
    for service in late:
        click.echo(f"{service.key} does not answer yet; its log is {demo_file.parent / 'run' / (service.key + '.log')}", err=True)
    click.echo(describe(summary, demo_file))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep others out of the demo's home from its preparation to its end. The lock ends with its process, however that ended."""
    with path.open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise click.ClickException(f"the demo already runs (process {file.read().strip()}); stop it with Ctrl-C first") from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _known(name: str) -> Path:
    run_dir = demo_home() / "run"
    names = sorted(path.stem for path in run_dir.glob("*.log"))
    if name not in names:
        raise click.ClickException(f"no process is called {name}; there are: {', '.join(names) or 'none, start the demo first'}")
    return run_dir


def _wait_for(condition: Any, complaint: str) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        if time.monotonic() > deadline:
            raise click.ClickException(complaint)
        time.sleep(0.1)


def _write_private(path: Path, text: str) -> None:
    # Passwords, even of a demo, are for the user who started it.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    sys.exit(main())
