"""The checkpoint as a learner sees it: where they stand, the questions, the result."""

from __future__ import annotations

import math
import secrets
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from maslak_domain.language import direction
from maslak_xblocks.checkpoint.attempt import Attempt, attempts_left, is_stuck, next_begins_at
from maslak_xblocks.checkpoint.card import card_name, render_card
from maslak_xblocks.checkpoint.contract import Situation, describe_progress, name_misconception
from maslak_xblocks.checkpoint.document import Item
from maslak_xblocks.checkpoint.scoring import score_item
from maslak_xblocks.clock_page import render_clock, say_time, say_timed_out
from maslak_xblocks.figures import day_time, percent
from maslak_xblocks.frame import banner, bar, focusable, form, hidden_field, legend, star, ui
from maslak_xblocks.handing_in import HandInWords, OpenQuestion, render_hand_in
from maslak_xblocks.host import HostRating
from maslak_xblocks.markup import Html, capital, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.checkpoint.block import CheckpointBlock


def render_checkpoint(block: CheckpointBlock, situation: Situation, ratings: Sequence[HostRating]) -> Html:
    """Give the whole checkpoint: what it asks, where the learner stands, the questions, the result."""
    intro = tag("div", {"class": "mk-text mk-intro"}, block.document.variants[block.language].body.html)
    head = join(bar(block), banner(block), intro)
    if not block.learner.key:
        return join(head, tag("p", {"class": "mk-banner", **ui(block)}, block.translator("Sign in to answer the questions.")))
    if situation.attempt is None:
        return join(head, _words(block), render_start(block, situation))
    cards = [render_card(block, situation, item) for item in situation.items()]
    return join(
        head,
        _exam_note(block, situation),
        _words(block),
        render_clock(block, situation.attempt, situation.rules.arrangement, situation.now),
        tag("div", {"data-track": True}, render_track(block, situation)),
        _modes(block),
        tag("ol", {"class": "mk-cards", "data-attempt": situation.attempt.number}, *cards),
        _steps(block),
        tag("div", {"data-result": True}, render_result(block, situation, ratings)),
    )


def _exam_note(block: CheckpointBlock, situation: Situation) -> Html | None:
    """Say before the first answer that this is an exam, so that nobody waits for what does not come."""
    if situation.feedback_shown:
        return None
    translate = block.translator
    text = translate("This is an exam: what was right or wrong is shown once you hand in or all is answered.")
    if situation.attempt and situation.attempt.limit:
        text = translate("This is an exam: what was right or wrong is shown once you hand in, all is answered or the time is over.")
    return tag("p", {"class": "mk-banner", "role": "note", "data-exam": True, **ui(block)}, text)


def _words(block: CheckpointBlock) -> Html:
    """Give the script the interface's words; the live region for refusals is there from the start."""
    translate = block.translator
    words = {
        "phone": translate("On this device. It will be sent when the connection is back."),
        "sending": translate("Sending…"),
        "signin": translate("On this device. Sign in again to send it."),
        "empty": translate("Choose or write an answer first."),
        "incomplete": translate("Give every line an answer of its own first, then check again."),
        "away": translate("Nobody answered. Nothing was changed; try again in a moment."),
        "late": translate("Not received in time: this answer does not count."),
    }
    data: dict[str, str | int | bool | None] = {f"data-{name}": text for name, text in words.items()}
    return tag("p", {"class": "mk-alert", "role": "alert", "data-words": True, **data, **ui(block)})


def render_start(block: CheckpointBlock, situation: Situation) -> Html:
    """Say what is asked before an attempt begins, and offer to begin."""
    translate, document = block.translator, situation.document
    total = len(document.groups)
    total = min(document.draw, total) if document.draw else total
    left = attempts_left(situation.history, situation.rules)
    facts = legend(
        translate.count("{number} question", "{number} questions", total),
        translate("pass mark {mark}", mark=percent(document.pass_mark, translate.language)),
        None if left is None else translate.count("{number} attempt left", "{number} attempts left", left),
        translate("feedback at the end") if situation.rules.arrangement.exam_mode else translate("feedback after each answer"),
    )
    return tag("div", {"class": "mk-start", **ui(block)}, facts, begin_form(block, situation, translate("Begin")))


