"""What an answer is measured in: words are translated, but a gram is a gram and a dirham a dirham in every language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from maslak_content.course import Block, Course
from maslak_content.findings import Finding, error
from maslak_xblocks.olx import Element

UNITS_DIFFER = error(
    "units_differ",
    "“{language}” asks for {unit}, the source for {expected}.",
    "Ask for the same unit in each language, as the key counts in one.",
)

UNIT_UNNAMED = error(
    "unit_unnamed",
    "The key of {id} is counted in “{unit}”, which none of its languages says.",
    "Give <answer> the unit of one of the languages.",
)
UNIT_UNDECLARED = error(
    "unit_undeclared", "“{language}” asks for {unit}, but the key of {id} has no unit.", "Give <answer> a unit, or remove the <unit>."
)

# Signs by what they mean, as the three languages write them.
SIGNS: Final = {
    sign: meaning
    for meaning, signs in {
        "dirham": "DH MAD dirham dirhams درهم دراهم",
        "euro": "€ EUR euro euros أورو يورو",
        "dollar": "$ USD dollar dollars دولار",
        "percent": "% ٪",
        "millisecond": "ms milliseconde millisecondes millisecond milliseconds",
        "second": "s seconde secondes second seconds ثانية ثوان ثوانٍ",
        "minute": "min minute minutes دقيقة دقائق",
        "hour": "h heure heures hour hours ساعة ساعات",
        "watt": "W watt watts",
        "kilowatt": "kW",
        "watt-hour": "Wh",
        "kilowatt-hour": "kWh",
        "degree": "°C",
        "gram": "g gramme grammes gram grams غرام غرامات",
        "kilogram": "kg كيلوغرام كلغ كغ",
        "millimetre": "mm ملم",
        "centimetre": "cm سم",
        "metre": "m mètre mètres metre metres متر أمتار",
        "kilometre": "km كلم كيلومتر",
    }.items()
    for sign in signs.split()
}


def check(course: Course) -> Iterator[Finding]:
    """Find answers that one language counts in another unit than the source."""
    for block in course.checkpoints:
        for item in block.element.iterchildren("item"):
            yield from _check_key(block, item)
    for block in (*course.checkpoints, *course.labs):
        for asked in block.element.iterchildren("item", "task"):
            variants = asked.findall("variant")
            expected = next((_read_unit(node) for node in variants if node.get("status") == "source"), "")
            for node in variants:
                unit = _read_unit(node)
                # A word is translated; where one side has a sign, the other has the same or its name.
                if unit and expected and SIGNS.get(unit) != SIGNS.get(expected) and {unit, expected} & SIGNS.keys():
                    yield UNITS_DIFFER.at(block.file, node, language=node.get("lang", ""), unit=unit, expected=expected)


def _check_key(block: Block, item: Element) -> Iterator[Finding]:
    answer, id = item.find("answer"), item.get("id", "")
    said = {node.get("lang", ""): unit for node in item.iterchildren("variant") if (unit := _read_unit(node))}
    if answer is None or not said:
        return
    unit = answer.get("unit", "")
    if unit and unit not in said.values():
        yield UNIT_UNNAMED.at(block.file, answer, id=id, unit=unit)
    elif not unit:
        language, own = next(iter(said.items()))
        yield UNIT_UNDECLARED.at(block.file, answer, id=id, language=language, unit=own)


def _read_unit(variant: Element) -> str:
    return (variant.findtext("unit") or "").strip()
