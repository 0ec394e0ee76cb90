"""The logbook as JSON, for a phone and for tests: the same facts as the page, texts of the framework in the language being read."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from maslak_xblocks.logbook.wording import competency_text, localized, rating_text, review_state

if TYPE_CHECKING:
    from maslak_xblocks.logbook.block import LogbookBlock
    from maslak_xblocks.logbook.port import Defence, Entry, Hours, Logbook, Mission, Placement, Receipt, Review, Synthesis, Visit


def describe_logbook(block: LogbookBlock, logbook: Logbook | None) -> dict[str, Any] | None:
    """Give a logbook as plain JSON values; days and moments in ISO 8601, None where the learner cannot have one."""
    if logbook is None:
        return None
    return {
        "today": logbook.today.isoformat(),
        "contact": logbook.contact,
        "placements": [_placement(block, logbook, each) for each in logbook.placements],
        "competencies": {each.id: localized(block, each.titles)[0] for each in logbook.competencies},
        "levels": {each.key: localized(block, each.names)[0] for each in logbook.levels},
    }


def describe_receipt(receipt: Receipt) -> dict[str, Any]:
    """Give what the host kept, and when."""
    return {
        "key": receipt.key,
        "received_at": receipt.received_at.isoformat(),
        "revision": receipt.revision,
        "is_repeat": receipt.is_repeat,
    }


def _placement(block: LogbookBlock, logbook: Logbook, each: Placement) -> dict[str, Any]:
    return {
        "key": each.key,
        "company": each.company,
        "institution": localized(block, each.institution_names)[0],
        "company_tutor": each.company_tutor,
        "academic_tutor": each.academic_tutor,
        "starts_on": each.starts_on.isoformat(),
        "ends_on": each.ends_on.isoformat(),
        "state": each.state,
        "rhythm": {"academic_weeks": each.academic_weeks, "company_weeks": each.company_weeks},
        "can_write": each.can_write,
        "periods": [
            {
                "key": one.key,
                "kind": one.kind,
                "starts_on": _iso(one.starts_on),
                "ends_on": _iso(one.ends_on),
                "is_current": one.is_current,
                "paper_url": one.paper_url,
                "hours": _hours(one.hours),
            }
            for one in each.periods
        ],
        "missions": [_mission(one) for one in each.missions],
        "entries": [_entry(one) for one in each.entries],
        "older_entries": each.older_entries,
        "reviews": [_review(block, logbook, one) for one in each.reviews],
        "syntheses": [_synthesis(one) for one in each.syntheses],
        "alerts": [
            {
                "kind": one.kind,
                "since": _iso(one.since),
                "days": one.days,
                "period": one.period,
                "mission": one.mission,
                "competency": one.competency,
            }
            for one in each.alerts
        ],
        "step": {"kind": each.step.kind, "period": each.step.period, "mission": each.step.mission, "due_on": _iso(each.step.due_on)},
        "page_url": each.page_url,
        "visits": [_visit(one) for one in each.visits],
        "defence": _defence(each.defence),
    }


def _hours(each: Hours | None) -> dict[str, str] | None:
    """Give hours as decimals in strings, so that no program rounds them."""
    if each is None:
        return None
    names = ("planned", "present", "excused", "unexcused")
    return {name: format(getattr(each, name).normalize(), "f") for name in names}


def _visit(each: Visit) -> dict[str, Any]:
    return {
        "key": each.key,
        "planned_on": _iso(each.planned_on),
        "mode": each.mode,
        "visitor": each.visitor,
        "held_on": _iso(each.held_on),
        "attendees": each.attendees,
        "report": each.report,
    }


def _defence(each: Defence | None) -> dict[str, Any] | None:
    if each is None:
        return None
    return {
        "held_on": _iso(each.held_on),
        "place": each.place,
        "jury": list(each.jury),
        "outcome": each.outcome,
        "remark": each.remark,
    }


def _mission(each: Mission) -> dict[str, Any]:
    return {
        "key": each.key,
        "period": each.period,
        "text": each.text,
        "targets": [{"competency": one.competency, "level": one.level} for one in each.targets],
        "agreements": [{"role": one.role, "name": one.name, "at": _iso(one.at)} for one in each.agreements],
        "is_agreed": each.is_agreed,
        "is_confidential": each.is_confidential,
        "revision": each.revision,
    }


def _entry(each: Entry) -> dict[str, Any]:
    return {
        "key": each.key,
        "period": each.period,
        "done_on": each.done_on.isoformat(),
        "task": each.task,
        "competencies": list(each.competencies),
        "link": each.link,
        "file": {"name": each.file.name, "size": each.file.size, "url": each.file.url} if each.file else None,
        "is_confidential": each.is_confidential,
        "received_at": each.received_at.isoformat(),
        "supersedes": each.supersedes,
        "superseded_by": each.superseded_by,
    }


def _review(block: LogbookBlock, logbook: Logbook, each: Review) -> dict[str, Any]:
    counter = each.countersignature
    return {
        "key": each.key,
        "competency": each.competency,
        "title": competency_text(block, logbook, each.competency),
        "rating": each.rating,
        "rating_name": rating_text(block, logbook, each.rating),
        "name": each.name,
        "at": each.at.isoformat(),
        "comment": each.comment,
        "period": each.period,
        "entry": each.entry,
        "state": review_state(each),
        "countersignature": counter
        and {
            "name": counter.name,
            "at": counter.at.isoformat(),
            "agrees": counter.agrees,
            "rating": counter.rating,
            "comment": counter.comment,
        },
    }


def _synthesis(each: Synthesis) -> dict[str, Any]:
    return {
        "period": each.period,
        "text": each.text,
        "state": each.state,
        "revision": each.revision,
        "saved_at": _iso(each.saved_at),
        "submitted_at": _iso(each.submitted_at),
        "due_on": _iso(each.due_on),
    }


def _iso(at: date | datetime | None) -> str | None:
    return at.isoformat() if at else None
