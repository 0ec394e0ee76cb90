"""The logbook block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from web_fragments.fragment import Fragment

from maslak_xblocks.base import MaslakBlock
from maslak_xblocks.fields import once
from maslak_xblocks.figures import clock_time
from maslak_xblocks.host import find_room
from maslak_xblocks.logbook.contract import describe_logbook, describe_receipt
from maslak_xblocks.logbook.document import LogbookDocument, load_logbook, read_logbook
from maslak_xblocks.logbook.draft import ENTRY_CAP, LONGEST_KEY, take_draft, take_request_key, take_switch, take_synthesis
from maslak_xblocks.logbook.editor import EMPTY, preview_edit, render_editor, save_edit
from maslak_xblocks.logbook.errors import LogbookAwayError, NoLogbookError
from maslak_xblocks.logbook.page import render_author, render_content, render_logbook, render_parts
from maslak_xblocks.logbook.port import Logbook, LogbookRoom, Receipt, keep_safe
from maslak_xblocks.logbook.refusals import explain_refusals
from maslak_xblocks.logbook.saving import save_synthesis
from maslak_xblocks.markup import Html
from maslak_xblocks.payload import json_handler, take_integer, take_text, wants_html
from maslak_xblocks.studio_form import EDITOR_CAP, EDITOR_SCRIPTS

_SYNTHESIS_CAP = 64 * 1024


class LogbookBlock(MaslakBlock):
    """What an apprentice does at the company, inside a course. It marks nothing: what counts, the two tutors sign elsewhere."""

    kind = "logbook"
    init_name = "MaslakLogbook"
    icon_class = "other"
    learner_handlers = ("set_language", "add_entry", "correct_entry", "agree", "save_synthesis", "submit_synthesis")
    has_custom_completion = True
    completion_mode = "excluded"
    is_away = False

    @classmethod
    def load_document(cls, source: str) -> LogbookDocument:
        return load_logbook(source)

    @classmethod
    def check_node(cls, node: Any) -> None:
        read_logbook(node)

    @classmethod
    def empty_source(cls) -> str:
        return EMPTY

    @once
    def room(self) -> LogbookRoom | None:
        """The host's logbook room, or None where this platform has none."""
        return cast("LogbookRoom | None", find_room(self.host, "logbook"))

    @once
    def logbook(self) -> Logbook | None:
        """The logbook of whoever is reading; None for strangers, where there is no room, and while its server is away."""
        if self.room is None or not self.learner.key:
            return None
        try:
            return keep_safe(self.room.read())
        except LogbookAwayError:
            self.is_away = True
            return None

    def inner(self) -> Html:
        return render_logbook(self)

    def refusals(self) -> Mapping[str, str]:
        """Say what was refused, in the reader's language."""
        return explain_refusals(self.translator)

    def author_view(self, context: Any = None) -> Fragment:
        """Show in Studio what a learner will find."""
        return self.compose(render_author(self), view="author")

    def studio_view(self, context: Any = None) -> Fragment:
        """Show the editor."""
        return self.compose(render_editor(self), view="studio", scripts=EDITOR_SCRIPTS)

    def student_view_data(self, context: Any = None) -> dict[str, Any]:
        """Give a client what is the same for every learner; the logbook itself is what ``state`` answers."""
        document, language = self.document, self.language
        text = document.variants[language].body
        prompts = [{"id": each.id, "for": each.purpose, "html": self.with_addresses(each.html)} for each in text.prompts]
        return {
            "title": text.title,
            "language": language,
            "languages": list(document.variants),
            "stale": document.is_stale(language),
            "show": document.show,
            "competencies": list(document.competencies),
            "html": self.with_addresses(text.html),
            "prompts": prompts,
        }

    def block_map(self) -> dict[str, Any]:
        """Give what a release records about this block: what is assessed at the company, the placements assess."""
        return {"competency": "", "level": "", "kind": "logbook", "purpose": "work", "pass_mark": None, "items": []}

    @json_handler(reads=True)
    def state(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Give the learner's own logbook."""
        return {"logbook": describe_logbook(self, keep_safe(self._require_room().read()))}

    @json_handler(cap=ENTRY_CAP)
    def add_entry(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Keep a new entry. The same ``request_key`` again gives the first receipt."""
        room, key, placement = self._require_room(), take_request_key(payload), take_text(payload, "placement", LONGEST_KEY)
        draft = take_draft(payload)
        receipt = room.add_entry(placement, draft, request_key=key)
        told = self.translator("Received {time}. It stands among your entries below.", time=clock_time(self, receipt.received_at))
        return self._answer(payload, receipt, told, is_entry=True)

    @json_handler(cap=ENTRY_CAP)
    def correct_entry(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Keep an entry that supersedes another; the other stays, marked."""
        room, key, entry = self._require_room(), take_request_key(payload), take_text(payload, "entry", LONGEST_KEY)
        draft, drops_file = take_draft(payload), take_switch(payload, "drops_file")
        receipt = room.correct_entry(entry, draft, request_key=key, keeps_file=not drops_file)
        told = self.translator("Received {time}. Both texts stay in the logbook.", time=clock_time(self, receipt.received_at))
        return self._answer(payload, receipt, told, is_entry=True)

    @json_handler
    def agree(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Agree to a mission as it was shown. Agreeing again changes nothing."""
        room, mission = self._require_room(), take_text(payload, "mission", LONGEST_KEY)
        receipt = room.agree_to_mission(mission, revision=take_integer(payload, "revision"))
        return self._answer(payload, receipt, self.translator("You agreed to the mission."))

    @json_handler(cap=_SYNTHESIS_CAP)
    def save_synthesis(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Keep a synthesis as a draft."""
        receipt = save_synthesis(self._require_room(), *self._synthesis(payload), take_integer(payload, "revision"))
        return self._answer(payload, receipt, self.translator("Draft received {time}.", time=clock_time(self, receipt.received_at)))

    @json_handler(cap=_SYNTHESIS_CAP)
    def submit_synthesis(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Hand a synthesis in; after that it is not changed."""
        receipt = self._require_room().submit_synthesis(*self._synthesis(payload), revision=take_integer(payload, "revision"))
        return self._answer(payload, receipt, self.translator("Handed in {time}.", time=clock_time(self, receipt.received_at)))

    @json_handler(cap=EDITOR_CAP)
    def studio_save(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Keep the block as its author edited it."""
        self.require_author()
        return save_edit(self, payload)

    @json_handler(cap=EDITOR_CAP)
    def studio_preview(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Show an edited block as a learner would read it, with notes for its author; nothing is kept."""
        self.require_author()
        return preview_edit(self, payload)

    def _synthesis(self, payload: Mapping[str, Any]) -> tuple[str, str, str]:
        return take_text(payload, "placement", LONGEST_KEY), take_text(payload, "period", LONGEST_KEY), take_synthesis(payload)

    def _require_room(self) -> LogbookRoom:
        """Give the room. Raises NotSignedInError and NoLogbookError."""
        self.require_learner()
        if self.room is None:
            raise NoLogbookError("the host has no logbook room")
        return self.room

    def _answer(self, payload: Mapping[str, Any], receipt: Receipt, note: str, *, is_entry: bool = False) -> Mapping[str, Any]:
        self._forget("logbook")
        told = {"note": note, "receipt": describe_receipt(receipt)}
        # The page's own script sets anew only what an entry changed, and reads nothing else.
        is_partial = is_entry and wants_html(payload) and payload.get("parts") == "yes"
        parts = render_parts(self, self.logbook, receipt.key) if is_partial and self.logbook else None
        if parts is not None:
            return {**told, "parts": parts}
        facts = {**told, "logbook": describe_logbook(self, self.logbook)}
        if not wants_html(payload):
            return facts
        return {**facts, "html": self.with_addresses(render_content(self))}
