"""The checkpoint as a learner and an author see it."""

from __future__ import annotations

import hashlib
import math
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from maslak_domain.language import Language, direction, format_decimal
from maslak_xblocks.checkpoint.attempt import attempts_left, next_begins_at
from maslak_xblocks.checkpoint.contract import Situation, describe_item, describe_progress, name_misconception
from maslak_xblocks.checkpoint.document import Item
from maslak_xblocks.checkpoint.scoring import score_item
from maslak_xblocks.frame import LANGUAGE_NAMES, banner, bar, form, hidden_field, legend, star, ui
from maslak_xblocks.host import HostRating
from maslak_xblocks.markup import Attributes, Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.checkpoint.block import CheckpointBlock


def render_checkpoint(block: CheckpointBlock, situation: Situation, ratings: Sequence[HostRating]) -> Html:
    """Give the whole checkpoint: what it asks, where the learner stands, the questions, the result."""
    intro = tag("div", {"class": "mk-text mk-intro"}, block.document.variants[block.language].body.html)
    head = join(bar(block), banner(block), intro)
    if not block.learner.key:
        return join(head, tag("p", {"class": "mk-banner", **ui(block)}, block.translator("Sign in to answer the questions.")))
    if situation.attempt is None:
        return join(head, render_start(block, situation))
    cards = [render_card(block, situation, item) for item in situation.items()]
    return join(
        head,
        _words(block),
        tag("div", {"data-track": True}, render_track(block, situation)),
        _modes(block),
        tag("ol", {"class": "mk-cards"}, *cards),
        _steps(block),
        tag("div", {"data-result": True}, render_result(block, situation, ratings)),
    )


def _words(block: CheckpointBlock) -> Html:
    """Give the script the interface's words; the live region for refusals is there from the start."""
    translate = block.translator
    words = {
        "phone": translate("On this phone. It will be sent when the connection is back."),
        "sending": translate("Sending…"),
        "signin": translate("On this phone. Sign in again to send it."),
        "empty": translate("Choose or write an answer first."),
    }
    data: dict[str, str | int | bool | None] = {f"data-{name}": text for name, text in words.items()}
    return tag("p", {"class": "mk-alert", "role": "alert", "data-words": True, **data, **ui(block)})


def render_start(block: CheckpointBlock, situation: Situation) -> Html:
    """Say what is asked before an attempt begins, and offer to begin."""
    translate, document = block.translator, situation.document
    total = len({item.group for item in document.items})
    total = min(document.draw, total) if document.draw else total
    left = attempts_left(situation.history, situation.rules)
    facts = legend(
        translate.count("{number} question", "{number} questions", total),
        translate("pass mark {mark}", mark=percent(document.pass_mark, translate.language)),
        None if left is None else translate.count("{number} attempt left", "{number} attempts left", left),
        translate("feedback at the end") if situation.rules.arrangement.exam_mode else None,
    )
    return tag("div", {"class": "mk-start", **ui(block)}, facts, begin_form(block, situation, translate("Begin")))


def begin_form(block: CheckpointBlock, situation: Situation, label: str) -> Html:
    """Give the button that begins the next attempt, or the reason why there is none now."""
    translate, rules = block.translator, situation.rules
    available_at = next_begins_at(situation.history, rules)
    if attempts_left(situation.history, rules) == 0:
        return tag("p", {"class": "mk-banner"}, translate("You have used all your attempts. Speak to your teacher if you need another."))
    if rules.arrangement.opens_at and situation.now < rules.arrangement.opens_at:
        return tag("p", {"class": "mk-banner"}, translate("Opens on {time}.", time=day_time(block, rules.arrangement.opens_at)))
    if rules.arrangement.closes_at and situation.now > rules.arrangement.closes_at:
        return tag("p", {"class": "mk-banner"}, translate("Closed since {time}.", time=day_time(block, rules.arrangement.closes_at)))
    if available_at and situation.now < available_at:
        return tag("p", {"class": "mk-banner"}, translate("The next attempt opens on {time}.", time=day_time(block, available_at)))
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
    text = tag("p", {"class": "mk-progress"}, tag("strong", {}, words[0]), *(tag("span", {}, word) for word in words[1:]))
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


