"""Answers to programs, from typed messages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec
from flask import Response


def answer_message(message: msgspec.Struct, status: int = 200) -> Response:
    """Answer with a message as JSON that no cache keeps: it is about one person, as of now."""
    response = Response(msgspec.json.encode(message, enc_hook=_plain), status=status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def publish_document(document: Mapping[str, Any]) -> Response:
    """Answer with a JSON document that is the same for everybody and changes only with the service."""
    response = Response(json.dumps(document, ensure_ascii=False), content_type="application/json")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _plain(value: object) -> object:
    # What is shared by every request is kept as a read-only mapping, which msgspec does not know.
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError(f"{type(value).__name__} has no JSON form")
