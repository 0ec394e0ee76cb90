"""The commands of a companion's operator."""

from __future__ import annotations

import json
import os
import secrets
import sys
from pathlib import Path

import click

from maslak_companion.outbox.cli import resume_delivery_command
from maslak_companion.settings import Settings
from maslak_domain.errors import DomainError
from maslak_web.clock import system_clock
from maslak_web.database import Database
from maslak_web.failpoints import failpoint
from maslak_web.keys import create_key, refuse_demo_beyond_loopback
from maslak_web.settings import SettingsError, read_settings

_SIGNING_KEYS = ("sync.jwk", "credentials.jwk", "releases.jwk")
_SESSION_KEY = "session.key"


@click.group(help="Maslak's companion: one for each institution.")
@click.pass_context
def cli(context: click.Context) -> None:
    """Read the settings once for every command."""
    context.obj = read_settings(Settings, os.environ)


@cli.command(help="Serve the institution's pages.")
@click.option("--workers", default=2, show_default=True)
@click.option("--threads", default=4, show_default=True)
@click.pass_obj
def serve(settings: Settings, workers: int, threads: int) -> None:
    """Check that nothing made for a demo can be reached from elsewhere, then become the web server."""
    from maslak_companion.accounts.services import has_demo_accounts

    database = Database(settings.database)
    with database.session(reading=True) as session:
        refuse_demo_beyond_loopback(settings.host, _list_keys(settings), demo_accounts=has_demo_accounts(session))
    database.dispose()
    options = ["--bind", f"{settings.host}:{settings.port}", "--workers", str(workers), "--worker-class", "gthread"]
    options += ["--threads", str(threads), "--no-control-socket", "--config", "python:maslak_web.gunicorn_config"]
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *options, "maslak_companion.wsgi:app"])  # noqa: S606 - our own words


@cli.command(help="Run the background work.")
@click.pass_obj
def worker(settings: Settings) -> None:
    """Sign badges and deliver the outbox until told to stop."""
    from maslak_companion.worker import run

    run(settings)


@cli.command(help="Make missing keys and bring the database to this version.")
@click.option("--demo-keys", is_flag=True, help="Mark new keys as demo keys; the service then stays on loopback.")
@click.pass_obj
def upgrade(settings: Settings, demo_keys: bool) -> None:
    """Make what is missing; existing keys and data stay."""
    from maslak_web.migrations import run_migrations

    settings.keys.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in _list_keys(settings):
        if not path.exists():
            create_key(path, "secret" if path.name == _SESSION_KEY else "ed25519", demo=demo_keys)
    run_migrations(Database(settings.database), "maslak_companion")
    click.echo("the database is up to date")


@cli.command(help="Say whether the companion could work, and what to do if not.")
@click.pass_obj
def doctor(settings: Settings) -> None:
    """Look at keys, courses, database and outbox; leave with 1 when something needs a person."""
    from maslak_companion.health import check_health

    findings = check_health(settings, Database(settings.database), system_clock())
    for finding in findings:
        click.echo(finding)
    if findings:
        raise SystemExit(1)
    click.echo("everything is as it should be")


@cli.command("install-course", help="Install a course directory or archive as a release, and move an offering to it.")
@click.argument("source", type=click.Path(exists=True, path_type=Path))
@click.option("--course", "course_key", required=True)
@click.option("--offering", "offering_key", help="The offering that moves to the new release.")
@click.pass_obj
def install_course(settings: Settings, source: Path, course_key: str, offering_key: str | None) -> None:
    """Check and install; running it again with the same files changes nothing."""
    import maslak_companion.tables  # noqa: F401  an offering refers to tables of other rooms
    from maslak_companion.classroom.courses.manifest import load_release_keys
    from maslak_companion.classroom.courses.shelf import CourseShelf
    from maslak_companion.classroom.services import install_release
    from maslak_companion.offerings.services import get_offering

    shelf = CourseShelf(settings.home / "releases", load_release_keys(settings.release_keys))
    with Database(settings.database).session() as session:
        release = install_release(session, shelf, source, course_key=course_key, at=system_clock())
        if offering_key:
            get_offering(session, offering_key).release_id = release.id
        failpoint("before_commit")
        click.echo(f"{course_key} {release.version}")


@cli.group(help="Accounts.")
def account() -> None:
    """Group the commands about accounts."""


@account.command("create", help="Create an account; its password is printed once.")
@click.argument("login")
@click.option("--name", required=True)
@click.option("--role", "roles", multiple=True, required=True)
@click.option("--student-number", help="The learner to whom the account belongs.")
@click.pass_obj
def account_create(settings: Settings, login: str, name: str, roles: tuple[str, ...], student_number: str | None) -> None:
    """Create an account with a random password."""
    from maslak_companion.accounts.services import create_account
    from maslak_companion.people.services import find_learner_by_number

    password = secrets.token_urlsafe(15)
    with Database(settings.database).session() as session:
        learner = find_learner_by_number(session, student_number) if student_number else None
        if student_number and learner is None:
            raise click.UsageError(f"no learner has the student number {student_number}")
        create_account(session, login=login, password=password, roles=roles, display_name=name, learner_id=learner.id if learner else None)
    click.echo(password)


@cli.command("seed-demo", help="Seed the demo of this institution; safe to repeat.")
@click.option("--json", "as_json", is_flag=True, help="Print the logins as JSON.")
@click.pass_obj
def seed(settings: Settings, as_json: bool) -> None:
    """Seed what is missing and print how to sign in."""
    from maslak_companion.demo.services import seed_demo

    found = seed_demo(settings, Database(settings.database), system_clock())
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for role, login in found["logins"].items():
        click.echo(f"{role}: {login['login']} {login['password']}")


cli.add_command(resume_delivery_command)


def _list_keys(settings: Settings) -> list[Path]:
    return [settings.keys / name for name in (*_SIGNING_KEYS, _SESSION_KEY)]


def main() -> None:
    """Run a command; a refusal is one line, not a traceback."""
    try:
        cli(standalone_mode=True)
    except (DomainError, SettingsError) as error:
        click.echo(f"maslak-companion: {error}", err=True)
        raise SystemExit(2) from error


if __name__ == "__main__":
    main()