def begin_form(block: CheckpointBlock, situation: Situation, label: str) -> Html:
    """Give the button that begins the next attempt, or the reason why there is none now."""
    translate, rules = block.translator, situation.rules
    available_at = next_begins_at(situation.history, rules)
    if not situation.document.items:
        return tag("p", {"class": "mk-banner"}, translate("There is no question here yet."))
    if attempts_left(situation.history, rules) == 0:
        return tag("p", {"class": "mk-banner"}, translate("You have used all your attempts. Speak to your teacher if you need another."))
    if rules.arrangement.opens_at and situation.now < rules.arrangement.opens_at:
        return tag("p", {"class": "mk-banner"}, translate("Opens on {time}.", time=day_time(block, rules.arrangement.opens_at)))
    if rules.arrangement.closes_at and situation.now > rules.arrangement.closes_at:
        return tag("p", {"class": "mk-banner"}, translate("Closed since {time}.", time=day_time(block, rules.arrangement.closes_at)))
    if available_at and situation.now < available_at:
        return tag("p", {"class": "mk-banner"}, translate("The next attempt opens on {time}.", time=day_time(block, available_at)))
    return join(say_time(block, rules.arrangement, situation.now), _begin_button(block, label))


def _begin_button(block: CheckpointBlock, label: str) -> Html:
    return form(
        block,
        "begin_attempt",
        {"class": "mk-begin"},
        hidden_field("revision", block.revision),
        hidden_field("idempotency_key", secrets.token_hex(12)),
        tag("button", {"class": "mk-button"}, label),
    )


def render_track(block: CheckpointBlock, situation: Situation) -> Html:
    """Give the progress in stars and, for everybody, in words: how much is answered, how far it is to the pass mark."""
    translate, attempt = block.translator, situation.attempt
    assert attempt is not None
    progress = describe_progress(situation)
    stars = [
        tag("li", {}, tag("button", {"type": "button", "data-goto": item.id, "tabindex": "-1"}, star(_star_state(situation, item))))
        for item in situation.items()
    ]
    words = [translate("{answered} of {total} answered", answered=progress["answered"], total=progress["total"])]
    if (distance := _distance(block, situation, progress)) is not None:
        words.append(distance)
    text = tag("p", {"class": "mk-progress"}, tag("strong", {}, capital(words[0])), *(tag("span", {}, capital(word)) for word in words[1:]))
    return tag("div", {"class": "mk-track", **ui(block)}, tag("ol", {"class": "mk-stars", "aria-hidden": "true"}, *stars), text)


def _star_state(situation: Situation, item: Item) -> str:
    answer = situation.attempt.answers.get(item.id) if situation.attempt else None
    if answer is None:
        return "none"
    if not situation.feedback_shown:
        return "dot"
    return "full" if answer.score == 1 else ("half" if answer.score else "dot")


def _distance(block: CheckpointBlock, situation: Situation, progress: Mapping[str, Any]) -> str | None:
    """Say how far it is to the pass mark, where feedback shows it anyway; the result says it at the end."""
    translate = block.translator
    if progress["earned"] is None or progress["finished"]:
        return None
    points = {item.points for item in situation.items()}
    needed = situation.document.pass_mark * progress["points"] - progress["earned"]
    if needed <= 0:
        return translate("The pass mark is reached.")
    open_points = sum(
        (item.points for item in situation.items() if situation.attempt and item.id not in situation.attempt.answers), Decimal(0)
    )
    if len(points) > 1 or needed > open_points:
        return translate("pass mark {mark}", mark=percent(situation.document.pass_mark, translate.language))
    return translate.count(
        "{number} more right answer reaches the pass mark",
        "{number} more right answers reach the pass mark",
        math.ceil(needed / points.pop()),
    )


def _modes(block: CheckpointBlock) -> Html:
    """Let the reader choose one question at a time or all on a page; without a script all are on the page."""
    translate = block.translator
    buttons = [
        tag("button", {"type": "button", "class": "mk-mode", "data-mode": name, "aria-pressed": "false"}, label)
        for name, label in (("one", translate("One at a time")), ("all", translate("All on one page")))
    ]
    return tag(
        "div",
        {"class": "mk-modes", "role": "group", "aria-label": translate("How to show the questions"), "hidden": True, **ui(block)},
        *buttons,
    )


def _steps(block: CheckpointBlock) -> Html:
    translate = block.translator
    return tag(
        "div",
        {"class": "mk-steps", "hidden": True, **ui(block)},
        tag("button", {"type": "button", "class": "mk-button mk-quiet", "data-step": "-1"}, translate("Previous question")),
        tag("button", {"type": "button", "class": "mk-button", "data-step": "1"}, translate("Next question")),
    )


