"""Contrast between two colours, as WCAG 2.2 defines it."""

from __future__ import annotations

import re

Colour = tuple[int, int, int]

_NAMES: dict[str, Colour] = {
    "white": (255, 255, 255),
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
}
_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


def read_colour(text: str) -> Colour | None:
    """Read a colour written as #rgb, #rrggbb or one of a few names; None for anything else."""
    match = _HEX.fullmatch(text.strip())
    if match is None:
        return _NAMES.get(text.strip().lower())
    digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def measure_contrast(one: Colour, other: Colour) -> float:
    """Give the contrast ratio, 1 to 21 (WCAG 2.2, “contrast ratio”)."""
    bright, dark = sorted((_measure_luminance(one), _measure_luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _measure_luminance(colour: Colour) -> float:
    red, green, blue = (_linear(value / 255) for value in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
