"""The lab as a learner sees it: what it takes, the data, the questions, the result."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from maslak_xblocks.clock_page import render_clock, say_time, say_timed_out
from maslak_xblocks.figures import day_time, percent
from maslak_xblocks.frame import banner, bar, focusable, form, hidden_field, legend, star, ui
from maslak_xblocks.handing_in import HandInWords, OpenQuestion, render_hand_in
from maslak_xblocks.host import HostRating
from maslak_xblocks.lab.attempt import attempts_left, next_begins_at
from maslak_xblocks.lab.contract import Situation, describe_progress
from maslak_xblocks.lab.data_page import render_data
from maslak_xblocks.lab.task_card import render_task
from maslak_xblocks.markup import Html, capital, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.lab.block import LabBlock


def render_lab(block: LabBlock, situation: Situation, ratings: Sequence[HostRating]) -> Html:
    """Give the whole lab: what it asks, where the learner stands, the data, the questions, the result."""
    intro = tag("div", {"class": "mk-text mk-intro"}, block.document.variants[block.language].body.html)
    head = join(bar(block), banner(block), intro)
    if not block.learner.key:
        sign_in = tag("p", {"class": "mk-banner", **ui(block)}, block.translator("Sign in to begin."))
        return join(head, render_needs(block, situation), sign_in)
    if situation.attempt is None:
        return join(head, _words(block), render_start(block, situation))
    translate = block.translator
    tasks = [render_task(block, situation, task) for task in situation.document.tasks]
    return join(
        head,
        _words(block),
        render_clock(block, situation.attempt, situation.rules.arrangement, situation.now),
        tag("div", {"data-track": True}, render_track(block, situation)),
        tag("div", {"data-result": True}, render_result(block, situation, ratings)),
        render_data(block, situation),
        tag("h3", {**ui(block)}, translate("Questions")),
        tag("ol", {"class": "mk-tasks", "data-attempt": situation.attempt.number}, *tasks),
        tag("div", {"data-end": True}, render_end(block, situation)),
    )


def _words(block: LabBlock) -> Html:
    """Give the script the interface's words; the live region for refusals is there from the start."""
    translate = block.translator
    words = {
        "phone": translate("Not sent: no connection. What you wrote is still here; send it again when the connection is back."),
        "sending": translate("Sending…"),
        "signin": translate("Not sent: sign in again first."),
        "empty": translate("Write an answer or choose a file first."),
        "large": translate("This file is larger than 256 kB. The table that is asked for is small: send that one alone."),
        "late": translate("Not received in time: {answer}. It does not count.", answer="{answer}"),
    }
    data: dict[str, str | int | bool | None] = {f"data-{name}": text for name, text in words.items()}
    return tag("p", {"class": "mk-alert", "role": "alert", "data-words": True, **data, **ui(block)})


def render_needs(block: LabBlock, situation: Situation) -> Html:
    """Say before anything begins how long it takes and what is needed."""
    translate, document = block.translator, situation.document
    left = attempts_left(situation.history, situation.rules)
    phone = document.needs == "any"
    # How long it takes as a rule would only confuse beside how long there is.
    is_told = document.minutes and situation.rules.arrangement.minutes is None
    need = (
        translate("A phone is enough: the whole table is on the page, and can be filtered and sorted there. A spreadsheet works, too.")
        if phone
        else translate("Needs a computer: you will work on a file with a spreadsheet, Python or the command line.")
    )
    facts = legend(
        translate.count("about {number} minute", "about {number} minutes", document.minutes) if is_told else None,
        translate.count("{number} question", "{number} questions", len(document.tasks)),
        translate("pass mark {mark}", mark=percent(document.pass_mark, translate.language)),
        None if left is None else translate.count("{number} attempt left", "{number} attempts left", left),
        translate.count("{number} try for each question", "{number} tries for each question", document.tries) if document.tries else None,
        translate("feedback at the end") if situation.rules.arrangement.exam_mode else translate("feedback after each answer"),
    )
    return tag("div", {"class": f"mk-needs mk-needs-{document.needs}", **ui(block)}, tag("p", {"class": "mk-need"}, need), facts)


def render_start(block: LabBlock, situation: Situation) -> Html:
    """Say what awaits the learner, and offer to begin."""
    translate = block.translator
    told = translate("When you begin, data is made for you alone. You may stop and come back: everything is kept.")
    return tag(
        "div",
        {"class": "mk-start", **ui(block)},
        render_needs(block, situation),
        tag("p", {}, told),
        begin_form(block, situation, translate("Begin and get my data")),
    )


