"""Badge art: zellige star polygons, interlaced by rule and written as one small SVG.

A star polygon {n/k} joins every k-th of n points on a circle. Each of its lines crosses 2(k-1) others; going over at the first, under at
the second, and so on, closes into one continuous interlace, because the j-th crossing of a line is the (2k-1-j)-th of the line it meets.
The cells between the lines are nested stars whose tips are those crossings. Nothing here needs translation but the short code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, pi, sin

from maslak_domain.competency import LEVELS, Level

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Design:
    """A domain's star and its hue, from the darkest ground to the lightest strap."""

    points: int
    skip: int
    ground: str
    deep: str
    middle: str
    bright: str
    strap: str


DESIGNS = {
    "TC": Design(8, 3, "#161043", "#2A2180", "#4338B0", "#8B82F0", "#ECEAFF"),
    "CYB": Design(10, 4, "#071B31", "#113B67", "#1D5A9A", "#5E9FE0", "#E3F0FF"),
    "DAT": Design(8, 3, "#052318", "#0D4531", "#166B4F", "#4FB08C", "#DDF6EB"),
    "AIA": Design(12, 5, "#260F26", "#502450", "#7A3B78", "#BE7CBB", "#FBEAFA"),
    "CLD": Design(10, 4, "#03242A", "#07464E", "#0B6B78", "#45AFBC", "#DCF7FA"),
    "DVO": Design(7, 3, "#32140A", "#6C2D12", "#A8481F", "#E38A5F", "#FFECE2"),
    "TST": Design(9, 4, "#291B00", "#563900", "#8A5A00", "#CF9A2E", "#FFF3D6"),
}
DEFAULT_DESIGN = DESIGNS["TC"]

# Lengths on a canvas of 512 by 512 with its origin in the middle, so that whole numbers are exact enough and short.
RADIUS = 216.0
UNDERLAY = 214.0
MEDALLION = 92.0
BRIDGE = 9.0


@dataclass(frozen=True, slots=True)
class Star:
    """A star polygon {points/skip} with its tips at `radius`, turned clockwise by `turn` (radians)."""

    points: int
    skip: int
    radius: float
    turn: float = 0.0

    def tip(self, place: int) -> Point:
        """Return one of the tips."""
        return _polar(self.radius, self.turn + 2 * pi * place / self.points)

    def lines(self) -> list[tuple[Point, Point]]:
        """Return the lines, each from tip to tip."""
        return [(self.tip(place), self.tip(place + self.skip)) for place in range(self.points)]

    def crossing_radius(self, order: int) -> float:
        """Return how far from the middle a line crosses the line `order` places on."""
        return self.radius * cos(pi * self.skip / self.points) / cos(pi * order / self.points)

    def overs(self) -> list[float]:
        """Return where along a line (0 to 1) it goes over another: at its first, third, … crossing."""
        half = self.radius * sin(pi * self.skip / self.points)
        offsets = [self.crossing_radius(order) * sin(pi * order / self.points) / half / 2 for order in range(1, self.skip)]
        return sorted([0.5 - offset for offset in offsets] + [0.5 + offset for offset in offsets])[::2]

    def path(self) -> str:
        """Walk the lines until every tip has been visited: one path, or several when points and skip have a common factor."""
        left, paths = set(range(self.points)), []
        while left:
            walk, here = [], min(left)
            while here in left:
                left.remove(here)
                walk.append(_write(self.tip(here)))
                here = (here + self.skip) % self.points
            paths.append("M" + "L".join(walk) + "Z")
        return "".join(paths)


def draw_badge(code: str, level: Level | None, *, with_border: bool = False) -> str:
    """Return the SVG of a badge: `code` is a domain's short code, `level` shows as one to four filled marks.

    `with_border` adds the outer interlace of course and programme badges. Always under 6 kB; reads on any ground.
    """
    design = DESIGNS.get(code, DEFAULT_DESIGN)
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-256 -256 512 512" role="img">',
        f"<title>{code if code in DESIGNS else 'Maslak'}{f' {level}' if level else ''}</title>",
        f'<circle r="254" fill="{design.ground}"/>',
        *_draw_rim(design, with_border),
        *_draw_interlace(Star(design.points, 2, UNDERLAY, pi / design.points), design.ground, design.bright, 7),
        *_draw_cells(design),
        *_draw_interlace(Star(design.points, design.skip, RADIUS), design.ground, design.strap, 10),
        *_draw_medallion(design, code if code in DESIGNS else "", level),
        "</svg>",
    ]
    return "".join(parts)


