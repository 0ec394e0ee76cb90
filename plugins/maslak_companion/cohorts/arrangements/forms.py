"""The form of an arrangement as somebody typed it: read, capped, and kept word for word when something is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from maslak_companion.classroom.courses.release import CourseRelease
from maslak_companion.cohorts.arrangements.places import find_choice
from maslak_companion.moments import read_moment, tidy_moment, write_moment
from maslak_companion.offerings.arrangements import LONGEST_REASON, MOST_ATTEMPTS
from maslak_companion.offerings.granted import Terms
from maslak_companion.offerings.wording import HALF, THIRD
from maslak_domain.language import InvalidNumberError, Language, format_decimal, parse_decimal, to_western_digits
from maslak_web.identifiers import new_id

_SHARES: Final = {"third": THIRD, "half": HALF}
_LONGEST_NUMBER: Final = 20
_ONE: Final = Decimal(1)
_MOST_PERCENT: Final = Decimal(300)


@dataclass(slots=True)
class ArrangementForm:
    """The texts of the fields by name, the code of what is wrong with each, and what they mean."""

    texts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    usage_key: str | None = None
    terms: Terms = field(default_factory=Terms)
    reason: str = ""
    token: UUID = field(default_factory=new_id)
    revision: int = 0


def fill_form(usage_key: str | None, terms: Terms, reason: str, revision: int, language: Language) -> ArrangementForm:
    """Return the form as it shows what is granted."""
    share = next((name for name, each in _SHARES.items() if round(each, 2) == round(terms.extra_time, 2)), "")
    choice = share or ("own" if terms.extra_time else "")
    texts = {
        "usage": usage_key or "", "extra_attempts": str(terms.extra_attempts or ""), "extra_time": choice,
        "own_time": format_decimal((terms.extra_time * 100).normalize(), language) if choice == "own" else "",
        "opens_at": write_moment(terms.opens_at), "closes_at": write_moment(terms.closes_at),
        "excused": "1" if terms.excused else "", "private_reason": reason,
    }  # fmt: skip
    return ArrangementForm(texts, {}, usage_key, terms, reason, revision=revision)


def read_form(typed: Mapping[str, str], course: CourseRelease | None, language: Language, kept_usage: str | None = None) -> ArrangementForm:
    """Read the form. A block that the release no longer holds is taken only where it is `kept_usage`, the one that stands already."""
    form = ArrangementForm(token=read_token(typed.get("token", "")), revision=read_revision(typed.get("revision", "")))
    form.usage_key = _read_usage(form, typed, course, kept_usage)
    form.terms = Terms(
        extra_attempts=_read_attempts(form, typed),
        extra_time=_read_time(form, typed, language),
        excused=bool(typed.get("excused")),
        opens_at=_read_moment(form, typed, "opens_at"),
        closes_at=_read_moment(form, typed, "closes_at"),
    )
    form.texts["excused"] = "1" if form.terms.excused else ""
    form.reason = form.texts["private_reason"] = typed.get("private_reason", "").strip().replace("\r\n", "\n")[: LONGEST_REASON + 1]
    choice = find_choice(course, form.usage_key)
    for name, fault in (("extra_attempts", "no_limit"), ("extra_time", "no_clock")):
        if choice is not None and name in form.terms.granted and name not in choice.takes:
            form.errors.setdefault(name, fault)
    return form


def _read_usage(form: ArrangementForm, typed: Mapping[str, str], course: CourseRelease | None, kept: str | None) -> str | None:
    text = form.texts["usage"] = typed.get("usage", "")[:200]
    if text and text != kept and find_choice(course, text) is None:
        form.errors["usage"] = "no_block"
    return text or None


def _read_attempts(form: ArrangementForm, typed: Mapping[str, str]) -> int:
    text = form.texts["extra_attempts"] = to_western_digits(typed.get("extra_attempts", "")).strip()[:_LONGEST_NUMBER]
    if not text:
        return 0
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_ATTEMPTS:
        return int(text)
    form.errors["extra_attempts"] = "attempts_outside"
    return 0


def _read_time(form: ArrangementForm, typed: Mapping[str, str], language: Language) -> Decimal:
    choice, own = typed.get("extra_time", ""), typed.get("own_time", "").strip()[:_LONGEST_NUMBER]
    # Whoever writes a percentage means it, whether or not the list says so.
    choice = form.texts["extra_time"] = choice if choice in (*_SHARES, "own") else ""
    form.texts["own_time"] = own
    if choice in _SHARES and not own:
        return _SHARES[choice]
    if choice in _SHARES:
        form.errors["own_time"] = "two_times"
        return Decimal(0)
    if not own:
        if choice:
            form.errors["own_time"] = "time_outside"
        return Decimal(0)
    form.texts["extra_time"] = "own"
    try:
        percent = parse_decimal(own.removesuffix("%").removesuffix("٪"), language)
    except InvalidNumberError:
        percent = Decimal(0)
    if not _ONE <= percent <= _MOST_PERCENT or percent != round(percent, 1):
        form.errors["own_time"] = "time_outside"
        return Decimal(0)
    return percent / 100


def _read_moment(form: ArrangementForm, typed: Mapping[str, str], name: str) -> datetime | None:
    text = form.texts[name] = tidy_moment(typed.get(name, ""))
    try:
        return read_moment(text)
    except ValueError:
        form.errors[name] = "no_moment"
        return None


def read_token(text: str) -> UUID:
    """Return the token that names a form, or a new one where there is none."""
    try:
        return UUID(text[:36])
    except ValueError:
        return new_id()


def read_revision(text: str) -> int:
    """Return the revision that a form was opened on; 0 is none that there is."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
