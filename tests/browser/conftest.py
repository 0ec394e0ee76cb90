"""What every browser test needs: Chromium, and a country that lives as long as the tests of one worker do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests.factories.browser import Tab, open_chromium
from tests.factories.country import Country
from tests.factories.workbench import serve_workbench

HERE = Path(__file__).parent
LANGUAGES = ("ar", "fr")
OpenTab = Callable[..., Tab]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the browser, and give them time."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(240))
            if "workbench" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.workbench)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without any page."""
    with open_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def country(chromium: Browser, seeded: Country, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Country]:
    """Real processes of a registry and two institutions; asked for after the browser, so that without one nothing is started."""
    made = Country(tmp_path_factory.mktemp("country"), like=seeded)
    try:
        made.start_all()
        yield made
    finally:
        made.stop_all()


@pytest.fixture(scope="session")
def workbench(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the workbench; asked for after the browser, so that without one nothing is started."""
    with serve_workbench(tmp_path_factory.mktemp("workbench")) as address:
        yield address


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    """The language of the reader."""
    found: str = request.param
    return found


@pytest.fixture
def open_tab(chromium: Browser, country: Country, language: str) -> Iterator[OpenTab]:
    """Open windows on a service in the reader's language; a role signs in. Afterwards, no page may have been found wanting."""
    tabs: list[Tab] = []

    def open_one(key: str, role: str = "", path: str = "/", **options: Any) -> Tab:
        tab = Tab(chromium, country.address(key), language, **options)
        tabs.append(tab)
        return tab.sign_in(country.login(key, role), path) if role else tab

    yield open_one
    for tab in tabs:
        tab.close()
    found = [line for tab in tabs for line in tab.problems + tab.complaints]
    assert not found, "\n".join(found)
