"""What was handed in, round by round: nothing of it is ever lost, and every file can be fetched again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maslak_xblocks.markup import Html, join, tag
from maslak_xblocks.project.intake import is_safe_link
from maslak_xblocks.project.marks_page import render_mark, render_written
from maslak_xblocks.project.port import Round, StageWork, StoredFile
from maslak_xblocks.project.wording import moment, said, size, state_words

if TYPE_CHECKING:
    from maslak_xblocks.project.block import ProjectBlock
    from maslak_xblocks.project.stages import Deliverable, Stage


def render_rounds(block: ProjectBlock, stage: Stage, work: StageWork) -> Html | None:
    """Give every round, the newest first; its mark is with it but for the one that stands above the form."""
    if not work.rounds:
        return None
    title = tag("h4", {}, block.translator("What was handed in"))
    newest = work.rounds[-1]
    return tag(
        "div", {"class": "mk-rounds"}, title, *(_render_round(block, stage, each, is_newest=each is newest) for each in work.rounds[::-1])
    )


def _render_round(block: ProjectBlock, stage: Stage, each: Round, *, is_newest: bool) -> Html:
    translate = block.translator
    late = tag("span", {"class": "mk-late"}, translate("late")) if each.is_late else None
    summary = tag(
        "summary",
        {},
        tag("strong", {}, translate("Round {number}", number=each.number)),
        tag("span", {}, moment(block, each.submitted_at)),
        late,
        tag("span", {}, state_words(translate)[each.state]),
    )
    by = tag("p", {"class": "mk-soft"}, translate("Handed in by"), " ", tag("bdi", {}, each.submitted_by)) if each.submitted_by else None
    mark = None if is_newest else render_mark(block, stage, each, level="h5")
    return tag("details", {"class": "mk-round", "open": is_newest and each.mark is None}, summary, by, _handed(block, stage, each), mark)


def _handed(block: ProjectBlock, stage: Stage, each: Round) -> Html:
    parts = [_one(block, deliverable, each) for deliverable in stage.deliverables]
    # What an earlier release of the course asked for was handed in too, and stays to be seen.
    known = {deliverable.id for deliverable in stage.deliverables}
    gone = [file for file in each.files if file.deliverable not in known]
    lost = [tag("dd", {}, render_written(text)) for name, text in each.texts.items() if name not in known]
    if gone or lost:
        files = tag("dd", {}, render_files(block, tuple(gone))) if gone else None
        parts.append(join(tag("dt", {}, block.translator("Asked for earlier")), *lost, files))
    return tag("dl", {"class": "mk-handed"}, *parts)


def _one(block: ProjectBlock, deliverable: Deliverable, each: Round) -> Html:
    text, files = each.texts.get(deliverable.id, ""), tuple(file for file in each.files if file.deliverable == deliverable.id)
    if deliverable.kind == "link" and text:
        value = render_link(text)
    elif text:
        value = render_written(text)
    elif files:
        value = render_files(block, files)
    else:
        value = tag("p", {"class": "mk-soft"}, block.translator("Nothing was handed in here."))
    return join(tag("dt", {}, said(block, deliverable.labels)), tag("dd", {}, value))


def render_link(link: str) -> Html:
    """Give a link that leads out without telling where from; one that is not safe is text."""
    if not is_safe_link(link):
        return render_written(link)
    return tag("p", {}, tag("a", {"href": link, "dir": "ltr", "rel": "noopener noreferrer nofollow", "target": "_blank"}, link))


def render_files(block: ProjectBlock, files: tuple[StoredFile, ...]) -> Html:
    """Give files, each to be fetched."""
    return tag("ul", {"class": "mk-files"}, *(tag("li", {}, name_file(block, file)) for file in files))


def name_file(block: ProjectBlock, file: StoredFile) -> Html:
    """Give a file's name as a link, and its size."""
    address = block.runtime.handler_url(block, "file", suffix=file.id)
    link = tag("a", {"href": address, "download": file.name}, tag("bdi", {}, file.name))
    return join(link, tag("span", {"class": "mk-soft"}, " ", size(block.translator, file.size)))
