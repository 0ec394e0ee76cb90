"""The passport block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from web_fragments.fragment import Fragment

from maslak_xblocks.base import MaslakBlock
from maslak_xblocks.fields import once
from maslak_xblocks.host import find_room
from maslak_xblocks.markup import Html
from maslak_xblocks.passport.contract import describe_passport
from maslak_xblocks.passport.document import PassportDocument, load_passport, read_passport
from maslak_xblocks.passport.editor import preview_edit, render_editor, save_edit
from maslak_xblocks.passport.errors import NoPassportError
from maslak_xblocks.passport.page import render_author, render_content, render_passport
from maslak_xblocks.passport.port import Passport, PassportRoom, keep_safe
from maslak_xblocks.payload import json_handler, take_text
from maslak_xblocks.studio_form import EDITOR_CAP, EDITOR_SCRIPTS

_EMPTY = '<maslak_passport show="all"><variant lang="fr" status="source" title="Mon passeport"><p></p></variant></maslak_passport>'


class PassportBlock(MaslakBlock):
    """What a learner acquired and earned at every institution, inside a course. It assesses nothing and keeps nothing."""

    kind = "passport"
    init_name = "MaslakPassport"
    icon_class = "other"
    learner_handlers = ("set_language", "refresh", "hide_item", "show_item")
    has_custom_completion = True
    completion_mode = "excluded"

    @classmethod
    def load_document(cls, source: str) -> PassportDocument:
        return load_passport(source)

    @classmethod
    def check_node(cls, node: Any) -> None:
        read_passport(node)

    @classmethod
    def empty_source(cls) -> str:
        return _EMPTY

    @once
    def room(self) -> PassportRoom | None:
        """The host's passport room, or None where this platform has none."""
        return cast("PassportRoom | None", find_room(self.host, "passport"))

    @once
    def passport(self) -> Passport | None:
        """The passport of whoever is reading; None for strangers and where there is no room."""
        return keep_safe(self.room.read()) if self.room is not None and self.learner.key else None

    def inner(self) -> Html:
        return render_passport(self)

    def refusals(self) -> Mapping[str, str]:
        """Say what was refused, in the reader's language."""
        translate = self.translator
        return {
            "not_signed_in": translate("Your passport is yours alone. Sign in to see it here."),
            "no_passport": translate("This platform keeps no passport. Nothing was changed."),
            "unknown_passport_item": translate("This is not an entry of your passport any more. Nothing was changed."),
        }

    def author_view(self, context: Any = None) -> Fragment:
        """Show in Studio what a learner will find."""
        return self.compose(render_author(self), view="author")

    def studio_view(self, context: Any = None) -> Fragment:
        """Show the editor."""
        return self.compose(render_editor(self), view="studio", scripts=EDITOR_SCRIPTS)

    def student_view_data(self, context: Any = None) -> dict[str, Any]:
        """Give a client what is the same for every learner; the passport itself is what ``state`` answers."""
        document, language = self.document, self.language
        text = document.variants[language].body
        return {
            "title": text.title,
            "language": language,
            "languages": list(document.variants),
            "stale": document.is_stale(language),
            "show": document.show,
            "domains": list(document.domains),
            "html": self.with_addresses(text.html),
        }

    def block_map(self) -> dict[str, Any]:
        """Give what a release records about this block: it assesses nothing."""
        return {"competency": "", "level": "", "kind": "passport", "purpose": "reading", "pass_mark": None, "items": []}

    @json_handler(reads=True)
    def state(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Give the learner's own passport as it is known here."""
        self._require_room()
        return {"passport": describe_passport(self, self.passport)}

    @json_handler
    def refresh(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Ask the registry what it knows now; where it is away, what it said last stays, with its date."""
        return self._answer(self._require_room().ask_registry(), "")

    @json_handler
    def hide_item(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Hide an entry that is not this learner's. Hiding it again changes nothing."""
        room, item = self._require_room(), take_text(payload, "item", 64)
        return self._answer(room.hide_item(item), self.translator("It is hidden. Below you can bring it back."))

    @json_handler
    def show_item(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Show an entry again. Showing what is not hidden changes nothing."""
        room, item = self._require_room(), take_text(payload, "item", 64)
        return self._answer(room.show_item(item), self.translator("It is back in your passport."))

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

    def _require_room(self) -> PassportRoom:
        """Give the room. Raises NotSignedInError and NoPassportError."""
        self.require_learner()
        if self.room is None:
            raise NoPassportError("the host has no passport room")
        return self.room

    def _answer(self, passport: Passport, note: str) -> Mapping[str, Any]:
        self.__dict__["passport"] = shown = keep_safe(passport)
        return {"note": note, "html": self.with_addresses(render_content(self)), "passport": describe_passport(self, shown)}
