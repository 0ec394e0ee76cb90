"""Holds every answer of every block to its contract, wherever a test makes a block answer."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

import pytest
import xblock.runtime
from jsonschema import Draft202012Validator, FormatChecker

from maslak_xblocks.contracts import BLOCKS, read_contract

# What any handler may say of what it was sent, or of whom it was sent by.
EVERYWHERE = {"invalid_payload", "too_large", "not_author"}
# The way of a page whose script is late or lost: it leads back to the page.
FORMS_ONLY = {"work"}


@functools.cache
def _make_validator(block_type: str, place: str) -> Draft202012Validator:
    contract = read_contract(block_type)
    schema: Any = contract
    for step in place.split("/"):
        schema = schema[step]
    whole = {**schema, "components": {"schemas": contract["schemas"]}}
    return Draft202012Validator(whole, format_checker=FormatChecker())


def find_faults(block_type: str, place: str, value: object) -> list[str]:
    """Name what in `value` is not as the contract says at `place`, as ``data`` or ``handlers/answer/answer``."""
    found = _make_validator(block_type, place).iter_errors(value)
    return [f"{block_type} {place}: {'/'.join(map(str, fault.absolute_path))}: {fault.message[:300]}" for fault in found]


def check_answer(block_type: str, handler: str, answer: Any) -> list[str]:
    """Name what in the answer of a handler its contract does not say."""
    if handler.startswith("studio_") or handler in FORMS_ONLY or answer.status_code == 303:
        return []
    known: Mapping[str, Any] | None = read_contract(block_type)["handlers"].get(handler)
    if known is None:
        return [f"{block_type} has no handler {handler} in its contract"]
    if answer.content_type == "application/problem+json":
        problem = json.loads(answer.body)
        faults = find_faults(block_type, "schemas/Problem", problem)
        if problem["code"] not in {*known.get("refusals", ()), *EVERYWHERE}:
            faults.append(f"{block_type} {handler} refuses with {problem['code']}, which its contract does not name")
        return faults
    if answer.status_code != 200:
        return []
    if answer.content_type == "application/json":
        return find_faults(block_type, f"handlers/{handler}/answer", json.loads(answer.body))
    if not any(fnmatchcase(answer.content_type, given) for given in known.get("gives", ())):
        return [f"{block_type} {handler} answers with {answer.content_type}, which its contract does not name"]
    return []


def hold_to_contract(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Compare from now on every answer of our blocks with their contracts; what is found stands in the list."""
    faults: list[str] = []
    handle = xblock.runtime.Runtime.handle

    def watch(self: Any, block: Any, handler_name: str, request: Any, suffix: str = "") -> Any:
        answer = handle(self, block, handler_name, request, suffix)
        if block.scope_ids.block_type in BLOCKS:
            faults.extend(check_answer(block.scope_ids.block_type, handler_name, answer))
        return answer

    monkeypatch.setattr(xblock.runtime.Runtime, "handle", watch)
    return faults
