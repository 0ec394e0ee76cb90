"""The diagnostic block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from web_fragments.fragment import Fragment
from xblock.fields import Scope

from maslak_domain.language import LANGUAGES, Language
from maslak_xblocks.base import MaslakBlock
from maslak_xblocks.diagnostic.attempt import Answer, Attempt, check_may_begin, check_open, finish
from maslak_xblocks.diagnostic.bank_page import render_author
from maslak_xblocks.diagnostic.contract import Situation, describe_state, make_situation
from maslak_xblocks.diagnostic.document import DiagnosticDocument, load_diagnostic, read_diagnostic
from maslak_xblocks.diagnostic.editor import preview_edit, render_editor, save_edit
from maslak_xblocks.diagnostic.item import Item
from maslak_xblocks.diagnostic.page import render_content, render_diagnostic
from maslak_xblocks.diagnostic.port import Unit, UnitsRoom, is_safe
from maslak_xblocks.errors import AlreadyAnsweredError, AttemptOverError, UnknownItemError
from maslak_xblocks.fields import KeptList
from maslak_xblocks.host import find_room
from maslak_xblocks.markup import Html
from maslak_xblocks.payload import json_handler, take_text, wants_html
from maslak_xblocks.studio_form import EDITOR_SCRIPTS

_EMPTY = (
    '<maslak_diagnostic framework="MA-NUM" level="N1" most="20"><variant lang="fr" status="source" title="Nouveau diagnostic"/>'
    "</maslak_diagnostic>"
)
_EDITOR_CAP = 2 * 1024 * 1024  # questions in three languages


class DiagnosticBlock(MaslakBlock):
    """Places a learner on the framework by asking as little as it can. What it finds is advice: no evidence, no mark."""

    attempts = KeptList(help="Attempts of this learner, oldest first", default=[], scope=Scope.user_state)

    kind = "diagnostic"
    init_name = "MaslakDiagnostic"
    icon_class = "other"
    learner_handlers = ("set_language", "answer", "begin_attempt")
    has_answers = True  # the editor can show the keys
    has_custom_completion = True
    completion_mode = "completable"

    @classmethod
    def load_document(cls, source: str) -> DiagnosticDocument:
        return load_diagnostic(source)

    @classmethod
    def check_node(cls, node: Any) -> None:
        read_diagnostic(node)

    @classmethod
    def empty_source(cls) -> str:
        return _EMPTY

    # Where the learner stands

    @property
    def history(self) -> tuple[Attempt, ...]:
        """The stored attempts."""
        return tuple(Attempt.from_json(stored) for stored in self.attempts)

    def situation(self, history: tuple[Attempt, ...] | None = None) -> Situation:
        """Give everything that the description of the state depends on."""
        known = self.history if history is None else history
        return make_situation(
            self.document,
            known,
            usage=self.usage,
            learner=self.learner.key,
            language=self.language,
            units=self._read_units() if any(each.finished_at for each in known) else {},
            arrangement=self.host.arrangement(self.usage),
            now=self.host.now(),
            revision=self.revision,
        )

    def _read_units(self) -> Mapping[str, Unit]:
        """Ask the host for the units that topics name; nothing where it has no such room."""
        room = cast("UnitsRoom | None", find_room(self.host, "units"))
        names = list(dict.fromkeys(name for node in self.document.nodes for name in node.units))
        found = room.read(names) if room is not None and names else {}
        return {name: unit if is_safe(unit.url) else replace(unit, url="") for name, unit in found.items()}

    # Views

    def inner(self) -> Html:
        return render_diagnostic(self, self.situation())

    def author_view(self, context: Any = None) -> Fragment:
        """Show every question with its key; only Studio asks for this view."""
        return self.compose(render_author(self), view="author")

    def studio_view(self, context: Any = None) -> Fragment:
        """Show the editor."""
        return self.compose(render_editor(self), view="studio", scripts=EDITOR_SCRIPTS)

    def student_view_data(self, context: Any = None) -> dict[str, Any]:
        """Give a client what is the same for every learner; the question itself is what ``state`` answers."""
        document, language = self.document, self.language
        text = document.variants[language].body
        return {
            "title": text.title,
            "language": language,
            "languages": list(document.variants),
            "stale": document.is_stale(language),
            "intro": self.with_addresses(text.html),
            "framework": document.framework,
            "level": document.level,
            "most": document.most,
            "cooldown": document.cooldown_minutes,
            "topics": [
                {"id": node.id, "competency": node.competency, "names": dict(node.names), "after": list(node.after)}
                for node in document.nodes
            ],
        }

    def block_map(self) -> dict[str, Any]:
        """Give what a release records about this block: it places, and assesses nothing."""
        document = self.document
        return {
            "competency": "",
            "level": document.level,
            "kind": "diagnostic",
            "purpose": "placement",
            "pass_mark": None,
            "items": [{"id": item.id, "node": item.topic} for item in document.items],
        }

    def refusals(self) -> Mapping[str, str]:
        translate = self.translator
        return {
            "attempt_running": translate("Answer the question that is open first. Your place is kept."),
            "attempt_over": translate("No question is open. Begin first."),
            "cooling_down": translate("Study first: the diagnostic opens again a little later."),
            "empty_answer": translate("Choose or write an answer first, or say that you don’t know yet."),
            "unknown_item": translate("This is not the question that is open now. The page shows the newest one."),
            "already_answered": translate("This question has your answer already. The first one counts."),
        }

    # Handlers

    @json_handler(reads=True)
    def state(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Give the state, for resuming after a lost connection and for clients of their own."""
        self.require_learner()
        return describe_state(self.situation())

    @json_handler
    def begin_attempt(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Begin an attempt; the same key again changes nothing.

        A running attempt whose answers suffice by the rules of a newer release is finished instead, and gives its advice.
        """
        self.require_learner()
        key, before = take_text(payload, "idempotency_key", 64), self.situation()
        if before.attempt is None or before.attempt.key != key:
            self.require_revision(payload)
            check_open(before.arrangement, before.now)
            running = before.attempt
            if running is not None and running.finished_at is None and running.answers and before.question is None:
                return self._outcome(payload, self._go_on(before, running))
            check_may_begin(before.document, before.history, before.question, before.now)
            if not before.document.items:
                raise AttemptOverError("there is no question")
            history = (*before.history, Attempt(len(before.history) + 1, before.now, key))
            self._keep(history)
            return self._outcome(payload, self.situation(history))
        return self._outcome(payload, before)

    @json_handler
    def answer(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Mark the answer to the question that is open, once, and give the next one or the map."""
        self.require_learner()
        key, name = take_text(payload, "idempotency_key", 64), take_text(payload, "item", 100)
        before = self.situation()
        attempt, item = before.attempt, before.document.find_item(name)
        known = next((each for each in attempt.answers if each.item == name), None) if attempt else None
        if known is not None and known.key == key:
            return self._outcome(payload, before)
        if item is None:
            raise UnknownItemError("there is no such question", item=name)
        if known is not None:
            raise AlreadyAnsweredError("the question has an answer", item=name, revision=self.revision)
        self.require_revision(payload)
        check_open(before.arrangement, before.now)
        if attempt is None or before.question is None:
            raise AttemptOverError("no question is open")
        if item is not before.question:
            raise UnknownItemError("another question is open", item=name)
        given = self._mark(before, item, payload, key)
        return self._outcome(payload, self._go_on(before, replace(attempt, answers=(*attempt.answers, given))))

    def _mark(self, before: Situation, item: Item, payload: Mapping[str, Any], key: str) -> Answer:
        if payload.get("unknown") in (True, "yes"):
            return Answer(item.id, item.topic, "unknown", "", key, before.now)
        language: Language = payload["language"] if payload.get("language") in LANGUAGES else before.language
        response = item.read_response(payload.get("response"), before.tokens(item), language)
        return Answer(item.id, item.topic, "right" if item.is_right(response) else "wrong", response, key, before.now)

    def _go_on(self, before: Situation, attempt: Attempt) -> Situation:
        """Keep the attempt, which is finished when there is nothing left to ask, and give where the learner stands then."""
        after = self.situation((*before.history[:-1], attempt))
        if after.question is not None:
            self._keep(after.history)
            return replace(after, revision=self.revision)
        history = (*before.history[:-1], finish(before.document, attempt, before.now))
        self.runtime.publish(self, "completion", {"completion": 1.0})
        self._keep(history)
        return self.situation(history)

    def _keep(self, history: tuple[Attempt, ...]) -> None:
        self.attempts = [each.to_json() for each in history]
        self.revision += 1

    def _outcome(self, payload: Mapping[str, Any], situation: Situation) -> Mapping[str, Any]:
        state = describe_state(situation)
        return {**state, "html": self.with_addresses(render_content(self, situation))} if wants_html(payload) else state

    @json_handler(cap=_EDITOR_CAP)
    def studio_save(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Keep the diagnostic as its author edited it."""
        self.require_author()
        return save_edit(self, payload)

    @json_handler(cap=_EDITOR_CAP)
    def studio_preview(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Show an edited diagnostic as a learner would see it, with notes for its author; nothing is kept."""
        self.require_author()
        return preview_edit(self, payload)
