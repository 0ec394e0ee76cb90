"""What a drawing's elements look like and where they stand: styles as they are inherited, and places after every transformation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import cos, hypot, radians, sin
from typing import Final, TypeAlias

from maslak_xblocks.olx import Element

# The six numbers of SVG's matrix(a b c d e f).
Matrix: TypeAlias = tuple[float, float, float, float, float, float]

_SVG: Final = "{http://www.w3.org/2000/svg}"
_STAYS: Final[Matrix] = (1, 0, 0, 1, 0, 0)
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_REMARK: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_SELECTOR: Final = re.compile(r"(\*|[a-zA-Z][\w-]*)?((?:[.#][\w-]+)*)")
_CALL: Final = re.compile(r"(\w+)\s*\(([^)]*)\)")
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
_UNSEEN: Final = frozenset({"defs", "clipPath", "mask", "symbol", "pattern", "marker"})
_UNITS: Final = {"": 1.0, "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0, "em": 16.0, "rem": 16.0}


class Drawing:
    """One SVG. Lengths are in its own units; places are those of its viewBox."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._rules = list(_read_rules("\n".join(node.text or "" for node in root.iter(f"{_SVG}style"))))

    def read_style(self, node: Element, name: str) -> str:
        """Give what an element itself says of a property, in its style, the drawing's sheet or an attribute; nothing where it is silent."""
        own = _read_declarations(node.get("style", "")).get(name)
        if own:
            return own
        rules = ((place, *rule) for place, rule in enumerate(self._rules) if name in rule[2])
        given = [(weight, place, said[name]) for place, weight, selector, said in rules if selector(node)]
        return max(given)[2] if given else node.get(name, "").strip()

    def inherit(self, node: Element, name: str, default: str) -> str:
        """Give a property of an element, from its nearest ancestor where it says nothing of its own."""
        said = (self.read_style(each, name) for each in (node, *node.iterancestors()))
        return next((value for value in said if value and value != "inherit"), default)

    def measure_opacity(self, node: Element, paint: str = "fill") -> float:
        """Give how much of an element's paint is seen, 0 to 1."""
        shares = [self.read_style(each, "opacity") for each in (node, *node.iterancestors())]
        seen = _read_share(self.inherit(node, f"{paint}-opacity", "1"))
        for share in shares:
            seen *= _read_share(share)
        return seen

    def is_shown(self, node: Element) -> bool:
        """Say whether an element is painted at all."""
        if any(str(each.tag).removeprefix(_SVG) in _UNSEEN for each in node.iterancestors()):
            return False
        hidden = self.inherit(node, "visibility", "visible") != "visible"
        return not hidden and all(self.read_style(each, "display") != "none" for each in (node, *node.iterancestors()))

    def find_place(self, node: Element) -> Matrix:
        """Give the transformation from an element's own places to those of the drawing."""
        found = _STAYS
        for each in (node, *node.iterancestors()):
            if each.get("transform"):
                found = _multiply(_read_transform(each.get("transform", "")), found)
        return found

    def measure_text(self, node: Element) -> float:
        """Give the height of a text's letters as it is seen."""
        a, b, c, d, _, _ = self.find_place(node)
        size = read_length(self.inherit(node, "font-size", "16")) or 16.0
        return size * min(hypot(a, b), hypot(c, d))


