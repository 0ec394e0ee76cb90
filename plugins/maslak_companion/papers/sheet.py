"""What stands on the paper: every word in the tutor's language, as plain values. Nothing here knows how it is laid out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import force_locale, gettext

from maslak_companion.classroom.frameworks import title_of
from maslak_companion.classroom.unit_page import level_names
from maslak_companion.logbooks.entries import EntryFacts
from maslak_companion.placements.missions import MissionFacts
from maslak_companion.sign_offs import wording
from maslak_companion.sign_offs.content import Claim
from maslak_domain.competency import Framework
from maslak_domain.language import Language, LocalizedText, direction, pick
from maslak_web.i18n import LOCALES, format_day


def describe_sheet(
    claim: Claim, language: Language, *, institution: LocalizedText, tutor: str, academic: str, framework: Framework
) -> dict[str, Any]:
    """Return the words of the page in a language, needing no request but its catalogues."""
    with force_locale(LOCALES[language]):
        return {
            "language": language,
            "direction": direction(language),
            "institution": pick(institution, language)[0],
            "facts": _describe_facts(claim, language, tutor, academic),
            "missions": [_describe_mission(each, framework, language) for each in claim.missions],
            "competencies": _describe_competencies(claim, framework, language),
            "entries": [_describe_entry(each, framework, language) for each in claim.entries],
            "words": _list_words(_name(claim, language)),
            "seen": list(wording.seen_words().values()),
            "ratings": list(wording.rating_words().values()),
            "digest": claim.digest,
        }


def read_direction(text: str) -> str:
    """Return the direction of a text that people wrote, from its first letter."""
    first = next((character for character in text if character.isalpha()), "")
    return "rtl" if "\u0590" <= first <= "\u08ff" or "\ufb1d" <= first <= "\ufefc" else "ltr"


def _name(claim: Claim, language: Language) -> str:
    return claim.learner.name_ar if language == "ar" else claim.learner.name_latin


def _said(text: str) -> dict[str, str]:
    return {"text": text, "direction": read_direction(text)}


def _describe_facts(claim: Claim, language: Language, tutor: str, academic: str) -> list[dict[str, Any]]:
    stay = gettext("%(first)s to %(last)s", first=format_day(claim.period.starts_on), last=format_day(claim.period.ends_on))
    facts = (
        (gettext("Apprentice"), _name(claim, language)),
        (gettext("Company"), claim.placement.company),
        (gettext("Stay at the company"), stay),
        (gettext("Company tutor"), tutor),
        (gettext("Academic tutor"), academic),
    )
    return [{"label": label, "value": _said(value)} for label, value in facts]


def _describe_mission(mission: MissionFacts, framework: Framework, language: Language) -> dict[str, Any]:
    targets = [
        {"title": pick(title_of(framework, each.competency), language)[0], "level": pick(level_names(each.level), language)[0]}
        for each in mission.targets
    ]
    return {"text": _said(mission.text), "targets": targets}


def _describe_competencies(claim: Claim, framework: Framework, language: Language) -> list[str]:
    return [pick(title_of(framework, key), language)[0] for key in claim.competencies]


def _describe_entry(entry: EntryFacts, framework: Framework, language: Language) -> dict[str, Any]:
    return {
        "day": format_day(entry.row.done_on),
        "task": _said(entry.row.task),
        "titles": [pick(title_of(framework, key), language)[0] for key in entry.row.competencies],
        "proofs": [*([_said(entry.file.name)] if entry.file else []), *([entry.row.link] if entry.row.link else [])],
    }


def _list_words(name: str) -> Mapping[str, str]:
    return {
        "title": gettext("Answer of the company tutor, on paper"),
        "intro": gettext(
            "Three questions, two minutes. Tick with a pen, sign, stamp, and give the sheet back to the apprentice or the school."
        ),
        "mission": gettext("The mission"),
        "level": gettext("Level aimed at"),
        "seen": gettext("Did you see %(name)s do this work?", name=name),
        "how_well": gettext("How well?"),
        "competency": gettext("Competency"),
        "remark": gettext("Anything to add?"),
        "instead": gettext("Or, instead of these three answers:"),
        "not_observed": gettext("I did not observe this work"),
        "disagreed": gettext("I do not agree with what is written (say why under 3)"),
        "no_longer_tutor": gettext("I am no longer the tutor of %(name)s", name=name),
        "signature": gettext("Signature of the company tutor"),
        "name": gettext("Name and post"),
        "date": gettext("Date"),
        "sign": gettext("Signature"),
        "stamp": gettext("Stamp of the company"),
        "entries": gettext("What the apprentice says was done"),
        "no_entry": gettext("Nothing was written for this stay yet."),
        "number": gettext("Paper number"),
        "digest": gettext("Digest of what is printed here"),
    }
