"""One question of a checkpoint, with its answer and its feedback."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from maslak_domain.language import direction
from maslak_xblocks.checkpoint.contract import Situation, describe_item
from maslak_xblocks.checkpoint.document import Item
from maslak_xblocks.checkpoint.fields.choice import render_options
from maslak_xblocks.checkpoint.fields.ordering import render_steps
from maslak_xblocks.checkpoint.fields.pairing import render_categories, render_matching
from maslak_xblocks.checkpoint.fields.sheet import Sheet
from maslak_xblocks.checkpoint.fields.table import render_rows
from maslak_xblocks.checkpoint.fields.writing import render_line, render_number
from maslak_xblocks.figures import clock_time
from maslak_xblocks.frame import element_name, focusable, form, hidden_field, star, ui
from maslak_xblocks.markup import Attributes, Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.checkpoint.block import CheckpointBlock


_FIELDS: Final[Mapping[str, Callable[[Sheet], Html]]] = {
    "single": render_options,
    "multiple": render_options,
    "numeric": render_number,
    "text": render_line,
    "ordering": render_steps,
    "matching": render_matching,
    "classification": render_categories,
    "table": render_rows,
}


def render_card(block: CheckpointBlock, situation: Situation, item: Item) -> Html:
    """Give one question with its answer and feedback, as far as they may be seen."""
    return draw_card(block, situation, item, describe_item(situation, item))


def draw_card(block: CheckpointBlock, situation: Situation, item: Item, seen: Mapping[str, Any]) -> Html:
    """Draw one question from what ``describe_item`` says of it."""
    answer, translate = seen["answer"], block.translator
    name = card_name(block, item)
    number = situation.items().index(item) + 1
    label = translate("Question {number} of {total}", number=number, total=len(situation.items()))
    own: Attributes = {} if seen["language"] == block.language else {"lang": seen["language"], "dir": direction(seen["language"])}
    sheet = Sheet(block, seen, name, own)
    # A long line of a log is scrolled with the keyboard after the answer too, so there each box is disabled by itself.
    is_over = situation.attempt is not None and situation.attempt.finished
    is_closed = item.type != "table" if answer is not None else is_over
    field = tag(
        "fieldset",
        {"aria-describedby": f"{name}-stem", "disabled": is_closed},
        tag("legend", {"tabindex": "-1", "id": f"{name}-head", **ui(block)}, label),
        tag("div", {"class": "mk-stem mk-text", "id": f"{name}-stem", **own}, seen["stem"]),
        _hint(sheet, item),
        _FIELDS[item.type](sheet),
    )
    missed = tag("p", {"class": "mk-hint", **ui(block)}, translate("No answer.")) if is_over else _send(block, situation)
    parts = join(field, _feedback(block, seen, item, own) if answer else missed)
    note = translate("Received {time}", time=clock_time(block, datetime.fromisoformat(answer["received_at"]))) if answer else ""
    return tag(
        "li",
        {"class": "mk-card", "data-item": item.id, "data-answered": "true" if answer else None},
        form(block, "answer", {"data-type": item.type}, _keys(block, item), parts),
        tag("p", {"class": "mk-note", "role": "status", "data-note": True, **ui(block)}, note),
    )


def card_name(block: CheckpointBlock, item: Item) -> str:
    """Give a name for the card's elements that is alone on a page with several blocks."""
    return element_name(block, item.id)


def _keys(block: CheckpointBlock, item: Item) -> Html:
    """Give what a plain form must send beside the answer."""
    return join(
        hidden_field("item", item.id),
        hidden_field("language", block.language),
        hidden_field("revision", block.revision),
        hidden_field("idempotency_key", secrets.token_hex(12)),
    )


def _hint(sheet: Sheet, item: Item) -> Html | None:
    """Say before an answer what it takes to be right."""
    translate = sheet.block.translator
    if item.type in ("multiple", "table"):
        rule = (
            translate("each wrong choice takes away a right one")
            if item.partial
            else translate("it counts when all are right and no other")
        )
        choose = translate("Choose every row that fits: {rule}.", rule=rule)
        return sheet.hint(translate("Several answers may be right: {rule}.", rule=rule) if item.type == "multiple" else choose)
    if item.type == "ordering":
        rule = (
            translate("an order that is nearly right earns a part")
            if item.partial
            else translate("it counts when the whole order is right")
        )
        return sheet.hint(translate("Put the steps in order, the first one on top: {rule}.", rule=rule))
    if item.type in ("matching", "classification"):
        rule = translate("each right choice counts") if item.partial else translate("it counts when all are right")
        return sheet.hint(translate("Choose for each line: {rule}.", rule=rule))
    return None


def _send(block: CheckpointBlock, situation: Situation) -> Html:
    """Give the button: in an exam nothing is checked yet, and the first answer counts."""
    translate = block.translator
    label = translate("Check my answer") if situation.feedback_shown else translate("Hand in this answer")
    return tag("div", {"class": "mk-actions", **ui(block)}, tag("button", {"class": "mk-button"}, label))


def _feedback(block: CheckpointBlock, seen: Mapping[str, Any], item: Item, own: Attributes) -> Html:
    """Give the verdict in words, then for each thing chosen the misconception by its name and why."""
    translate, answer = block.translator, seen["answer"]
    if "score" not in answer:
        text = translate("Your answer is kept. Feedback comes at the end.")
        return tag("div", {"class": "mk-feedback", **focusable(text), "data-feedback": True, **ui(block)}, tag("p", {}, text))
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
    if answer.get("changed"):
        text = translate("This question was changed after you answered it. Your mark stays as it was given then.")
        lines.append(tag("p", {"class": "mk-hint", **ui(block)}, text))
    lines += _remarks(seen, own)
    return tag("div", {"class": f"mk-feedback mk-{state}", **focusable(verdict), "data-feedback": True}, *lines)


def _remarks(seen: Mapping[str, Any], own: Attributes) -> list[Html]:
    """Say each thing once, under everything it is about."""
    texts = {part["id"]: part["html"] or join(*_spaced(part["cells"])) for part in (*seen["options"], *seen.get("choices", ()))}
    feedback, given = seen["answer"]["feedback"], seen["answer"]["response"]
    about: dict[tuple[str, str], list[Html]] = {}
    for entry in feedback:
        found = about.setdefault((entry["misconception"], entry["html"]), [])
        if entry["option"] in texts and (len(feedback) > 1 or isinstance(given, dict)):
            chosen = texts.get(given.get(entry["option"], "")) if isinstance(given, dict) else None
            found.append(_about(texts[entry["option"]], chosen, {**own, "dir": "ltr"} if seen.get("code") else own))
    return [
        tag(
            "div",
            {"class": "mk-why"},
            *found,
            tag("p", {"class": "mk-misconception", **own}, misconception) if misconception else None,
            tag("div", {"class": "mk-text", **own}, html),
        )
        for (misconception, html), found in about.items()
        if misconception or html
    ]


def _about(text: str, chosen: str | None, own: Attributes) -> Html:
    """Name the option, the row, or the entry with what was chosen for it."""
    beside = join(" · ", tag("bdi", {}, chosen)) if chosen else None
    return tag("p", {"class": "mk-about", **own}, tag("bdi", {}, text) if beside else text, beside)


def _spaced(cells: Sequence[str]) -> list[str]:
    return [part for cell in cells for part in (" · ", cell)][1:]
