"""The lesson's editor: one language at a time, the source beside it on demand, written as it will be read."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from lxml import etree

from maslak_domain.language import LANGUAGES, Language, direction
from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.frame import LANGUAGE_NAMES
from maslak_xblocks.lesson.document import read_lesson
from maslak_xblocks.markup import Html, join, tag
from maslak_xblocks.olx import Element, inner_html, parse_source, to_source
from maslak_xblocks.payload import take_text
from maslak_xblocks.sanitise import sanitise
from maslak_xblocks.variants import STATUSES, read_variants, variant_digest
from maslak_xblocks.written import append_html

if TYPE_CHECKING:
    from maslak_xblocks.lesson.block import LessonBlock

_LONGEST_TEXT = 400_000


def apply_edit(source: str, payload: dict[str, Any]) -> str:
    """Give the source with one language replaced by what its author wrote; everything else keeps its bytes.

    The payload holds language, status, title, html and objectives (id to text). Raises InvalidPayloadError and OLXError.
    """
    language, status = payload.get("language"), payload.get("status")
    if language not in LANGUAGES or status not in STATUSES:
        raise InvalidPayloadError("language or status is unknown", field="language")
    title, written = take_text(payload, "title", 300), take_text(payload, "html", _LONGEST_TEXT)
    objectives = payload.get("objectives", {})
    if not isinstance(objectives, dict) or not all(isinstance(text, str) for text in objectives.values()):
        raise InvalidPayloadError("objectives must map ids to texts", field="objectives")
    root = parse_source(source)
    variants = read_variants(root)
    origin = next(iter(variants.values()))
    node = variants.get(language)
    if node is None:
        node = etree.SubElement(root, "variant", lang=language)
    node.set("status", "source" if node is origin else ("translated" if status == "source" else status))
    node.set("title", title)
    _fill(node, objectives, written)
    if node is not origin:
        node.set("basis", variant_digest(origin))
    changed = to_source(root)
    read_lesson(parse_source(changed))
    return changed


def _fill(node: Element, objectives: dict[str, str], written: str) -> None:
    tail, kept = node.tail, [copy.deepcopy(child) for child in node if child.tag not in ("objective",) and _is_unknown(child)]
    attributes = dict(node.attrib)
    node.clear()
    node.attrib.update(attributes)
    node.tail, node.text = tail, "\n"
    for reference, text in objectives.items():
        child = etree.SubElement(node, "objective", ref=reference)
        child.text, child.tail = text, "\n"
    append_html(node, written)
    node.extend(kept)


def _is_unknown(child: Element) -> bool:
    """Say whether an element is of a later version: this editor does not show it, so it must not drop it."""
    return isinstance(child.tag, str) and ("-" in child.tag or child.tag.startswith("{"))


def render_editor(block: LessonBlock) -> Html:
    """Give the editor's form."""
    translate, root = block.translator, parse_source(block.effective_source)
    variants, document = read_variants(root), block.document
    tabs = [
        tag("button", {"type": "button", "class": "mk-tab", "data-tab": language, "lang": language, "dir": direction(language)}, name)
        for language, name in LANGUAGE_NAMES.items()
    ]
    panels = [_panel(block, language, variants.get(language), language == document.source) for language in LANGUAGES]
    return tag(
        "div",
        {"class": "mk-editor", "data-save-url": block.runtime.handler_url(block, "studio_save"), "data-source": document.source},
        tag("div", {"class": "mk-tabs", "role": "group", "aria-label": translate("Language of this content")}, *tabs),
        tag(
            "div",
            {"class": "mk-tools"},
            _tool("beside", translate("Show the source beside")),
            _tool("phone", translate("Phone width")),
        ),
        *panels,
        _actions(block),
    )


def _tool(name: str, label: str) -> Html:
    return tag("button", {"type": "button", "class": "mk-button mk-quiet", "data-tool": name, "aria-pressed": "false"}, label)


def _panel(block: LessonBlock, language: Language, node: Element | None, is_source: bool) -> Html:
    translate, document = block.translator, block.document
    own = {"lang": language, "dir": direction(language)}
    text = document.variants[language].body if node is not None else None
    status = node.get("status", "translated") if node is not None else "translated"
    objectives = [
        tag(
            "label",
            {"class": "mk-field"},
            tag("span", {}, f"{translate('Objective')} {number} · {objective.verb}"),
            tag("input", {"data-objective": objective.id, "value": _objective_text(node, objective.id), **own}),
        )
        for number, objective in enumerate(document.objectives, 1)
    ]
    written = Html(sanitise(inner_html(node, frozenset({"objective"})))) if node is not None else Html("<p></p>")
    return tag(
        "section",
        {"class": "mk-panel", "data-panel": language, "hidden": not is_source},
        tag(
            "label",
            {"class": "mk-field"},
            tag("span", {}, translate("Title")),
            tag("input", {"data-name": "title", "value": text.title if text else "", "required": True, **own}),
        ),
        _status_field(block, status, is_source),
        *objectives,
        _format_bar(block),
        tag(
            "div",
            {
                "class": "mk-text mk-write",
                "contenteditable": "true",
                "role": "textbox",
                "aria-multiline": "true",
                "aria-label": translate("Text of the lesson"),
                "data-name": "html",
                **own,
            },
            written,
        ),
    )


def _status_field(block: LessonBlock, status: str, is_source: bool) -> Html:
    translate = block.translator
    if is_source:
        return tag("p", {"class": "mk-facts"}, translate("This is the source: the other languages follow it."))
    names = {"translated": translate("translated"), "reviewed": translate("reviewed")}
    options = [tag("option", {"value": value, "selected": value == status}, name) for value, name in names.items()]
    return tag(
        "label",
        {"class": "mk-field"},
        tag("span", {}, translate("State of the translation")),
        tag("select", {"data-name": "status"}, *options),
    )


def _objective_text(node: Element | None, reference: str) -> str:
    if node is None:
        return ""
    return next(("".join(child.itertext()).strip() for child in node.findall("objective") if child.get("ref") == reference), "")


def _format_bar(block: LessonBlock) -> Html:
    translate = block.translator
    names = {
        "h2": translate("Heading"),
        "h3": translate("Subheading"),
        "p": translate("Paragraph"),
        "bold": translate("Strong"),
        "italic": translate("Emphasis"),
        "code": translate("Code"),
        "list": translate("List"),
        "tip": translate("Tip"),
        "warning": translate("Take care"),
        "law": translate("What the law says"),
        "remember": translate("Remember"),
        "example": translate("Worked example"),
    }
    buttons = [tag("button", {"type": "button", "class": "mk-format", "data-format": key}, name) for key, name in names.items()]
    return tag("div", {"class": "mk-formats", "role": "toolbar", "aria-label": translate("Form of the text")}, *buttons)


def _actions(block: LessonBlock) -> Html:
    translate = block.translator
    return join(
        tag(
            "p",
            {
                "class": "mk-findings",
                "role": "status",
                "data-status": True,
                "data-saved": translate("Saved."),
                "data-saving": translate("Saving…"),
                "data-failed": translate("Not saved. Your text is still here; try again."),
            },
        ),
        tag("button", {"type": "button", "class": "mk-button action-save save-button", "data-save": True}, translate("Save")),
    )