def _draw_rim(design: Design, with_border: bool) -> Iterable[str]:
    """Lozenges between the star's tips and a ring; a course or programme gets a braid instead of the ring."""
    yield f'<circle r="226" fill="{design.deep}"/>'
    lozenges = [_lozenge((2 * turn + 1) * pi / design.points, 152, 172, 188, 9) for turn in range(design.points)]
    yield f'<path d="{"".join(lozenges)}" fill="{design.strap}"/>'
    if with_border:
        yield from _draw_interlace(Star(20, 2, 249), design.ground, design.bright, 6)
    else:
        yield f'<circle r="240" fill="none" stroke="{design.bright}" stroke-width="5"/>'


def _draw_cells(design: Design) -> Iterable[str]:
    """Fill the cells between the lines, ring by ring from the outside: nested stars whose tips are the crossings."""
    star = Star(design.points, design.skip, RADIUS)
    colours = (design.middle, design.bright, design.deep, design.middle)
    for ring, colour in zip(range(design.skip, 0, -1), colours, strict=False):
        turn = 0.0 if (design.skip - ring) % 2 == 0 else pi / design.points
        outline = _outline(design.points, star.crossing_radius(ring), star.crossing_radius(ring - 1), turn)
        yield f'<path d="{outline}" fill="{colour}"/>'


def _draw_interlace(star: Star, edge: str, strap: str, width: int) -> Iterable[str]:
    """Draw the star as a strap with dark edges, then once more the parts of it that go over another."""
    whole = star.path()
    bridges = "".join(_bridge(line, where, width + BRIDGE) for line in star.lines() for where in star.overs())
    yield '<g fill="none" stroke-linejoin="round">'
    for path in (whole, bridges):
        yield f'<path d="{path}" stroke="{edge}" stroke-width="{width + 6}"/><path d="{path}" stroke="{strap}" stroke-width="{width}"/>'
    yield "</g>"


def _draw_medallion(design: Design, code: str, level: Level | None) -> Iterable[str]:
    star = _outline(design.points, MEDALLION + 14, MEDALLION, pi / design.points)
    yield f'<path d="{star}" fill="{design.ground}" stroke="{design.strap}" stroke-width="6" stroke-linejoin="round"/>'
    if code:
        size = 76 if len(code) < 3 else 64
        yield (
            f'<text y="{14 if level else 24}" font-family="IBM Plex Sans,Segoe UI,Helvetica,Arial,sans-serif" font-size="{size}" '
            f'font-weight="700" text-anchor="middle" fill="#fff">{code}</text>'
        )
    if level:
        yield from _draw_marks(design, list(LEVELS).index(level) + 1)


def _draw_marks(design: Design, filled: int) -> Iterable[str]:
    """Four small eight-pointed stars; as many are filled as the level says."""
    for place in range(4):
        star = _outline(8, 13, 10, 0.0, centre=(-51 + 34 * place, 48))
        paint = f'fill="{design.strap}"' if place < filled else f'fill="none" stroke="{design.bright}" stroke-width="2.5"'
        yield f'<path d="{star}" {paint}/>'


def _polar(radius: float, angle: float) -> Point:
    """A point at `angle` clockwise from the top."""
    return radius * sin(angle), -radius * cos(angle)


def _bridge(line: tuple[Point, Point], where: float, reach: float) -> str:
    (x1, y1), (x2, y2) = line
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    ends = (where - reach / length, where + reach / length)
    return "M" + "L".join(_write((x1 + (x2 - x1) * end, y1 + (y2 - y1) * end)) for end in ends)


def _outline(points: int, tip: float, notch: float, turn: float, centre: Point = (0.0, 0.0)) -> str:
    corners = []
    for step in range(2 * points):
        x, y = _polar(tip if step % 2 == 0 else notch, turn + pi * step / points)
        corners.append(_write((x + centre[0], y + centre[1])))
    return "M" + "L".join(corners) + "Z"


def _lozenge(angle: float, inner: float, waist: float, outer: float, half_width: float) -> str:
    spread = half_width / waist
    corners = (_polar(inner, angle), _polar(waist, angle + spread), _polar(outer, angle), _polar(waist, angle - spread))
    return "M" + "L".join(_write(corner) for corner in corners) + "Z"


def _write(point: Point) -> str:
    x, y = (round(value) for value in point)
    return f"{x} {y}" if y >= 0 else f"{x}{y}"
