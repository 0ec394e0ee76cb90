"""What the passport page shows, as plain values: results and competencies apart, here and elsewhere apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.badges.services import list_learner_credentials
from maslak_companion.classroom.unit_page import level_names
from maslak_companion.passports.constellations import Constellation, best_ratings, draw_constellations
from maslak_companion.passports.registry_client import PassportItem
from maslak_companion.passports.services import Elsewhere
from maslak_companion.passports.words import decision_word, session_word
from maslak_companion.progress.services import CompetencyRating, list_evidence, list_ratings
from maslak_companion.results.services import list_learner_results
from maslak_domain.competency import Framework
from maslak_domain.language import LocalizedText
from maslak_domain.mastery import Rating


@dataclass(frozen=True, slots=True)
class OfficialResult:
    """One final result of a jury at this institution."""

    titles: Mapping[str, str]
    decision: str
    session: str
    mark: Decimal | None
    scale: Decimal | None
    jury_on: date | None
    item: str


@dataclass(frozen=True, slots=True)
class Badge:
    """One badge of this institution; it has no addresses before it is signed."""

    uuid: UUID
    titles: LocalizedText
    level_names: LocalizedText
    state: str
    at: datetime | None

    @property
    def item(self) -> str:
        """The name of this entry in the passport."""
        return f"badge:{self.uuid}"


@dataclass(frozen=True, slots=True)
class Standing:
    """How the learner stands on a competency, with what was seen of it."""

    competency: str
    titles: LocalizedText
    level_names: LocalizedText
    rating: str
    changed_at: datetime | None
    observations: int = 0
    latest_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class School:
    """What was earned at another institution."""

    key: str
    names: Mapping[str, str]
    badges: tuple[PassportItem, ...]
    results: tuple[PassportItem, ...]


@dataclass(frozen=True, slots=True)
class HiddenEntry:
    """What the learner said is not theirs, with the way back to it."""

    item: str
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PassportPage:
    """Everything that the passport shows."""

    results: tuple[OfficialResult, ...]
    badges: tuple[Badge, ...]
    standings: tuple[Standing, ...]
    map: tuple[Constellation, ...]
    schools: tuple[School, ...]
    elsewhere: Elsewhere
    hidden: tuple[HiddenEntry, ...] = ()

    @property
    def acquired(self) -> int:
        """How many competencies are acquired."""
        return sum(group.acquired for group in self.map)

    @property
    def stars(self) -> int:
        """How many competencies the framework has."""
        return sum(len(group.stars) for group in self.map)


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything that a learner has, hidden or not: what both the page and the block in a course are made of."""

    ratings: tuple[CompetencyRating, ...]
    results: tuple[OfficialResult, ...]
    badges: tuple[Badge, ...]
    elsewhere: Elsewhere
    hidden: frozenset[str]
    institution: str

    @property
    def items(self) -> Mapping[str, Mapping[str, str]]:
        """The titles of every entry that could be hidden, by its name."""
        own: list[OfficialResult | Badge] = [*self.results, *self.badges]
        found: dict[str, Mapping[str, str]] = {each.item: each.titles for each in own}  # type: ignore[misc]
        return found | {each.item: each.title for each in self.earned_elsewhere}

    @property
    def earned_elsewhere(self) -> tuple[PassportItem, ...]:
        """What other institutions recorded."""
        return tuple(each for each in self.elsewhere.items if each.institution.key != self.institution)

    def list_acquired_elsewhere(self, framework: Framework) -> list[PassportItem]:
        """Return the badges in force of other institutions that attest a competency of the framework."""
        badges = (each for each in self.earned_elsewhere if each.kind == "credential" and each.state == "issued")
        return [each for each in badges if each.key in framework.competencies and each.item not in self.hidden]


def read_holdings(session: Session, learner_id: UUID, framework: Framework, elsewhere: Elsewhere, institution: str) -> Holdings:
    """Return what a learner has at this institution and elsewhere."""
    return Holdings(
        ratings=tuple(list_ratings(session, learner_id)),
        results=tuple(_list_results(session, learner_id)),
        badges=tuple(_list_badges(session, learner_id, framework)),
        elsewhere=elsewhere,
        hidden=elsewhere.hidden,
        institution=institution,
    )


def describe_passport(session: Session, learner_id: UUID, framework: Framework, elsewhere: Elsewhere, institution: str) -> PassportPage:
    """Return the passport of a learner at this institution."""
    held = read_holdings(session, learner_id, framework, elsewhere, institution)
    best = [(each.competency, each.rating.value) for each in held.ratings]
    best += [(each.key, Rating.ACQUIRED.value) for each in held.list_acquired_elsewhere(framework)]
    shown = [each for each in held.earned_elsewhere if each.item not in held.hidden]
    return PassportPage(
        results=tuple(each for each in held.results if each.item not in held.hidden),
        badges=tuple(each for each in held.badges if each.item not in held.hidden),
        standings=tuple(_list_standings(session, learner_id, framework, held.ratings)),
        map=tuple(draw_constellations(framework, best_ratings(best))),
        schools=tuple(_group_schools(shown, institution)),
        elsewhere=elsewhere,
        hidden=tuple(HiddenEntry(item, titles) for item, titles in held.items.items() if item in held.hidden),
    )


def _list_results(session: Session, learner_id: UUID) -> list[OfficialResult]:
    # Only final results leave the jury's table; a revoked one is no result any more.
    rows = [row for row in list_learner_results(session, learner_id) if row.state == "final"]
    return [
        OfficialResult(
            titles=row.body["about"].get("title") or {"fr": row.about_key},
            decision=decision_word(row.decision),
            session=session_word(row.session),
            mark=row.mark,
            scale=Decimal(row.body["scale"]) if row.body.get("scale") else None,
            jury_on=date.fromisoformat(row.body["jury_on"]) if row.body.get("jury_on") else None,
            item=f"result:{row.uuid}",
        )
        for row in rows
    ]


def _list_badges(session: Session, learner_id: UUID, framework: Framework) -> list[Badge]:
    return [
        Badge(
            uuid=each.uuid,
            titles=_title(framework, each.competency),
            level_names=level_names(each.level),
            state=each.state,
            at=each.issued_at or each.awarded_at,
        )
        for each in list_learner_credentials(session, learner_id)
    ]


def _list_standings(session: Session, learner_id: UUID, framework: Framework, ratings: Sequence[CompetencyRating]) -> list[Standing]:
    evidence = list_evidence(session, learner_id)
    standings = []
    for rating in ratings:
        seen = [each for each in evidence if (each.competency, each.level) == (rating.competency, rating.level)]
        standings.append(
            Standing(
                competency=rating.competency,
                titles=_title(framework, rating.competency),
                level_names=level_names(rating.level),
                rating=rating.rating.value,
                changed_at=rating.changed_at,
                observations=sum(not each.is_whole_attempt for each in seen),
                latest_at=max((each.observed_at for each in seen), default=None),
            )
        )
    return standings


def _group_schools(items: Sequence[PassportItem], institution: str) -> list[School]:
    by_key: dict[str, list[PassportItem]] = {}
    for item in items:
        if item.institution.key != institution:
            by_key.setdefault(item.institution.key, []).append(item)
    return [
        School(
            key=key,
            names=earned[0].institution.name,
            badges=tuple(each for each in earned if each.kind == "credential"),
            results=tuple(each for each in earned if each.kind == "completion"),
        )
        for key, earned in sorted(by_key.items())
    ]


def _title(framework: Framework, competency: str) -> LocalizedText:
    known = framework.competencies.get(competency)
    return known.title if known else {"ar": competency, "fr": competency, "en": competency}