def begin_form(block: LabBlock, situation: Situation, label: str) -> Html:
    """Give the button that begins the next attempt, or the reason why there is none now."""
    translate, rules = block.translator, situation.rules
    available_at = next_begins_at(situation.history, rules)
    reason = None
    if not situation.document.tasks:
        reason = translate("This lab asks nothing yet.")
    elif attempts_left(situation.history, rules) == 0:
        reason = translate("You have used all your attempts. Speak to your teacher if you need another.")
    elif rules.arrangement.opens_at and situation.now < rules.arrangement.opens_at:
        reason = translate("Opens on {time}.", time=day_time(block, rules.arrangement.opens_at))
    elif rules.arrangement.closes_at and situation.now > rules.arrangement.closes_at:
        reason = translate("Closed since {time}.", time=day_time(block, rules.arrangement.closes_at))
    elif available_at and situation.now < available_at:
        reason = translate("The next attempt opens on {time}.", time=day_time(block, available_at))
    if reason:
        return tag("p", {"class": "mk-banner"}, reason)
    begin = form(block, "begin_attempt", {"class": "mk-begin"}, *_keys(block), tag("button", {"class": "mk-button"}, label))
    return join(say_time(block, rules.arrangement, situation.now), begin)


def _keys(block: LabBlock) -> tuple[Html, Html]:
    return hidden_field("revision", block.revision), hidden_field("idempotency_key", secrets.token_hex(12))


def render_track(block: LabBlock, situation: Situation) -> Html:
    """Give the progress in stars and, for everybody, in words."""
    translate, attempt, progress = block.translator, situation.attempt, describe_progress(situation)
    assert attempt is not None
    stars = [tag("li", {}, star(_star_state(situation, task.id))) for task in situation.document.tasks]
    words = [translate("{answered} of {total} answered", answered=progress["answered"], total=progress["total"])]
    if progress["score_now"] is not None and not attempt.finished:
        language = translate.language
        words += [
            translate("score so far {score}", score=percent(progress["score_now"], language)),
            translate("pass mark {mark}", mark=percent(situation.document.pass_mark, language)),
        ]
    text = tag("p", {"class": "mk-progress"}, tag("strong", {}, capital(words[0])), *(tag("span", {}, capital(word)) for word in words[1:]))
    return tag("div", {"class": "mk-track", **ui(block)}, tag("ol", {"class": "mk-stars", "aria-hidden": "true"}, *stars), text)


def _star_state(situation: Situation, task_id: str) -> str:
    state = situation.attempt.task(task_id) if situation.attempt else None
    if state is None or not state.answered:
        return "none"
    if not situation.feedback_shown:
        return "dot"
    return "full" if state.best == 1 else ("half" if state.best else "dot")


def render_end(block: LabBlock, situation: Situation) -> Html:
    """Offer to hand in, and say what that means; nothing once it is done."""
    translate, attempt = block.translator, situation.attempt
    if attempt is None or attempt.finished:
        return Html("")
    left = [
        OpenQuestion(task.id, number, f"{block.element_name(task.id)}-head")
        for number, task in enumerate(situation.document.tasks, 1)
        if not attempt.task(task.id).answered
    ]
    told = translate("Handing in ends this attempt: your best answers count, and the right ones are shown. The next attempt has new data.")
    return render_hand_in(block, attempt.number, left, HandInWords(translate("Hand in"), translate("Hand in now"), told))


def render_result(block: LabBlock, situation: Situation, ratings: Sequence[HostRating]) -> Html:
    """Give the end of an attempt: the verdict in words, what it did to the competency, and the next step."""
    attempt, translate = situation.attempt, block.translator
    if attempt is None or attempt.score is None:
        return Html("")
    passed, practice = bool(situation.passed), situation.document.purpose == "practice"
    verdict = translate("Practice finished") if practice else translate("Passed") if passed else translate("Not passed yet")
    language = translate.language
    best = situation.best if situation.best != attempt.score else None
    facts = legend(
        translate("your score {score}", score=percent(attempt.score, language)),
        translate("best attempt {score}", score=percent(best, language)) if best is not None else None,
        translate("pass mark {mark}", mark=percent(situation.document.pass_mark, language)),
    )
    if passed:
        step = translate("Go on to the next page. You may also try again with new data.")
    else:
        step = translate("Compare your answers with the right ones below, then try again with new data.")
    return tag(
        "section",
        {"class": f"mk-result {'mk-passed' if passed else 'mk-failed'}", **focusable(verdict), **ui(block)},
        tag("h3", {}, star("full" if passed else "half"), tag("span", {}, verdict)),
        facts,
        say_timed_out(block, attempt),
        *[_rating(block, rating) for rating in ratings if not practice or rating.changed],
        tag("p", {}, step),
        begin_form(block, situation, translate("Try again with new data")),
    )


def _rating(block: LabBlock, rating: HostRating) -> Html:
    translate = block.translator
    names = {
        "not_assessed": translate("not assessed yet"),
        "in_progress": translate("in progress"),
        "partly": translate("partly acquired"),
        "acquired": translate("acquired"),
    }
    title = rating.title.get(block.language) or next(iter(rating.title.values()), rating.competency)
    state = {"acquired": "full", "partly": "half", "in_progress": "dot"}.get(str(rating.rating), "none")
    named = tag("bdi", {"lang": block.language}, title)
    text = tag("span", {}, named, translate(": "), tag("strong", {}, names.get(str(rating.rating), "")))
    return tag("p", {"class": "mk-rating", "data-rating": str(rating.rating)}, star(state), text)
