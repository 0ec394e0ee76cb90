"""Read hostile bytes into one JSON object, or refuse them cheaply."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from maslak_domain.credential.errors import ControlCharacterError, UnreadableError

MAX_BYTES = 65_536
MAX_DEPTH = 16
# Larger integers lose digits in JavaScript verifiers, so two readers would disagree about what was signed.
MAX_INTEGER = 2**53

# A string (closed or not, so that matching stays linear), an opening or a closing bracket.
BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"?|([\[{])|([\]}])', re.DOTALL)

# pyld leaves these characters unescaped where RDFC-1.0 escapes them; a lone surrogate has no UTF-8 form at all.
FORBIDDEN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def read_document(raw: bytes, *, max_bytes: int = MAX_BYTES) -> dict[str, Any]:
    """Return the JSON object in ``raw``.

    Raises UnreadableError when it is too large (``max_bytes``), too deep (16 levels), not UTF-8, not JSON, not an object, repeats a
    member or holds a number without one exact meaning; ControlCharacterError when text holds a control character.
    """
    if len(raw) > max_bytes:
        raise UnreadableError("the document is too large", reason="too_large", limit=max_bytes)
    try:
        text = raw.decode("utf-8")
        _check_depth(text)
        document = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_number, parse_int=_integer, parse_float=_decimal)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("the document is not JSON", reason="not_json") from error
    if not isinstance(document, dict):
        raise UnreadableError("the document is not a JSON object", reason="not_object")
    check_text(document)
    return document


def check_text(value: Any) -> None:
    """Raise ControlCharacterError when any string in ``value``, member names included, holds a forbidden character."""
    if isinstance(value, str):
        if FORBIDDEN_TEXT.search(value):
            raise ControlCharacterError("text holds a control character")
    elif isinstance(value, dict):
        for name, member in value.items():
            check_text(name)
            check_text(member)
    elif isinstance(value, list):
        for member in value:
            check_text(member)


def _check_depth(text: str) -> None:
    """Count brackets outside strings before parsing: the parser itself recurses."""
    depth = 0
    for bracket in BRACKETS.finditer(text):
        depth += (bracket.group(1) is not None) - (bracket.group(2) is not None)
        if depth > MAX_DEPTH:
            raise UnreadableError("the document is nested too deeply", reason="too_deep", limit=MAX_DEPTH)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object; a repeated member would mean different things to different readers."""
    document = dict(pairs)
    if len(document) != len(pairs):
        raise UnreadableError("a member is repeated", reason="repeated_member")
    return document


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) >= MAX_INTEGER:
        _refuse_number(text)
    return int(text)


def _decimal(text: str) -> float:
    value = float(text)
    if abs(value) >= MAX_INTEGER:
        _refuse_number(text)
    return value


def _refuse_number(_text: str) -> NoReturn:
    raise UnreadableError("a number has no exact meaning", reason="number")
