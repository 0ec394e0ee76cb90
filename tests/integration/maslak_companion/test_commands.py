"""The operator's commands, as a shell runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from maslak_companion.accounts.services import find_account
from maslak_companion.cli import cli
from maslak_web.database import Database
from maslak_web.keys import create_key, is_demo_key, load_signer, public_jwk
from maslak_web.settings import SettingsError

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    registry = tmp_path / "registry.jwk"
    create_key(registry, "ed25519")
    public = tmp_path / "registry.public.jwk"
    public.write_text(json.dumps(public_jwk(load_signer(registry))), encoding="utf-8")
    return {
        "MASLAK_HOME": str(tmp_path / "home"), "MASLAK_INSTITUTION": "esith", "MASLAK_INSTITUTION_DID": "did:web:esith.maslak.example",
        "MASLAK_PUBLIC_BASE_URL": "http://127.0.0.1:8202", "MASLAK_REGISTRY_URL": "http://127.0.0.1:1",
        "MASLAK_REGISTRY_KEY": str(public), "MASLAK_COURSES": str(ROOT / "course_content"),
    }  # fmt: skip


def run(environment: dict[str, str], *words: str) -> str:
    done = CliRunner().invoke(cli, words, env=environment, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_fresh_home_is_upgraded_seeded_and_healthy(environment: dict[str, str]) -> None:
    run(environment, "upgrade", "--demo-keys")
    names = ("sync.jwk", "credentials.jwk", "releases.jwk", "session.key")
    assert all(is_demo_key(Path(environment["MASLAK_HOME"]) / "keys" / name) for name in names)
    found = json.loads(run(environment, "seed-demo", "--json"))
    assert set(found["logins"]) == {"student", "student-2", "instructor", "instructor-2", "registrar", "administrator"}
    assert json.loads(run(environment, "seed-demo", "--json")) == found
    assert "everything is as it should be" in run(environment, "doctor")


def test_upgrading_again_keeps_the_keys(environment: dict[str, str]) -> None:
    run(environment, "upgrade")
    key = (Path(environment["MASLAK_HOME"]) / "keys" / "sync.jwk").read_bytes()
    run(environment, "upgrade", "--demo-keys")
    assert (Path(environment["MASLAK_HOME"]) / "keys" / "sync.jwk").read_bytes() == key


def test_demo_is_not_served_beyond_loopback(environment: dict[str, str]) -> None:
    run(environment, "upgrade", "--demo-keys")
    done = CliRunner().invoke(cli, ["serve"], env={**environment, "MASLAK_HOST": "0.0.0.0"})
    assert isinstance(done.exception, SettingsError)


def test_demo_accounts_alone_keep_the_service_on_loopback(environment: dict[str, str]) -> None:
    run(environment, "upgrade")
    run(environment, "seed-demo")
    done = CliRunner().invoke(cli, ["serve"], env={**environment, "MASLAK_HOST": "0.0.0.0"})
    assert isinstance(done.exception, SettingsError)


def test_account_is_created_with_a_password_that_is_printed_once(environment: dict[str, str]) -> None:
    run(environment, "upgrade")
    password = run(environment, "account", "create", "nadia", "--name", "Nadia", "--role", "instructor").strip()
    assert len(password) >= 20
    database = Database(f"sqlite:///{environment['MASLAK_HOME']}/companion.db")
    with database.session() as session:
        account = find_account(session, "nadia")
        assert account is not None
        assert (account.roles, account.is_demo) == (["instructor"], False)
    database.dispose()


def test_doctor_says_what_to_do_about_an_empty_home(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    done = CliRunner().invoke(cli, ["doctor"], env=environment)
    assert done.exit_code == 1
    assert "sync.jwk" in done.output
    assert "maslak-companion upgrade" in done.output


@pytest.mark.parametrize(
    ("free", "writable", "said"), [(150, True, "nearly full (150 MB are free)"), (9000, False, "nothing can be written")]
)
def test_doctor_says_that_nothing_more_can_be_kept(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, free: int, writable: bool, said: str
) -> None:
    run(environment, "upgrade", "--demo-keys")
    monkeypatch.setattr("shutil.disk_usage", lambda _path: SimpleNamespace(free=free * 1024**2))
    monkeypatch.setattr("os.access", lambda _path, _mode: writable)
    done = CliRunner().invoke(cli, ["doctor"], env=environment)
    assert (done.exit_code, said in done.output) == (1, True), done.output


def test_missing_settings_are_named() -> None:
    done = CliRunner().invoke(cli, ["doctor"], env={"MASLAK_HOME": None, "MASLAK_INSTITUTION": None})
    assert isinstance(done.exception, SettingsError)
    assert "MASLAK_INSTITUTION" in str(done.exception)


def test_served_requests_are_lines_that_programs_read_and_say_what_was_refused(environment: dict[str, str]) -> None:
    run(environment, "upgrade")
    served = "from maslak_companion.wsgi import app; app.test_client().get('/v1/courses')"
    done = subprocess.run(
        [sys.executable, "-c", served], env={**os.environ, **environment}, capture_output=True, text=True, check=True, timeout=60
    )
    # XBlock says on the same output what it thinks of Django.
    (line,) = (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))
    assert (line["event"], line["route"], line["status"], line["refusal"]) == ("request", "/v1/courses", 401, "unauthorized")
