"""Objectives that can be seen to be reached: said with a verb that shows, once in each language, at the level of their lesson."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from maslak_content.course import Block, Course
from maslak_content.findings import Finding, error, warning

LEVEL_DIFFERS = error(
    "level_differs",
    "The objective {id} is of the level {level}, its lesson of {other}.",
    "Give both the same level, or move the objective.",
)
OBJECTIVE_REPEATED = error("objective_repeated", "The objective {id} is put into words twice in “{language}”.", "Keep one of the two.")
OBJECTIVE_VAGUE = warning(
    "objective_vague",
    "Nobody can see whether the objective {id} is reached: “{text}”.",
    "Begin with what the learner does, such as name, choose, calculate, explain.",
)

_VAGUE: Final[Mapping[str, re.Pattern[str]]] = {
    "fr": re.compile(
        r"(?:bien )?(?:comprendre|connaître|savoir(?! \w+er\b)|apprendre|découvrir|se familiariser|être sensibilisé)\b", re.IGNORECASE
    ),
    "en": re.compile(r"(?:understand|know|learn|appreciate|be aware|become familiar|get to know|discover)\b", re.IGNORECASE),
    "ar": re.compile(r"(?:أن )?(?:تفهم|يفهم|تعرف|يعرف|تعلم|يعلم|تدرك|يدرك|تستوعب|يستوعب|فهم|معرفة|إدراك)\b"),
}


def check(course: Course) -> Iterator[Finding]:
    """Find objectives that nobody can see to be reached, that are said twice, or that are of another level than their lesson."""
    for block in course.lessons:
        yield from _check_levels(block)
        for variant in block.element.iterchildren("variant"):
            language, said = variant.get("lang", ""), Counter[str]()
            for node in variant.iterchildren("objective"):
                id, text = node.get("ref", ""), "".join(node.itertext()).strip()
                said[id] += 1
                if said[id] == 2:
                    yield OBJECTIVE_REPEATED.at(block.file, node, id=id, language=language)
                if language in _VAGUE and _VAGUE[language].match(text):
                    yield OBJECTIVE_VAGUE.at(block.file, node, id=id, text=text[:40])


def _check_levels(block: Block) -> Iterator[Finding]:
    level = block.element.get("level")
    for node in block.element.iterchildren("objective"):
        own = node.get("level")
        if level and own and own != level:
            yield LEVEL_DIFFERS.at(block.file, node, id=node.get("id", ""), level=own, other=level)
