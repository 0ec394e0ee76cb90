"""The one thing that comes next for a learner in alternance. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from maslak_companion.placements.alerts import REVIEW_WITHIN
from maslak_companion.placements.models import Placement
from maslak_xblocks.logbook import port


def choose_step(
    row: Placement, missions: Sequence[port.Mission], syntheses: Sequence[port.Synthesis], reviews: Sequence[port.Review],
    alerts: Sequence[port.Alert], today: date, last_entry_on: date | None, *, is_at_company: bool = False,
) -> port.Step:  # fmt: skip
    """Return what the learner should do first: agree, then talk, then write, then hand in; waiting is the last thing."""
    if row.broken_on is not None:
        return port.Step("nothing")
    for mission in missions:
        if mission.waits_for_learner:
            return port.Step("agree_mission", period=mission.period, mission=mission.key)
    for review in reviews:
        if review.is_disputed:
            return port.Step("talk_about_disagreement", period=review.period)
    is_running, has_written_today = row.starts_on <= today <= row.ends_on, last_entry_on == today
    if any(alert.kind == "no_entry" for alert in alerts) or (last_entry_on is None and is_running):
        return port.Step("write_entry")
    for synthesis in syntheses:
        # It is asked for once the stay is over; before that, there is still something to come.
        if synthesis.state != "submitted" and synthesis.due_on is not None and today > synthesis.due_on - REVIEW_WITHIN:
            kind: port.StepKind = "submit_synthesis" if synthesis.state == "draft" else "write_synthesis"
            return port.Step(kind, period=synthesis.period, due_on=synthesis.due_on)
    # A company tutor agrees by signing, at the end of a stay: meanwhile there is a day to tell of.
    if is_at_company and not has_written_today:
        return port.Step("write_entry")
    if any(not mission.is_agreed for mission in missions) or any(review.countersignature is None for review in reviews):
        return port.Step("wait_for_tutors")
    return port.Step("write_entry") if is_running else port.Step("nothing")