def render_card(block: CheckpointBlock, situation: Situation, item: Item) -> Html:
    """Give one question with its answer and feedback, as far as they may be seen."""
    seen = describe_item(situation, item)
    answer, translate = seen["answer"], block.translator
    name = card_name(block, item)
    number = situation.attempt.items.index(item.id) + 1 if situation.attempt else 1
    label = translate("Question {number} of {total}", number=number, total=len(situation.items()))
    own: Attributes = {} if seen["language"] == block.language else {"lang": seen["language"], "dir": direction(seen["language"])}
    field = tag(
        "fieldset",
        {"aria-describedby": f"{name}-stem", "disabled": answer is not None},
        tag("legend", {"tabindex": "-1", **ui(block)}, label),
        tag("div", {"class": "mk-stem mk-text", "id": f"{name}-stem", **own}, seen["stem"]),
        _hint(block, item),
        _inputs(block, seen, name, own),
    )
    parts = join(field, _feedback(block, seen, item, own) if answer else _send(block))
    note = translate("Received {time}", time=clock_time(block, datetime.fromisoformat(answer["received_at"]))) if answer else ""
    return tag(
        "li",
        {"class": "mk-card", "data-item": item.id, "data-answered": "true" if answer else None},
        form(block, "answer", {"data-type": item.type}, _keys(block, item), parts),
        tag("p", {"class": "mk-note", "role": "status", "data-note": True, **ui(block)}, note),
    )


def card_name(block: CheckpointBlock, item: Item) -> str:
    """Give a name for the card's elements that is alone on a page with several blocks."""
    return "mk" + hashlib.sha256(f"{block.usage}\n{item.id}".encode()).hexdigest()[:10]


def _keys(block: CheckpointBlock, item: Item) -> Html:
    """Give what a plain form must send beside the answer."""
    return join(
        hidden_field("item", item.id),
        hidden_field("language", block.language),
        hidden_field("revision", block.revision),
        hidden_field("idempotency_key", secrets.token_hex(12)),
    )


def _hint(block: CheckpointBlock, item: Item) -> Html | None:
    if item.type != "multiple":
        return None
    translate = block.translator
    rule = translate("each wrong choice takes away a right one") if item.partial else translate("it counts when all are right and no other")
    return tag("p", {"class": "mk-hint", **ui(block)}, translate("Several answers may be right: {rule}.", rule=rule))


def _inputs(block: CheckpointBlock, seen: Mapping[str, Any], name: str, own: Attributes) -> Html:
    answer = seen["answer"] or {}
    if seen["type"] == "numeric":
        return _number_input(block, seen, name, answer)
    kind = "radio" if seen["type"] == "single" else "checkbox"
    marks = {entry["option"]: entry for entry in answer.get("feedback", ())}
    options = []
    for option in seen["options"]:
        chosen = option["id"] in answer.get("response", ())
        mark = _option_mark(block, option["id"], chosen, bool(marks), answer.get("right"))
        field = tag("input", {"type": kind, "name": "response", "value": option["id"], "checked": chosen, "id": f"{name}-{option['id']}"})
        label = tag("label", {"for": f"{name}-{option['id']}"}, tag("span", {"class": "mk-text", **own}, option["html"]), mark)
        options.append(tag("div", {"class": "mk-option", "data-chosen": "true" if chosen else None}, field, label))
    return tag("div", {"class": "mk-options"}, *options)


def _option_mark(block: CheckpointBlock, token: str, chosen: bool, marked: bool, right: Sequence[str] | None) -> Html | None:
    translate = block.translator
    if right is not None and token in right:
        text, state = (translate("your answer, right") if chosen else translate("right answer")), "right"
    elif chosen:
        text, state = translate("your answer"), "chosen" if right is None else "wrong"
    else:
        return None
    return tag("span", {"class": f"mk-mark mk-mark-{state}", **ui(block)}, text) if marked or chosen else None


