"""The logbook as its learner sees it, for a phone at the workplace first: what comes next, today's form, then everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from maslak_xblocks.frame import banner, bar, legend, ui
from maslak_xblocks.logbook.alerts import list_alerts, render_alerts, render_step
from maslak_xblocks.logbook.anchors import anchor_of
from maslak_xblocks.logbook.entries_page import name_stay, render_stay
from maslak_xblocks.logbook.entry_form import render_new_entry
from maslak_xblocks.logbook.follow_up_page import render_follow_up
from maslak_xblocks.logbook.guidance import render_guidance, render_questions
from maslak_xblocks.logbook.notices import list_empty_sentences, render_closed, render_notice, script_words
from maslak_xblocks.logbook.period_page import render_contract, render_now
from maslak_xblocks.logbook.synthesis_page import render_syntheses
from maslak_xblocks.logbook.timeline import arrange, thread_entries
from maslak_xblocks.markup import Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.logbook.block import LogbookBlock
    from maslak_xblocks.logbook.port import Logbook, Placement
    from maslak_xblocks.logbook.timeline import Stay


def render_logbook(block: LogbookBlock) -> Html:
    """Give the block in the language being read."""
    # The live region stands outside what a script replaces, so that what is said there is heard.
    note = tag("p", {"class": "mk-note", "role": "status", "tabindex": "-1", "data-note": True, **script_words(block)})
    content = tag("div", {"class": "mk-lb", "data-logbook": True}, render_content(block))
    return join(bar(block), banner(block), note, content)


def render_content(block: LogbookBlock) -> Html:
    """Give what a script replaces after each change."""
    translate, logbook = block.translator, block.logbook
    if not block.learner.key:
        return render_notice(block, translate("A logbook belongs to its learner and the two tutors. Sign in to see yours."))
    if block.is_away:
        return render_notice(
            block,
            translate(
                "The server that keeps your logbook does not answer just now. Nothing is lost: what you wrote on this device stays here."
            ),
        )
    if logbook is None:
        return render_notice(
            block,
            translate(
                "Your logbook is kept by your institution, not by this platform. "
                "Sign in to your institution’s Maslak to write today’s entry."
            ),
        )
    if not logbook.placements:
        return join(render_notice(block, *list_empty_sentences(block, logbook)), render_guidance(block, is_open=True))
    shown = logbook.placements if block.document.show == "all" else logbook.placements[:1]
    return join(*(_placement(block, logbook, each) for each in shown))


def render_author(block: LogbookBlock) -> Html:
    """Give an author what a learner will find; nobody's logbook is shown in Studio."""
    translate, document = block.translator, block.document
    text = document.variants[block.language].body
    shown = translate("Everything since the beginning") if document.show == "all" else translate("The running contract and what is open")
    aims = tag("bdi", {"dir": "ltr"}, ", ".join(document.competencies)) if document.competencies else None
    told = translate(
        "Each learner in alternance sees their own logbook here: today’s entry, missions, reviews, synthesis. "
        "Tutors sign on a page of their own; this block marks nothing."
    )
    return join(
        tag("h2", {"class": "mk-title"}, text.title),
        tag("div", ui(block), legend(shown, aims)),
        tag("div", {"class": "mk-text"}, text.html),
        _asked(block, translate("Questions for an entry"), "entry"),
        _asked(block, translate("Questions for the synthesis"), "synthesis"),
        render_notice(block, told),
    )


def _asked(block: LogbookBlock, title: str, purpose: str) -> Html | None:
    questions = render_questions(block, purpose)  # type: ignore[arg-type]
    return join(tag("h3", ui(block), title), questions) if questions else None


