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


def paste(place: Locator, texts: Mapping[str, str] | None = None, picture: bytes = b"") -> None:
    """Paste texts by their kind, and a PNG, at the caret, which must be in `place`."""
    place.evaluate(_PASTE, [dict(texts or {}), base64.b64encode(picture).decode()])
