"""Answers that some invented learners gave: recorded through the services that real answers go through.

They are computed from a seed, so that the demo is the same on every machine, and dated in the weeks before it was made.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from maslak_companion.classroom.courses.release import CourseRelease
from maslak_companion.classroom.services import record_completion
from maslak_companion.cohorts.item_parts import PAIRS
from maslak_companion.cohorts.item_texts import ItemText, OptionText, read_items
from maslak_companion.cohorts.lab_texts import KIND as LAB
from maslak_companion.cohorts.lab_texts import RIGHT
from maslak_companion.demo.people import Person
from maslak_companion.progress.services import EvidenceContext, ReleaseFacts, record_evidence

_DRAWN = 8


@dataclass(frozen=True, slots=True)
class Seen:
    """One observation, as progress expects it."""

    item: str
    attempt: int
    score: Decimal
    response: str


def seed_answers(
    session: Session, person: Person, learner_id: UUID, course: CourseRelease, release_id: UUID, issuer: str, at: datetime
) -> None:
    """Let a learner have read the units and answered the checkpoints, well or badly as the person is described."""
    if person.answers is None:
        return
    chance = random.Random(f"{issuer}/{person.national_code}")  # noqa: S311 - a demo that repeats itself, no secret
    facts = ReleaseFacts(release_id, course.course_key, course.block_map)
    moment = at - timedelta(days=chance.randint(2, 16), hours=chance.randint(0, 8))
    units = list(course.required_units())
    reached = len(units) if person.answers > 0.65 else max(1, len(units) - 1)
    for unit in units[:reached] if person.tries == 1 else units:
        for block in course.blocks_under(unit):
            if block.block_type == "maslak_project":
                # A project is done by handing in, which the demo's teams do elsewhere.
                continue
            moment += timedelta(minutes=chance.randint(6, 25))
            items = read_items(block.xml)
            tries = person.tries if course.block_map[block.usage_key]["decides"] else 1
            # A lab draws by itself, so that one more or less leaves the other answers of the demo as they are.
            draws = random.Random(f"{person.national_code}/{block.url_name}") if block.block_type == "maslak_lab" else chance  # noqa: S311 - a demo
            for attempt in range(1, tries + 1) if items else ():
                seen = list(_answer(items, attempt, person.answers, draws))
                context = EvidenceContext(issuer=issuer)
                record_evidence(session, learner_id, facts, block.usage_key, seen, context=context, at=moment)
            record_completion(session, learner_id, course.course_key, block.usage_key, fraction=Decimal(1), at=moment)


def _answer(items: Mapping[str, ItemText], attempt: int, sureness: float, chance: random.Random) -> Iterator[Seen]:
    drawn = chance.sample(sorted(items), min(_DRAWN, len(items)))
    scores = []
    for name in drawn:
        right = chance.random() < sureness
        scores.append(Decimal(int(right)))
        yield Seen(name, attempt, scores[-1], json.dumps(_respond(items[name], right, chance)))
    yield Seen("*", attempt, round(sum(scores, Decimal(0)) / len(scores), 4), "")


def _respond(item: ItemText, right: bool, chance: random.Random) -> object:
    if not item.options:
        return item.right_value if right else str(chance.randint(1, 60))
    correct = [option for option in item.options if option.correct]
    if item.type == "ordering":
        return _order(item, right, chance)
    if item.type == "text":
        wrong = [option for option in item.options if not option.correct]
        return _say((correct if right or not wrong else wrong)[0])
    if item.type in PAIRS:
        return _match(item, right, chance)
    if item.type == LAB:
        wrong_ids = [option.id for option in item.options if not option.correct]
        return {"answer": "", "first": RIGHT if right else wrong_ids[0] if chance.random() < 0.65 else chance.choice(wrong_ids)}
    if right:
        return [option.id for option in correct]
    wrong_ids = [option.id for option in item.options if not option.correct]
    # The first distractor draws more than the others, as the commonest misconception does in a real group.
    return [wrong_ids[0] if chance.random() < 0.65 else chance.choice(wrong_ids)]


def _say(option: OptionText) -> str:
    return option.texts.get("fr") or next(iter(option.texts.values()), "?")


def _order(item: ItemText, right: bool, chance: random.Random) -> list[str]:
    """Give the steps in order, or with two that are often swapped the wrong way round."""
    steps = sorted(item.places, key=lambda step: item.places[step])
    if not right:
        first, then = chance.choice(list(item.swaps.values())) if item.swaps else (steps[-1], steps[0])
        steps.remove(first)
        steps.insert(steps.index(then), first)
    return steps


def _match(item: ItemText, right: bool, chance: random.Random) -> dict[str, str]:
    """Give every entry its choice; a wrong answer gives one of them another, most often one that shows a misconception."""
    pairs = dict(_split(option) for option in item.options if option.correct)
    if not right:
        wrong = [option for option in item.options if not option.correct]
        likely = [option for option in wrong if option.misconception] or wrong
        pairs.update([_split(chance.choice(likely))])
    return pairs


def _split(option: OptionText) -> tuple[str, str]:
    entry, _, choice = option.id.partition("=")
    return entry, choice
