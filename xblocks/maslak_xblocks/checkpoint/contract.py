"""The state of a checkpoint as a client may know it: what the page shows, and what a phone or a test reads as JSON.

Nothing here tells a right answer before it was answered: options go out under seeded names, feedback belongs to what was
chosen, and the key of a mastery checkpoint stays until the attempt is passed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from maslak_domain.language import Language
from maslak_xblocks.checkpoint.attempt import Answer, Attempt, Rules, attempts_left, next_begins_at
from maslak_xblocks.checkpoint.document import CheckpointDocument, Item
from maslak_xblocks.checkpoint.draw import option_token, shuffle_options
from maslak_xblocks.checkpoint.items.shown import describe_parts, describe_response, describe_right
from maslak_xblocks.checkpoint.items.verdict import Verdict
from maslak_xblocks.checkpoint.scoring import score_item
from maslak_xblocks.clock_page import describe_time
from maslak_xblocks.fields import once


@dataclass(frozen=True)
class Situation:
    """Everything the description of a checkpoint depends on."""

    document: CheckpointDocument
    language: Language
    history: tuple[Attempt, ...]
    attempt: Attempt | None  # the running one, the last finished one, or the first before it is stored
    seed: str
    rules: Rules
    now: datetime
    revision: int

    def move_on(self, attempt: Attempt, revision: int, verdicts: Mapping[str, Verdict]) -> Situation:
        """Give the situation after an answer: what is known of the learner and the items is not worked out again."""
        moved = replace(self, history=(*self.history[: attempt.number - 1], attempt), attempt=attempt, revision=revision)
        moved._tokens.update(self._tokens)
        moved._verdicts.update(verdicts)
        return moved

    @property
    def feedback_shown(self) -> bool:
        """Whether feedback may be seen now: at once, but in an exam only at the end."""
        return not self.rules.arrangement.exam_mode or bool(self.attempt and self.attempt.finished)

    @property
    def passed(self) -> bool | None:
        """Whether the attempt reached the pass mark; None while it runs."""
        score = self.attempt.score if self.attempt else None
        return None if score is None else score >= self.document.pass_mark

    @property
    def key_shown(self) -> bool:
        """Whether the right answers of answered items may be seen."""
        return self.feedback_shown and (self.document.purpose == "practice" or self.passed is True)

    def items(self) -> tuple[Item, ...]:
        """Give the items of the attempt that the document still has."""
        return self._items

    @once
    def _items(self) -> tuple[Item, ...]:
        found = (self.document.find_item(name) for name in (self.attempt.items if self.attempt else ()))
        return tuple(item for item in found if item is not None)

    def marked_otherwise(self, item: Item) -> bool:
        """Say whether an answer would be worth something else now: a newer release changed the item after it was marked."""
        answer = self.attempt.answers.get(item.id) if self.attempt else None
        return answer is not None and self.verdict(item, answer).score != answer.score

    def verdict(self, item: Item, answer: Answer) -> Verdict:
        """Give what an answer of the attempt is worth by this release, worked out once."""
        if item.id not in self._verdicts:
            self._verdicts[item.id] = score_item(item, answer.response)
        return self._verdicts[item.id]

    @once
    def _verdicts(self) -> dict[str, Verdict]:
        return {}

    def tokens(self, item: Item) -> Mapping[str, str]:
        """Give the names under which an item's options are sent, in the order in which they are shown."""
        if item.id not in self._tokens:
            ordered = item.task.show(lambda names: shuffle_options(names, item.id, self.seed))
            self._tokens[item.id] = {option_token(name, item.id, self.seed): name for name in ordered}
        return self._tokens[item.id]

    @once
    def _tokens(self) -> dict[str, Mapping[str, str]]:
        # Reading, showing and describing an answer each ask for them.
        return {}


def describe_state(situation: Situation) -> dict[str, Any]:
    """Give the whole state."""
    document, history, attempt = situation.document, situation.history, situation.attempt
    available_at = next_begins_at(history, situation.rules)
    best = max((past.score for past in history if past.score is not None), default=None)
    return {
        "revision": situation.revision,
        "language": situation.language,
        "purpose": document.purpose,
        "pass_mark": document.pass_mark,
        "exam": situation.rules.arrangement.exam_mode,
        "best": best,
        "attempts_left": attempts_left(history, situation.rules),
        "available_at": available_at.isoformat() if available_at and available_at > situation.now else None,
        **describe_time(attempt, situation.rules.arrangement, situation.now),
        "attempt": None
        if attempt is None
        else {**describe_progress(situation), "items": [describe_item(situation, item) for item in situation.items()]},
    }


def describe_progress(situation: Situation) -> dict[str, Any]:
    """Give where the attempt stands. Points so far are told only where feedback is."""
    attempt, items = situation.attempt, situation.items()
    assert attempt is not None
    earned = sum((item.points * attempt.answers[item.id].score for item in items if item.id in attempt.answers), Decimal(0))
    return {
        "number": attempt.number,
        "answered": sum(item.id in attempt.answers for item in items),
        "total": len(items),
        "points": sum((item.points for item in items), Decimal(0)),
        "earned": earned if situation.feedback_shown else None,
        "finished": attempt.finished,
        "score": attempt.score,
        "passed": situation.passed,
    }


def describe_item(situation: Situation, item: Item) -> dict[str, Any]:
    """Give one item as it is shown now."""
    text, shown_in = item.text(situation.language)
    assert situation.attempt is not None
    answer = situation.attempt.answers.get(item.id)
    return {
        "id": item.id,
        "version": item.version,
        "type": item.type,
        "objective": item.objective,
        "language": shown_in,
        "stem": text.stem,
        "unit": text.unit or item.unit,
        **describe_parts(item, text, situation.tokens(item)),
        "answer": None if answer is None else describe_answer(situation, item, answer),
    }


def describe_answer(situation: Situation, item: Item, answer: Answer) -> dict[str, Any]:
    """Give what was answered and, where it may be seen, what it was worth and why."""
    names = {name: token for token, name in situation.tokens(item).items()}
    described: dict[str, Any] = {
        "response": describe_response(item, answer.response, names, situation.language),
        "received_at": answer.at.isoformat(),
    }
    changed = situation.marked_otherwise(item)
    if situation.feedback_shown:
        described["score"] = answer.score
        # The words of the new key would speak against the mark that was given by the old one.
        described["feedback"] = [] if changed else _describe_feedback(situation, item, answer, names)
        if changed:
            described["changed"] = True
    if situation.key_shown and not changed:
        described["right"] = describe_right(item, names, situation.language)
    return described


def _describe_feedback(situation: Situation, item: Item, answer: Answer, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give what there is to say: each thing once, with the option, entry or row it is about."""
    text, _ = item.text(situation.language)
    said = []
    for remark in situation.verdict(item, answer).remarks:
        stand_in = "" if remark.right else text.feedback.get("other", "")
        html = text.feedback.get(remark.key) or text.feedback.get(remark.about) or stand_in
        name = name_misconception(situation.document, remark.misconception, situation.language)
        said.append({"option": names.get(remark.about or remark.key, remark.key), "html": html, "misconception": name})
    return said


def name_misconception(document: CheckpointDocument, key: str, language: Language) -> str:
    """Give a misconception's name for people; nothing when it has none."""
    names = document.misconceptions.get(key, {})
    return names.get(language) or names.get(document.source) or ""
