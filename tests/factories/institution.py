"""Institutions with real keys, registered at a registry under test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.factories.tables import make_tables

from maslak_domain.keys import encode_multikey
from maslak_domain.language import LocalizedText
from maslak_registry.access.accounts import create_account
from maslak_registry.access.services import SCOPES, create_client
from maslak_registry.app import create_app
from maslak_registry.base import Base
from maslak_registry.institutions.services import Institution, NewInstitution, add_institution
from maslak_registry.keyring import Keyring, ensure_keys, load_keyring
from maslak_registry.records.apply import ApplyRules
from maslak_registry.settings import Settings
from maslak_web.clock import Clock, system_clock
from maslak_web.database import Database
from maslak_web.keys import FileSigner, create_key, load_public_key, load_signer

BASE_URL = "http://registry.test"
PASSWORD = "a long password for tests"
SECRET = "a long client secret for tests"
START = datetime(2026, 7, 1, 10, 0, tzinfo=UTC)


@dataclass
class School:
    """An institution as its own companion would hold it: key, private sync key, and its row at the registry."""

    institution: Institution
    signer: FileSigner

    @property
    def key(self) -> str:
        """The institution's key."""
        return self.institution.key


def make_school(database: Database, directory: Path, key: str, name: LocalizedText | None = None) -> School:
    """Register an institution with fresh keys."""
    paths = {purpose: directory / f"{key}-{purpose}.jwk" for purpose in ("sync", "credentials")}
    for purpose, path in paths.items():
        create_key(path, "ed25519", key_id=f"{key}-{purpose}")
    keys = [(purpose, f"{key}-{purpose}", encode_multikey(load_public_key(path)[1])) for purpose, path in paths.items()]
    new = NewInstitution(
        key=key,
        name=name or {"ar": f"مدرسة {key}", "fr": f"École {key}", "en": f"School {key}"},
        did=f"did:web:{key}.maslak.example",
        keys=keys,  # type: ignore[arg-type]
    )
    with database.session() as session:
        return School(add_institution(session, new, datetime(2020, 1, 1, tzinfo=UTC)), load_signer(paths["sync"]))


class RegistryUnderTest:
    """A registry with its tables, keys and application; `client()` is a browser or a program without cookies."""

    def __init__(self, database: Database, directory: Path, clock: Clock = system_clock) -> None:
        make_tables(database, Base.metadata)
        self.database = database
        self.directory = directory
        self.settings = Settings(home=directory, public_base_url=BASE_URL, database_url=database.url)
        ensure_keys(directory / "keys")
        self.keyring: Keyring = load_keyring(directory / "keys")
        self.rules = ApplyRules(matching_key=self.keyring.matching, hold_revocations=3)
        self.app = create_app(self.settings, database=database, keyring=self.keyring, clock=clock)
        self.woken: list[str] = []
        self.app.extensions["maslak_wake"] = self.woken.append
        self.client = self.app.test_client

    def school(self, key: str, name: LocalizedText | None = None) -> School:
        """Register an institution."""
        return make_school(self.database, self.directory, key, name)

    def add_registrar(self, login: str, *institutions: str) -> None:
        """Create a registrar's account; without institutions a national one."""
        role = "registrar" if institutions else "national"
        with self.database.session() as session:
            create_account(session, login=login, password=PASSWORD, display_name=login, role=role, institutions_kept=institutions, at=START)

    def add_program(self, client_id: str, institution: str, scopes: tuple[str, ...] = SCOPES) -> None:
        """Register a program of an institution."""
        with self.database.session() as session:
            create_client(
                session, client_id=client_id, secret=SECRET, institution=institution, purpose="registrar", scopes=scopes, at=START
            )
