"""What a script gets back after each act: the new revision, a note, and the parts of the page that changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from maslak_xblocks.figures import clock_time
from maslak_xblocks.markup import Html
from maslak_xblocks.project.contract import describe_dossier
from maslak_xblocks.project.form_page import render_draft_files
from maslak_xblocks.project.port import Dossier
from maslak_xblocks.project.stage_page import render_standing, render_work

if TYPE_CHECKING:
    from maslak_xblocks.project.block import ProjectBlock
    from maslak_xblocks.project.stages import Stage

Act = Literal["saved", "received", "removed", "handed"]


def reply(block: ProjectBlock, stage: Stage, dossier: Dossier, act: Act, *, is_drawn: bool = True) -> Mapping[str, Any]:
    """Give the answer to an act on a stage; parts of the page only for a client that does not draw for itself."""
    block.__dict__["dossier"] = dossier
    facts = {
        "stage": stage.id,
        "revision": dossier.stage(stage.id).revision,
        "note": _note(block, act),
        "dossier": describe_dossier(block, dossier),
    }
    return {**facts, **_draw(block, stage, dossier, act)} if is_drawn else facts


def _draw(block: ProjectBlock, stage: Stage, dossier: Dossier, act: Act) -> Mapping[str, Any]:
    """Draw what changed. Only handing in gives the whole stage anew: typed text must never be replaced."""
    work = dossier.stage(stage.id)
    html = {"standing": render_standing(block, stage, work)}
    if act == "handed":
        html["work"] = render_work(block, stage, work)
    files = {each.id: render_draft_files(block, each, work.draft) for each in stage.deliverables if each.kind == "file"}
    return {
        "html": {name: _ready(block, part) for name, part in html.items()},
        "files": {name: _ready(block, part) for name, part in files.items()},
    }


def _ready(block: ProjectBlock, part: Html) -> str:
    return block.with_addresses(part)


def _note(block: ProjectBlock, act: Act) -> str:
    """Say when the server had it, on the reader's clock."""
    translate, time = block.translator, clock_time(block, block.host.now())
    if act == "saved":
        return translate("Draft received {time}", time=time)
    if act == "received":
        return translate("The file was received {time}", time=time)
    if act == "removed":
        return translate("Removed {time}", time=time)
    return translate("Handed in {time}", time=time)
