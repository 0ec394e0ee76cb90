"""An item and an answer to it as they go out: under the learner's own names, and without the key."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from maslak_domain.language import Language, format_decimal
from maslak_xblocks.checkpoint.items.item import Item, ItemText
from maslak_xblocks.checkpoint.items.number import NumberTask
from maslak_xblocks.checkpoint.items.pairing import PairingTask
from maslak_xblocks.checkpoint.items.table import TableTask
from maslak_xblocks.checkpoint.items.text import TextTask
from maslak_xblocks.checkpoint.items.verdict import Response


def describe_parts(item: Item, text: ItemText, tokens: Mapping[str, str]) -> dict[str, Any]:
    """Give what an item is answered with, in the order shown; ``tokens`` are the learner's names and the ids behind them.

    ``options`` for every type: options, steps, entries, or rows with ``cells``. For matching and classification ``choices`` beside
    them, for a table ``caption``, ``columns`` and ``code`` (read from left to right in every language), for a text ``match``.
    """
    task = item.task
    if isinstance(task, TableTask):
        rows = [{"id": token, "html": "", "cells": list(text.cells[name])} for token, name in tokens.items()]
        return {"options": rows, "caption": text.caption, "columns": list(text.columns), "code": task.is_code}
    named = [{"id": token, "html": text.options[name]} for token, name in tokens.items()]
    if isinstance(task, PairingTask):
        return {"options": named[: len(task.entries)], "choices": named[len(task.entries) :]}
    return {"options": named} | ({"match": task.match} if isinstance(task, TextTask) else {})


def describe_response(item: Item, response: Response, names: Mapping[str, str], language: Language) -> Response:
    """Give a stored answer under the learner's names; what a newer release no longer has is left out."""
    if isinstance(response, dict):
        return {names[entry]: names[choice] for entry, choice in response.items() if entry in names and choice in names}
    if isinstance(response, list):
        return [names[name] for name in response if name in names]
    return format_decimal(Decimal(response), language) if isinstance(item.task, NumberTask) else response


def describe_right(item: Item, names: Mapping[str, str], language: Language) -> Response:
    """Give what would have been right, in the form of an answer; for a text and a number, a list of what is accepted."""
    if isinstance(item.task, NumberTask):
        return [format_decimal(item.task.answer.value, language)]
    if isinstance(item.task, TextTask):
        return list(item.task.list_accepted(language))
    return describe_response(item, item.task.right_response(), names, language)
