"""What a registrar typed on the jury page: read it, and keep it word for word when something is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from maslak_companion.offerings.models import Offering
from maslak_companion.results.drafts import Draft, Line
from maslak_companion.results.errors import InvalidMarkError
from maslak_companion.results.marks import parse_mark
from maslak_domain.language import InvalidNumberError, Language, format_decimal, to_western_digits
from maslak_domain.result import Decision

_LONGEST_REFERENCE = 80
_DECISIONS = frozenset(decision.value for decision in Decision)


@dataclass(slots=True)
class JuryForm:
    """The texts of the page's fields, and the code of what is wrong with each; keys are the names of the fields."""

    texts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    draft: Draft = field(default_factory=Draft)


def fill_form(draft: Draft, language: Language) -> JuryForm:
    """Return the form as it shows what is already recorded."""
    texts = {"jury_on": draft.jury_on.isoformat() if draft.jury_on else "", "minutes_ref": draft.minutes_ref}
    for learner_id, line in draft.lines.items():
        texts[f"mark-{learner_id}"] = "" if line.mark is None else format_decimal(line.mark, language)
        texts[f"decision-{learner_id}"] = line.decision.value if line.decision else ""
    return JuryForm(texts=texts, draft=draft)


def read_form(typed: Mapping[str, str], learner_ids: Sequence[UUID], offering: Offering, language: Language) -> JuryForm:
    """Read the form; `errors` holds a code for each field that cannot be read, and the draft is whole only without any."""
    form = JuryForm(texts={name: text[:200] for name, text in typed.items()})
    lines = {learner_id: _read_line(form, learner_id, offering, language) for learner_id in learner_ids}
    minutes_ref = form.texts.get("minutes_ref", "").strip()
    if len(minutes_ref) > _LONGEST_REFERENCE:
        form.errors["minutes_ref"] = "too_long"
    form.draft = Draft(_read_date(form), minutes_ref, lines)
    return form


def _read_line(form: JuryForm, learner_id: UUID, offering: Offering, language: Language) -> Line:
    mark = None
    try:
        mark = parse_mark(form.texts.get(f"mark-{learner_id}", ""), language, scale=offering.scale, step=offering.rounding)
    except (InvalidNumberError, InvalidMarkError) as error:
        form.errors[f"mark-{learner_id}"] = str(error.params.get("reason", error.code))
    text = form.texts.get(f"decision-{learner_id}", "")
    if text and text not in _DECISIONS:
        form.errors[f"decision-{learner_id}"] = "unknown_decision"
        return Line(mark)
    return Line(mark, Decision(text) if text else None)


def _read_date(form: JuryForm) -> date | None:
    text = to_western_digits(form.texts.get("jury_on", "")).strip()
    for pattern in ("%Y-%m-%d", "%d/%m/%Y") if text else ():
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 (the day of a jury has no time zone)
        except ValueError:
            continue
    if text:
        form.errors["jury_on"] = "not_a_date"
    return None
