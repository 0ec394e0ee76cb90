"""One task of a lab: the question, its hints, the field, and what was said to the last answer."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from maslak_domain.language import direction, format_decimal
from maslak_xblocks.figures import clock_time, percent
from maslak_xblocks.frame import focusable, form, hidden_field, star, ui
from maslak_xblocks.lab.answers import LONGEST_ANSWER
from maslak_xblocks.lab.contract import Situation, describe_task
from maslak_xblocks.lab.task import Task
from maslak_xblocks.markup import Attributes, Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.lab.block import LabBlock

# A keyboard that corrects what it does not know would change addresses and names behind the learner's back.
_UNHELPED: Attributes = {"autocomplete": "off", "autocapitalize": "off", "autocorrect": "off", "spellcheck": "false"}


def render_task(block: LabBlock, situation: Situation, task: Task) -> Html:
    """Give one task as it stands."""
    seen, translate = describe_task(situation, task), block.translator
    assert situation.attempt is not None
    name = block.element_name(task.id)
    number = situation.document.tasks.index(task) + 1
    own: Attributes = {} if seen["language"] == block.language else {"lang": seen["language"], "dir": direction(seen["language"])}
    title = translate("Question {number} of {total}", number=number, total=len(situation.document.tasks))
    answer = seen["answer"]
    # Nothing is left to gain by another answer.
    closed = situation.attempt.finished or seen["tries_left"] == 0 or bool(answer and answer.get("score") == 1)
    note = translate("Received {time}", time=clock_time(block, datetime.fromisoformat(answer["received_at"]))) if answer else ""
    return tag(
        "li",
        {"class": "mk-task", "data-task": task.id},
        tag("h4", {"tabindex": "-1", "id": f"{name}-head", **ui(block)}, title),
        tag("div", {"class": "mk-stem mk-text", "id": f"{name}-stem", **own}, seen["stem"]),
        _hints(block, seen, own, closed),
        form(block, "answer", _encoding(task), _keys(block, task), _field(block, task, seen, name), _send(block, seen))
        if not closed
        else None,
        _feedback(block, task, seen, own) if answer else None,
        _right(block, task, seen) if "right" in seen else None,
        tag("p", {"class": "mk-note", "role": "status", "data-note": True, **ui(block)}, note),
    )


def _encoding(task: Task) -> Attributes:
    return {"data-type": task.type, "enctype": "multipart/form-data" if task.type == "file" else None}


def _keys(block: LabBlock, task: Task) -> Html:
    """Give what a plain form must send beside the answer."""
    return join(
        hidden_field("task", task.id),
        hidden_field("language", block.language),
        hidden_field("revision", block.revision),
        hidden_field("idempotency_key", secrets.token_hex(12)),
    )


def _field(block: LabBlock, task: Task, seen: Mapping[str, Any], name: str) -> Html:
    translate = block.translator
    attributes: dict[str, str | int | bool | None] = {"id": f"{name}-field", "name": "response", "aria-describedby": f"{name}-rule"}
    if task.type == "file":
        attributes |= {"type": "file", "accept": ".csv,.txt,.tsv,text/csv"}
        rule = translate("A CSV file in UTF-8: names of the columns in the first row, then one row for each line, in any order.")
        label = translate("Your file")
    elif task.type == "number":
        value = seen["answer"]["response"] if seen["answer"] else None
        attributes |= {"type": "text", "inputmode": "decimal", "dir": "ltr", "maxlength": 40, "size": 12, "value": value, **_UNHELPED}
        rule = _number_rule(block, task)
        label = translate("Your answer")
    else:
        value = seen["answer"]["response"] if seen["answer"] else None
        attributes |= {"type": "text", "dir": "auto", "maxlength": LONGEST_ANSWER, "value": value, **_UNHELPED}
        rule = translate("Capitals, accents and vowel marks do not count.")
        label = translate("Your answer")
    unit = tag("span", {"class": "mk-unit"}, tag("bdi", {}, seen["unit"])) if seen["unit"] else None
    return tag(
        "div",
        {"class": f"mk-field mk-{task.type}", **ui(block)},
        tag("label", {"for": f"{name}-field"}, label),
        tag("div", {"class": "mk-line"}, tag("input", attributes), unit),
        tag("p", {"class": "mk-hint", "id": f"{name}-rule"}, rule),
    )


def _number_rule(block: LabBlock, task: Task) -> str:
    """Say how the language writes a number, and how near it must come."""
    translate, language = block.translator, block.language
    example = translate("A number, written like {example}", example=format_decimal(Decimal("1234.5"), language))
    if not task.tolerance:
        return example
    return f"{example} · {translate('counts within ± {tolerance}', tolerance=format_decimal(task.tolerance, language))}"


def _send(block: LabBlock, seen: Mapping[str, Any]) -> Html:
    translate, left = block.translator, seen["tries_left"]
    label = translate("Check my answer") if seen["type"] != "file" else translate("Check my file")
    told = None if left is None else translate.count("{number} try left", "{number} tries left", left)
    return tag(
        "div", {"class": "mk-actions", **ui(block)}, tag("button", {"class": "mk-button"}, label),
        tag("span", {"class": "mk-hint"}, told) if told else None,
    )  # fmt: skip


def _hints(block: LabBlock, seen: Mapping[str, Any], own: Attributes, closed: bool) -> Html | None:
    """Give the hints that were looked at, and the next one for its price."""
    if not seen["hints"]:
        return None
    translate = block.translator
    shown = [tag("li", {"class": "mk-text", **own}, hint["html"]) for hint in seen["hints"] if hint["html"] is not None]
    following = next((hint for hint in seen["hints"] if hint["html"] is None), None)
    parts = [tag("ol", {"class": "mk-shown", "aria-label": translate("Hints")}, *shown)] if shown else []
    if following is not None and not closed:
        cost = percent(following["cost"], translate.language)
        label = translate("Show a hint (takes {cost} of this question)", cost=cost) if following["cost"] else translate("Show a hint")
        parts.append(
            form(
                block,
                "hint",
                {"class": "mk-ask", **ui(block)},
                hidden_field("task", seen["id"]),
                hidden_field("hint", following["id"]),
                hidden_field("revision", block.revision),
                tag("button", {"class": "mk-button mk-quiet mk-small"}, label),
            )
        )
    return tag("div", {"class": "mk-hints"}, *parts) if parts else None


def _feedback(block: LabBlock, task: Task, seen: Mapping[str, Any], own: Attributes) -> Html:
    """Give the verdict in words, then the misconception by its name and why."""
    translate, answer = block.translator, seen["answer"]
    if "score" not in answer:
        text = translate("Your answer is kept. Feedback comes at the end.")
        return tag("div", {"class": "mk-feedback", **focusable(text), "data-feedback": True, **ui(block)}, tag("p", {}, text))
    score = answer["score"]
    state, verdict = (
        ("right", translate("Right")) if score == 1 else ("part", translate("Partly right")) if score else ("wrong", translate("Not yet"))
    )
    earned = translate("best so far {score}", score=percent(seen["best"], translate.language)) if seen["best"] != score else None
    lines = [
        tag(
            "p",
            {"class": "mk-verdict", **ui(block)},
            star("full" if score == 1 else "half" if score else "dot"),
            tag("span", {}, verdict),
            tag("span", {"class": "mk-hint"}, earned) if earned else None,
        ),
        _echo(block, task, seen),
        tag("p", {"class": "mk-misconception", **own}, answer["misconception"]) if answer["misconception"] else None,
        tag("div", {"class": "mk-text", **own}, answer["feedback"]) if answer["feedback"] else None,
        tag("ul", {**ui(block)}, *(tag("li", {}, remark) for remark in answer["remarks"])) if answer["remarks"] else None,
    ]
    return tag("div", {"class": f"mk-feedback mk-{state}", **focusable(verdict), "data-feedback": True}, *lines)


def _echo(block: LabBlock, task: Task, seen: Mapping[str, Any]) -> Html:
    """Say how the answer was read: a number that was read otherwise than it was meant is seen at once."""
    translate = block.translator
    label = translate("Your file was") if task.type == "file" else translate("Your answer was read as")
    return tag("p", {"class": "mk-hint", **ui(block)}, label, " ", _value(task, seen["answer"]["response"], seen["unit"]))


def _value(task: Task, value: str, unit: str) -> Html:
    """Give a value with its unit, each in its own direction: a number reads left to right, a unit as its language does."""
    shown = tag("bdi", {"dir": "ltr" if task.type == "number" else "auto"}, value)
    return join(shown, " ", tag("bdi", {}, unit)) if unit and task.type == "number" else shown


def _right(block: LabBlock, task: Task, seen: Mapping[str, Any]) -> Html:
    translate, right = block.translator, seen["right"]
    if isinstance(right, str):
        value = _value(task, right, seen["unit"])
        return tag("p", {"class": "mk-key", **ui(block)}, translate("Right for your data:"), " ", value)
    head = tag("tr", {}, *(tag("th", {"scope": "col"}, name) for name in right["columns"]))
    body = [tag("tr", {}, *(tag("td", {}, tag("bdi", {}, cell)) for cell in row)) for row in right["rows"]]
    table = tag("table", {"dir": "ltr"}, tag("thead", {}, head), tag("tbody", {}, *body))
    box = {"class": "mk-scroll mk-sheet", "dir": "ltr", "tabindex": "0", "role": "region", "aria-label": translate("Right for your data:")}
    return tag("div", {"class": "mk-key", **ui(block)}, tag("p", {}, translate("Right for your data:")), tag("div", box, table))
