"""Every scenario of every block, as learners and authors see it: by axe, at every width, in the dark, with a silent console."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from tests.factories.browser import PHONE, SPILL, Tab
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


@pytest.mark.timeout(600)
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_scenario_is_well_for_an_author(chromium: Browser, workbench: str, language: str) -> None:
    tab = Tab(chromium, workbench, language)
    for name in list_scenario_names():
        for view in ("author_view", "studio_view"):
            page = tab.open(f"/scenario/{name}/{view}/?student=staff")
            expect(page.locator(".mk").first).to_be_visible()
            tab.problems += [f"{name} {view}: {line}" for line in tab.judge()]
            page.set_viewport_size({"width": PHONE, "height": 740})
            if (spill := page.evaluate(SPILL)) > 0:
                tab.problems.append(f"{name} {view}: {spill} px too wide at {PHONE} px")
            page.set_viewport_size({"width": tab.width, "height": 800})
    tab.close()
    assert tab.problems + tab.complaints == []
