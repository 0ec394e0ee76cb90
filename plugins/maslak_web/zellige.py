"""The one ornament: star polygons, drawn by rule and compass as the craftsmen of Fes do, as small SVG."""

from __future__ import annotations

import math

from markupsafe import Markup

# Two squares, one turned by an eighth: where their sides cross, as a share of the radius of the tips.
KHATIM_DEPTH = math.cos(math.pi / 4) / math.cos(math.pi / 8)


def star_path(points: int, step: int, *, radius: float, centre: float, turn: float = 0.0) -> str:
    """Return the SVG path of the star polygon {points/step}: every tip joined to the one `step` further on."""
    corners = [
        (
            centre + radius * math.sin(2 * math.pi * index / points + turn),
            centre - radius * math.cos(2 * math.pi * index / points + turn),
        )
        for index in range(points)
    ]
    loops = math.gcd(points, step)
    parts = []
    for first in range(loops):
        ring = [corners[(first + index * step) % points] for index in range(points // loops)]
        parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "Z")
    return "".join(parts)


def star_outline(points: int, *, radius: float, depth: float, centre: float, turn: float = 0.0) -> str:
    """Return the outer line of a star with `points` tips; `depth` is the inner radius as a share of the outer one."""
    corners = []
    for index in range(points * 2):
        length = radius if index % 2 == 0 else radius * depth
        angle = math.pi * index / points + turn
        corners.append(f"{centre + length * math.sin(angle):.1f} {centre - length * math.cos(angle):.1f}")
    return "M" + "L".join(corners) + "Z"


def rosette(size: int = 160) -> Markup:
    """Return a drawn, not filled, eight-fold rosette for an empty state. It is decoration: hidden from screen readers."""
    centre = 100.0
    strokes = [
        star_path(16, 6, radius=96, centre=centre),
        star_path(16, 5, radius=62, centre=centre),
        star_outline(8, radius=40, depth=KHATIM_DEPTH, centre=centre),
    ]
    heart = star_outline(8, radius=18, depth=KHATIM_DEPTH, centre=centre)
    return Markup(  # noqa: S704 - every part is computed here from numbers
        f'<svg class="rosette" viewBox="0 0 200 200" width="{int(size)}" height="{int(size)}" aria-hidden="true" focusable="false">'
        + "".join(f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="1.25"/>' for path in strokes)
        + f'<path d="{heart}" fill="currentColor"/></svg>'
    )
