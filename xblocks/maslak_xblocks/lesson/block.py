"""The lesson block."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from web_fragments.fragment import Fragment
from xblock.fields import Scope

from maslak_domain.language import pick
from maslak_xblocks.base import MaslakBlock
from maslak_xblocks.errors import InvalidPayloadError
from maslak_xblocks.fields import KeptFloat, KeptString
from maslak_xblocks.host import find_room
from maslak_xblocks.lesson.document import LessonDocument, load_lesson, read_lesson
from maslak_xblocks.lesson.editor import preview_edit, render_editor, save_edit
from maslak_xblocks.lesson.glossary import GlossaryRoom, Term
from maslak_xblocks.lesson.page import render_author, render_lesson
from maslak_xblocks.lesson.reading import accept_fraction, seconds_left
from maslak_xblocks.lesson.terms import describe_terms
from maslak_xblocks.markup import Html
from maslak_xblocks.payload import json_handler
from maslak_xblocks.studio_form import EDITOR_SCRIPTS

_EMPTY = '<maslak_lesson level="N1"><variant lang="fr" status="source" title="Nouvelle leçon"><p>Écrivez ici.</p></variant></maslak_lesson>'
_EDITOR_CAP = 2 * 1024 * 1024  # a page in three languages


class LessonBlock(MaslakBlock):
    """A trilingual text that is complete when it was really read."""

    read_fraction = KeptFloat(help="How much was read, 0 to 1", default=0.0, scope=Scope.user_state)
    opened_at = KeptString(help="When the learner first opened it, ISO in UTC", default=None, scope=Scope.user_state)

    kind = "lesson"
    learner_handlers = ("set_language", "read")
    init_name = "MaslakLesson"
    icon_class = "html"
    has_custom_completion = True
    completion_mode = "completable"

    @classmethod
    def load_document(cls, source: str) -> LessonDocument:
        return load_lesson(source)

    @classmethod
    def check_node(cls, node: Any) -> None:
        read_lesson(node)

    @classmethod
    def empty_source(cls) -> str:
        return _EMPTY

    def inner(self) -> Html:
        return render_lesson(self)

    def student_view(self, context: Any = None) -> Fragment:
        """Show the lesson; the first time starts the clock of reading."""
        if self.learner.key and not self.opened_at:
            self.opened_at = self.host.now().isoformat()
        return super().student_view(context)

    def author_view(self, context: Any = None) -> Fragment:
        """Show the lesson in Studio, with what an author should know about it."""
        return self.compose(render_author(self), view="author")

    def studio_view(self, context: Any = None) -> Fragment:
        """Show the editor."""
        return self.compose(render_editor(self), view="studio", scripts=EDITOR_SCRIPTS)

    @property
    def glossary(self) -> GlossaryRoom | None:
        """The glossary of the course, where the host has one."""
        return cast("GlossaryRoom | None", find_room(self.host, "glossary"))

    def find_terms(self) -> Mapping[str, Term]:
        """Give the terms that the text being read marks, as far as the glossary knows them."""
        keys, glossary = self.document.variants[self.language].body.terms, self.glossary
        found = glossary.find(keys) if keys and glossary is not None else {}
        return {key: found[key] for key in keys if key in found}

    def known_terms(self) -> Mapping[str, str]:
        """Give the terms that this lesson may explain, by key, in the language of the interface."""
        glossary = self.glossary
        names = glossary.list_names() if glossary is not None else {}
        return {key: pick(each, self.translator.language)[0] for key, each in sorted(names.items())}

    def student_view_data(self, context: Any = None) -> dict[str, Any]:
        """Give a client of its own what it needs to show the lesson in the language being read."""
        document, language = self.document, self.language
        text = document.variants[language].body
        return {
            "title": text.title,
            "language": language,
            "languages": list(document.variants),
            "stale": document.is_stale(language),
            "level": document.level,
            "minutes": document.minutes or None,
            "objectives": [{"id": key, "html": str(html)} for key, html in text.objectives.items()],
            "html": self.with_addresses(text.html),
            "terms": describe_terms(self.find_terms(), language),
            "read_fraction": self.read_fraction,
        }

    def block_map(self) -> dict[str, Any]:
        """Give what a release records about this block."""
        document = self.document
        return {
            "competency": document.competency,
            "level": document.level,
            "kind": "lesson",
            "purpose": "reading",
            "pass_mark": None,
            "items": [{"id": item.id, "competency": item.competency, "objective": item.id} for item in document.objectives],
        }

    @json_handler
    def read(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Take note of how far the learner has read; at the end the block is complete."""
        self.require_learner()
        claimed, known, now = _fraction(payload.get("fraction")), self.read_fraction, self.host.now()
        opened_at = self.opened_at
        if not opened_at:
            opened_at = self.opened_at = now.isoformat()
        # The clock follows the source, whichever language is read: nobody waits longer for having chosen one of them.
        words = self.document.variants[self.document.source].body.words
        clock = {"words": words, "opened_at": datetime.fromisoformat(opened_at), "now": now}
        accepted = accept_fraction(known, claimed, **clock)
        if accepted > known:
            self.read_fraction = accepted
            self.revision += 1
            if accepted >= 1:
                self.runtime.publish(self, "completion", {"completion": 1.0})
        return {
            "revision": self.revision,
            "fraction": accepted,
            "complete": accepted >= 1,
            "retry_after": round(seconds_left(claimed, **clock), 1),
        }

    @json_handler(cap=_EDITOR_CAP)
    def studio_save(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Keep the lesson as its author edited it."""
        self.require_author()
        return save_edit(self, payload)

    @json_handler(cap=_EDITOR_CAP)
    def studio_preview(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Show an edited lesson as a learner would see it, with notes for its author; nothing is kept."""
        self.require_author()
        return preview_edit(self, payload)


def _fraction(value: object) -> float:
    """Give a fraction of the payload; a form sends it as text. Raises InvalidPayloadError."""
    if isinstance(value, str) and value in {"0", "1"}:
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
        raise InvalidPayloadError("fraction must be a number from 0 to 1", field="fraction")
    return float(value)