def _number_input(block: CheckpointBlock, seen: Mapping[str, Any], name: str, answer: Mapping[str, Any]) -> Html:
    translate = block.translator
    example = format_decimal(Decimal("12.5"), block.language)
    field = tag(
        "input",
        {
            "type": "text",
            "inputmode": "decimal",
            "autocomplete": "off",
            "name": "response",
            "id": f"{name}-number",
            "dir": "ltr",
            "maxlength": 40,
            "size": 10,
            "value": answer.get("response"),
            "aria-describedby": f"{name}-example",
        },
    )
    unit = tag("span", {"class": "mk-unit"}, tag("bdi", {}, seen["unit"])) if seen["unit"] else None
    label = tag("label", {"for": f"{name}-number", **ui(block)}, translate("Your answer"))
    hint = tag(
        "p", {"class": "mk-hint", "id": f"{name}-example", **ui(block)}, translate("A number, written like {example}", example=example)
    )
    right = answer.get("right")
    key = tag("p", {"class": "mk-key", **ui(block)}, translate("Right answer: {answer}", answer=right[0])) if right else None
    return tag("div", {"class": "mk-number"}, label, tag("div", {"class": "mk-number-row"}, field, unit), hint, key)


def _send(block: CheckpointBlock) -> Html:
    return tag("div", {"class": "mk-actions", **ui(block)}, tag("button", {"class": "mk-button"}, block.translator("Check my answer")))


def _feedback(block: CheckpointBlock, seen: Mapping[str, Any], item: Item, own: Attributes) -> Html:
    """Give the verdict in words, then for each thing chosen the misconception by its name and why."""
    translate, answer = block.translator, seen["answer"]
    if "score" not in answer:
        text = translate("Your answer is kept. Feedback comes at the end.")
        return tag("div", {"class": "mk-feedback", "tabindex": "-1", "data-feedback": True, **ui(block)}, tag("p", {}, text))
    score = answer["score"]
    state, verdict = (
        ("right", translate("Right")) if score == 1 else ("part", translate("Partly right")) if score else ("wrong", translate("Not yet"))
    )
    lines: list[Html | None] = [
        tag("p", {"class": "mk-verdict", **ui(block)}, star("full" if score == 1 else "half" if score else "dot"), tag("span", {}, verdict))
    ]
    if item.type == "numeric":
        read = tag("bdi", {"dir": "ltr"}, f"{answer['response']} {seen['unit']}".strip())
        lines.append(tag("p", {"class": "mk-hint", **ui(block)}, translate("Your answer was read as"), " ", read))
    texts = {option["id"]: option["html"] for option in seen["options"]}
    for entry in answer["feedback"]:
        name = tag("p", {"class": "mk-misconception", **own}, entry["misconception"]) if entry["misconception"] else None
        about = (
            tag("p", {"class": "mk-about", **own}, texts[entry["option"]])
            if len(answer["feedback"]) > 1 and entry["option"] in texts
            else None
        )
        lines.append(tag("div", {"class": "mk-why"}, about, name, tag("div", {"class": "mk-text", **own}, entry["html"])))
    return tag("div", {"class": f"mk-feedback mk-{state}", "tabindex": "-1", "data-feedback": True}, *lines)


