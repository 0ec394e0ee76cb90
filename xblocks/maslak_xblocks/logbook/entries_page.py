"""The timeline: what was done, what it said before a correction, and what the tutors say, in words and in a shape each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maslak_xblocks.frame import star
from maslak_xblocks.logbook.anchors import anchor_of
from maslak_xblocks.logbook.draft import is_safe_link
from maslak_xblocks.logbook.entry_form import render_correction
from maslak_xblocks.logbook.follow_up_page import render_hours
from maslak_xblocks.logbook.wording import (
    competency_name,
    day,
    isolated,
    moment,
    named,
    period_name,
    rating_text,
    review_state,
    written,
)
from maslak_xblocks.markup import Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.logbook.block import LogbookBlock
    from maslak_xblocks.logbook.port import Countersignature, Entry, Logbook, Placement, Review
    from maslak_xblocks.logbook.timeline import Stay, Thread

# The shape that stands for each state, beside its words.
SHAPES = {"signed": "full", "waiting": "half", "disputed": "dot", "unseen": "none"}


def render_stay(block: LogbookBlock, logbook: Logbook, placement: Placement, stay: Stay) -> Html:
    """Give one period: its entries, newest first, and the reviews of the whole."""
    translate = block.translator
    title = period_name(block, stay.period) if stay.period else translate("Outside the periods")
    empty = tag("p", {"class": "mk-soft"}, translate("No entry in this period."))
    entries = [_thread(block, logbook, placement, each) for each in stay.threads]
    reviews = None
    if stay.reviews:
        lines = [render_review(block, logbook, each) for each in stay.reviews]
        reviews = join(tag("h5", {}, translate("About the whole period")), tag("ul", {"class": "mk-reviews"}, *lines))
    return tag(
        "div",
        {"class": "mk-stay", "data-part": name_stay(block, placement, stay)},
        tag("h4", {}, title),
        render_hours(block, stay.period),
        reviews,
        tag("ol", {"class": "mk-timeline"}, *entries) if entries else empty,
        _paper(block, stay),
    )


def name_stay(block: LogbookBlock, placement: Placement, stay: Stay) -> str:
    """Name the part of the page that a period is."""
    return anchor_of(block, placement.key, "stay", stay.period.key if stay.period else "")


def _paper(block: LogbookBlock, stay: Stay) -> Html | None:
    """Lead to the sheet that a tutor without a telephone signs by hand."""
    if stay.period is None or not stay.period.paper_url:
        return None
    words = block.translator("My tutor has no telephone: a sheet to sign by hand")
    return tag("p", {"class": "mk-links"}, tag("a", {"href": stay.period.paper_url}, words))


def render_review(block: LogbookBlock, logbook: Logbook, review: Review) -> Html:
    """Give what the tutors say of one competency, and how far it counts."""
    state = review_state(review)
    lines = [
        tag("p", {}, tag("strong", {}, competency_name(block, logbook, review.competency))),
        tag("p", {"class": "mk-state"}, _state_words(block, logbook, review, state)),
        tag("p", {"class": "mk-soft"}, _opinion(block, logbook, review)),
        written(review.comment) if review.comment else None,
    ]
    counter = review.countersignature
    if counter and (not counter.agrees or counter.comment or counter.rating != review.rating):
        words = block.translator(
            "{name}, academic tutor, on {day}: {rating}",
            name=isolated(counter.name),
            day=day(block, counter.at),
            rating=_counter_text(block, logbook, counter),
        )
        lines += [tag("p", {"class": "mk-soft"}, words), written(counter.comment) if counter.comment else None]
    return tag("li", {"class": f"mk-review mk-is-{state}"}, star(SHAPES[state]), tag("div", {}, *lines))


def _counter_text(block: LogbookBlock, logbook: Logbook, counter: Countersignature) -> str:
    """Give the academic tutor's own rating; whoever does not stand for a review need not have one."""
    if not counter.agrees and counter.rating == "not_observed":
        return block.translator("not confirmed")
    return rating_text(block, logbook, counter.rating)


def _state_words(block: LogbookBlock, logbook: Logbook, review: Review, state: str) -> str:
    translate, level = block.translator, rating_text(block, logbook, review.counted)
    return {
        "signed": translate("{level}, signed by both tutors", level=level),
        "waiting": translate("{level}, says the company. It counts once your academic tutor countersigns", level=level),
        "disputed": translate("The tutors disagree. Nothing counts until they have talked"),
        "unseen": translate("Not observed: nothing is lost, it can be seen in another period"),
    }[state]


def _opinion(block: LogbookBlock, logbook: Logbook, review: Review) -> str:
    return block.translator(
        "{name}, company tutor, on {day}: {rating}",
        name=isolated(review.name),
        day=day(block, review.at),
        rating=rating_text(block, logbook, review.rating),
    )


def _thread(block: LogbookBlock, logbook: Logbook, placement: Placement, thread: Thread) -> Html:
    translate, entry = block.translator, thread.entry
    earlier = None
    if thread.earlier:
        count = translate.count("Corrected: {number} earlier text", "Corrected: {number} earlier texts", len(thread.earlier))
        texts = [tag("div", {"class": "mk-earlier"}, *_body(block, logbook, each)) for each in thread.earlier]
        earlier = tag("details", {"class": "mk-before"}, tag("summary", {}, count), *texts)
    reviews = [render_review(block, logbook, each) for each in thread.reviews]
    can_correct = placement.can_write and not entry.superseded_by
    return tag(
        "li",
        {"class": "mk-entry", "data-entry": entry.key},
        *_body(block, logbook, entry),
        tag("ul", {"class": "mk-reviews"}, *reviews) if reviews else None,
        earlier,
        render_correction(block, logbook, placement, entry) if can_correct else None,
    )


def _body(block: LogbookBlock, logbook: Logbook, entry: Entry) -> list[Html | None]:
    translate = block.translator
    secret = translate("Confidential: only its competencies and levels leave your institution") if entry.is_confidential else ""
    names = [tag("li", {}, competency_name(block, logbook, each)) for each in entry.competencies]
    received = translate("received {moment}", moment=moment(block, entry.received_at))
    replaced = f" · {translate('replaced by a correction')}" if entry.superseded_by else ""
    return [
        tag("p", {"class": "mk-day"}, day(block, entry.done_on)),
        tag("p", {"class": "mk-tag"}, secret) if secret else None,
        written(entry.task),
        tag("ul", {"class": "mk-aims"}, *names) if names else None,
        _evidence(block, entry),
        tag("p", {"class": "mk-soft mk-received"}, f"{received}{replaced}"),
    ]


def _evidence(block: LogbookBlock, entry: Entry) -> Html | None:
    translate, links = block.translator, []
    if entry.link and is_safe_link(entry.link):
        links.append(tag("a", {"href": entry.link, "rel": "noopener noreferrer nofollow", "dir": "ltr"}, entry.link))
    elif entry.link:
        # What a page must not lead to is still what was written.
        links.append(tag("bdi", {"dir": "ltr"}, entry.link))
    if entry.file and entry.file.url:
        links.append(tag("a", {"href": entry.file.url}, named(entry.file.name), f" ({_size(block, entry.file.size)})"))
    elif entry.file:
        links.append(named(entry.file.name))
    if not links:
        return None
    return tag("div", {"class": "mk-proof"}, tag("span", {"class": "mk-soft"}, translate("Evidence:")), *links)


def _size(block: LogbookBlock, size: int) -> str:
    translate = block.translator
    if size < 2**20:
        return translate("{number} kB", number=max(1, size // 1024))
    return translate("{number} MB", number=round(size / 2**20))
