"""One question of a checkpoint, with its answer and its feedback."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from maslak_domain.language import direction, format_decimal
from maslak_xblocks.checkpoint.contract import Situation, describe_item
from maslak_xblocks.checkpoint.document import Item
from maslak_xblocks.checkpoint.figures import clock_time
from maslak_xblocks.frame import form, hidden_field, star, ui
from maslak_xblocks.markup import Attributes, Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.checkpoint.block import CheckpointBlock


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
