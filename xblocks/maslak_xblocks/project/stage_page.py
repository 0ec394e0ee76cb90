"""One stage: what to do, until when, what came back, the form, and every round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maslak_domain.language import direction
from maslak_xblocks.frame import legend, star, ui
from maslak_xblocks.markup import Html, capital, join, tag
from maslak_xblocks.project.form_page import render_form
from maslak_xblocks.project.marks_page import render_comparison, render_mark
from maslak_xblocks.project.port import StageWork
from maslak_xblocks.project.rounds_page import render_rounds
from maslak_xblocks.project.wording import STARS, asked_for, moment, said, state_words

if TYPE_CHECKING:
    from maslak_xblocks.project.block import ProjectBlock
    from maslak_xblocks.project.stages import Stage


def render_stage(block: ProjectBlock, stage: Stage, number: int) -> Html:
    """Give a stage, with the team's work on it where there is a dossier."""
    shown, text = stage.shown_in(block.language), stage.text(block.language)
    own = {"lang": shown, "dir": direction(shown)} if shown != block.language else {}
    work = block.dossier.stage(stage.id) if block.dossier is not None else None
    # The live region stands outside what a script replaces, so that what is said there is heard.
    note = tag("p", {"class": "mk-note", "role": "status", "data-note": True}) if work else None
    return tag(
        "section",
        {"class": "mk-part mk-stage", "data-stage": stage.id},
        tag("h3", {"tabindex": "-1"}, f"{number}. ", tag("span", own, text.title)),
        tag("div", {"class": "mk-standing", "data-standing": True, **ui(block)}, render_standing(block, stage, work)),
        tag("div", {"class": "mk-text", **own}, text.html),
        tag("div", ui(block), note),
        tag("div", {"class": "mk-work", "data-work": True, **ui(block)}, render_work(block, stage, work)),
    )


def render_standing(block: ProjectBlock, stage: Stage, work: StageWork | None) -> Html:
    """Say in a line where the team stands and until when."""
    translate = block.translator
    if work is None:
        days = stage.due_days
        due = translate.count("due {number} day after the start", "due {number} days after the start", days) if days else None
        return legend(due) if due else Html("")
    state = tag("p", {"class": f"mk-state mk-is-{work.state}"}, star(STARS[work.state]), " ", state_words(translate)[work.state])
    waits = work.state in ("not_begun", "draft", "returned")
    due = tag("span", {}, capital(translate("due")), " ", moment(block, work.due_at)) if work.due_at and waits else None
    late = tag("span", {"class": "mk-late"}, translate("the date has passed")) if due and work.due_at < block.host.now() else None  # type: ignore[operator]
    return join(state, tag("p", {"class": "mk-facts"}, due, late) if due else None)


def render_work(block: ProjectBlock, stage: Stage, work: StageWork | None) -> Html:
    """Give what a script replaces when the state of a stage has changed."""
    if work is None:
        return _asked(block, stage)
    newest = work.rounds[-1] if work.rounds else None
    return join(
        render_mark(block, stage, newest) if newest else None,
        render_form(block, stage, work) if work.can_change and stage.deliverables else _why_not(block, stage, work),
        render_comparison(block, stage, work.rounds),
        render_rounds(block, stage, work),
    )


def _asked(block: ProjectBlock, stage: Stage) -> Html:
    """List what a stage asks for, where nothing can be handed in."""
    translate = block.translator
    items = []
    for each in stage.deliverables:
        need, form = translate("needed") if each.is_required else translate("if you wish"), asked_for(block, each)
        items.append(tag("li", {}, said(block, each.labels), tag("span", {"class": "mk-soft"}, " ", need, " · " if form else None, form)))
    if not items:
        return Html("")
    return join(tag("h4", {}, translate("What to hand in")), tag("ul", {"class": "mk-asked"}, *items))


def _why_not(block: ProjectBlock, stage: Stage, work: StageWork) -> Html | None:
    """Say why nothing is taken now, and what will happen next."""
    translate, now = block.translator, block.host.now()
    if work.state in ("submitted", "marking"):
        return tag("p", {"class": "mk-told"}, translate("Your round is with your marker. What comes back will stand here."))
    if work.state == "marked":
        return None
    if work.opens_at and now < work.opens_at:
        words = tag("p", {"class": "mk-told"}, translate("This stage opens on"), " ", moment(block, work.opens_at))
        return join(words, _asked(block, stage))
    if work.closes_at and now >= work.closes_at:
        words = translate("This stage closed on")
        kept = translate("What you saved is kept. Speak to your teacher if you need more time.")
        return tag("p", {"class": "mk-told"}, words, " ", moment(block, work.closes_at), ". ", kept)
    if len(work.rounds) >= block.document.rounds:
        return tag("p", {"class": "mk-told"}, translate("Every round of this stage was handed in."))
    return join(tag("p", {"class": "mk-told"}, translate("Nothing can be handed in here now.")), _asked(block, stage))
