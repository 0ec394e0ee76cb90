"""The project block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from web_fragments.fragment import Fragment
from webob import Request, Response

from maslak_domain.errors import DomainError
from maslak_xblocks.base import MaslakBlock
from maslak_xblocks.fields import once
from maslak_xblocks.host import find_room
from maslak_xblocks.markup import Html
from maslak_xblocks.payload import file_handler, json_handler, redirect_back, refuse, respond, wants_html
from maslak_xblocks.project.contract import describe_dossier, describe_view
from maslak_xblocks.project.document import ProjectDocument, load_project, read_project
from maslak_xblocks.project.editor import preview_edit, render_editor, save_edit
from maslak_xblocks.project.forms import FORM_CAP, SentFile, give_file, read_form, refuse_work
from maslak_xblocks.project.intake import take_stage, take_team_act
from maslak_xblocks.project.outline import describe_project
from maslak_xblocks.project.page import render_author, render_project
from maslak_xblocks.project.port import Dossier, ProjectRoom
from maslak_xblocks.project.refusals import explain_refusals
from maslak_xblocks.project.replies import reply
from maslak_xblocks.project.work import Desk
from maslak_xblocks.studio_form import EDITOR_CAP, EDITOR_SCRIPTS

_EMPTY = (
    '<maslak_project level="N1" purpose="mastery" pass_mark="0.5" team="1" rounds="3">'
    '<variant lang="fr" status="source" title="Nouveau projet"/><rubric/></maslak_project>'
)


class ProjectBlock(MaslakBlock):
    """A project in stages, handed in by a team round by round and marked by a rubric. The host keeps every dossier."""

    kind = "project"
    init_name = "MaslakProject"
    icon_class = "problem"
    learner_handlers = ("set_language", "save_draft", "add_file", "remove_file", "submit", "state", "team")
    has_custom_completion = True
    completion_mode = "completable"

    @classmethod
    def load_document(cls, source: str) -> ProjectDocument:
        return load_project(source)

    @classmethod
    def check_node(cls, node: Any) -> None:
        read_project(node)

    @classmethod
    def empty_source(cls) -> str:
        return _EMPTY

    @once
    def room(self) -> ProjectRoom | None:
        """The host's project room, or None where this platform keeps no projects."""
        return cast("ProjectRoom | None", find_room(self.host, "project"))

    @once
    def found(self) -> Dossier | None:
        """What the host says of the reader, in a team or in none; None for strangers, and where there is no room."""
        if self.room is None or not self.learner.key:
            return None
        return self.room.read(self.document.assignment(self.usage))

    @once
    def dossier(self) -> Dossier | None:
        """The dossier of the reader's team; None for strangers, for those in no team, and where there is no room."""
        return self.found if self.found is not None and self.found.has_team else None

    def inner(self) -> Html:
        return render_project(self)

    def refusals(self) -> Mapping[str, str]:
        """Say what was refused, in the reader's language."""
        return explain_refusals(self.translator)

    def author_view(self, context: Any = None) -> Fragment:
        """Show in Studio what a learner will read, with the rubric."""
        self.__dict__["dossier"] = None
        return self.compose(render_author(self), view="author")

    def studio_view(self, context: Any = None) -> Fragment:
        """Show the editor."""
        return self.compose(render_editor(self), view="studio", scripts=EDITOR_SCRIPTS)

    def student_view_data(self, context: Any = None) -> dict[str, Any]:
        """Give a client what is the same for every learner; the dossier is what ``state`` answers."""
        return describe_view(self)

    def block_map(self) -> dict[str, Any]:
        """Give what a release records about this block."""
        document = self.document
        return {
            "competency": document.competency,
            "level": document.level,
            "kind": "project",
            "purpose": document.purpose,
            "pass_mark": str(document.pass_mark),
            "items": [],
            "project": describe_project(document),
        }

    @json_handler(reads=True)
    def state(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Give the team's dossier, for resuming after a lost connection and for clients of their own."""
        desk = Desk(self)
        return {"dossier": describe_dossier(self, desk.room.read(desk.assignment))}

    @json_handler
    def team(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Do one thing about the learner's own team: create, join, ask, withdraw, accept, decline, leave."""
        desk = Desk(self)
        return {"dossier": describe_dossier(self, desk.room.form_team(desk.assignment, *take_team_act(payload)))}

    @json_handler(cap=256 * 1024)
    def save_draft(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Keep the texts and links of a stage."""
        desk, stage = Desk(self), take_stage(payload, self.document)
        return reply(self, stage, desk.save(stage, payload), "saved", is_drawn=wants_html(payload))

    @json_handler
    def remove_file(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Take a file out of the draft of a stage."""
        desk, stage = Desk(self), take_stage(payload, self.document)
        return reply(self, stage, desk.remove(stage, payload), "removed", is_drawn=wants_html(payload))

    @json_handler
    def submit(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Hand in the draft of a stage as a round. The same key again changes nothing."""
        desk, stage = Desk(self), take_stage(payload, self.document)
        return reply(self, stage, desk.submit(stage, payload), "handed", is_drawn=wants_html(payload))

    @file_handler(cap=FORM_CAP)
    def add_file(self, request: Request, suffix: str = "") -> Response:
        """Keep one file, sent as a form with the field ``file``. The same key again changes nothing."""
        try:
            sent, desk = read_form(request), Desk(self)
            stage = take_stage(sent.fields, self.document)
            dossier = desk.add(stage, sent.fields, sent.files.get("file", SentFile("", b"")))
        except DomainError as error:
            # Only a script sends files one by one, so it is told as scripts are.
            return refuse(self, error)
        return respond(reply(self, stage, dossier, "received"))

    @file_handler(cap=FORM_CAP)
    def work(self, request: Request, suffix: str = "") -> Response:
        """Do what the form of a stage asks for where no script runs, and lead back to the page."""
        fields: Mapping[str, Any] = {}
        try:
            sent = read_form(request)
            fields = sent.fields
            Desk(self).apply_form(sent)
        except DomainError as error:
            return refuse_work(self, request, error, fields)
        return redirect_back(request)

    @file_handler(reads=True)
    def file(self, request: Request, suffix: str = "") -> Response:
        """Give a file of the reader's own team, as an attachment."""
        desk = Desk(self)
        return give_file(desk.room.read_file(desk.assignment, suffix[:64]))

    @json_handler(cap=EDITOR_CAP)
    def studio_save(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Keep the project as its author edited it."""
        self.require_author()
        return save_edit(self, payload)

    @json_handler(cap=EDITOR_CAP)
    def studio_preview(self, payload: dict[str, Any]) -> Mapping[str, Any]:
        """Show an edited project as a learner would read it; nothing is kept."""
        self.require_author()
        return preview_edit(self, payload)