def render_parts(block: LogbookBlock, logbook: Logbook, written: str) -> Mapping[str, str] | None:
    """Give what an entry that was just written changes on the page, by the names of its parts: the rest need not be sent anew.

    None where the entry is not among those that are shown: nobody can say then what it changed.
    """
    placement = next((each for each in logbook.placements if any(entry.key == written for entry in each.entries)), None)
    periods = _list_periods(placement, written) if placement else None
    if placement is None or periods is None:
        return None
    anchor, stays = anchor_of(block, placement.key), _arrange(block, logbook, placement)
    parts = {
        f"{anchor}-head": _head(block, logbook, placement, anchor),
        f"{anchor}-new": render_new_entry(block, logbook, placement, anchor=anchor),
        f"{anchor}-told": _told(block, logbook, placement, anchor),
    }
    if len(placement.entries) == 1:
        parts[f"{anchor}-entries"] = _entries(block, logbook, placement, stays, anchor)
    else:
        # A correction may stand in another period than what it corrects; both change.
        changed = [stay for stay in stays if stay.period is None or stay.period.key in periods]
        parts |= {name_stay(block, placement, stay): render_stay(block, logbook, placement, stay) for stay in changed}
    return {name: block.with_addresses(part) for name, part in parts.items() if part is not None}


def _list_periods(placement: Placement, key: str) -> set[str] | None:
    """Give the period of an entry and those of what it corrected."""
    threads = thread_entries(placement.entries, ())
    whole = next((each for each in threads if key in {each.entry.key, *(past.key for past in each.earlier)}), None)
    return {each.period for each in (whole.entry, *whole.earlier)} if whole else None


def _arrange(block: LogbookBlock, logbook: Logbook, placement: Placement) -> tuple[Stay, ...]:
    # A contract that is over has no present: then everything is shown.
    is_whole = block.document.show == "all" or placement.state in ("finished", "broken")
    return arrange(placement, logbook.today, everything=is_whole)


def _head(block: LogbookBlock, logbook: Logbook, placement: Placement, anchor: str) -> Html:
    step, points = render_step(block, placement, anchor=anchor), _points(block, logbook, placement, anchor)
    return tag("div", {"data-part": f"{anchor}-head", **ui(block)}, step, points)


def _told(block: LogbookBlock, logbook: Logbook, placement: Placement, anchor: str) -> Html:
    return tag("div", {"data-part": f"{anchor}-told"}, render_alerts(block, logbook, placement, anchor=anchor))


def _entries(block: LogbookBlock, logbook: Logbook, placement: Placement, stays: Sequence[Stay], anchor: str) -> Html:
    return tag(
        "section",
        {"class": "mk-part", "id": f"{anchor}-entries", "data-part": f"{anchor}-entries"},
        tag("h3", {"tabindex": "-1"}, block.translator("My entries")),
        *(render_stay(block, logbook, placement, each) for each in stays),
        _nothing_written(block) if not placement.entries else None,
        _rest(block, placement),
    )


def _placement(block: LogbookBlock, logbook: Logbook, placement: Placement) -> Html:
    anchor, stays = anchor_of(block, placement.key), _arrange(block, logbook, placement)
    return join(
        _head(block, logbook, placement, anchor),
        render_guidance(block, is_open=not placement.entries and placement.can_write),
        render_new_entry(block, logbook, placement, anchor=anchor),
        tag(
            "div",
            ui(block),
            render_contract(block, placement),
            render_closed(block, placement),
            _told(block, logbook, placement, anchor),
            render_now(block, logbook, placement, anchor=anchor),
            _entries(block, logbook, placement, stays, anchor),
            render_syntheses(block, placement, stays, anchor=anchor),
            render_follow_up(block, placement, anchor=anchor),
        ),
    )


def _points(block: LogbookBlock, logbook: Logbook, placement: Placement, anchor: str) -> Html | None:
    number = len(list_alerts(block, logbook, placement))
    if not number:
        return None
    words = block.translator.count("{number} point to settle", "{number} points to settle", number)
    return tag("p", {"class": "mk-points"}, tag("a", {"href": f"#{anchor}-alerts"}, words))


def _nothing_written(block: LogbookBlock) -> Html:
    return tag("p", {"class": "mk-soft"}, block.translator("Nothing is written yet. Each entry appears here at once, newest first."))


def _rest(block: LogbookBlock, placement: Placement) -> Html | None:
    """Lead to the whole logbook, where there is such a page."""
    translate, older = block.translator, placement.older_entries
    counted = ""
    if older:
        counted = translate.count("{number} older entry is not shown here.", "{number} older entries are not shown here.", older)
    link = tag("a", {"href": placement.page_url}, translate("My whole logbook")) if placement.page_url else None
    return tag("p", {"class": "mk-links"}, counted, " " if counted and link else None, link) if counted or link else None
