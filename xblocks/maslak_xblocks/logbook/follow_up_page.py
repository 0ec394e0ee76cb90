"""What the school notes beside the work: hours and absences of a period, its visits, and the defence."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from maslak_domain.language import format_decimal
from maslak_xblocks.logbook.wording import day, isolated, named, written
from maslak_xblocks.markup import Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.logbook.block import LogbookBlock
    from maslak_xblocks.logbook.port import Defence, Period, Placement, Visit


def render_hours(block: LogbookBlock, period: Period | None) -> Html | None:
    """Give the hours of a period in a line; nothing where none were noted."""
    if period is None or period.hours is None:
        return None
    translate, hours = block.translator, period.hours
    missed = hours.excused + hours.unexcused
    planned, present, unexcused = (_say(block, each) for each in (hours.planned, hours.present, hours.unexcused))
    words = [translate("Hours planned: {planned}, present: {present}", planned=planned, present=present)]
    if missed:
        words.append(translate("absent: {missed}, without a reason: {unexcused}", missed=_say(block, missed), unexcused=unexcused))
    return tag("p", {"class": "mk-soft"}, " · ".join(words))


def render_follow_up(block: LogbookBlock, placement: Placement, *, anchor: str) -> Html | None:
    """Give the visits and the defence; nothing as long as there is neither."""
    if not placement.visits and placement.defence is None:
        return None
    return tag(
        "section",
        {"class": "mk-part", "id": f"{anchor}-follow-up"},
        tag("h3", {}, block.translator("Visits and defence")),
        *(_visit(block, each) for each in placement.visits),
        _defence(block, placement.defence) if placement.defence else None,
    )


def _visit(block: LogbookBlock, visit: Visit) -> Html:
    translate = block.translator
    where = {
        "company": translate("at the company"),
        "remote": translate("at a distance"),
        "school": translate("at the institution"),
    }[visit.mode]
    if visit.held_on is None:
        title = translate("Visit planned for {day}, {where}", day=day(block, visit.planned_on), where=where)
        return tag("article", {"class": "mk-mission"}, tag("p", {}, tag("strong", {}, title)), tag("p", {}, named(visit.visitor)))
    title = translate("Visit of {day}, {where}", day=day(block, visit.held_on), where=where)
    present = translate("{name}; there were: {people}", name=isolated(visit.visitor), people=isolated(visit.attendees))
    heading, people = tag("p", {}, tag("strong", {}, title)), tag("p", {"class": "mk-soft"}, present)
    return tag("article", {"class": "mk-mission"}, heading, people, written(visit.report))


def _defence(block: LogbookBlock, defence: Defence) -> Html:
    translate = block.translator
    outcome = {
        "": translate("still to come"),
        "passed": translate("successful"),
        "again": translate("to be defended again"),
        "failed": translate("not successful"),
        "absent": translate("absent"),
    }[defence.outcome]
    title = translate("Defence on {day}: {outcome}", day=day(block, defence.held_on), outcome=outcome)
    jury = tag("ul", {}, *(tag("li", {}, named(each)) for each in defence.jury)) if defence.jury else None
    return tag(
        "article",
        {"class": "mk-mission"},
        tag("p", {}, tag("strong", {}, title)),
        tag("p", {}, named(defence.place)) if defence.place else None,
        join(tag("p", {"class": "mk-soft"}, translate("Jury")), jury) if jury else None,
        written(defence.remark) if defence.remark else None,
    )


def _say(block: LogbookBlock, hours: Decimal) -> str:
    return isolated(format_decimal(hours.normalize(), block.translator.language))
