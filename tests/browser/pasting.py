"""Pasting as a browser does it: an event with whatever lies on the clipboard."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from playwright.sync_api import Locator

_PASTE = """(node, [texts, picture]) => {
  const data = new DataTransfer();
  Object.entries(texts).forEach(([kind, text]) => data.setData(kind, text));
  const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
  if (picture) data.items.add(new File([bytes], "image.png", { type: "image/png" }));
  node.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


_DROP = """(node, [files, texts]) => {
  const data = new DataTransfer(), box = node.getBoundingClientRect();
  const bytes = (content) => Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  files.forEach(([name, type, content]) => data.items.add(new File([bytes(content)], name, { type })));
  Object.entries(texts).forEach(([kind, text]) => data.setData(kind, text));
  const told = { dataTransfer: data, bubbles: true, cancelable: true, clientX: box.left + box.width / 2, clientY: box.bottom - 2 };
  const over = !node.dispatchEvent(new DragEvent("dragover", told));
  return [over, data.dropEffect, !node.dispatchEvent(new DragEvent("drop", told))];
}"""


def drop(place: Locator, files: Mapping[str, tuple[str, bytes]] | None = None, texts: Mapping[str, str] | None = None) -> list[object]:
    """Drop files (type and content by name) and texts by their kind on the end of `place`.

    Return whether the page let the files come, how it showed that, and whether it took what was dropped from the browser.
    """
    listed = [(name, kind, base64.b64encode(content).decode()) for name, (kind, content) in (files or {}).items()]
    return list(place.evaluate(_DROP, [listed, dict(texts or {})]))


def paste(place: Locator, texts: Mapping[str, str] | None = None, picture: bytes = b"") -> None:
    """Paste texts by their kind, and a PNG, at the caret, which must be in `place`."""
    place.evaluate(_PASTE, [dict(texts or {}), base64.b64encode(picture).decode()])
