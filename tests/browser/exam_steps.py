"""The steps of an exam with a time limit in the workbench, whose clock a test sets."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect
from tests.factories.browser import PHONE, Tab
from tests.factories.workbench import list_scenario_names

from maslak_xblocks.workbench.scenarios import checkpoint, lab

DESCRIPTIONS = {"checkpoint": checkpoint.SCENARIOS, "lab": lab.SCENARIOS}
TIMED = {"checkpoint": "Checkpoint as an exam with a time limit", "lab": "Sales as an exam with a time limit"}
LEFT = re.compile(r"^(\d+):(\d\d)$")


class Exam:
    """A learner in an exam of twelve minutes, whose clock the test sets."""

    def __init__(self, chromium: Browser, address: str, language: str, kind: str, name: str, width: int = PHONE) -> None:
        self.tab = Tab(chromium, address, language, width=width)
        number = next(place for place, (title, _) in enumerate(DESCRIPTIONS[kind]) if title == TIMED[kind])
        assert f"maslak_{kind}.{number}" in list_scenario_names()
        self.path = f"/scenario/maslak_{kind}.{number}/student_view/?student={name}-{language}"
        self.page: Page = self.tab.open(f"{self.path}&ahead=0")

    def open_another(self) -> Page:
        """Open the same page in another window of the same browser."""
        page = self.tab.context.new_page()
        page.goto(self.path)
        return page

    def begin(self) -> None:
        self.page.locator(".mk-begin button").click()
        expect(self.page.locator("[role=timer]")).to_have_text(LEFT)

    def wait(self, seconds: int) -> None:
        """Let the server's time pass, and let the page notice as it does when the connection is back."""
        self.page.request.get(f"{self.tab.address}{self.path.replace('student=', 'student=clock-')}&ahead={seconds}")
        for page in self.tab.context.pages:
            page.evaluate("() => window.dispatchEvent(new Event('online'))")

    def left(self) -> int:
        found = LEFT.match(self.page.locator("[role=timer]").inner_text())
        assert found
        return int(found[1]) * 60 + int(found[2])

    def close(self) -> None:
        self.tab.close()
        assert self.tab.problems + self.tab.complaints == []


def write(page: Page, kind: str, item: str = "s1") -> None:
    """Answer one question, a choice or a number, without sending it."""
    if kind == "lab":
        page.locator(".mk-task [name=response]").first.fill("12,5")
        return
    # A question that is not in sight just now can be written to as well.
    field = page.locator(f'.mk-card[data-item="{item}"] input[name=response]').first
    field.evaluate("field => { if (field.type === 'text') field.value = '12,5'; else field.click(); }")
