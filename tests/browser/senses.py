"""What a reader with wider text, a closer view or no mouse meets, measured on the page as it stands."""

from __future__ import annotations

from playwright.sync_api import Page
from tests.factories.browser import SPILL

# What WCAG 1.4.12 lets a reader set; Arabic letters join, so nobody sets them apart.
WIDER = """* { line-height: 1.5 !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }
  :not(:lang(ar)) { letter-spacing: .12em !important }"""
WIDEN = "rules => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules); document.adoptedStyleSheets.push(sheet); }"
UNFOLD = "() => document.querySelectorAll('main details:not(.unit-fold), .mk details').forEach(each => { each.open = true; })"

# Pieces of text that lie over one another, each line less the white above and below its letters.
OVERLAPS = """() => {
  const walk = document.createTreeWalker(document.querySelector("main, .mk"), NodeFilter.SHOW_TEXT), lines = [];
  for (let text; (text = walk.nextNode());) {
    const parent = text.parentElement;
    if (!text.data.trim() || !parent.checkVisibility() || parent.closest(".visually-hidden, thead, option, textarea")) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const {left, right, top, bottom, height} of range.getClientRects())
      lines.push({left, right, top: top + .28 * height, bottom: bottom - .28 * height, parent, words: text.data.trim()});
  }
  const over = (one, other) => one.parent !== other.parent
    && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 4
    && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1;
  return lines.flatMap((one, place) => lines.slice(place + 1).filter(other => over(one, other))
    .map(other => `${one.words} / ${other.words}`));
}"""

# Boxes to write in, to choose from and to tick whose edge stands out from the ground by less than 3 to 1.
FAINT = """() => {
  const pen = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const light = colours => {
    for (const colour of colours) { pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1); }
    const [red, green, blue] = [...pen.getImageData(0, 0, 1, 1).data].map(part => part / 255)
      .map(part => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
    return .2126 * red + .7152 * green + .0722 * blue;
  };
  const grounds = node => node ? [...grounds(node.parentElement), getComputedStyle(node).backgroundColor] : ["white"];
  const apart = (one, other) => (Math.max(one, other) + .05) / (Math.min(one, other) + .05);
  return [...document.querySelectorAll("main :is(input:not([type=hidden]), select, textarea)")].filter(box => {
    const {appearance, borderStyle, borderWidth, borderColor} = getComputedStyle(box), around = grounds(box.parentElement);
    if (!box.checkVisibility() || box.closest(".visually-hidden") || appearance === "auto" && box.matches("[type=radio], [type=checkbox]"))
      return false;
    const edge = borderStyle !== "none" && parseFloat(borderWidth) > 0 ? apart(light([...around, borderColor]), light(around)) : 1;
    return Math.max(edge, apart(light(grounds(box)), light(around))) < 3;
  }).map(box => box.outerHTML.slice(0, 120));
}"""

# Nobody sees the focus on what a bar covers: not one of nine points of it is at the top there.
COVERED = """() => {
  const node = document.activeElement, {left, top, width, height} = node.getBoundingClientRect();
  if (node === document.body || node.tagName === "IFRAME" || height > innerHeight) return "";
  const own = at => at && (node.contains(at) || [...(node.labels || [])].some(label => label.contains(at)));
  const seen = [.1, .5, .9].some(x => [.1, .5, .9].some(y => own(document.elementFromPoint(left + x * width, top + y * height))));
  return seen ? "" : node.outerHTML.slice(0, 120);
}"""


def read_wider(page: Page, width: int) -> list[str]:
    """Name what lies over something else or leaves a page this wide when its text takes more room."""
    page.set_viewport_size({"width": width, "height": 740})
    page.evaluate(UNFOLD)
    page.evaluate(WIDEN, WIDER)
    spill = page.evaluate(SPILL)
    return [*page.evaluate(OVERLAPS), *([f"{spill} px too wide at {width} px"] if spill > 0 else [])]


def walk_and_look(page: Page, key: str, steps: int) -> list[str]:
    """Press a key so many times, and name whatever had the focus where it could not be seen."""
    covered = []
    for _ in range(steps):
        page.keyboard.press(key)
        covered.append(page.evaluate(COVERED))
    return [name for name in covered if name]
