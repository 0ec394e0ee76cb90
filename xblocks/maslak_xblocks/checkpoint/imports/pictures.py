"""Pictures that a file carries inside its questions: each gets a place in the text, and its bytes wait until the author adds it."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final
from urllib.parse import unquote

from maslak_xblocks.checkpoint.imports.result import Imported, name_place
from maslak_xblocks.olx import Element

_MOST: Final = 100
_KINDS: Final = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"RIFF": "webp", b"GIF8": "gif"}
_NAMED: Final = re.compile(r"@@PLUGINFILE@@/([^\"'\s>?]+)(?:\?[^\"'\s>]*)?")


def take_named(question: Element, found: Imported) -> None:
    """Give each picture that stands beside a text of Moodle's, and that the text names, a place in it."""
    for text in question.iter("text"):
        holder = text.getparent()
        if holder is None or not text.text or "@@PLUGINFILE@@" not in text.text:
            continue
        files = {each.get("name", ""): each for each in holder.findall("file") if each.get("encoding") == "base64"}
        taken: dict[str, str] = {}
        for name in dict.fromkeys(unquote(match) for match in _NAMED.findall(text.text)):
            file = files.get(name)
            if file is not None and (place := _take(file.text or "", found)):
                taken[name] = place
                holder.remove(file)
        text.text = _NAMED.sub(lambda match, known=taken: known.get(unquote(match[1]), match[0]), text.text)  # type: ignore[misc]


def _take(written: str, found: Imported) -> str:
    """Keep a picture and give its address; nothing when it is none that a browser shows, or one too many."""
    try:
        body = base64.b64decode("".join(written.split()), validate=True)
    except (binascii.Error, ValueError):
        return ""
    kind = next((kind for sign, kind in _KINDS.items() if body.startswith(sign)), "")
    if not kind or len(found.pictures) >= _MOST:
        return ""
    place = name_place()
    found.pictures[place.removeprefix("/static/")] = f"data:image/{kind};base64,{base64.b64encode(body).decode()}"
    return place
