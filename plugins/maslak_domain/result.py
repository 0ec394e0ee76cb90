"""Completion records: what an institution decided about a learner's offering, programme or competency.

State (how firm) and decision (what) are two things. Everything a reader needs later is frozen in the record; a change is a
new revision with an author and a reason. Maslak records compensation and capitalisation, it does not compute them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final, Literal, NotRequired, TypedDict, cast
from uuid import UUID

from maslak_domain.errors import ConflictError, InvalidError
from maslak_domain.language import LocalizedText
from maslak_domain.ledger.canonical import NotCanonicalError, decimal_text, instant_text, read_instant


class State(StrEnum):
    """How firm a record is."""

    PROVISIONAL = "provisional"
    PROPOSED = "proposed"
    FINAL = "final"
    REVOKED = "revoked"


class Decision(StrEnum):
    """What was decided; institutions keep their own codes beside these."""

    VALIDATED = "validated"
    VALIDATED_AFTER_RESIT = "validated_after_resit"
    VALIDATED_BY_COMPENSATION = "validated_by_compensation"
    VALIDATED_BY_EQUIVALENCE = "validated_by_equivalence"
    NOT_VALIDATED = "not_validated"
    ABSENT_JUSTIFIED = "absent_justified"
    ABSENT = "absent"
    WITHHELD = "withheld"
    ANNULLED = "annulled"


class About(TypedDict):
    """What a record is about; title and level are frozen with it, so that readers need no foreign catalogue."""

    kind: Literal["offering", "programme", "competency"]
    key: str
    title: NotRequired[LocalizedText]
    level: NotRequired[str]


class InvalidRecordError(InvalidError):
    """Raised when a completion record contradicts itself or lacks what its state requires."""

    code = "invalid_record"


class InvalidTransitionError(ConflictError):
    """Raised when a record cannot go from its state to the one asked for."""

    code = "invalid_transition"


class MissingReasonError(InvalidError):
    """Raised when a final record is changed or revoked without a reason code."""

    code = "missing_reason"


# A revoked record stays revoked: whoever was wrong to revoke it states a new record.
_TRANSITIONS: Final[Mapping[State, frozenset[State]]] = {
    State.PROVISIONAL: frozenset({State.PROVISIONAL, State.PROPOSED, State.FINAL}),
    State.PROPOSED: frozenset({State.PROVISIONAL, State.PROPOSED, State.FINAL}),
    State.FINAL: frozenset({State.FINAL, State.REVOKED}),
    State.REVOKED: frozenset(),
}
_IDENTITY: Final = frozenset({"uuid", "institution", "learner", "about", "period", "revision", "author", "reason", "recorded_at"})
_DECIMALS: Final = frozenset({"mark", "scale", "credits", "hours"})
_KINDS: Final = frozenset({"offering", "programme", "competency"})
_ABOUT: Final = frozenset({"kind", "key", "title", "level"})
_SESSIONS: Final = frozenset({"normal", "resit"})
# As decimals are written: an exponent would let a dozen characters stand for a number that fills the memory.
_DECIMAL: Final = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionRecord:
    """One revision of a completion record.

    ``mark`` lies on 0..``scale``; ``session`` is ``normal`` or ``resit``; ``author`` is an account's uuid or ``system``;
    ``earned_at`` is when the learner did it, ``recorded_at`` when this revision was written.
    """

    uuid: UUID
    institution: str
    learner: UUID
    about: About
    period: str
    session: str
    state: State
    decision: Decision | None
    decision_code: str | None
    mark: Decimal | None
    scale: Decimal | None
    credits: Decimal | None
    hours: Decimal | None
    mode: str | None
    jury_on: date | None
    minutes_ref: str | None
    conditions: str | None
    earned_at: datetime
    recorded_at: datetime
    revision: int
    author: str
    reason: str | None

    def __post_init__(self) -> None:
        if self.about.keys() - _ABOUT or self.about.get("kind") not in _KINDS or not self.about.get("key"):
            raise InvalidRecordError("a record is about an offering, a programme or a competency", field="about")
        if self.session not in _SESSIONS:
            raise InvalidRecordError("a session is normal or resit", field="session")
        if self.revision < 1 or not self.author or not self.institution:
            raise InvalidRecordError("a record has an institution, an author and a revision from 1", field="revision")
        if self.earned_at.utcoffset() is None or self.recorded_at.utcoffset() is None:
            raise InvalidRecordError("a time has a time zone", field="recorded_at")
        self._check_mark()
        self._check_final()

    def to_body(self) -> dict[str, Any]:
        """Write the record for an entry's ``data``: decimals and times as canonical text."""
        body: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        for name in _DECIMALS:
            body[name] = None if body[name] is None else decimal_text(body[name])
        return body | {
            "uuid": str(self.uuid),
            "learner": str(self.learner),
            "about": dict(self.about),
            "state": self.state.value,
            "decision": None if self.decision is None else self.decision.value,
            "jury_on": None if self.jury_on is None else self.jury_on.isoformat(),
            "earned_at": instant_text(self.earned_at),
            "recorded_at": instant_text(self.recorded_at),
        }

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> CompletionRecord:
        """Read a record from an entry's ``data``. Raises InvalidRecordError for anything that is not one."""
        try:
            return cls(**_read_fields(body))
        except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation, NotCanonicalError) as error:
            raise InvalidRecordError("the data is not a completion record") from error

    def _check_mark(self) -> None:
        for field in _DECIMALS:
            value = getattr(self, field)
            if value is not None and (not value.is_finite() or value < 0):
                raise InvalidRecordError("a quantity is a decimal from 0", field=field)
        if self.mark is not None and (self.scale is None or self.mark > self.scale):
            raise InvalidRecordError("a mark lies on its scale", field="mark")

    def _check_final(self) -> None:
        """Final means that somebody decided: a jury with minutes for whatever gives credits."""
        if self.state is not State.FINAL:
            return
        if self.decision is None:
            raise InvalidRecordError("a final record holds a decision", field="decision")
        if self.about["kind"] != "competency" and (self.jury_on is None or not self.minutes_ref):
            raise InvalidRecordError("a final record names the jury's date and minutes", field="minutes_ref")


