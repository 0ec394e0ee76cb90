"""The lab block."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from web_fragments.fragment import Fragment
from webob import Request, Response
from xblock.fields import Scope

from maslak_domain.errors import DomainError
from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.errors import UnknownItemError
from maslak_xblocks.fields import KeptList
from maslak_xblocks.host import HostOutcome, Observation
from maslak_xblocks.lab.attempt import (
    Attempt,
    Rules,
    check_may_answer,
    check_may_begin,
    close_attempt,
    is_settled,
    score_attempt,
)
from maslak_xblocks.lab.author_page import render_author
from maslak_xblocks.lab.contract import Situation, describe_state
from maslak_xblocks.lab.document import LabDocument, load_lab, read_lab
from maslak_xblocks.lab.download import give_data
from maslak_xblocks.lab.editor import preview_edit, render_editor, save_edit
from maslak_xblocks.lab.errors import UnknownHintError
from maslak_xblocks.lab.generators import DataPlan, make_seed
from maslak_xblocks.lab.given import ANSWER_CAP
from maslak_xblocks.lab.marking import mark_task, was_received
from maslak_xblocks.lab.outcome import describe_lab, describe_outcome
from maslak_xblocks.lab.page import render_lab
from maslak_xblocks.lab.task import Task
from maslak_xblocks.lab.wording import say_refused_upload
from maslak_xblocks.markup import Html
from maslak_xblocks.payload import file_handler, json_handler, json_text, read_address, take_integer, take_text, wants_html
from maslak_xblocks.studio_form import EDITOR_CAP, EDITOR_SCRIPTS
from maslak_xblocks.timed import TimedBlock
from maslak_xblocks.timing import make_limit

_EMPTY = (
    '<maslak_lab purpose="practice" level="N1" generator="sales_table" rows="80" needs="any" minutes="30" attempts="0" cooldown="0"'
    ' tries="0" pass_mark="0.7"><variant lang="fr" status="source" title="Nouveau TP"/></maslak_lab>'
)


class LabBlock(TimedBlock):
    """Data of the learner's own, and questions that only these data answer."""

    attempts = KeptList(help="Attempts of this learner, oldest first", default=[], scope=Scope.user_state)

    kind = "lab"
    learner_handlers = ("set_language", "state", "begin_attempt", "answer", "hint", "finish", "time_up")
    init_name = "MaslakLab"

    @classmethod
    def load_document(cls, source: str) -> LabDocument:
        return load_lab(source)

    @classmethod
    def check_node(cls, node: Any) -> None:
        read_lab(node)

    @classmethod
    def empty_source(cls) -> str:
        return _EMPTY

    # Where the learner stands

    @property
    def rules(self) -> Rules:
        """What bounds this learner's attempts."""
        document = self.document
        return Rules(document.attempts, document.cooldown_minutes, document.tries, self.arrangement)

    def plan_of(self, attempt: Attempt | None) -> DataPlan | None:
        """Say which data an attempt has. A newer release may ask for other rows: the data that were begun with stay."""
        if attempt is None:
            return None
        document = self.document
        rows, salt = (attempt.rows, attempt.salt) if attempt.generator == document.generator else (document.rows, document.salt)
        seed = make_seed(document.generator, self.usage, self.learner.key, attempt.number, salt)
        return DataPlan(document.generator, seed, rows)

    def situation(self) -> Situation:
        """Give everything that the description of the state depends on."""
        history = tuple(Attempt.from_json(stored) for stored in self.attempts) if self.learner.key else ()
        plan = self.plan_of(history[-1] if history else None)
        return Situation(self.document, self.language, self.translator, history, plan, self.rules, self.host.now(), self.revision)

    def element_name(self, part: str) -> str:
        """Give a name for an element that is alone on a page with several blocks."""
        return "mk" + hashlib.sha256(f"{self.usage}\n{part}".encode()).hexdigest()[:10]

    # Views

    def inner(self) -> Html:
        return render_lab(self, self.situation(), self.known_ratings())

    def author_view(self, context: Any = None) -> Fragment:
        """Show the tasks with the values that sample data give; only Studio asks for this view."""
        return self.compose(render_author(self), view="author")

    def studio_view(self, context: Any = None) -> Fragment:
        """Show the editor."""
        return self.compose(render_editor(self), view="studio", scripts=EDITOR_SCRIPTS)

    def student_view_data(self, context: Any = None) -> dict[str, Any]:
        """Give a client of its own the facts that do not depend on the learner; the handler ``state`` gives the rest."""
        return describe_lab(self)

    def block_map(self) -> dict[str, Any]:
        """Give what a release records about this block."""
        document = self.document
        return {
            "competency": document.competency,
            "level": document.level,
            "kind": "lab",
            "purpose": document.purpose,
            "pass_mark": str(document.pass_mark),
            "items": [{"id": task.id, "competency": document.competency, "objective": task.objective} for task in document.tasks],
        }

    def refusals(self) -> Mapping[str, str]:
        """Say what was refused, in the reader's language."""
        translate = self.translator
        return {
            "no_try_left": translate("You have used every try of this question. Your best answer counts."),
            "unknown_hint": translate("This question has no such hint. Nothing was changed."),
            "unknown_form": translate("The data cannot be had in this form."),
            "empty_answer": translate("Write an answer or choose a file first."),
        }

    def explain(self, error: DomainError) -> str:
        """Say in the reader's language what was refused; of a file, why."""
        if error.code == "upload_refused":
            return say_refused_upload(self.translator, str(error.params["reason"]), error.params)
        return super().explain(error)

    # Handlers

    @json_handler(reads=True)
    def state(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Give the state, for resuming after a lost connection and for clients of their own."""
        self.require_learner()
        return describe_state(self.situation())

    @file_handler(reads=True)
    def dataset(self, request: Request, suffix: str = "") -> Response:
        """Give the learner's data as a file; ``form`` says in which form."""
        self.require_learner()
        return give_data(self.situation(), dict(read_address(request)).get("form", "spreadsheet"))

    @json_handler
    def begin_attempt(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Begin the next attempt with new data."""
        self.require_learner()
        key, before = take_text(payload, "idempotency_key", 64), self.situation()
        if not (before.attempt and before.attempt.begin_key == key):
            self.require_revision(payload)
            check_may_begin(before.history, before.rules, before.now)
            self._begin(before, key)
        return self.describe_whole(payload)

    def _begin(self, before: Situation, key: str) -> None:
        number, document, limit = len(before.history) + 1, self.document, make_limit(before.rules.arrangement)
        attempt = Attempt(number, document.generator, document.rows, document.salt, before.now, key, limit=limit)
        self._store(attempt)
        self.note_begun(attempt)

    @json_handler(cap=ANSWER_CAP)
    def answer(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Mark an answer to one task of the running attempt; the best one is kept."""
        self.require_learner()
        key, task, before = take_text(payload, "idempotency_key", 64), self._take_task(payload), self.situation()
        if before.attempt is not None and was_received(before.attempt, task, key):
            return self._outcome(payload, task, HostOutcome(self.known_ratings()))
        self.refuse_other(payload, before.attempt)
        self.refuse_late(before.attempt)
        self.require_revision(payload)
        attempt = check_may_answer(before.attempt, task.id, before.rules, before.now)
        language: Language = payload["language"] if payload.get("language") in LANGUAGES else before.language
        data = before.data
        assert data is not None
        state = mark_task(task, attempt.task(task.id), payload, data, language).receive(key, before.now)
        return self._keep(payload, attempt.with_task(task.id, state), before, task)

    @json_handler
    def hint(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Show the next hint of a task, for its price. Asking again changes nothing."""
        self.require_learner()
        task, before = self._take_task(payload), self.situation()
        hint = task.find_hint(take_text(payload, "hint", 64))
        if hint is None:
            raise UnknownHintError("the task has no such hint", task=task.id)
        self.refuse_other(payload, before.attempt)
        self.refuse_late(before.attempt)
        attempt = check_may_answer(before.attempt, task.id, before.rules, before.now)
        state = attempt.task(task.id)
        if hint.id not in state.hints:
            self._store(attempt.with_task(task.id, replace(state, hints=(*state.hints, hint.id))))
        return self._outcome(payload, task, HostOutcome(self.known_ratings()))

    @json_handler
    def finish(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Hand in the running attempt. Handing in twice changes nothing.

        A client that names the attempt by its number never ends a newer one, which another window may have begun.
        """
        self.require_learner()
        before = self.situation()
        named = take_integer(payload, "attempt") if "attempt" in payload else None
        if before.attempt is not None and not before.attempt.finished and named in (None, before.attempt.number):
            self.require_revision(payload)
            # After the closing time, too: what was answered by then would else never count as handed in.
            self._publish(self._hand_in(before.attempt, before))
        return self.describe_whole(payload)

    def find_running(self) -> Attempt | None:
        newest = Attempt.from_json(self.attempts[-1]) if self.attempts and self.learner.key else None
        return newest if newest is not None and not newest.finished else None

    def end_running(self) -> None:
        before = self.situation()
        assert before.attempt is not None
        self._publish(self._hand_in(before.attempt, before))

    def _take_task(self, payload: Mapping[str, Any]) -> Task:
        task = self.document.find_task(take_text(payload, "task", 64))
        if task is None:
            raise UnknownItemError("there is no such task", item=payload["task"])
        return task

    def _hand_in(self, attempt: Attempt, before: Situation) -> Attempt:
        return close_attempt(attempt, score_attempt(attempt, before.weights), before.rules, before.now)

    def _keep(self, payload: Mapping[str, Any], attempt: Attempt, before: Situation, task: Task) -> Mapping[str, Any]:
        """Store the attempt, handed in when nothing can be gained any more; a mark is never lost because nobody pressed a button."""
        if is_settled(attempt, before.weights, before.rules):
            return self._outcome(payload, task, self._publish(self._hand_in(attempt, before)))
        self._store(attempt)
        if before.feedback_shown:
            self._grade(score_attempt(attempt, before.weights))
        return self._outcome(payload, task, HostOutcome())

    def _store(self, attempt: Attempt) -> None:
        stored = list(self.attempts)
        stored[attempt.number - 1 : attempt.number] = [attempt.to_json()]
        self.attempts = stored
        self.revision += 1

    def _grade(self, score: Any) -> None:
        self.runtime.publish(self, "grade", {"value": float(score), "max_value": 1.0, "only_if_higher": True})

    def _publish(self, attempt: Attempt) -> HostOutcome:
        """Store what was handed in, then tell the host and the platform; all of it is one transaction of the runtime."""
        assert attempt.score is not None
        self._store(attempt)
        self.note_ended()
        states = {task.id: attempt.task(task.id) for task in self.document.tasks}
        seen = [
            Observation(name, attempt.number, state.best, json_text({"answer": state.response, "first": state.first}))
            for name, state in states.items()
            if state.answered
        ]
        outcome = self.host.record_evidence(self.usage, [*seen, Observation("*", attempt.number, attempt.score)])
        self._grade(attempt.score)
        self.runtime.publish(self, "completion", {"completion": 1.0})
        return outcome

    def describe_whole(self, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        situation = self.situation()
        state = describe_state(situation)
        if not wants_html(payload):
            return state
        return {**state, "html": self.with_addresses(render_lab(self, situation, self.known_ratings()))}

    def _outcome(self, payload: Mapping[str, Any], task: Task, outcome: HostOutcome) -> Mapping[str, Any]:
        return describe_outcome(self, self.situation(), task, outcome, is_drawn=wants_html(payload))

    @json_handler(cap=EDITOR_CAP)
    def studio_save(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Keep the lab as its author edited it."""
        self.require_author()
        return save_edit(self, payload)

    @json_handler(cap=EDITOR_CAP)
    def studio_preview(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Show an edited lab as a learner would see it, with notes for its author; nothing is kept."""
        self.require_author()
        return preview_edit(self, payload)
