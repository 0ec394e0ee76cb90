"""The placements room's codes in words for people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from flask_babel import gettext, ngettext

from maslak_companion.placements.reading import PlacementFacts
from maslak_companion.sign_offs.models import Countersignature
from maslak_xblocks.logbook.port import Agreement, Alert


def kind_words() -> dict[str, str]:
    """Return where a period is spent."""
    return {"academic": gettext("At school"), "company": gettext("At the company")}


def state_words() -> dict[str, str]:
    """Return the states of a contract."""
    return {
        "planned": gettext("To begin"),
        "running": gettext("Running"),
        "finished": gettext("Over"),
        "broken": gettext("Broken off"),
    }


def frame_words() -> dict[str, str]:
    """Return the legal frames of a contract."""
    return {
        "": gettext("Not said"),
        "apprenticeship": gettext("Apprenticeship (Law 12-00)"),
        "alternance": gettext("Alternance (Law 36-96)"),
        "internship": gettext("Internship agreement"),
    }


def role_words() -> dict[str, str]:
    """Return the three who agree to a mission."""
    return {
        "learner": gettext("Learner"),
        "company_tutor": gettext("Company tutor"),
        "academic_tutor": gettext("Academic tutor"),
    }


def agreement_words(agreement: Agreement) -> str:
    """Return whether one of the three agreed."""
    state = gettext("agreed") if agreement.at else gettext("not yet")
    words: str = gettext("%(role)s: %(state)s", role=role_words()[agreement.role], state=state)
    return words


def describe_alerts(alerts: Sequence[Alert], title: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return each alert as what is so and what to do; competencies without a mission are one alert, by their titles."""
    found = [(_alert_words(each), advice_words()[each.kind]) for each in alerts if each.kind != "competency_uncovered"]
    uncovered = [title(each.competency) for each in alerts if each.kind == "competency_uncovered"]
    if uncovered:
        words = ngettext(
            "%(num)d competency of the diploma was never practised at the company",
            "%(num)d competencies of the diploma were never practised at the company", len(uncovered),
        )  # fmt: skip
        # Each title in its own direction, and a sign between them that every language reads alike.
        titles = " · ".join(f"\u2068{each}\u2069" for each in uncovered)
        whole = gettext("%(what)s: %(which)s", what=words, which=titles)
        found.append((whole, advice_words()["competency_uncovered"]))
    return found


def advice_words() -> dict[str, str]:
    """Return what to do about each alert, and who."""
    return {
        "no_entry": gettext("The academic tutor: call the learner. Two lines a day are enough."),
        "no_review": gettext("The school: remind the company tutor, give a new link, or make a paper to sign."),
        "mission_without_competency": gettext("The academic tutor: name the competencies, or nothing done in it can count."),
        "competency_uncovered": gettext("The academic tutor: write a mission that aims at it, or agree with the company on another one."),
    }


def _alert_words(alert: Alert) -> str:
    words: str
    if alert.kind == "no_entry":
        words = ngettext(
            "%(num)d day at the company without an entry", "%(num)d days at the company without an entry", alert.days
        )  # fmt: skip
    elif alert.kind == "no_review":
        words = ngettext(
            "No answer of the company tutor %(num)d day after the stay", "No answer of the company tutor %(num)d days after the stay",
            alert.days,
        )  # fmt: skip
    else:
        words = gettext("A mission names no competency")
    return words


def list_needs(facts: PlacementFacts, *, has_link: bool, today: date) -> list[str]:
    """Return who must do what on a day, in the order in which it blocks the rest."""
    placement = facts.placement
    if placement.state in ("broken", "planned") and not placement.missions:
        return []
    needs = []
    if facts.tutor_left:
        needs.append(gettext("The registrar’s office: name another company tutor"))
    elif facts.tutor_id is None:
        needs.append(gettext("The registrar’s office: name the company tutor"))
    elif not has_link:
        needs.append(gettext("The school: give the company tutor a link"))
    if not placement.missions:
        needs.append(gettext("The academic tutor: write the mission"))
    waiting = {each.role for mission in placement.missions for each in mission.agreements if each.at is None}
    if "academic_tutor" in waiting:
        needs.append(gettext("The academic tutor: agree to the mission"))
    if "learner" in waiting:
        needs.append(gettext("The learner: agree to the mission"))
    answers = [each for each in facts.sign_offs.values() if each.kind != "no_longer_tutor"]
    if any(each.id not in facts.countersignatures for each in answers):
        needs.append(gettext("The academic tutor: answer the company tutor"))
    if any(each.kind == "signed" and is_declined(facts.countersignatures.get(each.id)) for each in answers):
        needs.append(gettext("The company tutor: answer again, for the school did not countersign"))
    if any(each.held_on is None and each.planned_on < today for each in placement.visits):
        needs.append(gettext("The academic tutor: report the visit, or call it off"))
    return needs


def is_declined(said: Countersignature | None) -> bool:
    """Say whether the academic tutor spoke about an answer and does not stand for it."""
    return said is not None and not said.is_countersigned


def event_words() -> dict[str, str]:
    """Return what can happen to a placement."""
    return {
        "created": gettext("Contract entered"),
        "amended": gettext("Contract amended"),
        "broken_off": gettext("Contract broken off"),
        "tutor_left": gettext("The company tutor is no longer the tutor"),
        "period_added": gettext("Period added"),
        "periods_laid_out": gettext("Periods laid out from the rhythm"),
        "period_removed": gettext("Period removed"),
        "mission_written": gettext("Mission written"),
        "mission_revised": gettext("Mission revised"),
        "mission_withdrawn": gettext("Mission withdrawn"),
        "tutor_signed": gettext("The company tutor signed"),
        "tutor_not_observed": gettext("The company tutor observed nothing"),
        "tutor_disagreed": gettext("The company tutor does not agree"),
        "tutor_no_longer_tutor": gettext("The company tutor answered: no longer the tutor"),
        "countersigned": gettext("The academic tutor countersigned"),
        "not_countersigned": gettext("The academic tutor did not countersign"),
        "link_made": gettext("Link given to the company tutor"),
        "link_withdrawn": gettext("Link of the company tutor closed"),
        "paper_made": gettext("Paper made for the company tutor"),
        "paper_received": gettext("Signed paper received"),
        "hours_noted": gettext("Hours entered"),
        "visit_planned": gettext("Visit planned"),
        "visit_held": gettext("Visit reported"),
        "visit_amended": gettext("Report of a visit amended"),
        "visit_cancelled": gettext("Visit called off"),
        "defence_set": gettext("Defence set"),
        "defence_decided": gettext("Outcome of the defence entered"),
    }


def error_words() -> dict[str, str]:
    """Return what is wrong with a field, by its reason."""
    return {
        "missing": gettext("This is needed."),
        "too_long": gettext("This is too long."),
        "no_contact": gettext("Enter an e-mail address or a telephone number."),
        "not_an_address": gettext("This is not an e-mail address."),
        "not_a_date": gettext("Write the date as day/month/year."),
        "before_start": gettext("The last day comes after the first."),
        "outside_contract": gettext("The period must lie within the contract."),
        "overlaps": gettext("Another period already holds one of these days."),
        "weeks": gettext("Write a number of weeks, at most 52."),
        "targets": gettext("Choose each competency once."),
        "unknown": gettext("Choose one of the list."),
        "hours": gettext("Write a number of hours, such as 35 or 7.5."),
        "more_absent": gettext("The absences are more than the hours that were planned."),
        "not_past": gettext("This day has not come yet, or lies before the contract."),
        "unknown_learner": gettext("No learner here has this student number."),
    }
