"""The passport's words: states, sources and dates, each said once, in the interface's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from maslak_domain.language import LocalizedText, direction, format_decimal, pick
from maslak_xblocks.calendar import say_day, say_moment
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.markup import Html, tag

if TYPE_CHECKING:
    from maslak_xblocks.passport.block import PassportBlock
    from maslak_xblocks.passport.port import Institution, Passport, Result


def rating_words(translate: Translator) -> Mapping[str, str]:
    """Give the word of each rating: never *validated*, which only a jury says."""
    return {
        "acquired": translate("Acquired"),
        "partly": translate("Partly acquired"),
        "in_progress": translate("In progress"),
        "not_assessed": translate("Not assessed yet"),
    }


def state_words(translate: Translator) -> Mapping[str, str]:
    """Give the word of each state of a result or badge."""
    return {
        "final": translate("Final"),
        "proposed": translate("Proposed"),
        "provisional": translate("Provisional"),
        "revoked": translate("Withdrawn"),
    }


def localized(block: PassportBlock, text: LocalizedText) -> tuple[str, str]:
    """Give a text in the language being read, and the language it was found in. A text that exists in none is empty."""
    return pick(text, block.language) if any(text.values()) else ("", block.language)


def said(block: PassportBlock, text: LocalizedText) -> Html:
    """Give a text in the language being read; it says which language it is in where its surroundings are in another."""
    words, language = localized(block, text)
    if language == block.translator.language:
        return tag("bdi", {}, words)
    return tag("bdi", {"lang": language, "dir": direction(language)}, words)  # type: ignore[arg-type]


def day(block: PassportBlock, at: date | datetime | None) -> str:
    """Give a day in words, or nothing."""
    return "" if at is None else say_day(at, block.translator.language, block.learner.time_zone)


def moment(block: PassportBlock, at: datetime) -> str:
    """Give a moment in words."""
    return say_moment(at, block.translator.language, block.learner.time_zone)


def mark(block: PassportBlock, result: Result) -> Html | None:
    """Give a mark with its scale, kept in one piece in a text from right to left."""
    if result.mark is None:
        return None
    language = block.translator.language
    scale = f" / {format_decimal(result.scale, language)}" if result.scale is not None else ""
    return tag("bdi", {"class": "mk-mark", "dir": "ltr"}, f"{format_decimal(result.mark, language)}{scale}")


def institution_names(passport: Passport, key: str) -> LocalizedText:
    """Give an institution's names; its key where the host does not say more."""
    found: Institution | None = next((each for each in passport.institutions if each.key == key), None)
    return found.names if found and any(found.names.values()) else {"fr": key}


def name_domains(translate: Translator) -> Mapping[str, str]:
    """Give the names of the framework's domains."""
    return {
        "TC": translate("Shared core"),
        "CYB": translate("Cybersecurity"),
        "DAT": translate("Data"),
        "AIA": translate("Artificial intelligence"),
        "CLD": translate("Cloud"),
        "DVO": translate("DevOps"),
        "TST": translate("Software testing"),
    }
