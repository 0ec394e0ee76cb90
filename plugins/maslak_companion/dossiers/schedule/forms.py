"""The form of a project's dates: moments in Moroccan time, as a browser's field writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from maslak_companion.dossiers.projects import Project
from maslak_companion.dossiers.schedule.services import Schedule
from maslak_companion.moments import read_moment, tidy_moment, write_moment

LATE_CHOICES: Final = ("", "0", "1", "2", "3", "7", "14")


@dataclass(slots=True)
class ScheduleForm:
    """The texts of the page's fields by name, the code of what is wrong with each, and the dates that they make."""

    texts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    schedule: Schedule = field(default_factory=Schedule)


def fill_form(schedule: Schedule) -> ScheduleForm:
    """Return the form as it shows what is set."""
    texts = {"opens_at": write_moment(schedule.opens_at), "closes_at": write_moment(schedule.closes_at)}
    texts |= {f"due-{stage}": write_moment(at) for stage, at in schedule.due.items()}
    texts["late_days"] = "" if schedule.late_days is None else str(schedule.late_days)
    texts |= {"teams_by": "learners" if schedule.teams_by_learners else "", "teams_until": write_moment(schedule.teams_until)}
    texts["version"] = str(schedule.version)
    return ScheduleForm(texts, {}, schedule)


def read_form(typed: Mapping[str, str], project: Project) -> ScheduleForm:
    """Read the form; `errors` says what cannot be kept."""
    form = ScheduleForm()
    opens_at, closes_at = _read_moment(form, typed, "opens_at"), _read_moment(form, typed, "closes_at")
    due = {stage.id: at for stage in project.stages if (at := _read_moment(form, typed, f"due-{stage.id}")) is not None}
    teams_until = _read_moment(form, typed, "teams_until")
    form.texts["teams_by"] = "learners" if typed.get("teams_by") == "learners" and project.team > 1 else ""
    late = typed.get("late_days", "")
    form.texts["late_days"] = late if late in LATE_CHOICES else ""
    version = typed.get("version", "")
    form.texts["version"] = version[:9]
    if opens_at and closes_at and closes_at <= opens_at:
        form.errors["closes_at"] = "closes_too_early"
    for stage, at in due.items():
        if (opens_at and at <= opens_at) or (closes_at and at > closes_at):
            form.errors[f"due-{stage}"] = "due_outside"
    late_days = int(form.texts["late_days"]) if form.texts["late_days"] else None
    known = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1
    form.schedule = Schedule(opens_at, closes_at, due, late_days, bool(form.texts["teams_by"]), teams_until, known)
    return form


def _read_moment(form: ScheduleForm, typed: Mapping[str, str], name: str) -> datetime | None:
    text = form.texts[name] = tidy_moment(typed.get(name, ""))
    try:
        return read_moment(text)
    except ValueError:
        form.errors[name] = "no_moment"
        return None
