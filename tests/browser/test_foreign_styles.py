"""On a platform with rules of its own for every paragraph, list and button, a block looks as it does alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, expect
from tests.factories.browser import Tab

# One scenario of each block and of each type of question that has parts of its own.
SCENARIOS = [
    *(f"maslak_checkpoint.{number}" for number in (0, 2, 4, 5, 6, 8)),
    "maslak_diagnostic.0",
    "maslak_lab.0",
    "maslak_lesson.1",
    "maslak_logbook.0",
    "maslak_passport.0",
    "maslak_project.0",
]
# What the style sheets of the LMS and of Studio say of bare elements, under more classes than theirs.
DRESS = """() => {
  document.documentElement.className = "window course content unit xblock";
  // What is folded is not laid out, or only when it is asked about.
  document.querySelectorAll("details").forEach(fold => { fold.open = true; });
}"""
FOREIGN = """
.window.course.content.unit.xblock .mk :is(h2,h3,h4,p,ul,ol,li,dl,dt,dd,a,button,input,select,textarea,label,legend,fieldset,
  table,caption,th,td,tr,header,footer,section,div,span,strong,em,b,code,pre,blockquote,figure,form,details,summary,output,small,bdi,dfn) {
  margin: 9px; padding: 7px; border: 2px solid red; border-radius: 9px; background: pink; color: red; font: italic 700 31px/3 serif;
  text-align: left; text-transform: uppercase; text-shadow: 1px 1px red; box-shadow: 1px 1px red; letter-spacing: 3px; list-style: square;
  display: block; float: left; width: 33px; min-height: 99px; transition: all 1s; cursor: help; white-space: pre; vertical-align: 9px;
}
"""
# What some rules change of how the block looks, told in one breath: what the page does of itself in between changes nothing.
COMPARE = """rules => {
  const nodes = [...document.querySelectorAll(".mk, .mk *")], sheet = document.createElement("style");
  const tell = style => [...style].map(name => `${name}: ${style.getPropertyValue(name)}`);
  const read = () => nodes.map(node => tell(getComputedStyle(node)));
  const alone = read();
  sheet.textContent = rules;
  document.head.append(sheet);
  return read().flatMap((now, at) => now.flatMap((value, which) => value === alone[at][which] ? [] :
    [`${nodes[at].localName}.${nodes[at].className.baseVal ?? nodes[at].className}: ${alone[at][which]} → ${value}`]));
}"""
# Rules of a block that a platform's rule could win over.
WEAK = """() => [...document.styleSheets].filter(sheet => /maslak_[a-z]+\\/.*\\.css/.test(sheet.href)).flatMap(sheet => {
  const read = rules => [...rules].flatMap(rule => rule.selectorText ? [rule.selectorText] : rule.media ? read(rule.cssRules) : []);
  const parts = text => {
    let depth = 0;
    return [...text].map(each => (depth += (each === "(") - (each === ")"), each === "," && !depth ? "|" : each)).join("").split("|");
  };
  return read(sheet.cssRules).flatMap(parts).filter(text => !/:not\\(#_\\)(::[a-z-]+)?$/.test(text.trim()));
})"""


def measure(place: Locator) -> float:
    """Give how tall something is on the screen, in pixels."""
    return float(place.evaluate("node => node.getBoundingClientRect().height"))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_rules_of_the_platform_change_nothing_inside_a_block(chromium: Browser, workbench: str, scenario: str) -> None:
    tab = Tab(chromium, workbench, "ar")
    page = tab.open(f"/scenario/{scenario}/student_view/?student=foreign")
    start = page.locator(".mk-begin button")
    if start.count():
        start.first.click()
        expect(start).to_have_count(0)
    page.evaluate(DRESS)
    assert page.evaluate(COMPARE, FOREIGN) == []
    assert page.evaluate(WEAK) == []
    tab.close()


@pytest.mark.parametrize("scenario", ["maslak_checkpoint.5", "maslak_lesson.1"])
def test_an_editor_is_as_large_in_studio_as_elsewhere(chromium: Browser, workbench: str, scenario: str) -> None:
    tab = Tab(chromium, workbench, "fr")
    page = tab.open(f"/scenario/{scenario}/studio_view/?student=staff")
    preview = page.frame_locator("[data-preview] iframe").locator(".mk-title")
    places = (page.locator("[data-save]"), page.locator("[data-field^=title]:visible").first, preview)
    expect(preview).to_be_visible()
    page.evaluate(DRESS)
    assert page.evaluate(COMPARE, FOREIGN) == []
    assert page.evaluate(WEAK) == []
    heights = [measure(place) for place in places]
    page.add_style_tag(content="html { font-size: 62.5%; }")
    assert [measure(place) for place in places] == pytest.approx(heights, rel=0.06)
    tab.close()
