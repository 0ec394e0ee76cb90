"""The fields of an entry: the day, what was done, which competencies, whether it is confidential, and what proves it."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from maslak_xblocks.frame import hidden_field
from maslak_xblocks.logbook.port import LARGEST_FILE, LONGEST_LINK, LONGEST_TASK, Entry
from maslak_xblocks.logbook.timeline import aimed_competencies, is_bound_to_secrecy
from maslak_xblocks.logbook.wording import competency_name, isolated, rating_text
from maslak_xblocks.markup import Attributes, Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.logbook.block import LogbookBlock
    from maslak_xblocks.logbook.port import Logbook, Placement

_ACCEPTED: Final = "image/jpeg,image/png,application/pdf,.docx,.xlsx,.pptx"


def render_fields(block: LogbookBlock, logbook: Logbook, placement: Placement, entry: Entry | None, place: str) -> list[Html | None]:
    """Give the fields of an entry, filled with one that is being corrected."""
    translate, known = block.translator, entry or Entry("", logbook.today, "", (), block.host.now())
    days: Attributes = {
        "type": "date",
        "name": "done_on",
        "id": f"{place}-day",
        "required": True,
        "value": min(known.done_on, placement.ends_on).isoformat(),
        "min": placement.starts_on.isoformat(),
        "max": min(logbook.today, placement.ends_on).isoformat(),
    }
    task: Attributes = {
        "name": "task",
        "id": f"{place}-task",
        "rows": 4,
        "required": True,
        "maxlength": LONGEST_TASK,
        "dir": "auto",
    }
    return [
        hidden_field("request_key", secrets.token_hex(12)),
        _labelled(f"{place}-day", translate("Day"), tag("input", days)),
        _labelled(f"{place}-task", translate("What I did"), tag("textarea", task, known.task)),
        _competencies(block, logbook, placement, known),
        _secrecy(block, placement, known, place),
        _evidence(block, known, place),
    ]


def _labelled(place: str, label: str, control: Html) -> Html:
    return tag("div", {"class": "mk-f"}, tag("label", {"for": place}, label), control)


def _competencies(block: LogbookBlock, logbook: Logbook, placement: Placement, known: Entry) -> Html:
    translate = block.translator
    aims = aimed_competencies(placement, block.document.competencies)
    shown = tuple(dict.fromkeys([*aims, *known.competencies]))
    if not shown:
        words = translate("Your missions name no competency yet. Write all the same: the day stays in your logbook.")
        return tag("p", {"class": "mk-soft"}, words)
    levels = {target.competency: target.level for mission in placement.missions for target in mission.targets}
    lines = []
    for key in shown:
        box = tag("input", {"type": "checkbox", "name": f"competency.{key}", "value": "on", "checked": key in known.competencies})
        aim = translate("aim: {level}", level=rating_text(block, logbook, levels[key])) if key in levels else None
        lines.append(tag("label", {"class": "mk-tick"}, box, tag("span", {}, competency_name(block, logbook, key), _aside(aim))))
    return tag("fieldset", {"class": "mk-f"}, tag("legend", {}, translate("Competencies I used")), *lines)


def _aside(words: str | None) -> Html | None:
    return tag("small", {}, words) if words else None


def _secrecy(block: LogbookBlock, placement: Placement, known: Entry, place: str) -> Html:
    """Give the switch with what it means in plain words, before it is thrown."""
    translate, bound = block.translator, is_bound_to_secrecy(placement)
    box = tag(
        "input",
        {
            "type": "checkbox",
            "name": "is_confidential",
            "value": "on",
            "checked": bound or known.is_confidential,
            "disabled": bound,
            "aria-describedby": f"{place}-secret",
        },
    )
    told = translate(
        "Your two tutors read it all the same. Your institution passes on only the competency and its level, never your words, "
        "the link or the file. Passwords and names of customers belong in no entry."
    )
    if bound:
        told = f"{translate('Your mission is confidential, and so is every entry about it.')} {told}"
    return tag(
        "div",
        {"class": "mk-f mk-secret"},
        tag("label", {"class": "mk-tick"}, box, tag("span", {}, translate("Confidential"))),
        tag("p", {"class": "mk-soft", "id": f"{place}-secret"}, told),
    )


def _evidence(block: LogbookBlock, known: Entry, place: str) -> Html:
    translate = block.translator
    link: Attributes = {
        "type": "url",
        "name": "link",
        "id": f"{place}-link",
        "dir": "ltr",
        "value": known.link,
        "maxlength": LONGEST_LINK,
        "pattern": "https://.+",
        "placeholder": "https://",
    }
    file: Attributes = {"type": "file", "name": "file", "id": f"{place}-file", "accept": _ACCEPTED, "data-cap": LARGEST_FILE}
    size = translate("One photo or document, at most {number} MB.", number=LARGEST_FILE // 2**20)
    kept = None
    if known.file:
        box = tag("input", {"type": "checkbox", "name": "drops_file", "value": "on"})
        words = translate("Leave out the file {name}", name=isolated(known.file.name))
        kept = tag("label", {"class": "mk-tick"}, box, tag("span", {}, words))
    return tag(
        "details",
        {"class": "mk-evidence", "open": bool(known.link or known.file)},
        tag("summary", {}, translate("Add a link or a file")),
        _labelled(f"{place}-link", translate("Link (https)"), tag("input", link)),
        kept,
        _labelled(f"{place}-file", translate("File"), join(tag("input", file), tag("p", {"class": "mk-soft"}, size))),
    )
