"""Filters of lists of records: read strictly, because a filter that is silently ignored shows the wrong records."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from maslak_domain.result import Decision, State
from maslak_registry.records.errors import InvalidFilterError

NAMES = ("institution", "offering", "period", "state", "decision", "learner")
MAX_LIMIT = 500


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a list is narrowed to; None narrows nothing. `name` is a text to find in names, for people only."""

    institution: str | None = None
    offering: str | None = None
    period: str | None = None
    state: str | None = None
    decision: str | None = None
    learner: uuid.UUID | None = None
    name: str | None = None


def read_filters(values: Mapping[str, str], institutions: Iterable[str], *, other_names: Iterable[str] = ()) -> Filters:
    """Read filters from query parameters; an empty value is no filter.

    Raises InvalidFilterError that names the parameter and what it may be.
    """
    allowed_names = (*NAMES, *other_names)
    for name in values:
        if name not in allowed_names:
            raise InvalidFilterError("there is no such filter", parameter=name, allowed=list(allowed_names))
    return Filters(
        institution=_one_of("institution", values, sorted(institutions)),
        offering=_text("offering", values),
        period=_text("period", values),
        state=_one_of("state", values, [state.value for state in State]),
        decision=_one_of("decision", values, [decision.value for decision in Decision]),
        learner=_uuid("learner", values),
        name=_text("name", values) if "name" in allowed_names else None,
    )


def read_limit(text: str | None, default: int = 100) -> int:
    """Read how many records a page may hold. Raises InvalidFilterError."""
    if not text:
        return default
    if len(text) > 6 or not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= MAX_LIMIT:
        raise InvalidFilterError("a page holds between 1 and 500 records", parameter="limit", allowed=f"1..{MAX_LIMIT}")
    return int(text)


def read_position(text: str | None, parameter: str = "after") -> tuple[uuid.UUID, uuid.UUID] | None:
    """Read where a page begins, as a page before it wrote it. Raises InvalidFilterError."""
    if not text:
        return None
    try:
        if len(text) != 64:
            raise ValueError(text)
        return uuid.UUID(text[:32]), uuid.UUID(text[32:])
    except ValueError as error:
        raise InvalidFilterError("take this from the link of the page before", parameter=parameter, allowed="the next link") from error


def write_position(institution_id: uuid.UUID, record: uuid.UUID) -> str:
    """Write where the next page begins."""
    return institution_id.hex + record.hex


def _text(name: str, values: Mapping[str, str]) -> str | None:
    value = values.get(name, "").strip()
    if len(value) > 200 or not value.isprintable():
        raise InvalidFilterError("this is not the text of a filter", parameter=name, allowed="at most 200 printable characters")
    return value or None


def _one_of(name: str, values: Mapping[str, str], allowed: list[str]) -> str | None:
    value = values.get(name, "").strip()
    if value and value not in allowed:
        raise InvalidFilterError("this filter has no such value", parameter=name, allowed=allowed)
    return value or None


def _uuid(name: str, values: Mapping[str, str]) -> uuid.UUID | None:
    value = values.get(name, "").strip()
    if not value:
        return None
    try:
        return uuid.UUID(value)
    except ValueError as error:
        raise InvalidFilterError("a learner is named by a uuid", parameter=name, allowed="a uuid") from error
