"""The passport as JSON, for a phone and for tests: the same facts as the page, in the language being read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from maslak_xblocks.passport.sky import Star, draw_sky
from maslak_xblocks.passport.wording import institution_names, localized

if TYPE_CHECKING:
    from maslak_xblocks.passport.block import PassportBlock
    from maslak_xblocks.passport.port import Badge, Passport, Result


def describe_passport(block: PassportBlock, passport: Passport | None) -> dict[str, Any] | None:
    """Give a passport as plain JSON values; times in ISO 8601, None where the platform has no passport."""
    if passport is None:
        return None
    return {
        "as_of": passport.as_of.isoformat() if passport.as_of else None,
        "is_fresh": passport.is_fresh,
        "is_away": passport.is_away,
        "results": [_result(block, passport, each) for each in passport.results if not each.is_hidden],
        "domains": [
            {
                "key": each.group.key,
                "title": localized(block, each.group.titles)[0],
                "acquired": each.acquired,
                "competencies": [_star(block, passport, star) for star in each.stars],
            }
            for each in draw_sky(passport, block.document.shown_domains)
        ],
        "badges": [_badge(block, passport, each) for each in passport.badges if not each.is_hidden],
        "hidden": [{"item": each.item, "title": localized(block, each.titles)[0]} for each in passport.hidden()],
    }


def _star(block: PassportBlock, passport: Passport, star: Star) -> dict[str, Any]:
    return {
        "id": star.competency.id,
        "title": localized(block, star.competency.titles)[0],
        "rating": star.rating,
        "evidence": [
            {
                "rating": each.rating,
                "level": localized(block, each.level_names)[0],
                "institution": localized(block, institution_names(passport, each.institution))[0],
                "since": each.since.isoformat() if each.since else None,
            }
            for each in star.standings
        ],
    }


def _result(block: PassportBlock, passport: Passport, each: Result) -> dict[str, Any]:
    return {
        "item": each.item,
        "title": localized(block, each.titles)[0],
        "institution": localized(block, institution_names(passport, each.institution))[0],
        "state": each.state,
        "decision": each.decision,
        "session": each.session,
        "mark": each.mark,
        "scale": each.scale,
        "decided_on": each.decided_on.isoformat() if each.decided_on else None,
        "earned_at": each.earned_at.isoformat() if each.earned_at else None,
    }


def _badge(block: PassportBlock, passport: Passport, each: Badge) -> dict[str, Any]:
    return {
        "item": each.item,
        "title": localized(block, each.titles)[0],
        "level": localized(block, each.level_names)[0],
        "institution": localized(block, institution_names(passport, each.institution))[0],
        "state": each.state,
        "at": each.at.isoformat() if each.at else None,
        "verification_url": each.verification_url,
        "share_url": each.share_url,
    }
