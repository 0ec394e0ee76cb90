"""The checkpoint's editor: rules, then the items in one language at a time; what it does not show stays as it is."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from lxml import etree

from maslak_domain.language import LANGUAGES, Language, direction
from maslak_xblocks.checkpoint.bank_page import author_item
from maslak_xblocks.checkpoint.document import ITEM_TYPES, CheckpointDocument, Item, read_checkpoint
from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.frame import LANGUAGE_NAMES
from maslak_xblocks.markup import Html, join, tag
from maslak_xblocks.olx import Element, parse_source, plain_text, to_source
from maslak_xblocks.payload import take_text
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.variants import read_variants, variant_digest
from maslak_xblocks.written import append_html

if TYPE_CHECKING:
    from maslak_xblocks.checkpoint.block import CheckpointBlock

_RULES = ("purpose", "draw", "attempts", "cooldown", "pass_mark")
_LONGEST_TEXT = 20_000


def apply_edit(source: str, payload: Mapping[str, Any]) -> str:
    """Give the source with the rules and one language of the items as edited. Raises InvalidPayloadError and OLXError."""
    language = payload.get("language")
    if language not in LANGUAGES:
        raise InvalidPayloadError("language is unknown", field="language")
    root = parse_source(source)
    rules = _mapping(payload, "rules")
    for name in _RULES:
        if name in rules:
            root.set(name, take_text(rules, name, 20))
    _write_variant(root, language, {"title": take_text(payload, "title", 300)})
    known = {node.get("id", ""): node for node in root.findall("item")}
    for edited in _sequence(payload, "items"):
        _write_item(root, known, language, edited)
    for gone in _sequence(payload, "deleted", []):
        if gone in known:
            root.remove(known[gone])
    changed = to_source(root)
    read_checkpoint(parse_source(changed))
    return changed


def _write_variant(parent: Element, language: Language, attributes: Mapping[str, str]) -> Element:
    """Give the variant of a language, made where it is missing, with its basis set anew."""
    nodes = read_variants(parent) if parent.find("variant") is not None else {}
    node = nodes.get(language)
    if node is None:
        node = etree.SubElement(parent, "variant", lang=language, status="translated" if nodes else "source")
    node.attrib.update(dict(attributes))
    source = next(iter(nodes.values()), node)
    if node is not source:
        node.set("basis", variant_digest(source))
    return node


def _write_item(root: Element, known: dict[str, Element], language: Language, edited: object) -> None:
    if not isinstance(edited, dict):
        raise InvalidPayloadError("items must be objects", field="items")
    node = known.get(edited.get("id") or "")
    if node is not None and language not in read_variants(node) and not plain_text(str(edited.get("stem") or "")):
        return  # not translated yet
    if node is None:
        if edited.get("type") not in ITEM_TYPES:
            raise InvalidPayloadError("the item's type is unknown", field="type")
        node = etree.SubElement(root, "item", id=f"q{secrets.token_hex(4)}", type=edited["type"], version="1")
    options = _sequence(edited, "options", [])
    _write_key(node, options, edited)
    variant = _write_variant(node, language, {})
    for child in [child for child in variant if child.tag in ("stem", "text", "feedback", "unit")]:
        variant.remove(child)
    append_html(etree.SubElement(variant, "stem"), take_text(edited, "stem", _LONGEST_TEXT))
    for option in options:
        _append(variant, "text", option["id"], take_text(option, "text", _LONGEST_TEXT))
    for name, text in _feedback(edited, options).items():
        _append(variant, "feedback", name, text)
    if edited.get("unit"):
        etree.SubElement(variant, "unit").text = take_text(edited, "unit", 30)
    source = next(iter(read_variants(node).values()))
    if variant is not source:
        variant.set("basis", variant_digest(source))


def _write_key(node: Element, options: Sequence[Any], edited: Mapping[str, Any]) -> None:
    """Write which options there are and which are right, or the number."""
    if node.get("type") == "numeric":
        answer = node.find("answer")
        if answer is None:
            answer = etree.SubElement(node, "answer")
        for name in ("value", "tolerance"):
            answer.set(name, take_text(edited, name, 30))
        return
    known = {child.get("id"): child for child in node.findall("option")}
    for position, option in enumerate(options):
        if not isinstance(option, dict):
            raise InvalidPayloadError("options must be objects", field="options")
        child = known.pop(option.get("id") or None, None)
        if child is None:
            option["id"] = _free_id({*known, *(other.get("id") for other in options)})
            child = etree.Element("option", id=option["id"])
            node.insert(position, child)
        child.attrib.pop("correct", None)
        if option.get("correct") is True:
            child.set("correct", "true")
    for child in known.values():
        node.remove(child)


def _free_id(taken: set[Any]) -> str:
    return next(letter for letter in "abcdefghijklmnopqrstuvwxyz" if letter not in taken)


def _feedback(edited: Mapping[str, Any], options: Sequence[Any]) -> dict[str, str]:
    """Give the feedback by its key: options for choices, right, other or a wrong number's id for numbers."""
    named = {option["id"]: option.get("feedback") for option in options} | _mapping(edited, "feedback")
    return {name: text for name, text in named.items() if isinstance(text, str) and text.strip()}


