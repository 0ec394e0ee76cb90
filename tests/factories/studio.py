"""An editor's form read from its page, as its script reads it."""

from __future__ import annotations

from typing import Any

from lxml import etree, html


def read_form(page: str) -> dict[str, Any]:
    """Give the tree of fields that an untouched editor would send."""
    (editor,) = html.fromstring(page).xpath('//*[contains(concat(" ", @class, " "), " mk-editor ")]')
    return _gather(editor)


def _gather(group: Any) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for node in group.iter(etree.Element):
        if node is group or any(above.tag == "template" for above in node.iterancestors()) or _owner(node) is not group:
            continue
        if name := node.get("data-field"):
            first, _, language = name.partition(".")
            if language:
                tree.setdefault(first, {})[language] = _value(node)
            else:
                tree[first] = _value(node)
        if node.get("data-list"):
            tree[node.get("data-list")] = [
                _gather(each)
                for each in node.iter("li")
                if each.get("data-group") is not None and _owner(each) is group and next(each.iterancestors("div")) is node
                if not any(above.tag == "template" for above in each.iterancestors())
            ]
    return tree


def _owner(node: Any) -> Any:
    return next((above for above in node.iterancestors() if above.get("data-group") is not None), None)


def _value(node: Any) -> Any:
    if node.get("type") in ("checkbox", "radio"):
        return node.get("checked") is not None
    if node.tag == "select":
        return next((option.get("value") for option in node if option.get("selected") is not None), node[0].get("value"))
    if node.get("contenteditable"):
        return (node.text or "") + "".join(html.tostring(child, encoding="unicode") for child in node)
    return (node.text or "") if node.tag == "textarea" else node.get("value", "")