def render_result(block: CheckpointBlock, situation: Situation, ratings: Sequence[HostRating]) -> Html:
    """Give the end of an attempt: the verdict in words, what it did to the competency, and the next step."""
    attempt, translate = situation.attempt, block.translator
    if attempt is None or not attempt.finished or attempt.score is None:
        return _ending(block, situation)
    passed, practice = bool(situation.passed), situation.document.purpose == "practice"
    outcome = translate("Passed") if passed else translate("Not passed yet")
    verdict = translate("Practice finished") if practice else outcome
    mark = percent(attempt.score, translate.language)
    goal = percent(situation.document.pass_mark, translate.language)
    facts = legend(translate("your score {score}", score=mark), translate("pass mark {mark}", mark=goal))
    is_last = attempts_left(situation.history, situation.rules) == 0
    if passed:
        step = translate("Go on to the next page.") if is_last else translate("Go on to the next page. You may also try again.")
    elif is_last:
        step = translate("Read again the parts that the feedback names.")
    else:
        step = translate("Read again the parts that the feedback names, then try again.")
    label = translate("Try again with other questions") if situation.document.draws_anew else translate("Try again")
    again = None if passed and is_last else begin_form(block, situation, label)
    return tag(
        "section",
        {"class": f"mk-result {'mk-passed' if passed else 'mk-failed'}", **focusable(verdict), **ui(block)},
        tag("h3", {}, star("full" if passed else "half" if attempt.score else "dot"), tag("span", {}, verdict)),
        facts,
        say_timed_out(block, attempt),
        *[_rating(block, rating) for rating in ratings if not practice or rating.changed],
        _look_again(block, situation),
        tag("p", {}, step),
        again,
    )


def _ending(block: CheckpointBlock, situation: Situation) -> Html:
    """Offer to hand in, or the result where no answer can be given any more; nothing before an attempt has begun."""
    attempt = situation.attempt
    if attempt is None or attempt not in situation.history:
        return Html("")
    if is_stuck(attempt, situation.rules, situation.now):
        return _stuck(block, situation, attempt)
    left = [
        OpenQuestion(item.id, number, f"{card_name(block, item)}-head")
        for number, item in enumerate(situation.items(), 1)
        if item.id in attempt.open_items
    ]
    translate = block.translator
    told = translate("This ends the attempt, and you cannot come back to it. What has no answer counts as wrong.")
    if situation.rules.arrangement.exam_mode:
        words = HandInWords(translate("Hand in"), translate("Hand in now"), told)
    else:
        words = HandInWords(translate("End this attempt"), translate("End it now"), told)
    return render_hand_in(block, attempt.number, left, words)


def _stuck(block: CheckpointBlock, situation: Situation, attempt: Attempt) -> Html:
    translate = block.translator
    closes_at = situation.rules.arrangement.closes_at
    if attempt.open_items and attempt.limit:
        text = translate("The time is over. What you answered counts.")
    elif attempt.open_items and closes_at:
        text = translate("Closed since {time}. What you answered by then counts.", time=day_time(block, closes_at))
    else:
        text = translate("The questions that were still open have been taken out of this checkpoint. What you answered counts.")
    return tag("section", {**ui(block)}, tag("p", {"class": "mk-banner"}, text), _begin_button(block, translate("See my result")))


def _rating(block: CheckpointBlock, rating: HostRating) -> Html:
    translate = block.translator
    names = {
        "not_assessed": translate("not assessed yet"),
        "in_progress": translate("in progress"),
        "partly": translate("partly acquired"),
        "acquired": translate("acquired"),
    }
    title = rating.title.get(block.language) or next(iter(rating.title.values()), rating.competency)
    state = {"acquired": "full", "partly": "half", "in_progress": "dot"}.get(str(rating.rating), "none")
    text = tag(
        "span", {}, tag("bdi", {"lang": block.language}, title), translate(": "), tag("strong", {}, names.get(str(rating.rating), ""))
    )
    return tag("p", {"class": "mk-rating", "data-rating": str(rating.rating)}, star(state), text)


def _look_again(block: CheckpointBlock, situation: Situation) -> Html | None:
    """List the misconceptions that this attempt showed, once each."""
    attempt = situation.attempt
    if attempt is None:
        return None
    keys = [
        key
        for item in situation.items()
        if item.id in attempt.answers and not situation.marked_otherwise(item)
        for key in score_item(item, attempt.answers[item.id].response).misconceptions
    ]
    names = dict.fromkeys(filter(None, (name_misconception(situation.document, key, block.language) for key in keys)))
    if not names:
        return None
    items = [tag("li", {"lang": block.language, "dir": direction(block.language)}, name) for name in names]
    return tag("div", {"class": "mk-again"}, tag("p", {}, block.translator("Worth another look")), tag("ul", {}, *items))
