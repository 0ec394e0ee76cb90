"""An editor made of plain fields: what most blocks need, so that none shows its author raw JSON or XML.

A form is a tree. A *field* has a name; a name with a dot (``title.ar``) is one language of a text; a *list* holds groups of
fields that can be added, doubled, moved and removed. ``studio_form.js`` sends the tree as ``{"form": {...}}`` to the handlers
``studio_save`` and ``studio_preview``; the functions ``take_…`` read it back. ``studio_preview`` answers ``{"html", "findings"}``,
a finding being ``{"path", "text"}`` with a path such as ``stages.0.title.fr``.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, cast

from maslak_domain.competency import LEVELS
from maslak_domain.language import LANGUAGES, Language, direction
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.errors import InvalidPayloadError, SourceMovedError
from maslak_xblocks.frame import LANGUAGE_NAMES
from maslak_xblocks.markup import Attributes, Html, join, tag
from maslak_xblocks.sanitise import sanitise

if TYPE_CHECKING:
    from maslak_xblocks.base import MaslakBlock

LONGEST_LINE: Final = 300
LONGEST_TEXT: Final = 20_000
MOST_GROUPS: Final = 500
EDITOR_CAP: Final = 512 * 1024
# The scripts of an editor that is written in as its text will be read.
EDITOR_SCRIPTS: Final = ("studio_form.js", "studio_paste.js", "studio.js")
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
# What comes along when somebody pastes from elsewhere, such as the line break of a word processor, and what no XML can hold.
_CONTROLS: Final = {code: " " if code in (0x0B, 0x0C) else None for code in (*range(1, 9), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF)}
_STATES: Final = frozenset({"", "stale", "translated", "reviewed"})


def render_form(block: MaslakBlock, source: Language, *children: Html | None, framed: bool = False) -> Html:
    """Give the editor around its fields: language tabs, tools, live preview, the state of saving.

    With ``framed`` the preview is a page of its own, as wide as a phone where asked; ``studio_preview`` then gives the block's
    whole root, and may add ``summary``, one sentence about its findings.
    """
    translate = block.translator
    tabs = [
        tag("button", {"type": "button", "class": "mk-tab", "data-tab": language, "lang": language, "dir": direction(language)}, name)
        for language, name in LANGUAGE_NAMES.items()
    ]
    names = {"beside": translate("Show the source beside"), "preview": translate("Preview"), "phone": translate("Phone width")}
    if framed:
        names["key"] = translate("Answers and feedback") if getattr(block, "has_answers", getattr(block, "has_score", False)) else ""
    if any("mk-fold" in child for child in children if child):
        names["open"] = translate("Everything open")
    tools = [
        tag("button", {"type": "button", "class": "mk-button mk-quiet", "data-tool": name, "aria-pressed": "false"}, label)
        for name, label in names.items()
        if label
    ]
    urls = {f"data-{name}-url": block.runtime.handler_url(block, f"studio_{name}") for name in ("save", "preview")}
    return tag(
        "div",
        {"class": "mk-editor mk-form", "data-source": source, "data-group": True, **urls, **(_framing(block) if framed else {})},
        tag(
            "div",
            {"class": "mk-head"},
            tag("div", {"class": "mk-tabs", "role": "group", "aria-label": translate("Language of this content")}, *tabs),
            tag("div", {"class": "mk-tools"}, *tools),
        ),
        tag("div", {"class": "mk-fields"}, *children),
        _preview(translate, framed),
        _foot(translate),
    )


def _framing(block: MaslakBlock) -> Attributes:
    """Tell the script how the frame of the preview is dressed, and against which text of the block the author writes."""
    sheets = ("frame.css", f"{block.kind}.css", "studio.css")
    styles = " ".join(block.runtime.local_resource_url(block, f"public/{name}") for name in sheets)
    return {"data-styles": styles, "data-base": source_digest(block.effective_source), "data-wide": True}


def _preview(translate: Translator, framed: bool) -> Html:
    box: Attributes = {"class": "mk-preview", "data-preview": True, "hidden": True}
    if not framed:
        return tag("div", {**box, "aria-live": "polite"})
    # Scripts do not run there and forms lead nowhere; the same origin is what lets the editor write into it.
    frame = tag("iframe", {"sandbox": "allow-same-origin", "title": translate("What a learner sees")})
    return tag("div", box, tag("p", {"class": "mk-preview-name"}, translate("What a learner sees")), frame)


def _foot(translate: Translator) -> Html:
    """Keep in reach, however long the form: saving, how many notes there are, and the way from one to the next."""
    words = {
        "data-saved": translate("Saved."),
        "data-saving": translate("Saving…"),
        "data-failed": translate("Not saved. Your text is still here; try again."),
        "data-undo": translate("Deleted. Bring it back"),
    }
    return tag(
        "div",
        {"class": "mk-foot"},
        tag("button", {"type": "button", "class": "mk-button save-button", "data-save": True}, translate("Save")),
        tag("p", {"role": "status", "data-tally": True}),
        tag("button", {"type": "button", "class": "mk-format", "data-next": True, "hidden": True}, translate("Next note")),
        tag("p", {"role": "status", "data-status": True, **words}),
    )


def source_digest(source: str) -> str:
    """Name a text of the block, so that nobody overwrites what somebody else saved meanwhile."""
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def require_base(payload: Mapping[str, Any], source: str) -> None:
    """Raise SourceMovedError when the editor was opened on another text than the block has now."""
    if payload.get("base") not in (None, source_digest(source)):
        raise SourceMovedError("the content was changed by somebody else since this editor was opened")


def section(title: str, *children: Html | None) -> Html:
    """Give a named part of the form that can be folded."""
    return tag("details", {"class": "mk-rules", "open": True}, tag("summary", {}, title), *children)


def grid(*children: Html | None) -> Html:
    """Put short fields beside one another."""
    return tag("div", {"class": "mk-grid"}, *children)


def line(label: str, name: str, value: object = "", **attributes: str | int | bool | None) -> Html:
    """Give a field of one line; a machine's value such as a number reads left to right unless told otherwise."""
    return _labelled(label, tag("input", {"data-field": name, "value": str(value), "dir": "ltr", **attributes}))