def move(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Give where a point comes to stand."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def move_back(matrix: Matrix, x: float, y: float) -> tuple[float, float] | None:
    """Give the point that comes to stand here, None where a transformation leaves no surface."""
    a, b, c, d, e, f = matrix
    area = a * d - b * c
    if abs(area) < 1e-12:
        return None
    return (d * (x - e) - c * (y - f)) / area, (a * (y - f) - b * (x - e)) / area


def covers(shape: Element, x: float, y: float) -> bool:
    """Say whether a rectangle, circle, ellipse or polygon covers a point of its own places; other shapes are taken to cover none."""
    tag = str(shape.tag).removeprefix(_SVG)
    if tag == "rect":
        left, top, width, height = (read_length(shape.get(name, "0")) for name in ("x", "y", "width", "height"))
        return left <= x <= left + width and top <= y <= top + height
    if tag in ("circle", "ellipse"):
        rx, ry = (read_length(shape.get("r", "") or shape.get(name, "0")) for name in ("rx", "ry"))
        cx, cy = (read_length(shape.get(name, "0")) for name in ("cx", "cy"))
        return bool(rx and ry) and ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1
    return tag == "polygon" and _is_inside(shape.get("points", ""), x, y)


def read_length(text: str) -> float:
    """Read the first length of a list in the drawing's units; 0 where there is none."""
    match = _NUMBER.match(text.strip())
    if not match:
        return 0.0
    unit = re.split(r"[\s,]", text.strip()[match.end() :], maxsplit=1)[0]
    return float(match[0]) * _UNITS.get(unit.lower(), 1.0)


def _is_inside(points: str, x: float, y: float) -> bool:
    numbers = [float(number) for number in _NUMBER.findall(points)]
    corners = list(zip(numbers[::2], numbers[1::2], strict=False))
    inside = False
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _read_share(text: str) -> float:
    match = _NUMBER.match(text)
    if not match:
        return 1.0
    return min(1.0, max(0.0, float(match[0]) / (100 if text.endswith("%") else 1)))


@lru_cache(maxsize=1024)
def _read_declarations(text: str) -> Mapping[str, str]:
    pairs = (part.split(":", 1) for part in text.split(";") if ":" in part)
    return {name.strip().lower(): value.replace("!important", "").strip() for name, value in pairs}


class _Selector:
    """One simple selector. Of several that follow one another the last decides: who stands around is not asked."""

    def __init__(self, tag: str, names: str) -> None:
        self._tag = tag
        self._classes = frozenset(re.findall(r"\.([\w-]+)", names))
        self._id = next(iter(re.findall(r"#([\w-]+)", names)), "")

    @property
    def weight(self) -> tuple[int, int, int]:
        return bool(self._id), len(self._classes), bool(self._tag and self._tag != "*")

    def __call__(self, node: Element) -> bool:
        is_tag = self._tag in ("", "*") or str(node.tag) == f"{_SVG}{self._tag}"
        return is_tag and self._classes <= set(node.get("class", "").split()) and self._id in ("", node.get("id", ""))


def _read_rules(sheet: str) -> Iterator[tuple[tuple[int, int, int], _Selector, Mapping[str, str]]]:
    for selectors, body in _RULE.findall(_REMARK.sub("", sheet)):
        for text in selectors.split(","):
            last = re.split(r"[\s>+~]+", text.strip())[-1]
            match = _SELECTOR.fullmatch(last)
            if match and last:
                selector = _Selector(match[1] or "", match[2])
                yield selector.weight, selector, _read_declarations(body)


def _read_transform(text: str) -> Matrix:
    found = _STAYS
    for name, values in _CALL.findall(text):
        found = _multiply(found, _read_step(name, [float(number) for number in _NUMBER.findall(values)]))
    return found


def _read_step(name: str, values: list[float]) -> Matrix:
    first, second = (*values, 0.0, 0.0)[:2]
    if name == "matrix" and len(values) == 6:
        a, b, c, d, e, f = values
        return a, b, c, d, e, f
    if name == "translate":
        return 1, 0, 0, 1, first, second
    if name == "scale":
        return first, 0, 0, second if len(values) > 1 else first, 0, 0
    if name == "rotate" and values:
        turned: Matrix = (cos(radians(first)), sin(radians(first)), -sin(radians(first)), cos(radians(first)), 0, 0)
        x, y = values[1:3] if len(values) == 3 else (0.0, 0.0)
        return _multiply(_multiply((1, 0, 0, 1, x, y), turned), (1, 0, 0, 1, -x, -y))
    return _STAYS


def _multiply(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f
