from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.factories.web_app import make_web_app

from maslak_web import build_assets
from maslak_web.assets import STATIC
from maslak_web.database import Database


@pytest.fixture
def client(sqlite_database: Database, tmp_path: Path) -> FlaskClient:
    return make_web_app(sqlite_database, tmp_path).test_client()


def list_addresses(client: FlaskClient) -> list[str]:
    return re.findall(r'"(/assets/[^"]+)"', client.get("/sign-in").text)


def test_assets_are_compressed_where_accepted_and_kept_for_a_year(client: FlaskClient) -> None:
    address = next(address for address in list_addresses(client) if address.endswith("look.css"))
    answer = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.data) == (STATIC / "look.css").read_bytes() == client.get(address).data
    assert "immutable" in answer.headers["Cache-Control"]


def test_an_address_of_an_older_version_answers_but_is_not_kept(client: FlaskClient) -> None:
    assert client.get("/assets/000000000000/look.css").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["../app_frame.py", "%2e%2e/app_frame.py", "no-such.css", "vendor"])
def test_nothing_outside_the_static_files_is_served(client: FlaskClient, name: str) -> None:
    assert client.get(f"/assets/x/{name}").status_code == 404


def test_the_look_uses_logical_directions_only() -> None:
    look = (STATIC / "look.css").read_text()
    physical = r"(?:^|[;{\s])(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|float:|[;{\s](?:left|right):"
    assert re.findall(physical, look) == []


def test_every_file_that_the_look_names_is_expected_of_the_build() -> None:
    named = set(re.findall(r'url\("vendor/([^"]+)"\)', (STATIC / "look.css").read_text()))
    assert named
    assert named <= set(build_assets.EXPECTED)


def test_the_shared_files_of_a_page_leave_it_room_within_150_kb() -> None:
    if any(not (build_assets.VENDOR / name).is_file() for name in build_assets.EXPECTED):
        pytest.skip("the assets are not built here; run python -m maslak_web.build_assets")
    fonts = sum((STATIC / "vendor" / name).stat().st_size for name in build_assets.EXPECTED if name.endswith(".woff2"))
    styles = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in ("look.css", "vendor/bootstrap.rtl.css"))
    assert fonts + styles < 115_000


def test_a_missing_file_and_changed_sources_are_both_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_assets, "VENDOR", tmp_path)
    monkeypatch.setattr(build_assets, "STAMP", tmp_path / "built-from.txt")
    monkeypatch.setattr(build_assets, "list_catalogues", list)
    assert len(build_assets.list_missing()) == len(build_assets.EXPECTED)
    for name in build_assets.EXPECTED:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "built-from.txt").write_text("other sources")
    assert build_assets.list_missing() == ["static/vendor was built from other sources"]
    assert build_assets.main(["--check"]) == 1


def test_the_lock_file_names_no_registry() -> None:
    assert '"resolved"' not in (build_assets.SOURCES / "package-lock.json").read_text()
