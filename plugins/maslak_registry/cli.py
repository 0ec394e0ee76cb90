"""The commands of the registry's operator."""

from __future__ import annotations

import json
import os
import secrets
import sys
from pathlib import Path

import click

from maslak_domain.errors import DomainError
from maslak_domain.keys import encode_multikey
from maslak_registry.keyring import ensure_keys, list_key_files, load_keyring
from maslak_registry.settings import Settings
from maslak_web.clock import system_clock
from maslak_web.database import Database
from maslak_web.keys import load_public_key, refuse_demo_beyond_loopback
from maslak_web.settings import SettingsError, read_settings


@click.group(help="The central registry of Maslak.")
@click.pass_context
def cli(context: click.Context) -> None:
    """Read the settings once for every command."""
    context.obj = read_settings(Settings, os.environ)


@cli.command(help="Serve the registry's pages and API.")
@click.pass_obj
def serve(settings: Settings) -> None:
    """Check that nothing made for a demo can be reached from elsewhere, then become the web server."""
    from maslak_registry.access.accounts import has_demo_accounts

    database = Database(settings.get_database_url())
    with database.session(reading=True) as session:
        refuse_demo_beyond_loopback(settings.host, list_key_files(settings.keys), demo_accounts=has_demo_accounts(session))
    database.dispose()
    bind = f"{settings.host}:{settings.port}"
    options = ["--bind", bind, "--workers", str(settings.web_workers), "--worker-class", "gthread", "--threads", "4"]
    options += ["--no-control-socket", "--config", "python:maslak_web.gunicorn_config"]
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *options, "maslak_registry.wsgi:app"])  # noqa: S606 - our own words


@cli.command(help="Run the background work.")
@click.pass_obj
def worker(settings: Settings) -> None:
    """Apply what was appended until told to stop."""
    from maslak_registry.worker import run

    run(settings)


@cli.command(help="Make missing keys and bring the database to this version.")
@click.option("--demo-keys", is_flag=True, help="Mark new keys as demo keys; the service then stays on loopback.")
@click.pass_obj
def upgrade(settings: Settings, demo_keys: bool) -> None:
    """Make what is missing; existing keys and data stay."""
    from maslak_web.migrations import run_migrations

    settings.home.mkdir(parents=True, exist_ok=True)
    ensure_keys(settings.keys, demo=demo_keys)
    run_migrations(Database(settings.get_database_url()), "maslak_registry")
    click.echo("the database is up to date")


@cli.command(help="Say whether the registry could work, and what to do if not.")
@click.pass_obj
def doctor(settings: Settings) -> None:
    """Look at keys, database and every institution; leave with 1 when something needs a person."""
    from maslak_registry.health.services import list_health

    load_keyring(settings.keys)
    with Database(settings.get_database_url()).session(reading=True) as session:
        found = list_health(session, system_clock())
    for health in found:
        click.echo(
            f"{health.institution.key}: {health.state} (waiting {health.waiting}, set aside {health.set_aside}, reviews {health.reviews})"
        )
    if any(health.needs_a_person for health in found):
        raise SystemExit(1)


@cli.command(help="Apply what was appended and not applied yet.")
@click.option("--retry", metavar="INSTITUTION", help="Try the quarantined entries of this institution again.")
@click.option("--release-held", metavar="INSTITUTION", help="Apply the held entries of this institution; needs --by.")
@click.option("--by", metavar="NAME", help="Who decided to release them.")
@click.pass_obj
def apply(settings: Settings, retry: str | None, release_held: str | None, by: str | None) -> None:
    """Apply in this process; safe beside a running worker."""
    from maslak_registry.institutions.services import get_institution
    from maslak_registry.records.apply import retry_set_aside
    from maslak_registry.records.jobs import apply_all
    from maslak_registry.worker import make_rules

    if release_held and not by:
        raise click.UsageError("--release-held needs --by, the name of who decided")
    database, rules = Database(settings.get_database_url()), make_rules(settings)
    for name, summary in apply_all(database, rules).items():
        click.echo(f"{name}: {summary.applied} applied, {summary.quarantined} quarantined, {summary.held} held")
    key = release_held or retry
    if key:
        with database.session() as session:
            summary = retry_set_aside(
                session, get_institution(session, key), rules, system_clock(), released_by=by if release_held else None
            )
        click.echo(f"{key}: {summary.applied} of {summary.total} set aside before are applied now")


@cli.group(help="Institutions and their keys.")
def institution() -> None:
    """Group the commands about institutions."""