def render_result(block: CheckpointBlock, situation: Situation, ratings: Sequence[HostRating]) -> Html:
    """Give the end of an attempt: the verdict in words, what it did to the competency, and the next step."""
    attempt, translate = situation.attempt, block.translator
    if attempt is None or not attempt.finished or attempt.score is None:
        return Html("")
    passed, practice = bool(situation.passed), situation.document.purpose == "practice"
    outcome = translate("Passed") if passed else translate("Not passed yet")
    verdict = translate("Practice finished") if practice else outcome
    mark = percent(attempt.score, translate.language)
    goal = percent(situation.document.pass_mark, translate.language)
    facts = legend(translate("your score {score}", score=mark), translate("pass mark {mark}", mark=goal))
    if passed:
        step = translate("Go on to the next page. You may also try again with other questions.")
    else:
        step = translate("Read again the parts that the feedback names, then try again with other questions.")
    again = begin_form(block, situation, translate("Try again with other questions"))
    return tag(
        "section",
        {"class": f"mk-result {'mk-passed' if passed else 'mk-failed'}", "tabindex": "-1", **ui(block)},
        tag("h3", {}, star("full" if passed else "half"), tag("span", {}, verdict)),
        facts,
        *[_rating(block, rating) for rating in ratings if not practice or rating.changed],
        _look_again(block, situation),
        tag("p", {}, step),
        again,
    )


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
        if item.id in attempt.answers
        for key in score_item(item, attempt.answers[item.id].response).misconceptions
    ]
    names = dict.fromkeys(filter(None, (name_misconception(situation.document, key, block.language) for key in keys)))
    if not names:
        return None
    items = [tag("li", {"lang": block.language, "dir": direction(block.language)}, name) for name in names]
    return tag("div", {"class": "mk-again"}, tag("p", {}, block.translator("Worth another look")), tag("ul", {}, *items))


def render_author(block: CheckpointBlock) -> Html:
    """Give the bank as an author reads it: every item with its key, its misconceptions and the languages it has."""
    translate, document, language = block.translator, block.document, block.language
    facts = legend(
        translate("decides the rating") if document.purpose == "mastery" else translate("practice"),
        translate.count("{number} question", "{number} questions", len(document.items)),
        translate("pass mark {mark}", mark=percent(document.pass_mark, translate.language)),
        *[LANGUAGE_NAMES[found] for found in document.variants],
    )
    cards = [author_item(block, item, language) for item in document.items]
    return join(tag("h2", {"class": "mk-title"}, document.title(language)), facts, tag("ol", {"class": "mk-bank"}, *cards))


def author_item(block: CheckpointBlock, item: Item, language: Language) -> Html:
    """Give one item with its key and feedback."""
    text, shown_in = item.text(language)
    rows = [
        tag("li", {}, star("full" if option.correct else "none"), tag("div", {}, text.options[option.id], text.feedback.get(option.id)))
        for option in item.options
    ]
    if item.answer is not None:
        value = (
            f"{format_decimal(item.answer.value, language)} ± {format_decimal(item.answer.tolerance, language)} {text.unit or item.unit}"
        )
        rows.append(tag("li", {}, star("full"), tag("div", {}, tag("bdi", {"dir": "ltr"}, value), text.feedback.get("right"))))
    own = {"lang": shown_in, "dir": direction(shown_in)}
    stale = tag("p", {"class": "mk-banner"}, block.translator("older than the source")) if item.variants[shown_in].stale else None
    return tag(
        "li",
        {"class": "mk-card", **own},
        stale,
        tag("div", {"class": "mk-text"}, text.stem),
        tag("ul", {"class": "mk-author-options"}, *rows),
    )


def percent(value: Decimal, language: Language) -> str:
    """Write a share as people of a language do. It is rounded down, so that nobody reads a pass mark that was just missed."""
    number = format_decimal((value * 100).quantize(Decimal(1), rounding=ROUND_FLOOR), language)
    return f"{number}\u202f%" if language == "fr" else f"{number}%"


def clock_time(block: CheckpointBlock, at: datetime) -> str:
    """Write a time of day in the learner's time zone."""
    return at.astimezone(ZoneInfo(block.learner.time_zone)).strftime("%H:%M")


def day_time(block: CheckpointBlock, at: datetime) -> str:
    """Write a day and a time in the learner's time zone."""
    return at.astimezone(ZoneInfo(block.learner.time_zone)).strftime("%d/%m/%Y, %H:%M")
