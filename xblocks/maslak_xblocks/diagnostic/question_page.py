"""The one question that is asked now."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from maslak_domain.language import direction, format_decimal
from maslak_xblocks.diagnostic.contract import Situation
from maslak_xblocks.frame import element_name, form, hidden_field, ui
from maslak_xblocks.markup import Attributes, Html, join, tag

if TYPE_CHECKING:
    from maslak_xblocks.diagnostic.block import DiagnosticBlock


def render_question(block: DiagnosticBlock, situation: Situation) -> Html:
    """Give the question with its answer buttons, and how far it is in words and as a bar."""
    seen, translate = situation.asked, block.translator
    assert seen is not None
    name = element_name(block, seen["id"])
    own: Attributes = {} if seen["language"] == block.language else {"lang": seen["language"], "dir": direction(seen["language"])}
    field = _options(seen, name, own) if seen["type"] == "single" else _number(block, seen, name)
    return form(
        block,
        "answer",
        {"class": "mk-question", "data-type": seen["type"], "data-item": seen["id"], "autocomplete": "off"},
        hidden_field("item", seen["id"]),
        hidden_field("language", block.language),
        hidden_field("revision", block.revision),
        hidden_field("idempotency_key", secrets.token_hex(12)),
        tag(
            "fieldset",
            {"aria-describedby": f"{name}-stem"},
            _progress(block, seen),
            tag("div", {"class": "mk-stem mk-text", "id": f"{name}-stem", **own}, seen["stem"]),
            field,
        ),
        tag(
            "div",
            {"class": "mk-actions", **ui(block)},
            tag("button", {"class": "mk-button", "name": "unknown", "value": ""}, translate("Answer and go on")),
            tag("button", {"class": "mk-button mk-quiet", "name": "unknown", "value": "yes"}, translate("I don’t know yet")),
        ),
        tag("p", {"class": "mk-hint", **ui(block)}, translate("Right or wrong is not told here: the map at the end says where you stand.")),
    )


def _progress(block: DiagnosticBlock, seen: Mapping[str, Any]) -> Html:
    translate = block.translator
    left = translate.count("about {number} more", "about {number} more", seen["about_left"] - 1) if seen["about_left"] > 1 else ""
    words = [translate("Question {number}", number=seen["number"]), left or translate("perhaps the last")]
    done, whole = seen["number"] - 1, seen["number"] - 1 + seen["about_left"]
    share = Html(f'<rect class="mk-done" width="{100 * done // whole}" height="4"/>')
    picture = tag("svg", {"class": "mk-way", "viewBox": "0 0 100 4", "preserveAspectRatio": "none", "aria-hidden": "true"}, share)
    return join(tag("legend", {"tabindex": "-1", **ui(block)}, *(tag("span", {}, word) for word in words)), picture)


def _options(seen: Mapping[str, Any], name: str, own: Attributes) -> Html:
    options = []
    for option in seen["options"]:
        field = f"{name}-{option['id']}"
        entry = tag("input", {"type": "radio", "name": "response", "value": option["id"], "id": field})
        label = tag("label", {"for": field, "class": "mk-text", **own}, option["html"])
        options.append(tag("div", {"class": "mk-option"}, entry, label))
    return tag("div", {"class": "mk-options"}, *options)


def _number(block: DiagnosticBlock, seen: Mapping[str, Any], name: str) -> Html:
    translate = block.translator
    field = tag(
        "input",
        {
            "type": "text",
            "inputmode": "decimal",
            "autocomplete": "off",
            "name": "response",
            "id": name,
            "dir": "ltr",
            "maxlength": 40,
            "size": 10,
            "aria-describedby": f"{name}-example",
        },
    )
    unit = tag("span", {"class": "mk-unit"}, tag("bdi", {}, seen["unit"])) if seen["unit"] else None
    example = translate("A number, written like {example}", example=format_decimal(Decimal("12.5"), block.language))
    return join(
        tag("label", {"for": name, "class": "mk-number-name", **ui(block)}, translate("Your answer")),
        tag("div", {"class": "mk-number"}, field, unit),
        tag("p", {"class": "mk-hint", "id": f"{name}-example", **ui(block)}, example),
    )