def file_field(translate: Translator, label: str, **attributes: str | bool | None) -> Html:
    """Give a field that takes a file, in the words of the page: a browser would speak its own language there."""
    words = {"data-none": translate("No file chosen yet"), "data-kept": translate("The picture stays the one it is")}
    field = tag("input", {"type": "file", **attributes})
    button = tag("span", {"class": "mk-format"}, translate("Choose a file…"))
    shown = tag("span", {"class": "mk-file"}, field, button, tag("bdi", {"data-chosen": True, **words}, words["data-none"]))
    return tag("label", {"class": "mk-field"}, tag("span", {}, label), shown)


def hidden(name: str, value: object, **attributes: str | None) -> Html:
    """Give a field that nobody sees, such as an id."""
    return tag("input", {"type": "hidden", "data-field": name, "value": str(value), **attributes})


def choice(label: str, name: str, value: str, options: Mapping[str, str]) -> Html:
    """Give a choice of one among named values."""
    listed = [tag("option", {"value": key, "selected": key == value}, text) for key, text in options.items()]
    return _labelled(label, tag("select", {"data-field": name}, *listed))


def choose_level(translate: Translator, level: str) -> Html:
    """Give the choice of a level, by the names that people see."""
    return choice(translate("Level"), "level", level, {str(key): names[translate.language] for key, names in LEVELS.items()})


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


def group(translate: Translator, item_id: str, *children: Html | None, origin: str = "", prefix: str | None = None, kind: str = "") -> Html:
    """Give one entry of a list. Doubling it gives it a new id and keeps where it came from.

    With ``prefix`` the new id is made in the page, so that it stays the same from one save to the next; ``a-z`` asks for letters.
    With ``kind``, its name for people, a long entry folds to one line, beside which the script writes its first words.
    """
    tools = {"up": translate("Up"), "down": translate("Down"), "copy": translate("Duplicate"), "delete": translate("Delete")}
    buttons = [tag("button", {"type": "button", "class": "mk-format", "data-move": key}, text) for key, text in tools.items()]
    return tag(
        "li",
        {"class": "mk-edit-item", "data-group": True},
        hidden("id", item_id, **{"data-prefix": prefix}),
        hidden("origin", origin),
        *([_fold(item_id, kind, children)] if kind else children),
        tag("div", {"class": "mk-formats"}, *buttons),
    )


def _fold(item_id: str, kind: str, children: Sequence[Html | None]) -> Html:
    gist, key = tag("bdi", {"class": "mk-gist", "data-gist": True}), tag("small", {"dir": "ltr"}, item_id)
    summary = tag("summary", {"class": "mk-kind"}, tag("span", {}, kind), gist, key)
    return tag("details", {"class": "mk-fold", "open": not item_id}, summary, *children)


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
    return " ".join(value.translate(_CONTROLS).split())


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
    texts = {language: values.get(language, "").translate(_CONTROLS).strip() for language in LANGUAGES}
    return {language: text for language, text in texts.items() if text}


def take_states(form: Mapping[str, Any]) -> dict[Language, str]:
    """Give the state of each translation. Raises InvalidPayloadError."""
    states = take_texts(form, "state", longest=20)
    if not set(states.values()) <= _STATES:
        raise InvalidPayloadError("state must be stale, translated or reviewed", field="state")
    return states


def take_language(payload: Mapping[str, Any]) -> Language:
    """Give the language that is being edited. Raises InvalidPayloadError."""
    language = payload.get("language")
    if language not in LANGUAGES:
        raise InvalidPayloadError("language must be ar, fr or en", field="language")
    return cast(Language, language)


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
    name_of_it = tag("span", {"class": "mk-of"}, " · ", tag("bdi", {"lang": language}, LANGUAGE_NAMES[language]))
    shown = tag("span", {}, label, name_of_it)
    if kind == "rich":
        told = {"contenteditable": "true", "role": "textbox", "aria-multiline": "true"}
        name = f"{label} · {LANGUAGE_NAMES[language]}"
        control = tag("div", {"class": "mk-rich mk-text", "aria-label": name, **told, **own}, Html(sanitise(text)))
        return tag("div", {"class": "mk-field", "data-language": language}, shown, control)
    control = tag("textarea", {"rows": 3, **own}, text) if kind == "area" else tag("input", {"value": text, **own})
    return tag("label", {"class": "mk-field", "data-language": language}, shown, control)
