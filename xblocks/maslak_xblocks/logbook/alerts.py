"""What should not wait, as sentences that say what to do; and the one thing that comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maslak_xblocks.logbook.port import Alert, Mission
from maslak_xblocks.logbook.timeline import aimed_competencies
from maslak_xblocks.logbook.wording import competency_text, day, isolated, tutor_name
from maslak_xblocks.markup import Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.logbook.block import LogbookBlock
    from maslak_xblocks.logbook.port import Logbook, Placement

_SHORT = 60


def render_step(block: LogbookBlock, placement: Placement, *, anchor: str) -> Html | None:
    """Say what comes next for the learner, with a link to where it is done."""
    step, translate = placement.step, block.translator
    until = translate("until {day}", day=day(block, step.due_on)) if step.due_on else ""
    words = {
        "agree_mission": translate("Read your mission, and agree to it if it is what you talked about."),
        "write_entry": translate("Write today’s entry: two lines are enough."),
        "write_synthesis": translate("Write your synthesis of the period."),
        "submit_synthesis": translate("Your synthesis is a draft. Read it once more and hand it in."),
        "talk_about_disagreement": translate("Your tutors do not say the same. Talk about it with both of them."),
        "wait_for_tutors": translate("It is your tutors’ turn. Nothing is asked of you now."),
    }.get(step.kind, "")
    if not words:
        return None
    place = {"agree_mission": "missions", "write_synthesis": "synthesis", "submit_synthesis": "synthesis"}.get(step.kind)
    place = "entries" if step.kind == "talk_about_disagreement" else place
    shown = tag("a", {"href": f"#{anchor}-{place}"}, words) if place else tag("span", {}, words)
    label = tag("strong", {}, translate("Next:"))
    return tag("p", {"class": "mk-next"}, label, " ", shown, f" ({until})" if until else None)


def render_alerts(block: LogbookBlock, logbook: Logbook, placement: Placement, *, anchor: str) -> Html | None:
    """Give the alerts of a placement, with those that only the course can raise; nothing where there is none."""
    translate = block.translator
    sentences = list_alerts(block, logbook, placement)
    if not sentences:
        return None
    heading = translate.count("{number} point to settle", "{number} points to settle", len(sentences))
    return tag(
        "section",
        {"class": "mk-part mk-alerts", "id": f"{anchor}-alerts"},
        tag("h3", {}, heading),
        tag("ul", {}, *(tag("li", {}, _sign(), tag("span", {}, each)) for each in sentences)),
    )


def list_alerts(block: LogbookBlock, logbook: Logbook, placement: Placement) -> list[str]:
    """Give each alert as what is so and what to do."""
    found = [_say(block, logbook, placement, each) for each in placement.alerts if each.kind != "competency_uncovered"]
    # The host knows the diploma; what this course hopes to see practised only the block knows.
    diploma = [each.competency for each in placement.alerts if each.kind == "competency_uncovered"]
    aims = aimed_competencies(placement)
    hoped = [each for each in block.document.competencies if each not in aims] if placement.missions else []
    if missing := list(dict.fromkeys([*diploma, *hoped])):
        found.append(_uncovered(block, logbook, placement, missing))
    return found


def _say(block: LogbookBlock, logbook: Logbook, placement: Placement, alert: Alert) -> str:
    translate = block.translator
    company, academic = tutor_name(block, placement, "company_tutor"), tutor_name(block, placement, "academic_tutor")
    since = day(block, alert.since)
    if alert.kind == "no_entry":
        return translate.count(
            "Nothing has been written for {number} day, since {day}. Write what you did today: two lines are enough.",
            "Nothing has been written for {number} days, since {day}. Write what you did today: two lines are enough.",
            alert.days,
            day=since,
        )
    if alert.kind == "no_review":
        return translate.count(
            "The period ended on {day}, {number} day ago, and nobody has reviewed it. Remind {company}; if it stays so, tell {academic}.",
            "The period ended on {day}, {number} days ago, and nobody has reviewed it. Remind {company}; if it stays so, tell {academic}.",
            alert.days,
            day=since,
            company=company,
            academic=academic,
        )
    return translate(
        "The mission “{mission}” names no competency, so that nothing done in it can count. Ask {academic} to complete it.",
        mission=isolated(_mission_text(placement, alert.mission)),
        academic=academic,
    )


def _uncovered(block: LogbookBlock, logbook: Logbook, placement: Placement, competencies: list[str]) -> str:
    translate = block.translator
    comma = "، " if translate.language == "ar" else ", "
    return translate(
        "No mission aims at: {competencies}. Talk to {academic}: a mission can be completed until the end of the contract.",
        competencies=comma.join(isolated(competency_text(block, logbook, each)) for each in competencies),
        academic=tutor_name(block, placement, "academic_tutor"),
    )


def _mission_text(placement: Placement, key: str) -> str:
    found: Mission | None = next((each for each in placement.missions if each.key == key), None)
    text = " ".join(found.text.split()) if found else ""
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()}…"


def _sign() -> Html:
    """Draw the triangle of an alert; the heading says it in words."""
    shape = '<path d="M12 3 22.5 21h-21z"/><path d="M12 10v5m0 2.4v.6"/>'
    return join(Html(f'<svg class="mk-sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{shape}</svg>'))
