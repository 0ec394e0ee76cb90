"""The logbook's words: who, when, which competency at which level, and how far a review counts. Each is said once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from maslak_domain.language import LocalizedText, direction, pick
from maslak_xblocks.calendar import say_day, say_moment
from maslak_xblocks.markup import Html, tag

if TYPE_CHECKING:
    from maslak_xblocks.catalogue import Translator
    from maslak_xblocks.logbook.block import LogbookBlock
    from maslak_xblocks.logbook.port import Logbook, Period, Placement, Rating, Review


def localized(block: LogbookBlock, text: LocalizedText) -> tuple[str, str]:
    """Give a text in the language being read, and the language it was found in. A text that exists in none is empty."""
    return pick(text, block.translator.language) if any(text.values()) else ("", block.translator.language)


def said(block: LogbookBlock, text: LocalizedText) -> Html:
    """Give a text in the language being read; it says which language it is in where its surroundings are in another."""
    words, language = localized(block, text)
    if language == block.translator.language:
        return tag("bdi", {}, words)
    return tag("bdi", {"lang": language, "dir": direction(language)}, words)  # type: ignore[arg-type]


def written(text: str) -> Html:
    """Give what a person wrote, in whatever language: its lines stay, its direction follows its first letter."""
    return tag("p", {"class": "mk-written", "dir": "auto"}, text)


def named(name: str) -> Html:
    """Give a name that reads in its own direction."""
    return tag("bdi", {}, name)


def isolated(text: str) -> str:
    """Give a name to put into a sentence without moving what stands around it."""
    return f"\u2068{text}\u2069"


def competency_name(block: LogbookBlock, logbook: Logbook, key: str) -> Html:
    """Give a competency by its title; by its id only where the host has no title for it."""
    found = next((each.titles for each in logbook.competencies if each.id == key), {})
    return said(block, found) if any(found.values()) else tag("bdi", {"dir": "ltr"}, key)


def competency_text(block: LogbookBlock, logbook: Logbook, key: str) -> str:
    """Give a competency's title as plain text."""
    found = next((each.titles for each in logbook.competencies if each.id == key), {})
    return localized(block, found)[0] or key


def rating_text(block: LogbookBlock, logbook: Logbook, rating: Rating | str) -> str:
    """Give a tutor's rating in words: a level by its name, or *not observed*."""
    if rating == "not_observed":
        return block.translator("Not observed")
    found = next((each.names for each in logbook.levels if each.key == rating), {})
    return localized(block, found)[0] or rating


def role_words(translate: Translator) -> Mapping[str, str]:
    """Give the word of each of the three."""
    return {
        "learner": translate("You"),
        "company_tutor": translate("Company tutor"),
        "academic_tutor": translate("Academic tutor"),
    }


def period_name(block: LogbookBlock, period: Period) -> str:
    """Give a period as *At the company · 9–20 November 2026* in words."""
    translate = block.translator
    place = translate("At the company") if period.kind == "company" else translate("At the institution")
    dates = translate("{first} to {last}", first=day(block, period.starts_on), last=day(block, period.ends_on))
    return f"{place} · {dates}"


def review_state(review: Review) -> str:
    """Give how far a review counts: ``signed`` by both tutors, ``waiting``, ``disputed`` or ``unseen`` (not observed)."""
    if review.is_disputed:
        return "disputed"
    if review.countersignature is None:
        return "waiting" if review.rating != "not_observed" else "unseen"
    return "signed" if review.counted != "not_observed" else "unseen"


def day(block: LogbookBlock, at: date | datetime | None) -> str:
    """Give a day in words, or nothing."""
    return "" if at is None else say_day(at, block.translator.language, block.learner.time_zone)


def moment(block: LogbookBlock, at: datetime) -> str:
    """Give a moment in words."""
    return say_moment(at, block.translator.language, block.learner.time_zone)


def tutor_name(block: LogbookBlock, placement: Placement, role: str) -> str:
    """Give a tutor's name for a sentence, or what they are where nobody is named yet."""
    name = placement.company_tutor if role == "company_tutor" else placement.academic_tutor
    if name:
        return isolated(name)
    return block.translator("your company tutor") if role == "company_tutor" else block.translator("your academic tutor")