def may_follow(before: State, after: State) -> bool:
    """Say whether a record in one state can go to the other in its next revision."""
    return after in _TRANSITIONS[before]


def amend(record: CompletionRecord, *, author: str, recorded_at: datetime, reason: str | None = None, **changes: Any) -> CompletionRecord:
    """Make the next revision with ``changes`` (state, decision, mark, …); what and whom it is about never changes.

    Raises InvalidTransitionError, MissingReasonError (a final record needs one), InvalidRecordError.
    """
    unknown = changes.keys() - ({field.name for field in fields(CompletionRecord)} - _IDENTITY)
    if unknown:
        raise InvalidRecordError("these parts of a record never change", fields=sorted(unknown))
    state = State(changes.get("state", record.state))
    if not may_follow(record.state, state):
        raise InvalidTransitionError("a record cannot go there from its state", before=record.state.value, after=state.value)
    if record.state is State.FINAL and not reason:
        raise MissingReasonError("changing a final record needs a reason")
    changes["state"] = state
    return replace(record, author=author, recorded_at=recorded_at, reason=reason, revision=record.revision + 1, **changes)


def revoke(record: CompletionRecord, *, author: str, recorded_at: datetime, reason: str) -> CompletionRecord:
    """Withdraw a final record; it stays readable. Raises InvalidTransitionError, MissingReasonError."""
    return amend(record, author=author, recorded_at=recorded_at, reason=reason, state=State.REVOKED)


def _read_fields(body: Mapping[str, Any]) -> dict[str, Any]:
    if body.keys() != {field.name for field in fields(CompletionRecord)}:
        raise InvalidRecordError("a record has exactly its fields")
    read: dict[str, Any] = {name: _text(body[name]) for name in ("institution", "period", "session", "author")}
    read |= {name: _read_optional(body[name], str) for name in ("decision_code", "mode", "minutes_ref", "conditions", "reason")}
    read |= {name: _read_optional(body[name], _decimal) for name in _DECIMALS}
    read |= {name: UUID(_text(body[name])) for name in ("uuid", "learner")}
    read |= {name: read_instant(body[name]) for name in ("earned_at", "recorded_at")}
    if type(body["revision"]) is not int:
        raise InvalidRecordError("a revision is an integer", field="revision")
    return read | {
        "about": cast("About", dict(body["about"])),
        "state": State(body["state"]),
        "decision": _read_optional(body["decision"], Decision),
        "jury_on": _read_optional(body["jury_on"], date.fromisoformat),
        "revision": body["revision"],
    }


def _read_optional(value: Any, read: Callable[[str], Any]) -> Any:
    return None if value is None else read(_text(value))


def _decimal(text: str) -> Decimal:
    if not _DECIMAL.fullmatch(text):
        raise InvalidRecordError("a decimal is written in digits with a point")
    return Decimal(text)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise InvalidRecordError("a text was expected")
    return value
