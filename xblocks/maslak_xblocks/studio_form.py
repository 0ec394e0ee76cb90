"""An editor made of plain fields: what most blocks need, so that none shows its author raw JSON or XML.

A form is a tree. A *field* has a name; a name with a dot (``title.ar``) is one language of a text; a *list* holds groups of
fields that can be added, doubled, moved and removed. ``studio_form.js`` sends the tree as ``{"form": {...}}`` to the handlers
``studio_save`` and ``studio_preview``; the functions ``take_…`` read it back. ``studio_preview`` answers ``{"html", "findings"}``,
a finding being ``{"path", "text"}`` with a path such as ``stages.0.title.fr``.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from maslak_domain.language import LANGUAGES, Language, direction
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.frame import LANGUAGE_NAMES
from maslak_xblocks.markup import Attributes, Html, join, tag
from maslak_xblocks.sanitise import sanitise

if TYPE_CHECKING:
    from maslak_xblocks.base import MaslakBlock

LONGEST_LINE: Final = 300
LONGEST_TEXT: Final = 20_000
MOST_GROUPS: Final = 500
EDITOR_CAP: Final = 512 * 1024
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def render_form(block: MaslakBlock, source: Language, *children: Html | None) -> Html:
    """Give the editor around its fields: language tabs, tools, live preview, the state of saving."""
    translate = block.translator
    tabs = [
        tag("button", {"type": "button", "class": "mk-tab", "data-tab": language, "lang": language, "dir": direction(language)}, name)
        for language, name in LANGUAGE_NAMES.items()
    ]
    names = {"beside": translate("Show the source beside"), "preview": translate("Preview"), "phone": translate("Phone width")}
    tools = [
        tag("button", {"type": "button", "class": "mk-button mk-quiet", "data-tool": name, "aria-pressed": "false"}, label)
        for name, label in names.items()
    ]
    urls = {f"data-{name}-url": block.runtime.handler_url(block, f"studio_{name}") for name in ("save", "preview")}
    words = {
        "data-saved": translate("Saved."),
        "data-saving": translate("Saving…"),
        "data-failed": translate("Not saved. Your text is still here; try again."),
    }
    return tag(
        "div",
        {"class": "mk-editor mk-form", "data-source": source, "data-group": True, **urls},
        tag("div", {"class": "mk-tabs", "role": "group", "aria-label": translate("Language of this content")}, *tabs),
        tag("div", {"class": "mk-tools"}, *tools),
        *children,
        tag("div", {"class": "mk-preview", "data-preview": True, "hidden": True, "aria-live": "polite"}),
        tag("p", {"class": "mk-findings", "role": "status", "data-status": True, **words}),
        tag("button", {"type": "button", "class": "mk-button action-save save-button", "data-save": True}, translate("Save")),
    )


def section(title: str, *children: Html | None) -> Html:
    """Give a named part of the form that can be folded."""
    return tag("details", {"class": "mk-rules", "open": True}, tag("summary", {}, title), *children)


def grid(*children: Html | None) -> Html:
    """Put short fields beside one another."""
    return tag("div", {"class": "mk-grid"}, *children)


def line(label: str, name: str, value: object = "", **attributes: str | int | bool | None) -> Html:
    """Give a field of one line; a machine's value such as a number reads left to right unless told otherwise."""
    return _labelled(label, tag("input", {"data-field": name, "value": str(value), "dir": "ltr", **attributes}))


def hidden(name: str, value: object) -> Html:
    """Give a field that nobody sees, such as an id."""
    return tag("input", {"type": "hidden", "data-field": name, "value": str(value)})


def choice(label: str, name: str, value: str, options: Mapping[str, str]) -> Html:
    """Give a choice of one among named values."""
    listed = [tag("option", {"value": key, "selected": key == value}, text) for key, text in options.items()]
    return _labelled(label, tag("select", {"data-field": name}, *listed))


def tick(label: str, name: str, ticked: bool) -> Html:
    """Give a field that is on or off."""
    box = tag("input", {"type": "checkbox", "data-field": name, "checked": ticked})
    return tag("label", {"class": "mk-correct"}, box, tag("span", {}, label))


def translated(label: str, name: str, texts: Mapping[Language, str], *, kind: str = "line") -> Html:
    """Give one text in three languages, of which one is shown. ``kind`` is ``line``, ``area`` (plain) or ``rich`` (HTML)."""
    return join(*(_one_language(label, name, language, texts.get(language, ""), kind) for language in LANGUAGES))


