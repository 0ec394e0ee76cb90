"""What a learner does to the dossier, for handlers and forms alike: save, add, take out, hand in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from maslak_xblocks.payload import take_integer, take_text
from maslak_xblocks.project.assignment import Assignment
from maslak_xblocks.project.errors import NoProjectError
from maslak_xblocks.project.forms import SentFile, SentForm
from maslak_xblocks.project.intake import check_whole, make_upload, take_deliverable, take_stage, take_texts
from maslak_xblocks.project.port import Dossier, ProjectRoom
from maslak_xblocks.project.stages import Stage

if TYPE_CHECKING:
    from maslak_xblocks.project.block import ProjectBlock


class Desk:
    """One learner's hands on the dossier of one block, for one request."""

    def __init__(self, block: ProjectBlock) -> None:
        """Raises NotSignedInError, and NoProjectError where the host keeps none."""
        block.require_learner()
        if block.room is None:
            raise NoProjectError("the host has no project room")
        self._block = block
        self.room: ProjectRoom = block.room
        self.assignment: Assignment = block.document.assignment(block.usage)

    def save(self, stage: Stage, payload: Mapping[str, Any]) -> Dossier:
        """Keep the texts and links of a stage."""
        texts = take_texts(payload, stage)
        return self.room.save_draft(self.assignment, stage.id, take_integer(payload, "revision"), texts)

    def add(self, stage: Stage, payload: Mapping[str, Any], file: SentFile) -> Dossier:
        """Keep one more file."""
        upload = make_upload(take_deliverable(payload, stage), file.name, file.content)
        key = take_text(payload, "idempotency_key", 64)
        return self.room.add_file(self.assignment, stage.id, take_integer(payload, "revision"), upload, key)

    def remove(self, stage: Stage, payload: Mapping[str, Any]) -> Dossier:
        """Take a file out of the draft."""
        return self.room.remove_file(self.assignment, stage.id, take_integer(payload, "revision"), take_text(payload, "file", 64))

    def submit(self, stage: Stage, payload: Mapping[str, Any]) -> Dossier:
        """Hand in the draft as a round."""
        revision, key = take_integer(payload, "revision"), take_text(payload, "idempotency_key", 64)
        known = self.room.read(self.assignment).stage(stage.id)
        # Where the state moved on, this may be the same act again: the host knows, and answers it or refuses.
        if known.revision == revision and known.can_change:
            check_whole(stage, known.draft)
        return self._finish(self.room.submit(self.assignment, stage.id, revision, key))

    def _finish(self, dossier: Dossier) -> Dossier:
        stages = self._block.document.stages
        done = sum(bool(dossier.stage(stage.id).rounds) for stage in stages)
        self._block.runtime.publish(self._block, "completion", {"completion": done / len(stages)})
        return dossier

    def apply_form(self, sent: SentForm) -> Dossier:
        """Do what a plain form asks for: keep its texts and files, then take a file out or hand in."""
        fields = dict(sent.fields)
        stage = take_stage(fields, self._block.document)
        dossier = self.room.read(self.assignment)
        if take_texts(fields, stage) != dict(dossier.stage(stage.id).draft.texts):
            dossier = self._step(fields, stage, self.save(stage, fields))
        for name, file in sent.files.items():
            if name.startswith("file.") and file.name:
                key = f"{take_text(fields, 'idempotency_key', 48)}{name[-16:]}"
                given = {**fields, "deliverable": name.removeprefix("file."), "idempotency_key": key}
                dossier = self._step(fields, stage, self.add(stage, given, file))
        if fields.get("remove"):
            return self.remove(stage, {**fields, "file": fields["remove"]})
        return self.submit(stage, fields) if fields.get("act") == "submit" else dossier

    @staticmethod
    def _step(fields: dict[str, Any], stage: Stage, dossier: Dossier) -> Dossier:
        """Let the next step of the form speak about the state that this one made."""
        fields["revision"] = dossier.stage(stage.id).revision
        return dossier
