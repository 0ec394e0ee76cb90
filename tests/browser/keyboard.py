"""A person without a mouse: every stop on the way must show that it has the focus."""

from __future__ import annotations

from playwright.sync_api import Page

FOCUS = """() => {
  const node = document.activeElement;
  // The browser's own ring is called auto, whatever its width. A choice shows the focus on the whole line that it stands in.
  const around = [node.closest(".mk-option"), node.matches(".mk-class input") && node.nextElementSibling];
  const styles = [node, ...around].filter(Boolean).map(each => getComputedStyle(each));
  const seen = styles.some(each => each.outlineStyle === "auto" || each.outlineStyle !== "none" && parseFloat(each.outlineWidth) >= 2);
  return {name: node.outerHTML.slice(0, 120), seen, tag: node.tagName};
}"""


def walk_to(page: Page, selector: str) -> None:
    """Press Tab until something that fits has the focus; every stop on the way must show that it has it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop["tag"] != "BODY":
            assert stop["seen"], f"nobody sees the focus on {stop['name']}"
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")