def listing(translate: Translator, name: str, groups: Sequence[Html], blank: Html, add: str) -> Html:
    """Give a list of groups, a blank one to begin the next from, and the button that adds it."""
    return tag(
        "div",
        {"class": "mk-list", "data-list": name},
        tag("ol", {"class": "mk-items"}, *groups),
        tag("template", {}, blank),
        tag("button", {"type": "button", "class": "mk-button mk-quiet", "data-add": True}, add),
    )


def group(translate: Translator, item_id: str, *children: Html | None, origin: str = "") -> Html:
    """Give one entry of a list. Doubling it clears its id and keeps where it came from."""
    tools = {"up": translate("Up"), "down": translate("Down"), "copy": translate("Duplicate"), "delete": translate("Delete")}
    buttons = [tag("button", {"type": "button", "class": "mk-format", "data-move": key}, text) for key, text in tools.items()]
    return tag(
        "li",
        {"class": "mk-edit-item", "data-group": True},
        hidden("id", item_id),
        hidden("origin", origin),
        *children,
        tag("div", {"class": "mk-formats"}, *buttons),
    )


def take_form(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the tree of a payload. Raises InvalidPayloadError."""
    form = payload.get("form")
    if not isinstance(form, dict):
        raise InvalidPayloadError("form must be an object", field="form")
    return form


def take_line(form: Mapping[str, Any], name: str, *, required: bool = False, longest: int = LONGEST_LINE) -> str:
    """Give a short text without line ends, "" when absent. Raises InvalidPayloadError."""
    value = form.get(name, "")
    if not isinstance(value, str) or len(value) > longest or "\x00" in value or (required and not value.strip()):
        raise InvalidPayloadError(f"{name} must be a text of at most {longest} characters", field=name)
    return " ".join(value.split())


def take_tick(form: Mapping[str, Any], name: str) -> bool:
    """Give whether a field is on. Raises InvalidPayloadError."""
    value = form.get(name, False)
    if not isinstance(value, bool):
        raise InvalidPayloadError(f"{name} must be true or false", field=name)
    return value


def take_texts(form: Mapping[str, Any], name: str, *, longest: int = LONGEST_TEXT) -> dict[Language, str]:
    """Give a text by language, without the languages in which nothing is written. Raises InvalidPayloadError."""
    values = form.get(name, {})
    if not isinstance(values, dict) or not values.keys() <= set(LANGUAGES):
        raise InvalidPayloadError(f"{name} must map languages to texts", field=name)
    if any(not isinstance(text, str) or len(text) > longest or "\x00" in text for text in values.values()):
        raise InvalidPayloadError(f"{name} must hold texts of at most {longest} characters", field=name)
    return {cast(Language, language): values[language].strip() for language in LANGUAGES if values.get(language, "").strip()}


def take_groups(form: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Give the groups of a list in their order. Raises InvalidPayloadError."""
    groups = form.get(name, [])
    if not isinstance(groups, list) or len(groups) > MOST_GROUPS or not all(isinstance(each, dict) for each in groups):
        raise InvalidPayloadError(f"{name} must be a list of at most {MOST_GROUPS} objects", field=name)
    return groups


def take_id(form: Mapping[str, Any], prefix: str) -> str:
    """Give the id of a group, a new one where it has none yet. Raises InvalidPayloadError."""
    value = take_line(form, "id", longest=64)
    if value and not _ID.fullmatch(value):
        raise InvalidPayloadError("an id is made of letters, digits, hyphens and underscores", field="id")
    return value or f"{prefix}{secrets.token_hex(4)}"


def _labelled(label: str, control: Html) -> Html:
    return tag("label", {"class": "mk-field"}, tag("span", {}, label), control)


def _one_language(label: str, name: str, language: Language, text: str, kind: str) -> Html:
    own: Attributes = {"data-field": f"{name}.{language}", "lang": language, "dir": direction(language)}
    shown = join(tag("span", {}, label, " · ", tag("bdi", {"lang": language}, LANGUAGE_NAMES[language])))
    if kind == "rich":
        told = {"contenteditable": "true", "role": "textbox", "aria-multiline": "true"}
        name = f"{label} · {LANGUAGE_NAMES[language]}"
        control = tag("div", {"class": "mk-rich mk-text", "aria-label": name, **told, **own}, Html(sanitise(text)))
        return tag("div", {"class": "mk-field", "data-language": language}, shown, control)
    control = tag("textarea", {"rows": 3, **own}, text) if kind == "area" else tag("input", {"value": text, **own})
    return tag("label", {"class": "mk-field", "data-language": language}, shown, control)
