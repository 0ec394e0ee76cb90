"""The contract in a line, the period of today and its missions, with who agreed to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maslak_xblocks.frame import form, hidden_field, star
from maslak_xblocks.logbook.timeline import current_missions
from maslak_xblocks.logbook.wording import competency_name, day, named, period_name, rating_text, role_words, said, written
from maslak_xblocks.markup import Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.logbook.block import LogbookBlock
    from maslak_xblocks.logbook.port import Agreement, Logbook, Mission, Placement


def render_contract(block: LogbookBlock, placement: Placement) -> Html:
    """Give the facts of the contract: folded, for the learner knows them, and a tutor beside them may ask."""
    translate = block.translator
    company, academic = placement.company_tutor, placement.academic_tutor
    rhythm = ""
    if placement.academic_weeks and placement.company_weeks:
        rhythm = join(
            translate.count("{number} week at the institution", "{number} weeks at the institution", placement.academic_weeks),
            " · ",
            translate.count("{number} week at the company", "{number} weeks at the company", placement.company_weeks),
        )
    nobody = translate("Nobody is named yet")
    facts = (
        (translate("Company"), named(placement.company)),
        (translate("Institution"), said(block, placement.institution_names)),
        (translate("Company tutor"), named(company) if company else nobody),
        (translate("Academic tutor"), named(academic) if academic else nobody),
        (translate("Contract"), translate("{first} to {last}", first=day(block, placement.starts_on), last=day(block, placement.ends_on))),
        (translate("Rhythm"), rhythm),
    )
    rows = [tag("div", {}, tag("dt", {}, name), tag("dd", {}, value)) for name, value in facts if value]
    summary = join(named(placement.company), tag("span", {"class": "mk-soft"}, f" · {_state_word(block, placement)}"))
    return tag("details", {"class": "mk-contract"}, tag("summary", {}, summary), tag("dl", {}, *rows))


def render_now(block: LogbookBlock, logbook: Logbook, placement: Placement, *, anchor: str) -> Html:
    """Give the period of today with its missions."""
    translate, period, line = block.translator, placement.current_period, None
    title = translate("Now, and what you are there to do") if placement.state == "running" else translate("Missions")
    missions = current_missions(placement)
    if period:
        left = (period.ends_on - logbook.today).days
        until = translate("its last day is today") if left == 0 else translate.count("{number} day left", "{number} days left", left)
        line = tag("p", {"class": "mk-told"}, f"{period_name(block, period)} · {until}")
    elif placement.state in ("running", "planned"):
        line = tag("p", {"class": "mk-told"}, _between(block, logbook, placement))
    none = translate("No mission yet. It appears here when your tutors have written it; then you agree to it.")
    cards = [_mission(block, logbook, each) for each in missions]
    return tag(
        "section",
        {"class": "mk-part", "id": f"{anchor}-missions"},
        tag("h3", {"tabindex": "-1"}, title),
        line,
        *(cards or [tag("p", {"class": "mk-soft"}, none)]),
    )


def _state_word(block: LogbookBlock, placement: Placement) -> str:
    translate = block.translator
    return {
        "planned": translate("begins on {day}", day=day(block, placement.starts_on)),
        "running": translate("until {day}", day=day(block, placement.ends_on)),
        "finished": translate("finished on {day}", day=day(block, placement.ends_on)),
        "broken": translate("ended early"),
    }[placement.state]


def _between(block: LogbookBlock, logbook: Logbook, placement: Placement) -> str:
    translate = block.translator
    following = min((each for each in placement.periods if each.starts_on > logbook.today), key=lambda each: each.starts_on, default=None)
    if following:
        return translate("Between two periods. The next one: {period}.", period=period_name(block, following))
    return translate("No period is planned after today.")


def _mission(block: LogbookBlock, logbook: Logbook, mission: Mission) -> Html:
    translate = block.translator
    aims = [
        tag(
            "li",
            {},
            competency_name(block, logbook, each.competency),
            tag("small", {}, translate("aim: {level}", level=rating_text(block, logbook, each.level))),
        )
        for each in mission.targets
    ]
    secret = tag("p", {"class": "mk-tag"}, translate("Confidential")) if mission.is_confidential else None
    state = translate("Agreed by all three") if mission.is_agreed else translate("Not agreed by all three yet")
    return tag(
        "article",
        {"class": "mk-mission"},
        secret,
        written(mission.text),
        tag("ul", {"class": "mk-aims"}, *aims) if aims else None,
        tag("p", {"class": "mk-agreed"}, star("full" if mission.is_agreed else "half"), " ", tag("strong", {}, state)),
        tag("ul", {"class": "mk-three"}, *(_agreement(block, each) for each in mission.agreements)),
        _agree(block, mission) if mission.waits_for_learner else None,
    )


def _agreement(block: LogbookBlock, each: Agreement) -> Html:
    translate, roles = block.translator, role_words(block.translator)
    when = translate("agreed on {day}", day=day(block, each.at)) if each.at else translate("has not agreed yet")
    if each.role == "learner":
        when = translate("you agreed on {day}", day=day(block, each.at)) if each.at else translate("you have not agreed yet")
    comma = "، " if translate.language == "ar" else ", "
    who = None if each.role == "learner" or not each.name else join(named(each.name), comma)
    role = roles[each.role] if who is None else roles[each.role].lower()
    return tag("li", {}, star("full" if each.at else "none"), tag("span", {}, who, role, " — ", when))


def _agree(block: LogbookBlock, mission: Mission) -> Html:
    translate = block.translator
    told = translate("By agreeing you say that this is the work you talked about. If it is not, tell your academic tutor instead.")
    button = tag("button", {"class": "mk-button"}, translate("I agree to this mission"))
    fields = (hidden_field("mission", mission.key), hidden_field("revision", mission.revision))
    return form(block, "agree", {"class": "mk-agree"}, *fields, tag("p", {"class": "mk-soft"}, told), button)
