"""Another implementation judges our badges: Digital Bazaar's, on Node.js, without a network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import uuid
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.factories.badge_school import ROOT, BadgeSchool
from tests.factories.database import skip_or_fail

from maslak_companion.badges.services import revoke_credential

SOURCE = ROOT / "tests" / "data" / "node_verifier"
CONTEXT = ROOT / "plugins" / "maslak_domain" / "credential" / "contexts" / "open-badges-3.0.3.json"


def run_node(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(arguments, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, timeout=180, check=False)


@pytest.fixture(scope="module")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The verifier, installed exactly as its lock file says."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        skip_or_fail("Node.js is not here, and with it the independent verifier")
    home = tmp_path_factory.mktemp("verifier")
    for name in ("package.json", "package-lock.json", "verify.mjs"):
        shutil.copy(SOURCE / name, home)
    installed = run_node(str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", cwd=home)
    if installed.returncode != 0:
        skip_or_fail(f"npm ci could not install the independent verifier: {installed.stderr[-300:]}")
    return home


class Case:
    """A badge with what its verifier reads, as files."""

    def __init__(self, school: BadgeSchool, directory: Path) -> None:
        self.school = school
        self.directory = directory
        self.badge = school.award()
        school.issue()

    @property
    def client(self) -> FlaskClient:
        return self.school.make_app().test_client()

    def judge(self, verifier: Path, change: tuple[bytes, bytes] = (b"", b"")) -> dict[str, Any]:
        """Fetch the documents from our pages, change one text of the badge, and ask the other implementation."""
        addresses = {"badge": f"/badges/{self.badge}.json", "did": "/.well-known/did.json", "status": "/status/1"}
        documents = {name: self.client.get(address).data for name, address in addresses.items()}
        assert change[0] in documents["badge"]
        documents["badge"] = documents["badge"].replace(*change, 1)
        for name, document in documents.items():
            (self.directory / f"{name}.json").write_bytes(document)
        files = [str(self.directory / f"{name}.json") for name in documents]
        answer = run_node("node", "verify.mjs", *files, str(CONTEXT), cwd=verifier, VERIFY_AT=self.school.now.isoformat())
        assert answer.returncode == 0, answer.stderr
        verdict: dict[str, Any] = json.loads(answer.stdout)
        return verdict


@pytest.fixture
def case(small_school: BadgeSchool, tmp_path: Path) -> Case:
    return Case(small_school, tmp_path)


def test_the_other_implementation_finds_our_badge_valid(verifier: Path, case: Case) -> None:
    assert case.judge(verifier) == {"verified": True, "revoked": False, "error": None}


@pytest.mark.parametrize(
    "change",
    [
        (b"Initiation", b"Expertise"),
        (b'"statusListIndex":"', b'"statusListIndex":"1'),
        (b'did:web:ensam-rabat.maslak.example","type"', b'did:web:esith.maslak.example","type"'),
        (b'#level-N1"}]', b'#level-N4"}]'),
        (b'"proofValue":"z', b'"proofValue":"z2'),
    ],
    ids=["level name", "status place", "issuer", "level", "signature"],
)
def test_the_other_implementation_finds_a_changed_badge_invalid(verifier: Path, case: Case, change: tuple[bytes, bytes]) -> None:
    assert case.judge(verifier, change)["verified"] is False


def test_the_other_implementation_sees_a_revocation(verifier: Path, case: Case) -> None:
    case.school.pass_time(minutes=1)
    with case.school.database.session() as session:
        revoke_credential(session, case.badge, reason="mistake", author=uuid.uuid4(), at=case.school.now)
    case.school.issue()
    assert case.judge(verifier)["revoked"] is True
