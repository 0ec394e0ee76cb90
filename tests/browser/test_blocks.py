"""Every scenario of every block, as learners and authors see it: by axe, at every width, in the dark, with a silent console."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.factories.browser import Tab
from tests.factories.workbench import list_scenario_names


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_scenario_is_well_for_a_learner(chromium: Browser, workbench: str, language: str) -> None:
    tab = Tab(chromium, workbench, language)
    for name in list_scenario_names():
        page = tab.open(f"/scenario/{name}/student_view/?student=reader-{language}")
        expect(page.locator(".mk").first).to_be_visible()
        tab.inspect(name)
    tab.close()
    assert tab.problems + tab.complaints == []


@pytest.mark.timeout(900)
@pytest.mark.parametrize("language", ["ar", "fr", "en"])
@pytest.mark.parametrize("view", ["author_view", "studio_view"])
def test_every_scenario_is_well_for_an_author(chromium: Browser, workbench: str, language: str, view: str) -> None:
    tab = Tab(chromium, workbench, language)
    for name in list_scenario_names():
        page = tab.open(f"/scenario/{name}/{view}/?student=staff")
        expect(page.locator(".mk").first).to_be_visible()
        if view == "studio_view":
            unfold(page)
        tab.inspect(f"{name}-{view.removesuffix('_view')}")
    tab.close()
    assert tab.problems + tab.complaints == []


def unfold(page: Page) -> None:
    """Open whatever an editor keeps folded, so that it is judged too."""
    page.evaluate("() => document.querySelectorAll('.mk-editor details').forEach(each => { each.open = true; })")
