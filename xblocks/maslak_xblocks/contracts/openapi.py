"""A block's contract as an OpenAPI 3.1 document, for tools that make clients out of one."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, Final

BLOCKS: Final = (
    "maslak_lesson",
    "maslak_checkpoint",
    "maslak_diagnostic",
    "maslak_lab",
    "maslak_project",
    "maslak_logbook",
    "maslak_passport",
)
VERSION: Final = "1"
# What a handler takes: a form where a file may come along, JSON otherwise, and some take both.
_BODIES: Final = {"request": "application/json", "form": "multipart/form-data"}
_PROBLEM: Final = {
    "description": "A refusal.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


@functools.cache
def read_contract(block_type: str) -> Mapping[str, Any]:
    """Give the contract of one of `BLOCKS`: title, description, data, handlers by name, and the schemas that these use.

    What all blocks share is in it: the shared schemas, and the handler that changes the language. Raises KeyError for other blocks.
    """
    if block_type not in BLOCKS:
        raise KeyError(block_type)
    own, common = _read(block_type.removeprefix("maslak_")), _read("common")
    return {**own, "handlers": {**own["handlers"], **common["handlers"]}, "schemas": {**common["schemas"], **own["schemas"]}}


def list_handlers(block_type: str) -> tuple[str, ...]:
    """Give the handlers that a learner's client may call. Raises KeyError."""
    return tuple(read_contract(block_type)["handlers"])


@functools.cache
def describe_block(block_type: str) -> Mapping[str, Any]:
    """Give the OpenAPI document of a kind of block. Raises KeyError."""
    contract = read_contract(block_type)
    description = f"{contract['description']}\n\n{_read('common')['description']}"
    return {
        "openapi": "3.1.0",
        "info": {"title": contract["title"], "version": VERSION, "description": description},
        "servers": [{"url": "{block}", "variables": {"block": {"default": "/", "description": "Where the handlers of one block are."}}}],
        "paths": {_path(name, handler): _operation(name, handler) for name, handler in contract["handlers"].items()},
        "components": {"schemas": {**contract["schemas"], "Data": contract["data"]}},
    }


def _read(name: str) -> Mapping[str, Any]:
    text = (files("maslak_xblocks.contracts") / f"{name}.json").read_text(encoding="utf-8")
    contract: Mapping[str, Any] = json.loads(text)
    return contract


def _path(name: str, handler: Mapping[str, Any]) -> str:
    return f"/{name}/{{suffix}}" if "suffix" in handler else f"/{name}"


def _operation(name: str, handler: Mapping[str, Any]) -> Mapping[str, Any]:
    refusals = ", ".join(handler.get("refusals", ()))
    operation = {
        "operationId": name,
        "summary": handler["summary"],
        "description": f"Codes of refusals: {refusals}." if refusals else "",
        "parameters": _parameters(handler),
        "responses": {"200": {"description": "Done.", "content": _answer(handler)}, "default": _PROBLEM},
    }
    if handler.get("reads"):
        return {"get": operation}
    content = {media_type: {"schema": handler[name]} for name, media_type in _BODIES.items() if name in handler}
    return {"post": {**operation, "requestBody": {"required": True, "content": content}}}


def _parameters(handler: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    query = handler.get("query", {"properties": {}})
    found: list[Mapping[str, Any]] = [
        {"name": name, "in": "query", "required": name in query.get("required", ()), "schema": schema}
        for name, schema in query["properties"].items()
    ]
    if "suffix" in handler:
        found.append({"name": "suffix", "in": "path", "required": True, "description": handler["suffix"], "schema": {"type": "string"}})
    return found


def _answer(handler: Mapping[str, Any]) -> Mapping[str, Any]:
    if "gives" in handler:
        return {media_type: {"schema": {"type": "string", "contentMediaType": media_type}} for media_type in handler["gives"]}
    return {"application/json": {"schema": handler["answer"]}}
