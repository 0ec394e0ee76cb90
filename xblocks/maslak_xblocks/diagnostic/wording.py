"""The diagnostic's words: places, changes and moments, each said once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from maslak_domain.language import LocalizedText, direction, pick
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.diagnostic.advice import Change
from maslak_xblocks.diagnostic.engine import Place
from maslak_xblocks.markup import Html, tag

if TYPE_CHECKING:
    from maslak_xblocks.diagnostic.block import DiagnosticBlock

# The star of each place: its figure tells it without colour.
FIGURES: Final[Mapping[Place, str]] = {"known": "full", "nearly": "half", "missing": "none"}


def place_words(translate: Translator) -> Mapping[Place, str]:
    """Give the word of each place: never *acquired*, which only a checkpoint shows."""
    return {"known": translate("Known"), "nearly": translate("Nearly known"), "missing": translate("To learn")}


def change_words(translate: Translator) -> Mapping[Change, str]:
    """Give the word of each change."""
    return {
        "better": translate("higher than last time"),
        "worse": translate("lower than last time"),
        "same": translate("as last time"),
        "new": translate("not asked last time"),
    }


def said(block: DiagnosticBlock, text: LocalizedText) -> Html:
    """Give a text in the language being read; it says which language it is in where its surroundings are in another."""
    words, language = pick(text, block.language) if any(text.values()) else ("", block.language)
    if language == block.translator.language:
        return tag("bdi", {}, words)
    return tag("bdi", {"lang": language, "dir": direction(language)}, words)


def day(block: DiagnosticBlock, at: datetime) -> str:
    """Write a day in the learner's time zone."""
    return at.astimezone(ZoneInfo(block.learner.time_zone)).strftime("%d/%m/%Y")


def moment(block: DiagnosticBlock, at: datetime) -> str:
    """Write a day and a time in the learner's time zone."""
    # Isolated, so that a line from right to left keeps the day before the hour.
    return "\u2066" + at.astimezone(ZoneInfo(block.learner.time_zone)).strftime("%d/%m/%Y, %H:%M") + "\u2069"
