"""What an answer is measured in: words are translated, but a gram is a gram and a dirham a dirham in every language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maslak_content.course import Course
from maslak_content.findings import Finding, error
from maslak_xblocks.olx import Element

UNITS_DIFFER = error(
    "units_differ",
    "“{language}” asks for {unit}, the source for {expected}.",
    "Ask for the same unit in each language, as the key counts in one.",
)

# Signs by what they mean, as the three languages write them.
_SIGNS: Final = {
    sign: meaning
    for meaning, signs in {
        "dirham": "DH MAD dirham dirhams درهم دراهم",
        "euro": "€ EUR euro euros أورو يورو",
        "dollar": "$ USD dollar dollars دولار",
        "percent": "% ٪",
        "millisecond": "ms",
        "second": "s",
        "minute": "min",
        "hour": "h",
        "watt": "W",
        "kilowatt": "kW",
        "watt-hour": "Wh",
        "kilowatt-hour": "kWh",
        "degree": "°C",
        "gram": "g",
        "kilogram": "kg",
        "millimetre": "mm ملم",
        "centimetre": "cm سم",
        "metre": "m",
        "kilometre": "km كلم",
    }.items()
    for sign in signs.split()
}


def check(course: Course) -> Iterator[Finding]:
    """Find answers that one language counts in another unit than the source."""
    for block in (*course.checkpoints, *course.labs):
        for asked in block.element.iterchildren("item", "task"):
            variants = asked.findall("variant")
            expected = next((_read_unit(node) for node in variants if node.get("status") == "source"), "")
            for node in variants:
                unit = _read_unit(node)
                if {unit, expected} <= _SIGNS.keys() and _SIGNS[unit] != _SIGNS[expected]:
                    yield UNITS_DIFFER.at(block.file, node, language=node.get("lang", ""), unit=unit, expected=expected)


def _read_unit(variant: Element) -> str:
    return (variant.findtext("unit") or "").strip()
