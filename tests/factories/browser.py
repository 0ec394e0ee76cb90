"""A real browser: Debian's Chromium, in tabs that notice what a reader would suffer from and no server test can see."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect, sync_playwright
from tests.factories.axe import COLOURS, RULES, RUN, read_axe
from tests.factories.database import skip_or_fail

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE, PHONE, SMALLEST = 1280, 360, 320
# Milliseconds: a busy machine takes its time to save an editor's text; who waits for something seen waits as long as who clicks.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)
DIRECTIONS = {"ar": "rtl", "fr": "ltr", "en": "ltr"}
# What a page holds beyond its right or left edge, apart from what scrolls in a frame of its own.
SPILL = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"

# Words of what is too short to hyphenate, a unit or the head of a column, that are cut in two: their letters stand on two lines.
CUT_WORDS = """() => [...document.querySelectorAll(".mk th, .mk-unit")].flatMap(node => {
  const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT), cut = [];
  for (let text; (text = walk.nextNode());) for (const word of text.data.matchAll(/\\S+/g)) {
    const range = document.createRange();
    range.setStart(text, word.index);
    range.setEnd(text, word.index + word[0].length);
    if (new Set([...range.getClientRects()].map(each => Math.round(each.top))).size > 1) cut.push(word[0]);
  }
  return cut;
})"""

# Bars that stick to the foot of the window.
FOOT = "position => document.querySelectorAll('.mk-foot, .titles-save').forEach(each => { each.style.position = position; })"


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """Yield the system's Chromium, or skip the test with the reason printed."""
    if not CHROMIUM.exists():
        skip_or_fail(f"{CHROMIUM} is not here, and with it no real browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Tab:
    """One person's window on one service, in one language; what the console complains of is kept."""

    def __init__(self, browser: Browser, address: str, language: str, *, width: int = WIDE, javascript: bool = True) -> None:
        self.address = address
        self.language = language
        self.context: BrowserContext = browser.new_context(
            base_url=address,
            locale={"ar": "ar-MA", "fr": "fr-MA", "en": "en-GB"}[language],
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
            reduced_motion="reduce",
            accept_downloads=True,
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.width = width
        self.complaints: list[str] = []
        self.problems: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {message.text}")

    def open(self, path: str) -> Page:
        """Open a page, which must be well, and in the language and direction of the reader."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        self.check_language()
        return self.page

    def check_language(self) -> None:
        """The page says which language it is in, and stands in that language's direction."""
        root = self.page.locator("html")
        assert (root.get_attribute("lang"), root.get_attribute("dir")) == (self.language, DIRECTIONS[self.language]), self.page.url

    def sign_in(self, login: dict[str, Any], path: str = "/") -> Tab:
        """Sign in as a person does, in the language of this tab whatever the account says."""
        self.open(f"/sign-in?lang={self.language}")
        self.page.locator("#f-login").fill(login["login"])
        self.page.locator("#f-password").fill(login["password"])
        self.page.locator("main form button[type=submit]").click()
        self.page.wait_for_url(re.compile(r"^(?!.*/sign-in)"))
        self.open(path)
        return self

    def press_submit(self, button: Locator) -> None:
        """Press a button that leads to another page, and wait for that page."""
        with self.page.expect_navigation():
            button.click()

    def inspect(self, name: str) -> None:
        """Judge the page as it stands: accessible on a desk, on a phone and in the dark, and never wider than the window.

        What is found is kept, so that one run tells everything. Colours take longest to judge and hardly depend on the width:
        they are judged in the light on a desk and in the dark on a phone, together with all that depends on the width. In English,
        which nothing is asked in that is not asked in French too, those of the light are as they are there.
        """
        problems = self._check_axe("desk", without=COLOURS if self.language == "en" else ())
        self.shoot(name, WIDE)
        for width in (SMALLEST, PHONE):
            self.page.set_viewport_size({"width": width, "height": 740})
            if (spill := self.page.evaluate(SPILL)) > 0:
                problems.append(f"{spill} px too wide at {width} px")
        self.shoot(name, PHONE)
        self.page.emulate_media(color_scheme="dark")
        problems += self._check_axe("phone in the dark")
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": self.width, "height": 800})
        self.problems += [f"{name} ({self.language}): {problem}" for problem in problems]

    def judge(self) -> list[str]:
        """Name what axe finds on the page as it stands."""
        return self._check_axe("page")

    def _check_axe(self, where: str, *, without: Sequence[str] = ()) -> list[str]:
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(read_axe())
        # Wherever a page stands, its bar in sight covers something; at the top it covers nothing. A bar at the foot of the window
        # always does, so it stands at its own place meanwhile.
        self.page.evaluate(FOOT, "static")
        place = self.page.evaluate("() => { const y = scrollY; scrollTo({top: 0, behavior: 'instant'}); return y; }")
        found = [f"{where}: {line}" for line in self.page.evaluate(RUN, [RULES, list(without)])]
        self.page.evaluate(FOOT, "")
        self.page.evaluate("top => scrollTo({top, behavior: 'instant'})", place)
        return found

    def shoot(self, name: str, width: int) -> None:
        """Keep a picture of the whole page where the environment says so."""
        if folder := os.environ.get("MASLAK_SCREENSHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}-{self.language}-{width}.png", full_page=True)

    def forgive(self, text: str) -> None:
        """Forget what the console says about something that the test brought about itself, as a refused form."""
        self.complaints = [complaint for complaint in self.complaints if text not in complaint]

    def close(self) -> None:
        """Close the window."""
        self.context.close()
