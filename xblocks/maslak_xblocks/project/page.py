"""The project on one calm page: introduction, team, the stages in their order, the rubric."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maslak_xblocks.frame import banner, bar, legend, star, ui
from maslak_xblocks.markup import Html, join, tag
from maslak_xblocks.project.rubric_page import render_rubric
from maslak_xblocks.project.scoring import BANDS, score_project
from maslak_xblocks.project.stage_page import render_stage
from maslak_xblocks.project.team_page import render_forming, render_own_team
from maslak_xblocks.project.wording import percent

if TYPE_CHECKING:
    from maslak_xblocks.project.block import ProjectBlock
    from maslak_xblocks.project.port import Dossier


def render_project(block: ProjectBlock) -> Html:
    """Give the block in the language being read."""
    text = block.document.variants[block.language].body
    return join(
        bar(block),
        banner(block),
        tag("div", {"class": "mk-pj-facts", **ui(block)}, _facts(block)),
        tag("div", {"class": "mk-text"}, text.html) if text.html else None,
        tag("div", {"class": "mk-pj-team", **_words(block)}, _situation(block)),
        *(render_stage(block, stage, number) for number, stage in enumerate(block.document.stages, 1)),
        render_rubric(block),
    )


def render_author(block: ProjectBlock) -> Html:
    """Give an author what a learner will read; nobody's dossier is shown in Studio."""
    text = block.document.variants[block.language].body
    told = block.translator(
        "Each team hands in here, round by round; its dossier is kept by the institution and marked in the queue “To mark”."
    )
    return join(
        tag("h2", {"class": "mk-title"}, text.title),
        tag("div", {"class": "mk-pj-facts", **ui(block)}, _facts(block)),
        tag("div", {"class": "mk-text"}, text.html),
        tag("div", {"class": "mk-pj-team", **ui(block)}, _explain(told)),
        *(render_stage(block, stage, number) for number, stage in enumerate(block.document.stages, 1)),
        render_rubric(block),
    )


def _facts(block: ProjectBlock) -> Html:
    translate, document = block.translator, block.document
    alone = translate("on your own")
    team = translate.count("in a team of {number}", "in a team of up to {number}", document.team) if document.team > 1 else alone
    return legend(
        translate.count("{number} stage", "{number} stages", len(document.stages)),
        team,
        translate.count("{number} round for each stage", "up to {number} rounds for each stage", document.rounds),
        translate.count("about {number} hour of work for each", "about {number} hours of work for each", document.hours)
        if document.hours
        else None,
        translate("pass mark {percent}", percent=percent(document.pass_mark, translate.language)),
    )


def _situation(block: ProjectBlock) -> Html:
    """Say who the team is, or why there is nothing to hand in."""
    translate, dossier = block.translator, block.dossier
    if not block.learner.key:
        return _explain(translate("Sign in to hand in your work. Reading the project is open to you."))
    if block.room is None:
        return _explain(
            translate(
                "This platform keeps no projects, so nothing can be handed in here. "
                "Sign in to your institution’s Maslak and open the same unit there."
            )
        )
    if dossier is None and block.found is not None and block.found.forming is not None:
        return render_forming(block, block.found.forming)
    if dossier is None or not dossier.has_team:
        return _explain(
            translate("You are in no team yet. Your teacher makes the teams; as soon as you are in one, you can hand in here with it.")
        )
    own = render_own_team(block, dossier.forming) if dossier.forming else None
    return join(_team(block, dossier), own, _whole(block, dossier))


def _team(block: ProjectBlock, dossier: Dossier) -> Html:
    translate = block.translator
    you = translate("you")
    names = [tag("li", {}, tag("bdi", {}, member.name), f" ({you})" if member.is_you else None) for member in dossier.members]
    title = tag("h3", {}, translate("Your team"), " ", tag("bdi", {}, dossier.team_name))
    return tag("div", {"class": "mk-team"}, title, tag("ul", {}, *names)) if len(names) > 1 or dossier.team_name else Html("")


def _whole(block: ProjectBlock, dossier: Dossier) -> Html | None:
    """Give the result of the whole project, once every stage is finished."""
    translate, document = block.translator, block.document
    rounds = [
        next((each for each in reversed(dossier.stage(stage.id).rounds) if each.state == "marked"), None) for stage in document.stages
    ]
    bands = [{mark.criterion: mark.band for mark in each.mark.criteria if mark.band in BANDS} for each in rounds if each and each.mark]
    if not bands or len(bands) < len(document.stages):
        return None
    score = score_project(document.weights, bands)
    if score is None:
        return None
    is_passed = score >= document.pass_mark
    words = (
        translate("The project is finished and passed:")
        if is_passed
        else translate("The project is finished. The pass mark was not reached:")
    )
    return tag(
        "p",
        {"class": "mk-whole", "data-whole": True},
        star("full" if is_passed else "half"),
        " ",
        tag("strong", {}, words, " ", percent(score, translate.language)),
    )


def _explain(sentence: str) -> Html:
    return tag("div", {"class": "mk-empty"}, star("none"), tag("p", {}, sentence))


def _words(block: ProjectBlock) -> dict[str, str | int | bool | None]:
    """Give the sentences that the script says; a script brings no text of its own."""
    translate = block.translator
    return {
        **ui(block),
        "data-words": True,
        "data-phone": translate("On this device, not received yet. It is sent as soon as there is a connection."),
        "data-sending": translate("Sending…"),
        "data-signin": translate("You are signed out. Your text is kept on this device: sign in, then open this page again."),
        "data-theirs": translate("Your team saved another text meanwhile. Yours is still in the field; theirs stands below it."),
        "data-use": translate("Take theirs"),
        "data-team": translate("What your team saved:"),
        "data-large": translate("This file is larger than {size}. Nothing was sent."),
        "data-failed": translate("The file did not arrive. Choose it again when there is a connection."),
        "data-uploading": translate("Sending {name}…"),
    }
