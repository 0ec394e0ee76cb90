"""The project's words: states, bands, descriptors, sizes and times, each said once, in the interface's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from maslak_domain.language import Language, LocalizedText, direction, format_decimal, pick
from maslak_xblocks.calendar import say_moment
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.markup import Html, join, tag
from maslak_xblocks.project.stages import MEGABYTE, Deliverable

if TYPE_CHECKING:
    from maslak_xblocks.project.block import ProjectBlock
    from maslak_xblocks.project.rubric import Criterion

# The star that stands beside each state; the word beside it says the same.
STARS: Final[Mapping[str, str]] = {
    "not_begun": "none",
    "draft": "dot",
    "submitted": "half",
    "marking": "half",
    "returned": "dot",
    "marked": "full",
}


def state_words(translate: Translator) -> Mapping[str, str]:
    """Give the word of each state of a stage or round."""
    return {
        "not_begun": translate("Not begun"),
        "draft": translate("Draft, not handed in"),
        "submitted": translate("Handed in, waiting to be marked"),
        "marking": translate("Being marked"),
        "returned": translate("Came back: another round is asked for"),
        "marked": translate("Marked"),
    }


def band_names(translate: Translator) -> tuple[str, ...]:
    """Give the names of the four bands, from the first."""
    return (translate("Not shown yet"), translate("In part"), translate("Solid"), translate("Outstanding"))


def descriptor_names(translate: Translator) -> Mapping[str, str]:
    """Give the descriptors as the national framework calls them."""
    return {
        "knowledge": translate("Knowledge"),
        "know_how": translate("Know-how"),
        "complexity": translate("Complexity"),
        "autonomy": translate("Responsibility and autonomy"),
        "adaptability": translate("Adaptability"),
        "communication": translate("Communication"),
    }


def criterion_name(block: ProjectBlock, criterion: Criterion) -> Html:
    """Give what a criterion is called: by its author, else by the framework."""
    if any(criterion.labels.values()):
        return said(block, criterion.labels)
    return tag("bdi", {}, descriptor_names(block.translator)[criterion.descriptor])


def said(block: ProjectBlock, text: LocalizedText) -> Html:
    """Give a text in the language being read, inside words of the interface; it says which language it is in where they differ."""
    words, language = localized(text, block.language)
    if language == block.translator.language:
        return tag("bdi", {}, words)
    return tag("bdi", {"lang": language, "dir": direction(language)}, words)


def localized(text: LocalizedText, language: Language) -> tuple[str, Language]:
    """Give a text as near to a language as it exists, and the language it was found in."""
    return pick(text, language) if any(text.values()) else ("", language)


def moment(block: ProjectBlock, at: datetime) -> Html:
    """Give a moment in words on the reader's clock."""
    return tag("time", {"datetime": at.isoformat()}, say_moment(at, block.translator.language, block.learner.time_zone))


def size(translate: Translator, count: int) -> str:
    """Give a size in the unit that suits it."""
    if count < MEGABYTE:
        return translate("{number} kB", number=max(1, round(count / 1024)))
    value = (Decimal(count) / MEGABYTE).quantize(Decimal("0.1"), ROUND_HALF_UP).normalize()
    return translate("{number} MB", number=format_decimal(value, translate.language))


def percent(score: Decimal, language: Language) -> str:
    """Give a score as people read it, rounded down: nobody reads a pass mark that was just missed."""
    value = (score * 100).quantize(Decimal(1), ROUND_FLOOR)
    return f"{value}\u202f%" if language == "fr" else f"{value}%"


def asked_for(block: ProjectBlock, deliverable: Deliverable) -> Html:
    """Say in what form a deliverable is taken."""
    translate = block.translator
    if deliverable.kind == "link":
        before, scheme, after = translate("An address that begins with https://").partition("https://")
        return join(before, tag("bdi", {"dir": "ltr"}, scheme), after)
    if deliverable.kind == "text":
        return Html("")
    endings = ", ".join(each.upper() for each in deliverable.accept)
    return join(translate("{endings}, up to {size} each", endings=endings, size=size(translate, deliverable.max_bytes)))