def _append(variant: Element, name: str, option: str, text: str) -> None:
    node = etree.SubElement(variant, name, option=option)
    holder = parse_source(f"<x>{_as_xml(text)}</x>")
    node.text = holder.text
    node.extend(list(holder))


def _as_xml(text: str) -> str:
    """Give sanitised inline HTML as XML text."""
    holder = etree.Element("x")
    append_html(holder, f"<div>{text}</div>")
    inside = to_source(holder[0]) if len(holder) else "<div/>"
    return inside.removeprefix("<div>").removesuffix("</div>") if inside != "<div/>" else ""


def _mapping(payload: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = payload.get(name, {})
    if not isinstance(value, dict):
        raise InvalidPayloadError(f"{name} must be an object", field=name)
    return cast(dict[str, Any], value)


def _sequence(payload: Mapping[str, Any], name: str, default: list[Any] | None = None) -> list[Any]:
    value = payload.get(name, default)
    if not isinstance(value, list) or len(value) > 500:
        raise InvalidPayloadError(f"{name} must be a list", field=name)
    return value


def render_preview(block: CheckpointBlock, document: CheckpointDocument, payload: Mapping[str, Any]) -> Html:
    """Give the edited items with their keys, in the language being edited."""
    language = cast(Language, payload["language"])
    return tag(
        "ol",
        {"class": "mk-bank", "lang": language, "dir": direction(language)},
        *(author_item(block, item, language) for item in document.items),
    )


def render_editor(block: CheckpointBlock) -> Html:
    """Give the editor's form."""
    translate, document = block.translator, block.document
    tabs = [
        tag("button", {"type": "button", "class": "mk-tab", "data-tab": language, "lang": language, "dir": direction(language)}, name)
        for language, name in LANGUAGE_NAMES.items()
    ]
    urls = {f"data-{name}-url": block.runtime.handler_url(block, f"studio_{name}") for name in ("save", "preview")}
    return tag(
        "div",
        {"class": "mk-editor", "data-source": document.source, **urls},
        tag("div", {"class": "mk-tabs", "role": "group", "aria-label": translate("Language of this content")}, *tabs),
        tag(
            "div",
            {"class": "mk-tools"},
            *(
                tag("button", {"type": "button", "class": "mk-button mk-quiet", "data-tool": name, "aria-pressed": "false"}, label)
                for name, label in (
                    ("beside", translate("Show the source beside")),
                    ("preview", translate("Preview")),
                    ("phone", translate("Phone width")),
                )
            ),
        ),
        _rules(block),
        *(_panel(block, language) for language in LANGUAGES),
        tag("div", {"class": "mk-preview", "data-preview": True, "hidden": True, "aria-live": "polite"}),
        _actions(block),
    )


def _rules(block: CheckpointBlock) -> Html:
    translate, document = block.translator, block.document
    purposes = {"practice": translate("practice"), "mastery": translate("decides the rating")}
    options = [tag("option", {"value": value, "selected": value == document.purpose}, name) for value, name in purposes.items()]
    numbers = {
        "draw": (translate("Questions drawn (0: all)"), document.draw),
        "attempts": (translate("Attempts (0: no limit)"), document.attempts),
        "cooldown": (translate("Pause between attempts, in minutes"), document.cooldown_minutes),
        "pass_mark": (translate("Pass mark, 0 to 1"), document.pass_mark),
    }
    fields = [
        _field(label, tag("input", {"data-rule": name, "value": str(value), "inputmode": "decimal", "dir": "ltr", "size": 6}))
        for name, (label, value) in numbers.items()
    ]
    purpose = _field(translate("Purpose"), tag("select", {"data-rule": "purpose"}, *options))
    return tag(
        "details",
        {"class": "mk-rules"},
        tag("summary", {}, translate("Rules of the attempt")),
        tag("div", {"class": "mk-grid"}, purpose, *fields),
    )


def _field(label: str, control: Html) -> Html:
    return tag("label", {"class": "mk-field"}, tag("span", {}, label), control)


def _panel(block: CheckpointBlock, language: Language) -> Html:
    translate, document = block.translator, block.document
    own = {"lang": language, "dir": direction(language)}
    title = document.variants[language].body.title if language in document.variants else ""
    names = {
        "single": translate("Add one right answer"),
        "multiple": translate("Add several right answers"),
        "numeric": translate("Add a number"),
    }
    adders = [tag("button", {"type": "button", "class": "mk-button mk-quiet", "data-add": kind}, name) for kind, name in names.items()]
    blanks = [tag("template", {"data-blank": kind}, _blank_item(block, kind, own)) for kind in ITEM_TYPES]
    return tag(
        "section",
        {"class": "mk-panel", "data-panel": language, "hidden": language != document.source},
        _field(translate("Title"), tag("input", {"data-name": "title", "value": title, **own})),
        tag("ol", {"class": "mk-items", "data-items": True}, *(_item(block, item, language, own) for item in document.items)),
        tag("div", {"class": "mk-actions"}, *adders),
        *blanks,
    )


def _item(block: CheckpointBlock, item: Item, language: Language, own: Mapping[str, str]) -> Html:
    body = item.variants[language].body if language in item.variants else None
    options = [
        _option(
            block,
            item.type,
            option.id,
            option.correct,
            str(body.options[option.id]) if body else "",
            str(body.feedback.get(option.id, "")) if body else "",
            own,
        )
        for option in item.options
    ]
    number = None
    if item.answer is not None:
        texts = {name: str(body.feedback.get(name, "")) if body else "" for name in ("right", *(wrong.id for wrong in item.wrong), "other")}
        number = _number(block, str(item.answer.value), str(item.answer.tolerance), body.unit if body else item.unit, texts, own)
    return _item_frame(block, item.id, item.type, str(body.stem) if body else "", join(*options, number), own)


def _blank_item(block: CheckpointBlock, kind: str, own: Mapping[str, str]) -> Html:
    if kind == "numeric":
        inside = _number(block, "", "0", "", {"right": "", "other": ""}, own)
    else:
        inside = join(*(_option(block, kind, "", position == 0, "", "", own) for position in range(3)))
    return _item_frame(block, "", kind, "", inside, own)


def _item_frame(block: CheckpointBlock, item_id: str, kind: str, stem: str, inside: Html, own: Mapping[str, str]) -> Html:
    translate = block.translator
    tools = [
        tag("button", {"type": "button", "class": "mk-format", "data-item-tool": name}, label)
        for name, label in (("option", translate("Add an option")), ("copy", translate("Duplicate")), ("delete", translate("Delete")))
        if not (name == "option" and kind == "numeric")
    ]
    return tag(
        "li",
        {"class": "mk-edit-item", "data-id": item_id, "data-type": kind},
        _rich(translate("Question"), "stem", stem, own),
        tag("div", {"data-options": True}, inside),
        tag("div", {"class": "mk-formats"}, *tools),
    )


def _rich(label: str, name: str, html: str, own: Mapping[str, str]) -> Html:
    """Give a field whose text is written as it is read."""
    attributes = {"class": "mk-rich mk-text", "contenteditable": "true", "role": "textbox", "aria-multiline": "true", "aria-label": label}
    return tag(
        "div",
        {"class": "mk-field"},
        tag("span", {"aria-hidden": "true"}, label),
        tag("div", {**attributes, "data-name": name, **own}, Html(sanitise(html))),
    )


def _option(block: CheckpointBlock, kind: str, option_id: str, correct: bool, text: str, feedback: str, own: Mapping[str, str]) -> Html:
    translate = block.translator
    mark = tag("input", {"type": "radio" if kind == "single" else "checkbox", "data-name": "correct", "checked": correct})
    return tag(
        "div",
        {"class": "mk-edit-option", "data-option": option_id},
        tag("label", {"class": "mk-correct"}, mark, tag("span", {}, translate("Right"))),
        _rich(translate("Option"), "text", text, own),
        _rich(translate("Feedback"), "feedback", feedback, own),
    )


def _number(block: CheckpointBlock, value: str, tolerance: str, unit: str, feedback: Mapping[str, str], own: Mapping[str, str]) -> Html:
    translate = block.translator
    names = {"right": translate("Feedback when right"), "other": translate("Feedback for another number")}
    return join(
        tag(
            "div",
            {"class": "mk-grid"},
            _field(translate("Right number"), tag("input", {"data-name": "value", "value": value, "dir": "ltr"})),
            _field(translate("Tolerance"), tag("input", {"data-name": "tolerance", "value": tolerance, "dir": "ltr"})),
            _field(translate("Unit"), tag("input", {"data-name": "unit", "value": unit, **own})),
        ),
        *(_rich(names.get(key, f"{translate('Feedback')} {key}"), f"feedback:{key}", text, own) for key, text in feedback.items()),
    )


def _actions(block: CheckpointBlock) -> Html:
    translate = block.translator
    words = {
        "data-saved": translate("Saved."),
        "data-saving": translate("Saving…"),
        "data-failed": translate("Not saved. Your text is still here; try again."),
    }
    return join(
        tag("p", {"class": "mk-findings", "role": "status", "data-status": True, **words}),
        tag("button", {"type": "button", "class": "mk-button action-save save-button", "data-save": True}, translate("Save")),
    )
