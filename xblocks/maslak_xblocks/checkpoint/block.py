"""The checkpoint block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from web_fragments.fragment import Fragment
from webob import Request, Response
from xblock.core import XBlock
from xblock.fields import Scope

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.checkpoint.attempt import (
    Answer,
    Attempt,
    Rules,
    add_answer,
    check_may_begin,
    check_open,
    close_attempt,
    count_seen,
    find_attempt,
    is_stuck,
    recall_attempts,
)
from maslak_xblocks.checkpoint.bank_page import render_author
from maslak_xblocks.checkpoint.contract import Situation, describe_state
from maslak_xblocks.checkpoint.document import CheckpointDocument, Item, load_checkpoint, read_checkpoint
from maslak_xblocks.checkpoint.draw import draw_items, make_seed
from maslak_xblocks.checkpoint.editor import preview_edit, render_editor, save_edit
from maslak_xblocks.checkpoint.import_page import IMPORT_CAP, give_template, read_file
from maslak_xblocks.checkpoint.outcome import describe_outcome
from maslak_xblocks.checkpoint.page import render_checkpoint
from maslak_xblocks.checkpoint.scoring import read_response, score_attempt, score_item
from maslak_xblocks.errors import AlreadyAnsweredError, AttemptOverError, UnknownItemError
from maslak_xblocks.fields import KeptList
from maslak_xblocks.host import HostOutcome, Observation
from maslak_xblocks.markup import Html
from maslak_xblocks.payload import json_handler, json_text, take_integer, take_text, wants_html
from maslak_xblocks.studio_form import EDITOR_SCRIPTS
from maslak_xblocks.timed import TimedBlock
from maslak_xblocks.timing import make_limit

_EMPTY = (
    '<maslak_checkpoint purpose="practice" level="N1" draw="0" attempts="0" cooldown="0" pass_mark="0.7">'
    '<variant lang="fr" status="source" title="Nouvelle évaluation"/></maslak_checkpoint>'
)
_EDITOR_CAP = 2 * 1024 * 1024  # a bank in three languages


class CheckpointBlock(TimedBlock):
    """A bank of questions that shows what a learner has mastered."""

    attempts = KeptList(help="Attempts of this learner, oldest first", default=[], scope=Scope.user_state)

    kind = "checkpoint"
    learner_handlers = ("set_language", "answer", "begin_attempt", "state", "time_up", "finish")
    init_name = "MaslakCheckpoint"

    @classmethod
    def load_document(cls, source: str) -> CheckpointDocument:
        return load_checkpoint(source)

    @classmethod
    def check_node(cls, node: Any) -> None:
        read_checkpoint(node)

    @classmethod
    def empty_source(cls) -> str:
        return _EMPTY

    # Where the learner stands

    @property
    def history(self) -> tuple[Attempt, ...]:
        """The stored attempts, without items that this release no longer has."""
        return recall_attempts(self.attempts, self.document.names)

    @property
    def rules(self) -> Rules:
        """What bounds this learner's attempts."""
        return Rules(self.document.attempts, self.document.cooldown_minutes, self.arrangement)

    def situation(self) -> Situation:
        """Give everything that the description of the state depends on."""
        history = self.history
        shown = history[-1] if history else self._first_practice()
        return Situation(
            document=self.document,
            language=self.language,
            history=history,
            attempt=shown,
            seed=make_seed(self.usage, self.learner.key, shown.number if shown else 1),
            rules=self.rules,
            now=self.host.now(),
            revision=self.revision,
        )

    def _first_practice(self) -> Attempt | None:
        """Practice needs no ceremony: its first attempt is there to be answered, and stored with the first answer.

        Nobody's clock starts before they say so: with a time limit the first attempt is begun like every other.
        """
        if self.document.purpose != "practice" or not self.learner.key or not self.document.items:
            return None
        return None if self.arrangement.minutes else self._draw_attempt(())

    def _draw_attempt(self, history: tuple[Attempt, ...]) -> Attempt:
        number = len(history) + 1
        seed = make_seed(self.usage, self.learner.key, number)
        items = draw_items(self.document.groups, self.document.draw, seed, count_seen(history))
        return Attempt(number, items, {}, self.host.now(), limit=make_limit(self.arrangement))

    def find_running(self) -> Attempt | None:
        history = self.history
        return history[-1] if history and not history[-1].finished else None

    def end_running(self) -> None:
        attempt = self.find_running()
        assert attempt is not None
        self._keep(self._finish(attempt))

    # Views

    def inner(self) -> Html:
        return render_checkpoint(self, self.situation(), self.known_ratings())

    def author_view(self, context: Any = None) -> Fragment:
        """Show the whole bank with keys and feedback; only Studio asks for this view."""
        return self.compose(render_author(self), view="author")

    def studio_view(self, context: Any = None) -> Fragment:
        """Show the editor."""
        return self.compose(render_editor(self), view="studio", scripts=EDITOR_SCRIPTS)

    def student_view_data(self, context: Any = None) -> dict[str, Any]:
        """Give a client of its own the facts that do not depend on the learner; the handler ``state`` gives the rest."""
        document, language = self.document, self.language
        return {
            "title": document.title(language),
            "language": language,
            "languages": list(document.variants),
            "stale": document.is_stale(language),
            "intro": self.with_addresses(document.variants[language].body.html),
            "purpose": document.purpose,
            "competency": document.competency,
            "level": document.level,
            "draw": document.draw,
            "attempts": document.attempts,
            "pass_mark": str(document.pass_mark),
        }

    def block_map(self) -> dict[str, Any]:
        """Give what a release records about this block."""
        document = self.document
        return {
            "competency": document.competency,
            "level": document.level,
            "kind": "checkpoint",
            "purpose": document.purpose,
            "pass_mark": str(document.pass_mark),
            "items": [{"id": item.id, "competency": item.competency, "objective": item.objective} for item in document.items],
        }

    def refusals(self) -> Mapping[str, str]:
        translate = self.translator
        return {"incomplete_answer": translate("Give every line an answer of its own first, then check again.")}

    # Handlers

    @json_handler(reads=True)
    def state(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Give the state, for resuming after a lost connection and for clients of their own."""
        self.require_learner()
        return describe_state(self.situation())

    @json_handler
    def begin_attempt(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Begin the next attempt with items not seen before, as far as the bank has them.

        A running attempt that can take no answer any more is ended instead, with what was answered: else it would have no mark.
        """
        self.require_learner()
        history = self.history
        key = take_text(payload, "idempotency_key", 64)
        if not (history and self.attempts[len(history) - 1].get("begin_key") == key):
            self.require_revision(payload)
            if history and is_stuck(history[-1], self.rules, self.host.now()):
                self._keep(self._finish(history[-1]))
            else:
                self._begin(history, key)
        return self.describe_whole(payload)

    def describe_whole(self, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        situation = self.situation()
        state = describe_state(situation)
        return {**state, "html": self.with_addresses(render_checkpoint(self, situation, ()))} if wants_html(payload) else state

    def _begin(self, history: tuple[Attempt, ...], key: str) -> None:
        check_may_begin(history, self.rules, self.host.now())
        if not self.document.items:
            raise AttemptOverError("the bank is empty")
        attempt = self._draw_attempt(history)
        self.attempts = [*self.attempts[: len(history)], {**attempt.to_json(), "begin_key": key}]
        self.revision += 1
        self.note_begun(attempt)

    @json_handler
    def answer(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Mark the answer to one item of the running attempt, once; a client that draws for itself says ``html: false``."""
        self.require_learner()
        is_drawn = wants_html(payload)
        key = take_text(payload, "idempotency_key", 64)
        item = self.document.find_item(take_text(payload, "item", 100))
        if item is None:
            raise UnknownItemError("there is no such item", item=payload["item"])
        before = self.situation()
        self.refuse_other(payload, before.attempt)
        language: Language = payload["language"] if payload.get("language") in LANGUAGES else before.language
        response = read_response(item, payload.get("response", []), language, before.tokens(item))
        if before.attempt is not None and before.attempt.was_received(item.id, key):
            add_answer(before.attempt, item.id, replace(before.attempt.answers[item.id], response=response, key=key))
            return describe_outcome(self, before, item, self.known_ratings(), is_drawn=is_drawn)
        if before.attempt is not None and item.id in before.attempt.answers:
            raise AlreadyAnsweredError("the item has an answer", item=item.id, revision=self.revision)
        self.refuse_late(before.attempt)
        self.require_revision(payload)
        check_open(before.rules, before.now, before.attempt)
        verdict = score_item(item, response)
        after = add_answer(before.attempt, item.id, Answer(response, verdict.score, key, before.now))
        attempt = after if after.open_items else self._finish(after)
        outcome = self._keep(attempt, item)
        moved = before.move_on(attempt, self.revision, {item.id: verdict})
        return describe_outcome(self, moved, item, outcome.ratings, is_drawn=is_drawn)

    @json_handler
    def finish(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Hand in the attempt of a number with what was answered, after its time too. Handing in twice changes nothing."""
        self.require_learner()
        attempt = find_attempt(self.history, take_integer(payload, "attempt"))
        if not attempt.finished:
            self.require_revision(payload)
            self._keep(self._finish(attempt))
        return self.describe_whole(payload)

    def _finish(self, attempt: Attempt) -> Attempt:
        """Set the score; an item without an answer counts nothing."""
        drawn = {item.id: item.points for item in self.document.items if item.id in attempt.items}
        scores = {name: answer.score for name, answer in attempt.answers.items()}
        return close_attempt(attempt, score_attempt(drawn, scores), self.rules, self.host.now())

    def _keep(self, attempt: Attempt, item: Item | None = None) -> HostOutcome:
        """Store the attempt, then tell the host and the platform; all of it is one transaction of the runtime."""
        stored = list(self.attempts)
        position = attempt.number - 1
        if attempt.finished and position < len(stored):
            self.note_ended()
        elif not attempt.finished and position == len(stored):
            self.note_begun(attempt)
        stored[position : position + 1] = [{**(stored[position] if position < len(stored) else {}), **attempt.to_json()}]
        self.attempts = stored
        self.revision += 1
        observations = []
        if item is not None:
            answer = attempt.answers[item.id]
            observations.append(Observation(item.id, attempt.number, answer.score, json_text(answer.response)))
        if attempt.score is not None:
            observations.append(Observation("*", attempt.number, attempt.score))
        outcome = self.host.record_evidence(self.usage, observations)
        if attempt.score is not None:
            self.runtime.publish(self, "grade", {"value": float(attempt.score), "max_value": 1.0, "only_if_higher": True})
            self.runtime.publish(self, "completion", {"completion": 1.0})
        return outcome

    @json_handler(cap=_EDITOR_CAP)
    def studio_save(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Keep the checkpoint as its author edited it."""
        self.require_author()
        return save_edit(self, payload)

    @json_handler(cap=_EDITOR_CAP)
    def studio_preview(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Show an edited checkpoint as a learner would see it, with notes for its author; nothing is kept."""
        self.require_author()
        return preview_edit(self, payload)

    @json_handler(cap=IMPORT_CAP)
    def studio_import(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Show what a file of questions holds and what is wrong in it; nothing is kept."""
        self.require_author()
        return read_file(self, payload)

    @XBlock.handler
    def studio_template(self, request: Request, suffix: str = "") -> Response:
        """Give the spreadsheet that questions can be written in."""
        return give_template(self)
