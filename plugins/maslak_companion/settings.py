"""The companion's settings: one frozen object, read once from the environment."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from maslak_domain.language import LocalizedText


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every setting of one companion. Each is read from `MASLAK_<NAME IN CAPITALS>`."""

    home: Path  # the directory of this service: database, keys, queue
    institution: str  # the institution's key, `ensam-rabat`
    institution_did: str  # fixed at the key ceremony; signed into every credential
    public_base_url: str  # where the world reaches this service; signed identifiers start with it
    registry_url: str  # where batches go and passports come from
    registry_key: Path  # the registry's pinned public key, a JWK file
    secret: Path | None = None  # the file of the session secret; by default `session.key` among the keys
    institution_name_ar: str = ""  # the institution's name in Arabic, as pages and badges print it
    institution_name_fr: str = ""  # the same in French
    institution_name_en: str = ""  # the same in English
    database_url: str = ""  # empty: a SQLite file in the home
    courses: Path = Path("course_content")  # the directory of course releases
    release_keys: Path | None = None  # a folder of authors' public keys; when set, only releases signed by one of them are installed
    host: str = "127.0.0.1"  # the address to listen on
    port: int = 8201  # the port to listen on
    trusted_proxies: int = 0  # how many reverse proxies stand in front; only what that many say of a caller is believed
    secure_cookies: bool = True  # false only where the service is reached over plain HTTP on loopback

    @property
    def keys(self) -> Path:
        """The directory of the service's private keys."""
        return self.home / "keys"

    @property
    def database(self) -> str:
        """The database's SQLAlchemy address."""
        return self.database_url or f"sqlite:///{self.home / 'companion.db'}"

    @property
    def institution_names(self) -> LocalizedText:
        """The institution's name in each language that has one; its key where none has."""
        names: LocalizedText = {"ar": self.institution_name_ar, "fr": self.institution_name_fr, "en": self.institution_name_en}
        return names if any(names.values()) else {"ar": self.institution, "fr": self.institution, "en": self.institution}
