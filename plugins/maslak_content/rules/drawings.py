"""The SVG files themselves: safe, able to grow and shrink, readable against their ground, and true to their mirrored twin."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from maslak_content.colour import Colour, measure_contrast, mix, read_colour
from maslak_content.course import Course
from maslak_content.course_files import MAX_FILE_BYTES
from maslak_content.drawing import Drawing, covers, move, move_back, read_length
from maslak_content.findings import Finding, error
from maslak_xblocks.errors import OLXError
from maslak_xblocks.olx import Element, parse_source

DRAWING_REFUSED = error("drawing_refused", "The drawing is not well-formed: {detail}.", "Mend the SVG at this line.")
DRAWING_TYPED = error(
    "drawing_typed", "The drawing declares a document type, as older drawing programs do.", "Take <!DOCTYPE …> out, or save as plain SVG."
)
DRAWING_ACTIVE = error("drawing_active", "The drawing holds <{tag}>, which may act or load.", "Draw with shapes and text only.")
DRAWING_LOADS = error("drawing_loads", "The drawing loads “{address}”.", "Draw everything inside the file.")
VIEWBOX_MISSING = error("viewbox_missing", "The drawing cannot be scaled.", "Give <svg> a viewBox.")
TEXT_FAINT = error(
    "text_faint",
    "The text “{text}” has a contrast of {ratio} on its ground.",
    "Use colours with a contrast of 4.5 or more, 3 for large text.",
)
TEXT_SMALL = error(
    "text_small",
    "The text “{text}” is {size} units high in a drawing {width} wide.",
    "Make it at least a twenty-fifth of the width, so that it can be read on a phone.",
)
TEXT_OUTSIDE = error("text_outside", "The text “{text}” stands outside of the drawing.", "Move it inside the viewBox.")
TWIN_DIFFERS = error("twin_differs", "The drawing and {twin} do not say the same: {what}.", "Bring both to the same state.")
MIRROR_ALONE = error("mirror_alone", "There is no drawing that this one mirrors.", "Add the drawing without -rtl, or rename this one.")
DRAWING_SPEAKS = error(
    "drawing_speaks",
    "The drawing holds Arabic words, but “{language}” shows it too.",
    "Keep words in the caption, or make a drawing for each language.",
)

_SVG = "{http://www.w3.org/2000/svg}"
_ACTIVE = frozenset({"script", "foreignObject", "iframe", "image", "use", "animate", "set", "handler"})
_SHAPES = tuple(f"{_SVG}{tag}" for tag in ("rect", "circle", "ellipse", "polygon"))
_ARABIC = re.compile("[\u0621-\u064a]")
_LOADING = re.compile(r"url\(\s*['\"]?(?![#'\"])|^(https?:)?//(?!www\.w3\.org/)|javascript:")
_LOADING_SHEET = re.compile(r"@import[^;]{0,60}|url\(\s*['\"]?(?![#'\"])[^)]{0,60}")
_LARGE, _LARGE_BOLD, _SMALLEST = 24.0, 18.66, 1 / 25


def check(course: Course) -> Iterator[Finding]:
    """Find drawings that load or act, cannot be read, or differ from their twin."""
    drawings: dict[str, Element] = {}
    for name, path in course.statics.items():
        if not name.endswith(".svg"):
            continue
        data = path.read_bytes()[: MAX_FILE_BYTES + 1]
        try:
            root = parse_source(data)
            if root.tag == f"{_SVG}svg":
                drawings[name] = root
            else:
                yield DRAWING_REFUSED.at(f"static/{name}", root, detail="the root is not <svg> of SVG")
        except OLXError as fault:
            if b"<!DOCTYPE" in data:
                yield DRAWING_TYPED.at(f"static/{name}", data[: data.index(b"<!DOCTYPE")].count(b"\n") + 1)
            else:
                yield DRAWING_REFUSED.at(f"static/{name}", fault.line, detail=fault.detail)
    languages = _list_languages(course)
    for name, root in drawings.items():
        yield from _check_safety(f"static/{name}", root)
        yield from _check_texts(f"static/{name}", root)
        yield from _check_twin(name, drawings)
        if _ARABIC.search("".join(root.itertext())):
            for language in sorted(languages.get(name, set()) - {"ar"}):
                yield DRAWING_SPEAKS.at(f"static/{name}", root, language=language)


def _list_languages(course: Course) -> dict[str, set[str]]:
    shown: dict[str, set[str]] = {}
    for block in course.readables:
        for variant in block.element.iter("variant"):
            for node in variant.iter("img"):
                shown.setdefault(node.get("src", "").rpartition("/")[2], set()).add(variant.get("lang", ""))
    return shown


def _check_safety(file: str, root: Element) -> Iterator[Finding]:
    for node in root.iter("*"):
        tag = etree.QName(node).localname
        if tag in _ACTIVE:
            yield DRAWING_ACTIVE.at(file, node, tag=tag)
        for name, value in node.attrib.items():
            text = str(value)
            if str(name).lower().startswith("on") or _LOADING.search(text):
                yield DRAWING_LOADS.at(file, node, address=text[:60])
        if tag == "style" and (match := _LOADING_SHEET.search(node.text or "")):
            yield DRAWING_LOADS.at(file, node, address=match[0])
    if len(_read_box(root)) != 4:
        yield VIEWBOX_MISSING.at(file, root)


def _check_texts(file: str, root: Element) -> Iterator[Finding]:
    box = _read_box(root)
    if len(box) != 4:
        return
    left, top, width, height = box
    drawing = Drawing(root)
    for node in root.iter(f"{_SVG}text"):
        text = " ".join("".join(node.itertext()).split())
        if not text or not drawing.is_shown(node):
            continue
        own = read_length(node.get("x", "0")), read_length(node.get("y", "0"))
        size, (x, y) = drawing.measure_text(node), move(drawing.find_place(node), *own)
        if not (left <= x <= left + width and top <= y <= top + height):
            yield TEXT_OUTSIDE.at(file, node, text=text[:30])
        if size < width * _SMALLEST:
            yield TEXT_SMALL.at(file, node, text=text[:30], size=f"{size:g}", width=f"{width:g}")
        yield from _check_contrast(file, drawing, node, text, size)


def _check_contrast(file: str, drawing: Drawing, node: Element, text: str, size: float) -> Iterator[Finding]:
    fill = drawing.inherit(node, "fill", "#000000")
    middle = read_length(node.get("y", "0")) - read_length(drawing.inherit(node, "font-size", "16")) / 3
    ground = _find_ground(drawing, node, *move(drawing.find_place(node), read_length(node.get("x", "0")), middle))
    ink = ground if fill == "none" else read_colour("#000000" if fill.lower() == "currentcolor" else fill)
    if ink is None or ground is None:
        return
    bold = drawing.inherit(node, "font-weight", "400") in ("600", "700", "800", "900", "bold")
    ratio = measure_contrast(mix(ink, ground, drawing.measure_opacity(node)), ground)
    if ratio < (3.0 if size >= (_LARGE_BOLD if bold else _LARGE) else 4.5):
        yield TEXT_FAINT.at(file, node, text=text[:30], ratio=f"{ratio:.1f}")


def _find_ground(drawing: Drawing, node: Element, x: float, y: float) -> Colour | None:
    """Give the colour that is seen at a point before a text is written there; white where nothing is, None where it cannot be told."""
    ground: Colour | None = (255, 255, 255)
    for shape in drawing.root.iter(*_SHAPES, f"{_SVG}text"):
        if shape is node:
            return ground
        fill = drawing.inherit(shape, "fill", "#000000")
        place = move_back(drawing.find_place(shape), x, y)
        if fill != "none" and place is not None and covers(shape, *place) and drawing.is_shown(shape):
            colour, seen = read_colour(fill), drawing.measure_opacity(shape)
            ground = colour if seen >= 1 else mix(colour, ground, seen) if colour is not None and ground is not None else None
    return ground


def _check_twin(name: str, drawings: dict[str, Element]) -> Iterator[Finding]:
    if not name.endswith("-rtl.svg"):
        return
    twin = name.removesuffix("-rtl.svg") + ".svg"
    if twin not in drawings:
        yield MIRROR_ALONE.at(f"static/{name}", None)
        return
    for what, count in (("text", _count_texts), ("shapes", _count_shapes)):
        one, other = count(drawings[name]), count(drawings[twin])
        if one != other and not (what == "text" and any(_ARABIC.search(text) for text in one)):
            yield TWIN_DIFFERS.at(f"static/{name}", drawings[name], twin=twin, what=", ".join(sorted((one - other) + (other - one))))


def _count_texts(root: Element) -> Counter[str]:
    return Counter(" ".join("".join(node.itertext()).split()) for node in root.iter(f"{_SVG}text"))


def _count_shapes(root: Element) -> Counter[str]:
    return Counter(f"{etree.QName(node).localname} {_inherit(node, 'fill', '')}".strip() for node in root.iter("*"))


def _inherit(node: Element, name: str, default: str) -> str:
    return next((value for each in (node, *node.iterancestors()) if (value := each.get(name))), default)


def _read_box(root: Element) -> list[float]:
    try:
        return [float(part) for part in root.get("viewBox", "").replace(",", " ").split()]
    except ValueError:
        return []