@institution.command("add", help="Add an institution, or new keys of a known one.")
@click.argument("key")
@click.option("--did", required=True)
@click.option("--name-ar", required=True)
@click.option("--name-fr", required=True)
@click.option("--name-en", required=True)
@click.option("--sync-key", type=click.Path(exists=True, path_type=Path), required=True, help="Public JWK that signs batches.")
@click.option("--credential-key", type=click.Path(exists=True, path_type=Path), required=True, help="Public JWK that signs badges.")
@click.pass_obj
def institution_add(
    settings: Settings, key: str, did: str, name_ar: str, name_fr: str, name_en: str, sync_key: Path, credential_key: Path
) -> None:
    """Register what the key ceremony of an institution produced."""
    from maslak_registry.institutions.services import NewInstitution, add_institution

    sync, credential = load_public_key(sync_key), load_public_key(credential_key)
    keys = [("sync", sync[0], encode_multikey(sync[1])), ("credentials", credential[0], encode_multikey(credential[1]))]
    new = NewInstitution(key=key, name={"ar": name_ar, "fr": name_fr, "en": name_en}, did=did, keys=keys)  # type: ignore[arg-type]
    with Database(settings.get_database_url()).session() as session:
        add_institution(session, new, system_clock())
    click.echo(f"{key} is registered")


@institution.command("unfreeze", help="Accept batches of a frozen institution again, after a person has looked.")
@click.argument("key")
@click.pass_obj
def institution_unfreeze(settings: Settings, key: str) -> None:
    """Clear the alarms and unfreeze."""
    from maslak_registry.inbox.services import clear_alarms
    from maslak_registry.institutions.services import get_institution, unfreeze_institution

    with Database(settings.get_database_url()).session() as session:
        clear_alarms(session, get_institution(session, key).id, system_clock())
        unfreeze_institution(session, key)
    click.echo(f"{key} is active again")


@institution.command("end-key", help="End the use of a key: retired keys keep verifying, compromised ones do not.")
@click.argument("key")
@click.argument("keyid")
@click.option("--compromised", is_flag=True)
@click.pass_obj
def institution_end_key(settings: Settings, key: str, keyid: str, compromised: bool) -> None:
    """Retire a key, or mark it compromised."""
    from maslak_registry.institutions.services import end_key

    with Database(settings.get_database_url()).session() as session:
        end_key(session, key, keyid, "compromised" if compromised else "retired", system_clock())
    click.echo(f"{keyid} is {'compromised' if compromised else 'retired'}")


@cli.group(help="Registrars' accounts.")
def account() -> None:
    """Group the commands about accounts."""


@account.command("create", help="Create an account; its password is printed once.")
@click.argument("login")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice(["registrar", "national"]), default="registrar")
@click.option("--institution", "kept", multiple=True)
@click.pass_obj
def account_create(settings: Settings, login: str, name: str, role: str, kept: tuple[str, ...]) -> None:
    """Create an account with a random password."""
    from maslak_registry.access.accounts import create_account

    password = secrets.token_urlsafe(15)
    with Database(settings.get_database_url()).session() as session:
        create_account(session, login=login, password=password, display_name=name, role=role, institutions_kept=kept, at=system_clock())
    click.echo(password)


@cli.group(help="Programs that pull.")
def client() -> None:
    """Group the commands about programs."""


@client.command("create", help="Register a program of an institution; its secret is printed once.")
@click.argument("client_id")
@click.option("--institution", required=True)
@click.option("--purpose", default="registrar")
@click.option("--scope", "scopes", multiple=True, default=("records:read", "changes:read"))
@click.pass_obj
def client_create(settings: Settings, client_id: str, institution: str, purpose: str, scopes: tuple[str, ...]) -> None:
    """Register a program with a random secret."""
    from maslak_registry.access.services import create_client

    secret = secrets.token_urlsafe(32)
    with Database(settings.get_database_url()).session() as session:
        create_client(
            session, client_id=client_id, secret=secret, institution=institution, purpose=purpose, scopes=scopes, at=system_clock()
        )
    click.echo(secret)


@cli.command("seed-demo", help="Seed the registry's part of the demo; safe to repeat.")
@click.option("--institutions", required=True, help="JSON list of institutions, or the path of a file that holds it.")
@click.option("--json", "as_json", is_flag=True, help="Print logins and clients as JSON.")
@click.pass_obj
def seed(settings: Settings, institutions: str, as_json: bool) -> None:
    """Seed what is missing and print how to sign in."""
    from maslak_registry.demo.services import seed_demo

    text = institutions if institutions.lstrip().startswith("[") else Path(institutions).read_text(encoding="utf-8")
    with Database(settings.get_database_url()).session() as session:
        found = seed_demo(session, json.loads(text), system_clock())
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for role, login in found["logins"].items():
        click.echo(f"{role}: {login['login']} {login['password']}")


def main() -> None:
    """Run a command; a refusal is one line, not a traceback."""
    try:
        cli(standalone_mode=True)
    except (DomainError, SettingsError) as error:
        click.echo(f"maslak-registry: {error}", err=True)
        raise SystemExit(2) from error


if __name__ == "__main__":
    main()
