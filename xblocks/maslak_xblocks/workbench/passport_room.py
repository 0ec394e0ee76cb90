"""The workbench's passports: one for each state, chosen by the student's name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from maslak_domain.errors import NotFoundError
from maslak_domain.language import LocalizedText
from maslak_xblocks.passport.port import Badge, Competency, Group, Institution, Passport, Result, Standing

STATES: Final = ("full", "empty", "new", "away", "silent", "hidden")
AS_OF: Final = datetime(2026, 11, 12, 9, 42, tzinfo=UTC)
_FRAMEWORK: Final = Path(__file__).parents[3] / "course_content" / "frameworks" / "ma-num.json"
_LEVEL: Final[LocalizedText] = {"ar": "تمهيدي", "fr": "Initiation", "en": "Introductory"}
_HERE: Final = Institution("ensam-rabat", {"ar": "المدرسة الوطنية العليا للفنون والمهن بالرباط", "fr": "ENSAM Rabat", "en": "ENSAM Rabat"})
_THERE: Final = Institution("esith", {"ar": "المدرسة العليا لصناعات النسيج والألبسة", "fr": "ESITH", "en": "ESITH"})


class UnknownPassportItemError(NotFoundError):
    """Raised when an item is not in the passport of this student."""

    code = "unknown_passport_item"


class WorkbenchPassportRoom:
    """Answers ``maslak_xblocks.passport.port.PassportRoom`` for the student of one host."""

    def __init__(self, host: Any) -> None:
        name = str(host.learner().key)
        self._state = name if name in STATES else "full"
        self._language = host.learner().language or "fr"
        self._hidden: set[str] = host.memory.hidden_items.setdefault(name, {"elsewhere-badge"} if name == "hidden" else set())

    def read(self) -> Passport:
        """Give what is known without asking anybody."""
        return self._make(is_away=self._state in ("away", "silent"), is_fresh=False)

    def ask_registry(self) -> Passport:
        """Give what the registry says, where it answers."""
        is_away = self._state in ("away", "silent")
        return self._make(is_away=is_away, is_fresh=not is_away, was_asked=not is_away)

    def hide_item(self, item: str) -> Passport:
        """Hide an entry of this student. Raises UnknownPassportItemError."""
        return self._set(item, self._hidden.add)

    def show_item(self, item: str) -> Passport:
        """Show an entry of this student again. Raises UnknownPassportItemError."""
        return self._set(item, self._hidden.discard)

    def _set(self, item: str, change: Any) -> Passport:
        known = self.read()
        if item not in {each.item for each in (*known.results, *known.badges)}:
            raise UnknownPassportItemError("no such entry in this passport")
        change(item)
        return self.read()

    def _make(self, *, is_away: bool, is_fresh: bool, was_asked: bool = False) -> Passport:
        groups, competencies = _read_framework()
        as_of = None if self._state == "silent" or (self._state == "new" and not was_asked) else AS_OF
        common = {"is_away": is_away, "is_fresh": is_fresh, "page_url": "/passport", "verify_url": "/verify"}
        if self._state == "empty":
            return Passport(groups, competencies, institutions=(_HERE,), as_of=as_of, **common)  # type: ignore[arg-type]
        results, badges = _list_results(self._language), _list_badges(competencies)
        if as_of is None:
            results = tuple(each for each in results if each.institution == _HERE.key)
            badges = tuple(each for each in badges if each.institution == _HERE.key)
        return Passport(
            groups,
            competencies,
            _list_standings(competencies, elsewhere=as_of is not None),
            tuple(replace(each, is_hidden=each.item in self._hidden) for each in results),
            tuple(replace(each, is_hidden=each.item in self._hidden) for each in badges),
            (_HERE, _THERE),
            as_of,
            **common,  # type: ignore[arg-type]
        )


@cache
def _read_framework() -> tuple[tuple[Group, ...], tuple[Competency, ...]]:
    """Read the framework beside the courses; without a checkout, invent one of the same size."""
    if _FRAMEWORK.is_file():
        raw = json.loads(_FRAMEWORK.read_text("utf-8"))
        groups: Mapping[str, LocalizedText] = raw["groups"]
        members = tuple(Competency(each["id"], each["group"], each["title"]) for each in raw["competencies"])
    else:
        groups = {key: {"en": key} for key in ("TC", "CYB", "DAT", "AIA", "CLD", "DVO", "TST")}
        members = tuple(Competency(f"MA-NUM.{key}.{n:02}", key, {"en": f"{key} {n}"}) for key in groups for n in range(1, 8))
    return tuple(Group(key, titles) for key, titles in groups.items()), members


def _list_standings(competencies: tuple[Competency, ...], *, elsewhere: bool) -> tuple[Standing, ...]:
    ratings = ("acquired", "partly", "in_progress", "acquired", "in_progress")
    own = [Standing(each.id, _LEVEL, rating, _HERE.key, AS_OF) for each, rating in zip(competencies[4:9], ratings, strict=False)]
    there = [Standing(competencies[9].id, _LEVEL, "acquired", _THERE.key, AS_OF)] if elsewhere else []
    return (*own, *there)


def _list_results(language: str) -> tuple[Result, ...]:
    decision = {"ar": "مستوفاة", "fr": "Validé", "en": "Validated"}[language]
    session = {"ar": "الدورة العادية", "fr": "Session normale", "en": "Ordinary session"}[language]
    core: LocalizedText = {"ar": "الجذع المشترك الرقمي", "fr": "Tronc commun numérique", "en": "Shared core: digital skills"}
    data: LocalizedText = {"fr": "Introduction aux données"}
    return (
        Result("own-result", core, _HERE.key, "final", decision, session, Decimal("14.5"), Decimal(20), date(2026, 11, 9)),
        Result("elsewhere-result", data, _THERE.key, "final", decision, earned_at=datetime(2026, 7, 2, 9, tzinfo=UTC)),
    )


def _list_badges(competencies: tuple[Competency, ...]) -> tuple[Badge, ...]:
    address = "https://badges.example.org/badges/018f3f5e-0000-7000-8000-000000000001"
    there = "https://esith.example.org/badges/018f3f5e-0000-7000-8000-000000000002"
    return (
        Badge("own-badge", competencies[4].titles, _LEVEL, _HERE.key, "issued", AS_OF, address, address, f"{address}.json"),
        Badge("waiting-badge", competencies[7].titles, _LEVEL, _HERE.key, "awarded", AS_OF),
        Badge("elsewhere-badge", competencies[9].titles, _LEVEL, _THERE.key, "issued", AS_OF, there, there),
    )
