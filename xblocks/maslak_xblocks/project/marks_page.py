"""What came back: bands with their reasons, remarks on files, and how one round compares with the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maslak_xblocks.markup import Html, join, tag
from maslak_xblocks.project.port import CriterionMark, FileComment, PublishedMark, Round
from maslak_xblocks.project.rubric_page import render_bands
from maslak_xblocks.project.wording import band_names, criterion_name, moment, percent, said

if TYPE_CHECKING:
    from maslak_xblocks.project.block import ProjectBlock
    from maslak_xblocks.project.stages import Stage


def render_mark(block: ProjectBlock, stage: Stage, each: Round, *, level: str = "h4") -> Html | None:
    """Give what came back for one round, or nothing before it is published."""
    mark = each.mark
    if mark is None:
        return None
    translate = block.translator
    title = translate("What came back for round {number}", number=each.number)
    return tag(
        "div",
        {"class": f"mk-came-back mk-is-{each.state}"},
        tag(level, {"class": "mk-came-title"}, title),
        tag("p", {"class": "mk-soft"}, *_who_and_when(block, mark)),
        _outcome(block, each, mark),
        render_written(mark.remark) if mark.remark else None,
        _comments(block, stage, each, mark),
        _criteria(block, mark),
    )


def render_written(text: str, name: str = "mk-written") -> Html:
    """Give what a person wrote, as they wrote it; its own direction is that of its first letter."""
    return tag("p", {"class": name, "dir": "auto"}, text)


def _who_and_when(block: ProjectBlock, mark: PublishedMark) -> tuple[Html, ...]:
    when = tag("span", {}, moment(block, mark.published_at))
    return (tag("bdi", {}, mark.by), Html(" · "), when) if mark.by else (when,)


def _outcome(block: ProjectBlock, each: Round, mark: PublishedMark) -> Html:
    translate, language = block.translator, block.translator.language
    words = translate("Another round is asked for.") if each.state == "returned" else translate("This stage is finished.")
    score = translate("{percent} of this rubric", percent=percent(mark.score, language)) if mark.score is not None else None
    return tag("p", {"class": "mk-outcome"}, tag("strong", {}, words), tag("span", {}, " ", score) if score else None)


def _comments(block: ProjectBlock, stage: Stage, each: Round, mark: PublishedMark) -> Html | None:
    if not mark.comments:
        return None
    items = [tag("li", {}, _about(block, stage, each, comment), render_written(comment.text)) for comment in mark.comments]
    return tag("ul", {"class": "mk-comments"}, *items)


def _about(block: ProjectBlock, stage: Stage, each: Round, comment: FileComment) -> Html:
    """Name what a remark is about: the file, else the text or link."""
    file = next((file for file in each.files if file.id == comment.file), None)
    deliverable = stage.find(comment.deliverable)
    if file is not None:
        name = tag("bdi", {}, file.name)
    else:
        name = said(block, deliverable.labels) if deliverable else tag("bdi", {}, block.translator("This round"))
    return tag("p", {"class": "mk-about"}, name, " · " if comment.by else None, tag("bdi", {}, comment.by) if comment.by else None)


def _criteria(block: ProjectBlock, mark: PublishedMark) -> Html | None:
    known = [each for each in mark.criteria if block.document.find_criterion(each.criterion)]
    return tag("ul", {"class": "mk-bandlist"}, *(_criterion(block, each) for each in known)) if known else None


def _criterion(block: ProjectBlock, each: CriterionMark) -> Html | None:
    criterion = block.document.find_criterion(each.criterion)
    if criterion is None or not 1 <= each.band <= len(criterion.bands):
        return None
    name = f"{each.band}/{len(criterion.bands)} · {band_names(block.translator)[each.band - 1]}"
    head = tag("p", {"class": "mk-crit"}, criterion_name(block, criterion), tag("strong", {"class": "mk-band-name"}, name))
    others = tag(
        "details",
        {},
        tag("summary", {}, block.translator("All four bands")),
        render_bands(block, criterion, each.band),
    )
    reached = tag("p", {"class": "mk-soft"}, said(block, criterion.bands[each.band - 1]))
    return tag("li", {}, head, reached, render_written(each.comment) if each.comment else None, others)


def render_comparison(block: ProjectBlock, stage: Stage, rounds: tuple[Round, ...]) -> Html | None:
    """Set the bands of every published round beside one another, where there are two or more."""
    marked = [each for each in rounds if each.mark is not None and each.mark.criteria]
    if len(marked) < 2:
        return None
    translate = block.translator
    heads = [tag("th", {"scope": "col"}, translate("Round {number}", number=each.number)) for each in marked]
    rows = [
        tag("tr", {}, tag("th", {"scope": "row"}, criterion_name(block, criterion)), *(_cell(block, each, criterion.id) for each in marked))
        for criterion in block.document.criteria
        if criterion.id in stage.criteria
    ]
    table = tag(
        "table",
        {},
        tag("caption", {}, translate("From round to round")),
        tag("thead", {}, tag("tr", {}, tag("th", {"scope": "col"}, translate("Criterion")), *heads)),
        tag("tbody", {}, *rows),
    )
    region: dict[str, str | int | bool | None] = {
        "class": "mk-scroll",
        "tabindex": "0",
        "role": "region",
        "aria-label": translate("From round to round"),
    }
    return join(tag("div", region, table))


def _cell(block: ProjectBlock, each: Round, criterion: str) -> Html:
    band = next((mark.band for mark in each.mark.criteria if mark.criterion == criterion), 0) if each.mark else 0
    names = band_names(block.translator)
    return tag("td", {}, f"{band} · {names[band - 1]}" if 1 <= band <= len(names) else "—")
