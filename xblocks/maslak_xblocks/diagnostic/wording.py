"""The diagnostic's words: places, changes and days, each said once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from maslak_domain.language import LocalizedText, direction, pick
from maslak_xblocks.calendar import say_day
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
    """Write a day in words, in the learner's time zone."""
    return say_day(at, block.translator.language, block.learner.time_zone)
