"""Small ways to spoil an element."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from lxml import etree
from tests.factories.course_draft import Draft

Edit = Callable[[Any], object]
Spoil = Callable[[Draft], object]


def at(xpath: str, edit: Edit, files: str = "vertical/*.xml") -> Spoil:
    return lambda draft: draft.change(xpath, edit, files)


def drop(node: Any) -> None:
    parent, before = node.getparent(), node.getprevious()
    if node.tail and before is not None:
        before.tail = (before.tail or "") + node.tail
    elif node.tail:
        parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def drop_all(xpath: str) -> Edit:
    return lambda node: [drop(each) for each in node.xpath(xpath)]


def give(name: str, value: str) -> Edit:
    return lambda node: node.set(name, value)


def take(name: str) -> Edit:
    return lambda node: node.attrib.pop(name)


def rename(tag: str) -> Edit:
    return lambda node: setattr(node, "tag", tag)


def repeat(node: Any) -> None:
    twin = copy.deepcopy(node)
    node.addnext(twin)


def say(text: str) -> Edit:
    def edit(node: Any) -> None:
        for child in list(node):
            node.remove(child)
        node.text = text

    return edit


def add_text(text: str) -> Edit:
    def edit(node: Any) -> None:
        if len(node):
            node[-1].tail = (node[-1].tail or "") + text
        else:
            node.text = (node.text or "") + text

    return edit


def start_with(text: str) -> Edit:
    return lambda node: setattr(node, "text", text + (node.text or ""))


def insert(xml: str) -> Edit:
    return lambda node: node.append(etree.fromstring(xml))


def unwrap(node: Any) -> None:
    """Let the text of an element stand in the sentence without it."""
    node.tail = (node.text or "") + (node.tail or "")
    node.text = None
    parent, before, tail = node.getparent(), node.getprevious(), node.tail
    node.tail = None
    parent.remove(node)
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
