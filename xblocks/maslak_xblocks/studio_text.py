"""The tools for writing text as it will be read: one bar for whichever field is being written in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.catalogue import Translator
from maslak_xblocks.markup import Html, join, tag
from maslak_xblocks.studio_form import file_field, translated

_SHORT: Final = ("bold", "italic", "code", "list", "link", "image", "table")
_WHOLE: Final = (
    "h2",
    "h3",
    "h4",
    "p",
    "bold",
    "italic",
    "code",
    "list",
    "numbers",
    "link",
    "term",
    "image",
    "table",
    "tip",
    "warning",
    "law",
    "remember",
    "example",
)


def toolbar(translate: Translator, terms: Mapping[str, str] | None = None) -> Html:
    """Give the bar. With ``terms`` (name by key) it is that of a whole page, with headings, callouts and the glossary."""
    names = {
        "h2": translate("Heading"),
        "h3": translate("Subheading"),
        "h4": translate("Small heading"),
        "p": translate("Paragraph"),
        "bold": translate("Strong"),
        "italic": translate("Emphasis"),
        "code": translate("Code"),
        "list": translate("List"),
        "numbers": translate("Numbered list"),
        "link": translate("Link"),
        "term": translate("Glossary term"),
        "image": translate("Picture"),
        "table": translate("Table"),
        "tip": translate("Tip"),
        "warning": translate("Take care"),
        "law": translate("What the law says"),
        "remember": translate("Remember"),
        "example": translate("Worked example"),
    }
    shown = _SHORT if terms is None else _WHOLE
    buttons = [tag("button", {"type": "button", "class": "mk-format", "data-format": key}, names[key]) for key in shown]
    words = {
        "data-pictures": translate(
            "Pictures do not come along here. Save each one, add it under Files & Uploads, "
            "then select it in the text and give the file’s name:"
        ),
        "data-left": translate("These pictures did not come along. Save each one, then select its place in the text and choose the file:"),
        "data-other": translate("Only pictures can be put into a text. Offer these files under an address, and make a link to each:"),
        "data-adding": translate("Adding the picture…"),
        "data-failed": translate("The picture was not added. Try again."),
        "data-save-picture": translate("Save {name} to this device"),
        "data-from": translate("{name}: open where it comes from"),
        "data-lost": translate("{name}: open the document it comes from"),
    }
    return tag(
        "div",
        {"class": "mk-toolbar"},
        tag("div", {"class": "mk-formats", "role": "toolbar", "aria-label": translate("Form of the text")}, *buttons),
        _insertions(translate, terms or {}),
        tag("div", {"class": "mk-pasted", "role": "status", "data-pasted": True, **words}),
    )


def _insertions(translate: Translator, terms: Mapping[str, str]) -> Html:
    """Give the small forms for what needs more than a click."""
    keys = [tag("option", {"value": key}, name) for key, name in terms.items()]
    offered = tag("datalist", {"id": "mk-terms"}, *keys) if keys else None
    return join(
        _row(translate, "link", {"href": (translate("Address"), {"type": "url", "dir": "ltr", "placeholder": "https://"})}),
        _row(
            translate,
            "image",
            {
                "file": (
                    translate("File of the picture: PNG, JPEG or WebP, at most 2 MB"),
                    {"type": "file", "accept": "image/png,image/jpeg,image/webp"},
                ),
                "src": (translate("File name, as under Files & Uploads"), {"dir": "ltr", "placeholder": "schema.png"}),
                "alt": (translate("Description for those who do not see it"), {}),
            },
        ),
        _row(translate, "term", {"key": (translate("Key in the glossary"), {"dir": "ltr", "list": "mk-terms" if keys else None})}),
        offered,
    )


def _row(translate: Translator, name: str, fields: Mapping[str, tuple[str, Mapping[str, str | None]]]) -> Html:
    inputs = [
        file_field(translate, label, **{"data-part": part, **more})
        if more.get("type") == "file"
        else tag("label", {"class": "mk-field"}, tag("span", {}, label), tag("input", {"data-part": part, **more}))
        for part, (label, more) in fields.items()
    ]
    missing = {
        "link": translate("Write the whole address, such as https://example.org."),
        "image": translate("Choose the picture first."),
        "term": translate("Write the key of a term: small letters, digits and hyphens."),
    }
    buttons = (
        tag("button", {"type": "button", "class": "mk-format", "data-insert": name}, translate("Insert")),
        tag("button", {"type": "button", "class": "mk-format", "data-insert": ""}, translate("Cancel")),
    )
    return tag(
        "div",
        {"class": "mk-insert", "data-inserting": name, "data-missing": missing[name], "hidden": True},
        *inputs,
        tag("div", {"class": "mk-formats"}, *buttons),
    )


def trio(label: str, name: str, texts: Mapping[Language, str], *, kind: str = "rich") -> Html:
    """Give one text in three languages; beside one another when the source is shown too."""
    return tag("div", {"class": "mk-trio"}, translated(label, name, texts, kind=kind))


def states(translate: Translator, name: str, found: Mapping[Language, str]) -> Html:
    """Give for each translation how it stands: ``translated``, ``reviewed``, or ``stale`` until somebody confirms it."""
    offered = {"translated": translate("translated"), "reviewed": translate("reviewed")}
    fields = []
    for language in LANGUAGES:
        if language not in found:
            continue
        state = found[language]
        names = {"stale": translate("older than the source"), **offered} if state == "stale" else offered
        options = [tag("option", {"value": key, "selected": key == state}, text) for key, text in names.items()]
        label = tag("span", {}, translate("State of the translation"))
        fields.append(
            tag(
                "label",
                {"class": "mk-field mk-state", "data-language": language},
                label,
                tag("select", {"data-field": f"{name}.{language}"}, *options),
            )
        )
    return join(*fields)
