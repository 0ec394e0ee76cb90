"""What an arrangement will mean, said before it is granted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext, ngettext

from maslak_companion.cohorts.arrangements.forms import ArrangementForm
from maslak_companion.cohorts.arrangements.order import Holder, Rivalry, list_rivals
from maslak_companion.cohorts.arrangements.page import Person, Roll
from maslak_companion.cohorts.arrangements.places import BlockChoice
from maslak_companion.offerings.granted import Grant
from maslak_companion.offerings.models import Offering
from maslak_companion.offerings.wording import list_words
from maslak_web.i18n import format_moment


@dataclass(frozen=True, slots=True)
class Preview:
    """The phrases of what is granted, sentences on what they change, and what counts before or after it."""

    words: Sequence[str]
    sentences: Sequence[str]
    before: Sequence[Rivalry]
    after: Sequence[Rivalry]


def make_preview(
    form: ArrangementForm,
    person: Person,
    block: BlockChoice | None,
    offering: Offering,
    *,
    current: Sequence[Holder],
    roll: Roll,
    at: datetime,
) -> Preview:
    """Return what the form would mean. `current` is what stands already, without what the form changes."""
    grant = Grant(form.token, form.terms, person.learner_id is not None, form.usage_key, at)
    before, after = list_rivals(Holder(grant, person.learner_id, person.group_id), current, roll.members)
    return Preview(list_words(form.terms), _list_sentences(form, person, block, offering), before, after)


def _list_sentences(form: ArrangementForm, person: Person, block: BlockChoice | None, offering: Offering) -> list[str]:
    terms, said = form.terms, []
    if person.group_id:
        said.append(
            ngettext(
                "%(num)d learner has it today, and whoever joins the group later has it too.",
                "%(num)d learners have it today, and whoever joins the group later has it too.",
                person.learners,
            )
        )
    if terms.extra_attempts and block and block.attempts:
        total = block.attempts + terms.extra_attempts
        said.append(gettext("%(total)d attempts in all instead of %(usual)d.", total=total, usual=block.attempts))
    elif terms.extra_attempts:
        said.append(gettext("The attempts are added wherever attempts are limited."))
    if terms.extra_time:
        said.append(gettext("The time is added wherever an attempt is timed."))
    if terms.opens_at and offering.opens_at:
        said.append(gettext("The course opens on %(moment)s for everybody else.", moment=format_moment(offering.opens_at)))
    if terms.closes_at and offering.closes_at:
        said.append(gettext("The course closes on %(moment)s for everybody else.", moment=format_moment(offering.closes_at)))
    if terms.excused:
        said.append(gettext("Nothing is expected here: it counts neither as missing nor as late, and the jury sees it."))
    said.append(gettext("What was answered already stays as it is."))
    return [str(each) for each in said]
